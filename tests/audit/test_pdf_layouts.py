"""No layout is refused for how it shows the words: every switch of layout.yaml with style sheets of a designer's kind.

And what is wrong in such a layout is found as in ours. The whole of it is for `make nightly`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pikepdf
import pytest

import pdffile
from conftest import STAMP
from pressline.audit.pdf import audit, audit_print
from pressline.backends.pdf import render, render_print
from pressline.book.markdown import parse_essay
from pressline.findings import Finding
from pressline.layouts import load_layout
from pressline.layouts.shown import additions_of
from pressline.model import Artifact, Author, Book, Layout, Metadata, SheetAdditions
from pressline.pipeline.build import typeset

FILLER = "The commission met again that winter, and it wrote what it had written before about the matter.\n\n"
TEXT = f"""# First Part

The cable was **sent** in January.[^a] Nobody in the co-operative read *it*,[^b] and power-sharing failed. A measure of 5 m^2^.

{FILLER * 9}
## second part here

- one item
- another item[^c]

> A quotation of some length that is set apart from the text, and has a note.[^d] It goes on.

The cable is called again.[^a]

{FILLER * 9}
| a | b |
|---|---|
| 1 | 2 |

: A caption here

# Last Part

A word begins it. UNAMIR came, and said “no”.

1. item
2. item

[^a]: The first note, on the cable.

[^b]: The second note, on **reading**. {"It goes on and on for a while. " * 30}

[^c]: The third note.

    It has a second paragraph.

