"""Write findings.md, cli.md, metadata.md and languages.md of docs/ from the program itself.

`make docs` runs it. A test compares what it would write with what stands there.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyphen
import yaml

from pressline.cli import parser
from pressline.findings import CATALOGUE, Place, finding
from pressline.locale.directions import is_right_to_left
from pressline.locale.headings import NOTES, SECTION_NAMES
from pressline.locale.labels import labels_for
from pressline.locale.prose import FUNCTION_WORDS
from pressline.locale.quotation import MARKS
from pressline.locale.scripts import LANGUAGES as SCRIPT_LANGUAGES
from pressline.locale.scripts import TELLING_LETTERS
from pressline.locale.spacing import UNHYPHENATED
from pressline.locale.syllables import has_rule
from pressline.locale.tags import primary
from pressline.report.schema import schema

DOCS = Path(__file__).parent
MADE = "<!-- Made by docs/reference.py from {source}: change that, and run make docs. -->"
ROOMS = {
    "R": "The essay as a file",
    "C": "Cleaning of plain text",
    "S": "The parts of the essay",
    "N": "Notes of a raw essay",
    "Q": "Queries on the text",
    "M": "metadata.yaml",
    "L": "Layouts, fonts and printers",
    "P": "essay.md",
    "G": "Nothing is lost",
    "W": "Writing files",
    "B": "Making the files",
    "A": "The audit of a finished file",
    "K": "Copies for a submission",
    "E": "Changes that editors made",
    "J": "Many essays",
    "V": "Files made long ago",
    "T": "Tools and limits",
    "X": "The command itself",
}


def findings_page() -> str:
    """docs/findings.md: every code with message, hint and example, by room."""
    examples = yaml.safe_load((DOCS / "findings.examples.yaml").read_text(encoding="utf-8"))
    lines = [
        MADE.format(source="src/pressline/findings.py and docs/findings.examples.yaml"),
        "",
        "# Findings",
        "",
        "What Pressline has to say is a *finding*: a code, a place, a message and a hint. An **error** means that something is",
        "wrong with the essay or a file, and the exit code is 1; a **warning** that something was done that you may not want;",
        "a **query** is a question to the author, whose words are never changed. The code stays when a message is reworded.",
        "",
    ]
    for letter, heading in ROOMS.items():
        lines += [f"## {heading}", ""]
        for code in sorted(code for code in CATALOGUE if code[0] == letter):
            lines += list(_entry(code, examples[code]))
    return "\n".join(lines)


def _entry(code: str, example: dict[str, Any]) -> Iterator[str]:
    values = {key: value for key, value in example.items() if key != "at"}
    shown = finding(code, Place(example["at"]), **values)
    yield f"### {code} ({shown.severity})"
    yield ""
    yield _plain(CATALOGUE[code].message)
    yield ""
    yield "```text"
    yield f"{shown.place}: {shown.severity} {code}: {shown.message}"
    yield f"    hint: {shown.hint}"
    yield "```"
    yield ""


def _plain(message: str) -> str:
    """A message with its values named in italics: "note *label* is empty"."""
    named = re.sub(r"\{(\w+):(\w[\w ]*)\|([\w ]+)\}", r"{\1} \3", message)
    named = re.sub(r"\{(\w+)(?:![rs])?(?::[^}]*)?\}", lambda m: f"*{m[1].replace('_', ' ')}*", named)
    return re.sub(r"(?<=[\w”*)])\*\*(?=\w)", "* *", named)


def cli_page() -> str:
    """docs/cli.md: every command with its arguments and options."""
    top = parser("pressline")
    lines = [
        MADE.format(source="the parser in src/pressline/cli"),
        "",
        "# Commands",
        "",
        "`pressline COMMAND --help` says the same in the terminal, and `python -m pressline` is `pressline`.",
        "",
        *("```text", *(top.epilog or "").strip().split("\n"), "```", ""),
    ]
    for name, command in _commands(top):
        lines += [f"## pressline {name}", "", f"{_sentence(command.description or '')}", ""]
        lines += ["```sh", _usage(name, command), "```", "", *_options(command), ""]
    return "\n".join([*lines, (DOCS / "parts" / "completion.md").read_text(encoding="utf-8").rstrip(), ""])


def _commands(top: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                inner = [(f"{name} {verb}", part) for verb, part in _commands(command)]
                yield from inner or [(name, command)]


def _usage(name: str, command: argparse.ArgumentParser) -> str:
    names = [_words(action) for action in command._actions if not action.option_strings]
    needed = [_words(action) for action in command._actions if action.option_strings and action.required]
    return " ".join(["pressline", name, *needed, *names])


def _words(action: argparse.Action) -> str:
    """An argument as it is typed: "-o DIR", "essay.md", "{bash,zsh}"."""
    value = action.metavar or ("{" + ",".join(map(str, action.choices)) + "}" if action.choices else "")
    if not action.option_strings:
        return str(value or action.dest) + (" …" if action.nargs == "+" else "")
    return ", ".join(action.option_strings) + (f" {value}" if action.nargs != 0 and value else "")


def _options(command: argparse.ArgumentParser) -> Iterator[str]:
    yield "| argument | what it is |"
    yield "|---|---|"
    for action in sorted(command._actions, key=lambda action: bool(action.option_strings)):
        if "--help" not in action.option_strings:
            said = action.help or ("one of these" if action.choices else "")
            yield (
                f"| `{_words(action)}` | {said} |".replace("|essay.md", "\\|essay.md")
                .replace("|RAW", "\\|RAW")
                .replace("|LIST", "\\|LIST")
                .replace("|AUTHOR|N", "\\|AUTHOR\\|N")
            )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def metadata_page() -> str:
    """docs/metadata.md: every key with its type, an example and where it shows."""
    told = yaml.safe_load((DOCS / "metadata.examples.yaml").read_text(encoding="utf-8"))
    data = json.loads(schema("metadata"))
    lines = [
        MADE.format(source="the schema of metadata.yaml and docs/metadata.examples.yaml"),
        "",
        *(DOCS / "parts" / "metadata.md").read_text(encoding="utf-8").rstrip().split("\n"),
        "",
        "| key | type | example | what it is, and where it shows |",
        "|---|---|---|---|",
    ]
    for key, part in _keys(data, data["properties"]):
        row = told[key]
        what = "; ".join(filter(None, (part.get("description", ""), row.get("shows", ""))))
        needed = " (needed)" if key == "title" else ""
        lines.append(f"| `{key}`{needed} | {_type(part)} | `{row['example']}` | {what} |")
    return "\n".join([*lines, ""])


def _keys(data: dict[str, Any], properties: dict[str, Any], under: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for key, part in properties.items():
        yield under + key, part
        inner = _inner(part)
        if inner:
            yield from _keys(data, data["$defs"][inner]["properties"], f"{under}{key}.")


def _inner(part: dict[str, Any]) -> str:
    """The name of the definition that a key holds, itself or as one of several."""
    parts = [part, *part.get("anyOf", []), part.get("items", {})]
    return next((str(p["$ref"]).rpartition("/")[2] for p in parts if "$ref" in p), "")


def _type(part: dict[str, Any]) -> str:
    kinds = [p for p in part.get("anyOf", [part]) if p.get("type") != "null"]
    enums = [value for p in kinds for value in p.get("enum", [])]
    formats = {p.get("format") for p in kinds} - {None}
    if enums:
        return ", ".join(f"`{value}`" for value in enums)
    if formats:
        return " or ".join(sorted({"date": "date", "date-time": "date and time", "uuid": "UUID"}[f] for f in formats))
    if any("$ref" in p for p in kinds):
        return "keys, or a list" if any(p.get("type") == "array" for p in kinds) else "keys"
    if part.get("type") == "array":
        return "list of keys" if _inner(part) else "list of text"
    return "text"


# The languages that are told from the text alone, in English (CLDR 46).
LANGUAGES = """
af Afrikaans, am Amharic, ar Arabic, be Belarusian, bg Bulgarian, bn Bangla, ca Catalan, cs Czech, cy Welsh, da Danish,
de German, el Greek, en English, eo Esperanto, es Spanish, et Estonian, eu Basque, fa Persian, fi Finnish, fr French, ga
Irish, gu Gujarati, he Hebrew, hi Hindi, hr Croatian, hu Hungarian, hy Armenian, id Indonesian, is Icelandic, it
Italian, ja Japanese, ka Georgian, km Khmer, kn Kannada, ko Korean, la Latin, lt Lithuanian, lv Latvian, mk Macedonian,
ml Malayalam, mr Marathi, my Burmese, nb Norwegian, nl Dutch, pa Punjabi, pl Polish, pt Portuguese, ro Romanian, ru
Russian, si Sinhala, sk Slovak, sl Slovenian, sq Albanian, sr Serbian, sv Swedish, sw Swahili, ta Tamil, te Telugu, th
Thai, tl Filipino, tr Turkish, uk Ukrainian, ur Urdu, vi Vietnamese, yi Yiddish, zh Chinese"""
FACES = {"Hebrew": "Noto Serif Hebrew", "Arabic": "Noto Naskh Arabic", "Devanagari": "Noto Serif Devanagari"}
OF_LAYOUT = frozenset({"Latin", "Greek", "Cyrillic"})


def told_languages() -> dict[str, str]:
    """The languages that are told from a text, each with the script that it is mostly written in."""
    by_words = {primary(tag): "Cyrillic" if words[0] > "\u036f" else "Latin" for tag, words in FUNCTION_WORDS.items()}
    by_script = {primary(tag): script for script, tag in SCRIPT_LANGUAGES.items()}
    by_letters = {primary(tag): script for script, _, tag in TELLING_LETTERS}
    return dict(sorted({**by_letters, **by_script, **by_words}.items()))


def languages_page() -> str:
    """docs/languages.md: what is done in which language, from the tables of the program."""
    names = dict(entry.split(" ", 1) for entry in " ".join(LANGUAGES.split()).split(", "))
    lines = [
        MADE.format(source="the tables of src/pressline/locale"),
        "",
        "# Languages",
        "",
        "The language of an essay is what `language:` of metadata.yaml says, else what its file says, else what its",
        "letters and words tell; what cannot be told is asked about (S007). The table has the languages that are told",
        "from the text alone. In any other language an essay is set, too: with English words where Pressline says",
        "something of its own, with hyphens where pyphen has patterns of it, and with the quotation marks that were",
        "typed.",
        "",
        "*Notes*: the heading over notes is known. *Sections*: so are names of sections, as of a preface. *Marks*: what",
        "straight quotation marks become; – means that they stay. *Words*: contents, copyright page and what a reader of",
        "the EPUB is told. *Hyphens*: words are parted at the ends of lines in print. *Font*: what the letters are set in",
        "where a layout has no other; what the machine has is found by fontconfig (on Debian and Ubuntu, fonts-noto-core",
        "and fonts-noto-cjk have all of these).",
        "",
        "| language | tag | written | notes | sections | marks | words | hyphens | font |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for tag, script in told_languages().items():
        font = "of the layout" if script in OF_LAYOUT else FACES.get(script, "of the machine")
        marks = MARKS.get(tag)
        shown = " ".join(f"{pair[0]}…{pair[1]}" for pair in marks) if marks else "–"
        way = "from the right" if is_right_to_left(tag) else "from the left"
        hyphens = tag not in UNHYPHENATED and (has_rule(tag) or pyphen.language_fallback(tag) is not None)
        known = [tag in NOTES, tag in SECTION_NAMES, labels_for(tag) != labels_for("en") or tag == "en"]
        notes, sections, words = ("yes" if one else "–" for one in known)
        cells = (names[tag], f"`{tag}`", way, notes, sections, shown, words, "yes" if hyphens else "–", font)
        lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        "Chinese is set in simplified or traditional signs as it was written (zh-CN, zh-TW), Serbian in either script.",
        "",
    ]
    return "\n".join(lines)


PAGES = {"findings.md": findings_page, "cli.md": cli_page, "metadata.md": metadata_page, "languages.md": languages_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
