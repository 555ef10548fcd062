"""Essays to measure with: the seed essay's paragraphs, in any length, as a raw paste with its notes at the end."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

SEED = Path(__file__).resolve().parents[1] / "tests" / "seed" / "essay.md"  # the seed, as Pressline reads it
_CALL = re.compile(r"\[\^(\d+)\]")
_NOTE = re.compile(r"^\[\^(\d+)\]: (.+)$", re.M)
_PLACES = ("Kigali", "Arusha", "Nairobi", "Brussels", "Geneva", "Dallaire", "Goma", "Butare", "Gitarama", "Kampala")


def raw_essay(number: int, words: int, *, kind: str = "txt") -> str:
    """An essay of about so many words, its notes included; each number gives another. `kind`: txt or html."""
    lines, count = [f"Essay {number} on {_PLACES[number % 10]}", "By Ann Lee", ""], 0
    notes: list[str] = []
    for block in _blocks(number):
        if count >= words and not block.startswith("#"):
            break
        text, called = _called(block, len(notes))
        lines.append(text)
        notes += called
        count += len(f"{text} {' '.join(called)}".split())
    found = [f"[{k}] {note}" for k, note in enumerate(notes, start=1)]
    return _as_html(lines, found) if kind == "html" else "\n".join([*lines, "Works Cited", *found, ""])


def _blocks(number: int) -> Iterator[str]:
    """The seed's paragraphs and headings without end, from a heading on that depends on the number."""
    body = [line for line in _NOTE.sub("", SEED.read_text(encoding="utf-8")).split("\n") if line.strip()]
    heads = [k for k, line in enumerate(body) if line.startswith("#")]
    start = heads[number % len(heads)]
    turn = 0
    while True:
        for line in body[start:] + body[:start]:
            yield f"{line}: {turn + 1}" if line.startswith("#") and turn else line
        turn += 1


def _called(block: str, before: int) -> tuple[str, list[str]]:
    """A paragraph with its calls numbered on from those before it, and their notes."""
    table = dict(_NOTE.findall(SEED.read_text(encoding="utf-8")))
    called: list[str] = []

    def renumbered(match: re.Match[str]) -> str:
        number = before + len(called) + 1
        called.append(f"{table[match[1]].replace(chr(92), '')} See also p. {number}.")
        return f" [{number}]"

    text = _CALL.sub(renumbered, block.removeprefix("# "))
    return text.replace("\\", ""), called


def _as_html(lines: list[str], notes: list[str]) -> str:
    """The essay as a saved page: calls are links to the notes, and those lead back."""
    call = r'<sup><a href="#fn\1" id="ref\1">[\1]</a></sup>'
    body = [re.sub(r" \[(\d+)\]", call, html.escape(line)) for line in lines[3:]]
    parts = [f"<p>{line}</p>" if len(line) > 150 else f"<h2>{line}</h2>" for line in body]
    items = [re.sub(r"^\[(\d+)\]", r'<a id="fn\1" href="#ref\1">[\1]</a>', html.escape(note, quote=False)) for note in notes]
    tail = "\n".join(f"<p>{item}</p>" for item in items)
    head = f"<h1>{lines[0]}</h1>\n<p>{lines[1]}</p>"
    return (
        f"<html><head><title>{lines[0]}</title></head><body>\n{head}\n"
        + "\n".join(parts)
        + f"\n<h2>Notes</h2>\n{tail}\n</body></html>\n"
    )