[^d]: The fourth and last note, https://example.org/a?b=c.
"""
SHEETS = {
    "capitals and words before": """
        h1 { text-transform: uppercase; letter-spacing: 0.15em; counter-increment: part }
        h1::before { content: "Part " counter(part, upper-roman) " — " }
        .title-block .title, strong { text-transform: uppercase }
        blockquote::before { content: "“" } blockquote > p:last-child::after { content: "”" }
        h2::after { content: "." } h2 { text-transform: capitalize }""",
    "raised initial, calls in brackets": """
        h1 + p::first-letter { font-size: 2.4em; line-height: 1 } h1 + p::first-line { font-variant-caps: small-caps }
        .ref::before { content: "[" } .ref::after { content: "]" } .ref { font-variant-position: normal }""",
    "running heads by chapter, page number at the foot": """
        h1 { string-set: chapter attr(data-label); break-before: page }
        @page :left { @top-left { content: none } @top-center { content: string(chapter) }
                      @bottom-left { content: counter(page) " / " counter(pages) } }
        @page :right { @top-right { content: none } @top-center { content: "The Journal · " string(chapter) }
                       @bottom-right { content: "p. " counter(page) } }""",
    "openings on rectos, blank pages": """
        h1 { break-before: right; page: opening }
        @page opening { @top-left { content: none } @top-center { content: none } @top-right { content: none }
                        @bottom-center { content: "– " counter(page, lower-roman) " –" } }
        @page :blank { @top-left { content: none } @top-center { content: none } @top-right { content: none } }""",
    "page number at the side, a title page, large notes": """
        @page { @top-left { content: none } @top-center { content: none } @top-right { content: none }
                @bottom-center { content: none } }
        @page :left { @top-left { content: none } @top-center { content: none } @left-middle { content: counter(page) } }
        @page :right { @top-right { content: none } @top-center { content: none } @right-middle { content: counter(page) } }
        .title-block { break-after: page; text-transform: uppercase }
        .fn { font-size: var(--text-size); line-height: var(--leading) } h1 { text-transform: lowercase }""",
    "white on black, ornaments, numbered paragraphs": """
        h1 { background: black; color: white; padding: 4pt; font-variant-caps: normal } h1::after { content: "❧" }
        .label { font-variant-position: super } li::before { content: "→ " }
        blockquote { font-style: italic; border-left: 2pt solid #999 }
        p::before { content: counter(p) " "; counter-increment: p; font-size: 0.7em; color: #777 }""",
}
KEYS = [
    ("quotes", ("typographic", "single", "as-written")),
    ("acronyms", ("capitals", "small-caps", "small-caps-in-text")),
    ("repeated_calls", ("number", "with-page")),
    ("running_head", ("{characters: 20}", "{characters: 60}")),
]
SWITCHES = [f"{key}: {value}" for key, values in KEYS for value in values]
BASES = ("essay", "offprint", "a4-report", "pocket", "us-law-review", "uk-law-review", "plain")


def layout_at(folder: Path, base: str, switch: str, css: str) -> Layout:
    folder.mkdir(exist_ok=True)
    (folder / "layout.yaml").write_text(f"extends: {base}\nsummary: a test\n{switch}\n", encoding="utf-8")
    (folder / "print.css").write_text(css, encoding="utf-8")
    return load_layout(str(folder))


def book_for(layout: Layout, folder: Path) -> Book:
    metadata = Metadata("A Title of Things", subtitle="And More", author=(Author("Ada Ek", bio="Ada writes."),))
    return typeset(parse_essay(TEXT, metadata, folder / "essay.md", stamp=STAMP), layout)


def said(findings: list[Finding]) -> list[str]:
    return [f"{f.code} {f.place.spot}: {f.message}" for f in findings]


def refused(layout: Layout, folder: Path) -> list[str]:
    book = book_for(layout, folder)
    artifact, findings = render(book, layout, folder / "out.pdf")
    found = [f for f in findings if f.severity == "error"] + audit(artifact, book)
    if not found:
        printed, _ = render_print(replace(book, made={"pdf": artifact.path}), layout, folder / "print.pdf")
        found = audit_print(printed, book)
    return said(found)


SAMPLE = [("essay", SWITCHES[0], name) for name in list(SHEETS)[:3]] + [
    ("us-law-review", SWITCHES[7], list(SHEETS)[4]),
    ("pocket", SWITCHES[4], list(SHEETS)[5]),
]


@pytest.mark.parametrize(("base", "switch", "sheet"), SAMPLE)
def test_no_layout_is_refused(base: str, switch: str, sheet: str, tmp_path: Path) -> None:
    assert refused(layout_at(tmp_path / "house", base, switch, SHEETS[sheet]), tmp_path) == []


@pytest.mark.nightly
@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize(("base", "switch"), list(product(BASES, SWITCHES)))
def test_no_layout_of_all_is_refused(base: str, switch: str, sheet: str, tmp_path: Path) -> None:
    assert refused(layout_at(tmp_path / "house", base, switch, SHEETS[sheet]), tmp_path) == []


# --- what is wrong in such a layout -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, Book, Artifact]:
    folder = tmp_path_factory.mktemp("house")
    layout = layout_at(folder / "house", "essay", "", "\n".join(list(SHEETS.values())[:3]))
    book = book_for(layout, folder)
    artifact, _ = render(book, layout, folder / "out.pdf")
    assert audit(artifact, book) == []
    return layout, book, artifact


def change_words(old: str, new: str) -> Callable[[Book], Book]:
    def change(book: Book) -> Book:
        metadata = Metadata("A Title of Things", subtitle="And More", author=(Author("Ada Ek", bio="Ada writes."),))
        assert old in TEXT
        other = parse_essay(TEXT.replace(old, new, 1), metadata, book.folder / "essay.md", stamp=STAMP)
        return replace(book, blocks=other.blocks, notes=other.notes, composition=other.composition)

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (change_words("Nobody in", "nobody in"), "expected “nobody”, found “Nobody”"),
        (change_words("was **sent**", "was **set**"), "expected “set”"),
        (change_words("A quotation of", "A part of a quotation of"), "of a"),
        (change_words("# Last Part", "# Part"), "expected"),
        (change_words("on the cable.", "on a cable."), "note 1"),
        (change_words("The commission", "The commission [sic]"), "expected “[sic]”"),
    ],
)
def test_what_differs_is_found_in_a_layout_of_the_authors(
    change: Callable[[Book], Book], expected: str, house: tuple[Layout, Book, Artifact]
) -> None:
    assert any(expected in line for line in said(audit(house[2], change(house[1]))))


def test_a_lost_and_an_added_word_are_found_in_a_layout_of_the_authors(
    house: tuple[Layout, Book, Artifact], tmp_path: Path
) -> None:
    with pikepdf.open(house[2].path) as pdf:
        pdffile.lose("sent")(pdf) if any("sent" in one.text for one in pdffile.pieces(pdf)) else pdffile.lose("SENT")(pdf)
        pdf.save(tmp_path / "lost.pdf")
    assert any("A001" in line for line in said(audit(replace(house[2], path=tmp_path / "lost.pdf"), house[1])))
    silent = replace(house[1], additions=SheetAdditions(own=True, own_margins=True))
    assert any("found “PART" in line for line in said(audit(house[2], silent)))  # nothing is taken away that no sheet says
    ours = replace(house[1], additions=SheetAdditions())
    assert {line[:4] for line in said(audit(house[2], ours))} >= {"A010", "A011"}


def test_words_in_a_margin_that_are_of_no_sheet_are_found(house: tuple[Layout, Book, Artifact]) -> None:
    other = replace(house[1].additions, in_margins=())
    assert any("A010" in line and "Journal" in line for line in said(audit(house[2], replace(house[1], additions=other))))


def test_the_layouts_that_come_with_pressline_add_nothing() -> None:
    assert {additions_of(load_layout(name)) for name in BASES} == {SheetAdditions()}
