"""Texts that may be read in several ways, each with the one that is meant: how lines, pages, marks and tags are used."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from settings_of_essays import NOTES

TITLE = "The Ferry"
PARAGRAPHS = (
    "The ferry had crossed the sound for as long as anybody could remember{1}, and nobody had ever thought of asking who "
    "had paid for the boats. When the bridge was opened in 1911 the ferrymen were given a dinner and a clock, and what "
    "they said of the clock has come down to us in a letter that was never sent.{2}",
    "A lamp stood on the pier. The harbour was dredged twice, and twice the sand came back in a single winter, so that "
    "the town gave up its plan for a steamer and bought a second rowing boat instead.{3} It was painted green.",
    "His daughter kept the lamp burning for another year, and sent no bill to anybody. The accounts of the town name her "
    "once (among those who were owed for oil, behind the smith and before the widow of the pilot), and then no more.{4}",
    "There are four drawings of the pier, of which the third is the only honest one: it shows the mud, the dead dog, and "
    "the window behind which the clerk is asleep. Later writers have made much of the window{5} and have left out the dog. "
    "Whoever has seen the drawing knows why, and nobody who has not seen it can be told of it in so many words. It hangs "
    "in the customs house, over the desk of a man who has never looked up from his papers while we were there.",
    "What the pilot wrote down, tide by tide, is the best that we have. He did not care for the town. He cared for the "
    "water, and for the time at which it came, and he has the ferry in his book only where it was late.{6}",
    "So ends the story of the boats. The rest is a matter of bridges, and it has been told by people who like bridges "
    "better than we do, in two volumes with a map, an index and a list of all the engineers.",
)
SHORT = (
    "Nobody asked who had paid for the boats.{1}",
    "The bridge was opened in 1911, and the ferrymen were given a dinner.",
    "They were given a clock, too, which stood still on the day of the speeches.{2}",
    "The harbour was dredged twice that year.",
    "Twice the sand came back in a single winter, and the council voted for more money.{3}",
    "His daughter kept the lamp.",
    "There are four drawings of the pier, and the third of them is honest.",
    "It shows the mud and the dead dog.{4}",
    "Later writers have left out the dog.",
    "The rest is known from the book of the pilot, who wrote down the tides.{5}",
    "So ends the story.",
    "What is left is a matter of bridges, and of people who like them.",
)


@dataclass(frozen=True)
class Ambiguous:
    """A text, and what is meant: its paragraphs without calls, and how many notes are called."""

    name: str
    text: str
    paragraphs: tuple[str, ...]
    notes: int
    headings: tuple[str, ...] = ()


def _plain(paragraphs: Sequence[str]) -> tuple[str, ...]:
    return tuple(re.sub(r"\{\d\}", "", paragraph) for paragraph in paragraphs)


def _called(paragraphs: Sequence[str], call: str = "[9]") -> list[str]:
    return [re.sub(r"\{(\d)\}", lambda match: call.replace("9", match[1]), paragraph) for paragraph in paragraphs]


def _notes(paragraphs: Sequence[str], start: str = "[9]") -> list[str]:
    count = sum(len(re.findall(r"\{\d\}", paragraph)) for paragraph in paragraphs)
    return [f"{start.replace('9', str(n))} {NOTES[n - 1]}" for n in range(1, count + 1)]


def _fill(text: str, width: int, first: str = "", later: str = "") -> str:
    return textwrap.fill(text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)


def _ragged(text: str, low: int, high: int, seed: int) -> str:
    chance = random.Random(seed)
    lines, line, most = [], "", chance.randint(low, high)
    for word in text.split():
        if line and len(line) + 1 + len(word) > most:
            lines.append(line)
            line, most = "", chance.randint(low, high)
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def _ended_short(paragraphs: Sequence[str], width: int) -> list[str]:
    """The paragraphs with a sentence more where the last line would be full: nobody could tell that it is the last."""
    found = []
    for paragraph in paragraphs:
        while len(_fill(_called([paragraph])[0], width).split("\n")[-1]) > 0.7 * width:
            paragraph += " No more is known of it."
        found.append(paragraph)
    return found


def _text(parts: Sequence[str], between: str = "\n\n", title: str = TITLE, notes: Sequence[str] = (), gap: str = "\n\n") -> str:
    """A title, paragraphs, and the notes under their heading."""
    end = f"{gap}Notes{gap}" + ("\n" if gap == "\n" else between).join(notes) if notes else ""
    return f"{title}\n\n{between.join(parts)}{end}\n"


def _case(
    name: str, text: str, paragraphs: Sequence[str] = PARAGRAPHS, headings: Sequence[str] = (), notes: int = -1
) -> Ambiguous:
    count = sum(len(re.findall(r"\{\d\}", paragraph)) for paragraph in paragraphs) if notes < 0 else notes
    return Ambiguous(name, text, _plain(paragraphs), count, tuple(headings))


def _lines() -> Iterator[Ambiguous]:
    """Shapes of lines."""
    notes, full = _notes(PARAGRAPHS), _called(PARAGRAPHS)
    short, short_notes = _called(SHORT), _notes(SHORT)
    for width in (40, 72, 100, 120):
        yield _case(
            f"wrapped at {width}, blank lines", _text([_fill(p, width) for p in full], notes=[_fill(n, width) for n in notes])
        )
        for indent in (2, 5):
            first = " " * indent
            yield _case(
                f"wrapped at {width}, set in by {indent}", _text([_fill(p, width, first) for p in full], "\n", notes=notes)
            )
        ended = _ended_short(PARAGRAPHS, width)
        text = _text([_fill(p, width) for p in _called(ended)], "\n", notes=notes)
        yield _case(f"wrapped at {width}, no sign but short lines", text, ended)
    yield _case("one line each, blank lines", _text(full, notes=notes))
    yield _case("one line each", _text(full, "\n", notes=notes))
    yield _case("one line each, tabs", _text(["\t" + p for p in full], "\n", notes=notes))
    yield _case("short, one line each, blank lines", _text(short, notes=short_notes), SHORT)
    yield _case("short, one line each", _text(short, "\n", notes=short_notes), SHORT)
    yield _case(
        "short, one line each, no blank line at all", "The Ferry\n" + "\n".join([*short, "Notes", *short_notes]) + "\n", SHORT
    )
    mixed = [p for pair in zip(short[:6], full, strict=True) for p in pair]
    plain = [p for pair in zip(SHORT[:6], PARAGRAPHS, strict=True) for p in pair]
    bare = [re.sub(r"\[\d\]", "", p) for p in mixed]
    yield _case("short and long, one line each", _text(bare, "\n"), plain, notes=0)
    yield _case("hanging", _text([_fill(p, 72, "", "    ") for p in full], "\n", notes=notes))
    for seed in (1, 2):
        yield _case(f"ragged {seed}, blank lines", _text([_ragged(p, 45, 75, seed) for p in full], notes=notes))
        yield _case(f"ragged {seed}, set in", _text(["    " + _ragged(p, 45, 75, seed) for p in full], "\n", notes=notes))
    yield _case("half wrapped", _text([_fill(p, 72) if k % 2 else p for k, p in enumerate(full)], notes=notes))
    yield _case("first half wrapped", _text([_fill(p, 72) if k < 3 else p for k, p in enumerate(full)], notes=notes))


def _spaced(text: str, blanks: int) -> str:
    return ("\n" * (blanks + 1)).join(text.split("\n"))


def _spacing() -> Iterator[Ambiguous]:
    """Blank lines between lines."""
    notes, full = _notes(PARAGRAPHS), _called(PARAGRAPHS)
    for width in (60, 72, 120):
        for blanks in (1, 2):
            shape = f"wrapped at {width}, {blanks} blank between lines"
            set_in = "\n".join(_fill(p, width, "     ") for p in full)
            yield _case(f"{shape}, set in", f"{TITLE}\n\n{_spaced(set_in, blanks)}\n\n\nNotes\n\n" + "\n\n".join(notes) + "\n")
            apart = ("\n" * (blanks + 2)).join(_spaced(_fill(p, width), blanks) for p in full)
            yield _case(f"{shape}, more between paragraphs", f"{TITLE}\n\n{apart}\n\n\n\nNotes\n\n" + "\n\n".join(notes) + "\n")
            ended = _ended_short(PARAGRAPHS, width)
            level = _spaced("\n".join(_fill(p, width) for p in _called(ended)), blanks)
            yield _case(f"{shape}, short lines alone", f"{TITLE}\n\n{level}\n\n\nNotes\n\n" + "\n\n".join(notes) + "\n", ended)
    ragged = "\n".join("     " + _ragged(p, 50, 70, 3) for p in full)
    yield _case("ragged, spaced, set in", f"{TITLE}\n\n{_spaced(ragged, 1)}\n\n\nNotes\n\n" + "\n\n".join(notes) + "\n")
    level = "\n\n\n".join(_spaced(_ragged(p, 50, 70, 4), 1) for p in full)
    yield _case("ragged, spaced, more between paragraphs", f"{TITLE}\n\n{level}\n\n\n\nNotes\n\n" + "\n\n".join(notes) + "\n")
    some = [_spaced(_fill(p, 66), 1) if k in (1, 4) else _fill(p, 66) for k, p in enumerate(full)]
    yield _case("some paragraphs spaced", _text(some, notes=notes))


def _paged(paragraphs: Sequence[str], length: int, foot: str, head: str = "", between: str = "\n\n") -> str:
    """Pages of a text without form feeds."""
    lines = between.join(_fill(p, 66) for p in paragraphs).split("\n")
    pages = [lines[k : k + length] for k in range(0, len(lines), length)]
    made = []
    for number, page in enumerate(pages, start=1):
        top = [head.replace("9", str(number)), ""] if head else []
        bottom = ["", foot.replace("9", str(number)), ""] if foot else [""]
        made.append("\n".join([*top, *page, *bottom]))
    return "\n".join(made)


def _pages() -> Iterator[Ambiguous]:
    """Pages as a scanner or an old printer left them."""
    twice = [re.sub(r"\{\d\}", "", p) for p in PARAGRAPHS] * 3
    for name, foot, head in (
        ("figures", "9", ""),
        ("dashed figures", "- 9 -", ""),
        ("Page 9", "Page 9", ""),
        ("Page 9 of 5", "Page 9 of 5", ""),
        ("[Page 9]", "[Page 9]", ""),
        ("heads and figures", "9", "THE FERRY"),
        ("heads with figures", "", "THE FERRY                                      9"),
    ):
        for between in ("\n\n", "\n"):
            shown = twice if between == "\n\n" else _ended_short(twice, 66)
            for length in (12, 19):
                text = f"{TITLE}\n\n{_paged(shown, length, foot, head, between)}\n"
                shape = "blank lines" if between == "\n\n" else "short lines"
                yield _case(f"pages of {length}: {name}, {shape}", text, shown, notes=0)


def _markdown() -> Iterator[Ambiguous]:
    """Markdown, much or little of it, in a file that calls itself plain text."""
    link = "[the letters](https://example.org/letters)"
    plain = [re.sub(r"\{\d\}", "", p) for p in PARAGRAPHS]
    linked = [p.replace("a letter", f"a letter (see {link})") for p in plain]
    said = [p.replace("a letter", "a letter (see the letters)") for p in plain]
    yield _case("markdown: a link and bold", _text([p.replace("the clock", "**the clock**") for p in linked]), said, notes=0)
    yield _case("markdown: a link alone", _text(linked), said, notes=0)
    notes = [f"[^{n}]: {NOTES[n - 1]}" for n in range(1, 7)]
    yield _case("markdown: notes alone", _text(_called(PARAGRAPHS, "[^9]")) + "\n" + "\n\n".join(notes) + "\n")
    starred = [p.replace("green", "*green*").replace("the dog", "**the dog**").replace("dinner", "*dinner*") for p in plain]
    yield _case("markdown: emphasis alone", _text(starred), plain, notes=0)
    headed = [*starred[:2], "## The Lamp", *starred[2:4], "## The Book", *starred[4:]]
    yield _case("markdown: headings and emphasis", _text(headed), plain, ("The Lamp", "The Book"), 0)
    wrapped = [_fill(p, 72) for p in headed]
    yield _case("markdown: headings and emphasis, wrapped", _text(wrapped), plain, ("The Lamp", "The Book"), 0)
    under = [*starred[:2], "The Lamp\n--------", *starred[2:4], "The Book\n--------", *starred[4:]]
    yield _case("markdown: underlined headings and emphasis", _text(under), plain, ("The Lamp", "The Book"), 0)
    lines = [*starred[:2], "## The Lamp", *starred[2:4], "## The Book", *starred[4:]]
    yield _case("markdown: one line each, no blank lines", _text(lines, "\n"), plain, ("The Lamp", "The Book"), 0)
    about = [
        p.replace("green", "green (in Markdown one would write *green*)").replace("the dog", "`[the dog](dog.html)`")
        for p in plain
    ]
    yield _case("about Markdown", _text(about), about, notes=0)
    snake = [p.replace("the dog", "the_old_dog").replace("green", "2*3*4 green") for p in plain]
    yield _case("no Markdown: lines under words and stars", _text(snake), snake, notes=0)


def _hypertext() -> Iterator[Ambiguous]:
    """HTML, much or little of it, in a file that calls itself plain text."""
    plain = [re.sub(r"\{\d\}", "", p) for p in PARAGRAPHS]
    inline = [
        p.replace("green", "<i>green</i>").replace("the dog", "<b>the dog</b>").replace("dinner", "<em>dinner</em>")
        for p in plain
    ]
    yield _case("html: inline tags alone", _text(inline), plain, notes=0)
    yield _case("html: inline tags, wrapped", _text([_fill(p, 72) for p in inline]), plain, notes=0)
    yield _case(
        "html: a title, then paragraphs", f"{TITLE}\n\n" + "\n".join(f"<p>{p}</p>" for p in inline) + "\n", plain, notes=0
    )
    yield _case(
        "html: paragraphs that are not closed", f"{TITLE}\n\n" + "\n".join(f"<p>{p}" for p in inline) + "\n", plain, notes=0
    )
    yield _case("html: two breaks", f"{TITLE}\n\n" + "<br><br>\n".join(inline) + "\n", plain, notes=0)
    yield _case("html: breaks at the ends", _text([p + "<br />" for p in inline]), plain, notes=0)
    link = '<a href="https://example.org/letters">the letters</a>'
    linked = [p.replace("a letter", f"a letter (see {link})") for p in plain]
    said = [p.replace("a letter", "a letter (see the letters)") for p in plain]
    yield _case("html: links in text", _text(linked), said, notes=0)
    raised = _called(PARAGRAPHS, "<sup>9</sup>")
    yield _case("html: raised calls", _text(raised, notes=_notes(PARAGRAPHS, "9.")))
    coded = [p.replace(", and", "&nbsp;&mdash; and").replace("the dog", "&ldquo;the dog&rdquo;") for p in plain]
    meant = [p.replace(", and", " — and").replace("the dog", "“the dog”") for p in plain]
    yield _case("html: characters by name", _text(coded), meant, notes=0)
    headed = [*inline[:3], "<h2>The Lamp</h2>", *inline[3:]]
    yield _case("html: headings in text", _text(headed), plain, ("The Lamp",), 0)
    mixed = [p.replace("green", "<i>green</i>").replace("the dog", "**the dog**") for p in linked]
    yield _case("html and markdown", _text([*mixed[:3], "## The Lamp", *mixed[3:]]), said, ("The Lamp",), 0)
    about = [p.replace("green", "green (which would be <b> in HTML)").replace("the dog", "the <dog>") for p in plain]
    yield _case("about HTML", _text(about), about, notes=0)
    less = [p.replace("green", "green, where 3 < 4 and 5 > 2,").replace("the dog", "<the dog>") for p in plain]
    yield _case("no HTML: signs of order", _text(less), less, notes=0)


def ambiguous_texts() -> list[Ambiguous]:
    """All of them."""
    return [*_lines(), *_spacing(), *_pages(), *_markdown(), *_hypertext()]
