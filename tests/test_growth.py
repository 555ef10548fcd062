"""How time grows: twice the input takes about twice the time, or is refused by name. `make nightly` measures it.

Measured is the time of the processor, of the build and of all that it starts, so that a busy machine does not count.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pressline.findings import PresslineError
from pressline.model import Author
from pressline.normalize.metadata_extraction.contents import core, key
from pressline.normalize.metadata_extraction.names import is_name, with_bio
from pressline.normalize.partners import _NUMBERS, _is_interval, _lonely, lonely_brackets, open_quotations
from pressline.pandoc.input_limits import MOST_ACCENTS, MOST_ADDRESSES, MOST_BRACKETS, MOST_FENCES, require_usual
from pressline.readers.documents.rtf_parts import _HALF as HALF_A_CHARACTER
from pressline.readers.plaintext.paragraphs import _HYPHENATED
from pressline.readers.plaintext.segmentation import LEADER
from pressline.readers.raw_words.hypertext import _CALL, _LINKED
from pressline.readers.raw_words.markdown import words_of_markdown
from pressline.readers.raw_words.richtext import _fonts

MOST_RATIO = 2.6  # for twice the input; linear is 2, the square is 4
FLOOR_SECONDS = 1.5  # below it, what is measured is Python as it starts
MOST_SECONDS = 20.0  # for the largest

_HEAD = "A Title\nBy Ann Author\n\nOne\n\nSome words to begin with, so that it is an essay.\n\n"
_TEXT = "the river ran past a mill and its road bent away from them into hills where nobody had gone before winter"
_WORDS = tuple(_TEXT.split())


@dataclass(frozen=True)
class Kind:
    """A kind of input: how its files end, how many of the thing the smallest has, what n of them are, and what refuses it."""

    suffix: str
    count: int
    text: Callable[[int], str]
    refused: str = ""
    to: str = "epub"


def _page(inner: str, head: str = "") -> str:
    return f"<html><head><title>T</title>{head}</head><body><h1>T</h1>{inner}</body></html>"


def _notes(count: int) -> str:
    calls = " ".join(f"Words that stand here.[{k}]" for k in range(1, count + 1))
    return calls + "\n\nNotes\n\n" + "".join(f"[{k}] A book of {1900 + k % 100}, p. {k}.\n" for k in range(1, count + 1))


def _varied(count: int) -> str:
    """So many words in one paragraph, none beside itself."""
    return " ".join(_WORDS[(k * k + k // 7) % len(_WORDS)] + ("," if k % 11 == 0 else "") for k in range(count)) + "."


def _linked(count: int) -> str:
    calls = "".join(f'<p>words<sup><a href="#n{k}" id="c{k}">{k}</a></sup> more</p>' for k in range(count))
    return _page(calls + "".join(f'<p id="n{k}"><a href="#c{k}">{k}</a> A note.</p>' for k in range(count)))


KINDS = {
    "spaces in one line": Kind("txt", 250_000, lambda n: _HEAD + "a" + " " * n + "b\n"),
    "tabs in one line": Kind("txt", 50_000, lambda n: _HEAD + "a" + "\t" * n + "b\n"),
    "dotted leaders": Kind("txt", 3_000, lambda n: _HEAD + "Contents\n\n" + "One . . . . . . . . . . . . . . p. 5\n\n" * n),
    "one leader": Kind("txt", 10_000, lambda n: _HEAD + "Contents\n\nOne" + " ." * n + " p. 5\n\nOne\n\nWords.\n"),
    "brackets that stay open": Kind("txt", 8_000, lambda n: _HEAD + "word [" * n + "\n"),
    "brackets within brackets": Kind("txt", 8_000, lambda n: _HEAD + "[" * n + "x" + "]" * n + "\n", "R012"),
    "notes in brackets that stay open": Kind("txt", 6_000, lambda n: _HEAD + "word [note: a " * n + "\n"),
    "notes in brackets": Kind("txt", 500, lambda n: _HEAD + "word [note: a note] " * n + "\n"),
    "numbers in parentheses": Kind("txt", 8_000, lambda n: _HEAD + "(1) word " * n + "\n"),
    "lines of one letter": Kind("txt", 10_000, lambda n: _HEAD + "a\n" * n),
    "accents on one letter": Kind("txt", 5_000, lambda n: _HEAD + "e" + "\u0301" * n + "\n", "R011"),
    "notes": Kind("txt", 500, lambda n: _HEAD + _notes(n)),
    "one paragraph": Kind("txt", 10_000, lambda n: _HEAD + "These words go on and on. " * n + "\n"),
    "one paragraph on pages": Kind("txt", 1_000, lambda n: _HEAD + _varied(10 * n) + "\n", to="pdf"),
    "lone signs on pages": Kind("txt", 4_000, lambda n: _HEAD + "(a) § b = 7 & " * (n // 5) + "\n", to="pdf"),
    "a line of signs": Kind("txt", 30_000, lambda n: _HEAD + "=" * n + " " + "(" * n + ";\n"),
    "emphasis that stays open": Kind("md", 7_500, lambda n: "# T\n\n" + "*a " * n + "\n"),
    "marks without a partner": Kind("md", 10_000, lambda n: "# T\n\n" + "word _a " * n + "\n"),
    "dollars": Kind("md", 8_000, lambda n: "# T\n\n" + "$x " * n + "\n"),
    "addresses line under line": Kind(
        "md", 900, lambda n: "# T\n\nWords.\n\n" + "".join(f"[r{k}]: http://e.org/{k}\n" for k in range(n)), "R011"
    ),
    "fences within fences": Kind("md", 400, lambda n: "# T\n\n" + "::: {.a}\n" * n + "x\n" + ":::\n" * n, "R012"),
    "links that stay open": Kind("md", 8_000, lambda n: "# T\n\n" + "[a](b " * n + "\n"),
    "quotations within quotations": Kind("md", 2_000, lambda n: "# T\n\n" + ">" * n + " x\n", "R024"),
    "linked notes": Kind("html", 500, _linked),
    "classes": Kind(
        "html",
        3_000,
        lambda n: _page(
            "".join(f'<p class="c{k}">some words</p>' for k in range(n)),
            "<style>" + "".join(f".c{k} {{font-style: italic}}\n" for k in range(n)) + "</style>",
        ),
    ),
    "rows of a table": Kind("html", 1_500, lambda n: _page("<table>" + "<tr><td>a</td><td>b</td></tr>" * n + "</table>")),
}


def _seconds(kind: Kind, count: int, folder: Path) -> tuple[float, str]:
    """The time of the processor that a build takes, and what it says."""
    folder.mkdir()
    path = folder / f"essay.{kind.suffix}"
    path.write_text(kind.text(count), encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pressline", "build", str(path), "--to", kind.to, "--time-limit", "300"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "COLUMNS": "100"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout + done.stderr


@pytest.mark.nightly
@pytest.mark.parametrize("name", KINDS)
def test_time_grows_with_the_input_alone(name: str, tmp_path: Path) -> None:
    kind = KINDS[name]
    times = []
    for factor in (1, 2, 4):
        seconds, said = _seconds(kind, kind.count * factor, tmp_path / str(factor))
        assert "Traceback" not in said
        assert "T005" not in said, f"{name} × {kind.count * factor} did not end in time"
        times.append(seconds)
    if kind.refused:
        assert kind.refused in said
    ratios = [b / a for a, b in zip(times, times[1:], strict=False) if b > FLOOR_SECONDS]
    assert all(ratio <= MOST_RATIO for ratio in ratios), f"{name}: {[round(t, 2) for t in times]} s"
    assert times[-1] <= MOST_SECONDS, f"{name}: {[round(t, 2) for t in times]} s"


def test_a_leader_of_any_length_ends() -> None:
    line = "Introduction" + " ." * 20_000
    assert key(f"{line} p. 5") == "introductionp"
    assert core(f"Chapter 1. Purpose{' .' * 20_000} 23") == "purpose"


def test_a_long_line_of_one_thing_ends() -> None:
    """Each took the square of the length: minutes, here."""
    assert not LEADER.search("." * 200_000 + "w")
    assert with_bio(Author("Ann Lee"), " " * 200_000 + "x")[1] == []
    assert not is_name("A" * 200_000 + "! A")
    assert _lonely(" a)" * 100_000 + ")", "(", ")") == [300_000]
    assert len(list(lonely_brackets(["(so", "or)"] * 100_000 + ["("], [""] * 200_001, "(", ")"))) == 1
    assert list(lonely_brackets(["(" * 200_000, ")" * 200_000], ["", ""], "(", ")")) == []
    assert len(list(open_quotations(['say "so'] * 100_000))) == 100_000
    assert not any(_is_interval(match[1]) for match in _NUMBERS.finditer("(" + "," * 200_000))
    assert _HYPHENATED.search("a" * 200_000) is None


@pytest.mark.parametrize("start", ["<?", "<!a", "[^a", "<a ", "<!--", "![a](", "1. ", "{#"])
def test_what_begins_in_markdown_and_never_ends_is_read_once(start: str) -> None:
    """Some took the square of the length: minutes, here. The words behind them stay, but for those of a comment."""
    found = words_of_markdown("First words\n" + start * (400_000 // len(start)))
    assert found[0] == ("line 1", "First words")


@pytest.mark.parametrize("start", ["<a ", "<a noteref ", "<a noteref>", '<a href="', '<a href="x.html#'])
def test_a_link_that_never_ends_is_read_once(start: str) -> None:
    text = start * (400_000 // len(start))
    assert [call[1] for call in _CALL.finditer(text) if call[1]] == []
    assert _LINKED.findall(text) == []


def test_an_rtf_of_one_thing_is_read_once() -> None:
    assert _fonts(b"{\\fonttbl" + b"\\f1" * 60_000) == {}
    assert HALF_A_CHARACTER.search(b"\\u55357" + b"\n" * 200_000) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("e" + "\u0301" * (MOST_ACCENTS + 1), "R011"),
        ("".join(f"[a{k}]: b\n" for k in range(MOST_ADDRESSES + 1)), "R011"),
        ("[" * (MOST_BRACKETS + 1) + "]" * (MOST_BRACKETS + 1), "R012"),
        ("[\n" * (MOST_BRACKETS + 1) + "]\n" * (MOST_BRACKETS + 1), "R012"),
        ("::: {.a}\n" * (MOST_FENCES + 1), "R012"),
    ],
)
def test_a_shape_that_would_take_pandoc_hours_is_refused_with_its_line(text: str, code: str) -> None:
    with pytest.raises(PresslineError) as caught:
        require_usual("Words.\n\n" + text, "essay.md")
    found = caught.value.findings[0]
    assert (found.code, found.place.path) == (code, "essay.md")
    assert found.place.line >= 3


@pytest.mark.parametrize(
    "text",
    [
        "e" + "\u0301" * MOST_ACCENTS,
        "word [" * 50_000,
        "[sic] " * 50_000,
        r"\[" * 5_000 + r"\]" * 5_000,
        "::: {.a}\nx\n:::\n" * 5_000,
        "".join(f"[a{k}]: b\n\n" for k in range(5_000)),
        "".join(f"[^{k}]: a note\n" for k in range(5_000)),
        "\n\n".join("[" * 50 + "]" * 50 for _ in range(100)),
    ],
)
def test_what_an_essay_may_have_is_not_refused(text: str) -> None:
    require_usual(text, "essay.md")
