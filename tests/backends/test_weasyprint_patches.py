"""Each patch of WeasyPrint does what it is for, is missed when it is taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import mean, median
from typing import Any

import pikepdf
import pydyf
import pypdfium2
import pypdfium2.raw as pdfium
import pyphen
import pytest
from weasyprint.css import ComputedStyle
from weasyprint.layout import block
from weasyprint.layout import page as pages
from weasyprint.text import line_break

from conftest import STAMP
from pressline.audit.pdf import audit
from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.pages import read_pages
from pressline.backends.pdf import render, weasyprint_patches
from pressline.backends.pdf.weasyprint_patches import paragraph_plan, patching
from pressline.backends.pdf.weasyprint_patches.line_breaking import Break, Fit, best_lines
from pressline.backends.pdf.weasyprint_patches.paragraph_cache import LineChoices, Plans
from pressline.backends.pdf.weasyprint_patches.patches import PATCHES
from pressline.backends.pdf.weasyprint_patches.pyphen_patch import Patterns
from pressline.backends.pdf.weasyprint_patches.rivers import Column, Space, calm_lines, look_over
from pressline.book.markdown import parse_essay
from pressline.model import Artifact, Book, Layout, Metadata

LONG_WORDS = "Institutional accountability notwithstanding, extraordinary humanitarian considerations overwhelmed Rwanda. "
SPACE = 2.2  # pt: the word space of the layout's face at 11 pt


def without(monkeypatch: pytest.MonkeyPatch, *groups: str) -> None:
    """Leave out these groups of patches, as if WeasyPrint had other code there; with none, what a test replaces is known."""
    monkeypatch.setattr(patching, "left_out", lambda: [patch for patch in PATCHES if patch.group in groups])


def set_wider(layout: Layout, more_mm: float) -> Layout:
    """The layout with margins `more_mm` wider at the inner side: other lines, other pages."""
    return replace(layout, page=replace(layout.page, inner_mm=layout.page.inner_mm + more_mm))


def body_lines(path: Path) -> Iterator[list[Glyph]]:
    """The lines of the text, without notes, heads and title."""
    for sheet in read_pages(path):
        line: list[Glyph] = []
        for glyph in (g for g in sheet.glyphs if 10.5 < g.em < 11.5):
            if line and abs(line[-1].y - glyph.y) > 5:
                yield line
                line = []
            line.append(glyph)
        if line:
            yield line


def looseness(path: Path) -> list[float]:
    """The mean word space of every full line, in natural ones."""
    found = []
    lines = list(body_lines(path))
    edge = max(g.right for line in lines for g in line)
    for line in (line for line in lines if line[-1].right > edge - 10 and len(line) > 25):
        gaps = [b.x - a.end for a, b in zip(line, line[1:], strict=False) if b.spaced and b.x - a.end > 0.8]
        found.append(mean(gaps) / SPACE if gaps else 0.0)
    return found


# --- lines --------------------------------------------------------------------------------------------------------------


def words_as_breaks(widths: list[float], space: float = 2.0) -> list[Break]:
    """A paragraph of words of these widths."""
    breaks, at, gaps = [Break(0, 0, 0, 0, 0, 0)], 0.0, 0.0
    for number, width in enumerate(widths, start=1):
        at += width
        breaks.append(Break(2 * number - 1, 2 * number, at, at + space, gaps, gaps + space))
        at, gaps = at + space, gaps + space
    return breaks


def test_a_loose_line_is_spread_over_the_paragraph() -> None:
    """Filled one by one, the second line holds one word and is three times too loose; planned, both hold two."""
    lines = best_lines(words_as_breaks([30, 30, 30, 66, 30, 66]), 100, 0, Fit())
    assert [(line.start, line.stop.end) for line in lines][:2] == [(0, 5), (6, 9)]
    assert lines[-1].last
    assert [line.last for line in lines].count(True) == 1


def test_a_line_somewhat_too_loose_is_better_than_one_without_bounds() -> None:
    """The second line of the good way is looser than is thought fit; the first way found has a word of 70 stretched to 100."""
    lines = best_lines(words_as_breaks([70, 20, 20, 20, 30, 40]), 100, 0, Fit())
    assert [line.stop.end for line in lines] == [3, 9, 11]


def test_a_word_wider_than_the_measure_stands_alone_and_nothing_is_lost() -> None:
    lines = best_lines(words_as_breaks([20, 300, 20]), 100, 0, Fit())
    assert [line.start for line in lines] == [0, 2, 4]
    assert lines[-1].stop.end == 5


def test_three_lines_in_a_row_do_not_end_with_a_hyphen() -> None:
    """Every line could end well with a hyphen at no cost; a line that ends before it is a little loose."""
    breaks, at, gaps, number = [Break(0, 0, 0, 0, 0, 0)], 0.0, 0.0, 0
    for _ in range(9):
        for width in (12, 12, 12, 12, 12, 10):
            number, at = number + 2, at + width
            if width == 10:
                breaks.append(Break(number, number, at, at, gaps, gaps, hyphenated=True))
                continue
            breaks.append(Break(number - 1, number, at, at + 6, gaps, gaps + 6))
            at, gaps = at + 6, gaps + 6
    row = "".join("-" if line.stop.hyphenated else "." for line in best_lines(breaks, 100, 0, Fit()))
    assert "---" not in row


def test_a_river_is_broken_up_where_the_lines_stay_good() -> None:
    """Words that repeat with the lines put their spaces one above the other; other ends of lines part them."""
    widths = [20.0, 20.0, 20.0, 20.0] * 6
    breaks, spaces, at = words_as_breaks(widths, space=6.0), [], 0.0
    for number, width in enumerate(widths[:-1]):
        at += width
        spaces.append(Space(2 * number + 1, at, 6.0))
        at += 6.0
    column = Column(98.0, 0.0, spaces, Fit())
    lines = calm_lines(breaks, column)
    assert lines[0].start == 0
    assert lines[-1].last
    river = best_lines(breaks, 98.0, 0.0, Fit())
    assert len(look_over(lines, breaks[0], column)[0]) <= len(look_over(river, breaks[0], column)[0])
    assert look_over(river, breaks[0], column)[0] == [3]


def test_a_paragraph_without_end_is_not_planned_nine_times(monkeypatch: pytest.MonkeyPatch) -> None:
    planned: list[int] = []

    def counting(breaks: list[Break], *rest: Any) -> Any:
        planned.append(len(breaks))
        return best_lines(breaks, *rest)

    monkeypatch.setattr(weasyprint_patches.rivers, "best_lines", counting)
    breaks = words_as_breaks([10] * 12000)
    spaces = [Space(2 * k + 1, b.to_end, b.to_start - b.to_end) for k, b in enumerate(breaks[1:])]
    assert look_over(best_lines(breaks, 100, 0, Fit()), breaks[0], Column(100, 0, spaces, Fit()))[0]
    calm_lines(breaks, Column(100, 0, spaces, Fit()))
    assert sum(planned) <= 24_002


def test_lines_are_even_and_without_the_patch_they_are_not(
    seed_pdf: Artifact, seed_book: Book, essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratios = looseness(seed_pdf.path)
    assert len(ratios) > 100
    assert max(ratios) < 2
    assert sum(r > 1.5 for r in ratios) <= 0.03 * len(ratios)
    assert mean(ratios) < 1.08
    without(monkeypatch, "line layout")
    plain, _ = render(seed_book, essay_layout, tmp_path / "plain.pdf")
    ratios = looseness(plain.path)
    assert sum(r > 1.5 for r in ratios) > 0.3 * len(ratios)


def test_the_line_that_begins_an_item_is_no_tighter_than_the_others(essay_layout: Layout, tmp_path: Path) -> None:
    text = (
        "1. *MB (OLF and MTA – risk) Ethiopia CG [2007] UKAIT 00030 still accurately reflects the situation facing members and "
        "supporters of the OLF if returned to Ethiopia. However, in material respects, it is appropriate to clarify.*\n"
    )
    artifact, _ = render(parse_essay(text, Metadata("T"), tmp_path, stamp=STAMP), essay_layout, tmp_path / "items.pdf")
    first = next(line for line in body_lines(artifact.path) if len(line) > 25)
    assert median(b.x - a.end for a, b in zip(first, first[1:], strict=False) if b.spaced) > 0.7 * SPACE


def test_few_lines_end_with_a_hyphen_and_no_three_in_a_row(seed_pdf: Artifact) -> None:
    row = "".join("-" if line[-1].text in "-‐" else "." for line in body_lines(seed_pdf.path))
    assert row.count("-") < 0.16 * len(row)
    assert "---" not in row


def test_hyphens_hang_in_the_margin(seed_pdf: Artifact) -> None:
    ends: dict[bool, list[float]] = {True: [], False: []}
    for line in body_lines(seed_pdf.path):
        if line[-1].text == "‐" or line[-1].text.islower():
            ends[line[-1].text == "‐"].append(line[-1].end - line[0].x)
    assert median(ends[True]) > median(ends[False]) + 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en_US", "accountability notwithstanding considerations Kapitän UNAMIR a"),
        ("eo", "respondecon liberigis komitatoj"),
        ("ca", "col·laborador responsabilitat"),  # a hyphen may change their spelling
        ("af_ZA", "verantwoordelikheid môre"),  # letters in hexadecimal
    ],
)
def test_words_are_hyphenated_as_by_pyphen(language: str, words: str) -> None:
    path = pyphen.LANGUAGES[language]
    ours, theirs = Patterns(path), pyphen.HyphDict(path)
    for word in words.split():
        found: list[Any] = ours.positions(word)
        assert [(int(at), at.data) for at in found] == [(int(at), at.data) for at in theirs.positions(word)]


def test_a_dictionary_is_not_taken_apart_when_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyphen, "hdcache", {})
    with weasyprint_patches.patched():
        dictionary = pyphen.Pyphen(lang="en_US")
    assert list(dictionary.iterate("accountability"))[-1] == ("ac", "countability")
    assert 5 < sum(isinstance(pattern, tuple) for pattern in dictionary.hd.patterns.values()) < 100


def test_only_a_paragraph_that_has_changed_is_planned_again(
    essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[int] = []
    monkeypatch.setattr(weasyprint_patches, "_PLANS", Plans())

    def counting(breaks: list[Break], column: Column) -> Any:
        planned.append(len(breaks))
        return calm_lines(breaks, column)

    monkeypatch.setattr(paragraph_plan, "calm_lines", counting)

    def made(word: str) -> tuple[int, bytes]:
        planned.clear()
        text = f"{LONG_WORDS * 4}\n\n{LONG_WORDS * 2}{word}.[^a] {LONG_WORDS * 2}\n\n[^a]: {LONG_WORDS * 2}\n"
        book = parse_essay(text, Metadata("Twice"), tmp_path / "essay.md", stamp=STAMP)
        artifact, _ = render(book, essay_layout, tmp_path / "twice.pdf")
        return len(planned), artifact.path.read_bytes()

    first, before = made("One")
    assert made("One") == (0, before)
    assert first > 2
    again, after = made("Two")
    assert again == 1
    monkeypatch.setattr(weasyprint_patches, "_PLANS", Plans())
    assert made("Two") == (first, after)


def test_no_more_plans_are_kept_than_an_essay_has() -> None:
    plans = Plans()
    for key in range(2000):
        plans.plan(key, lambda: LineChoices([], Column(1.0, 0.0, (), Fit())))
    assert len(plans) == 500
    plans.turn_over()
    plans.turn_over()
    assert len(plans) == 0


# --- styles -------------------------------------------------------------------------------------------------------------

MIXED = f"""# One

{" ".join(f"Call.[^n{n}]" for n in range(12))}

A call,[^a] *emphasis*, a [link](#two){{#here}}, and a [phrase]{{lang=fr}}.[^b]

> A quotation, and a call.[^c]

# Two

1. An item.[^d]
2. Another.

| a | b |
|---|---|
| 1 | 2 |

{"".join(f"[^n{n}]: A *note*.{chr(10)}" for n in range(12))}
[^a]: A note in *italics*.
[^b]: A note, [link](https://example.org).
[^c]: A third.
[^d]: A fourth.
"""


def test_a_style_is_reckoned_once_for_its_kind_and_the_page_is_the_same(
    essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: Counter[str] = Counter()

    def counting(owner: Any, name: str) -> None:
        original = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *arguments: (counts.update([name]), original(*arguments))[1])

    without(monkeypatch)
    counting(ComputedStyle, "__missing__")
    counting(line_break, "get_font_description")
    book = parse_essay(MIXED, Metadata("Mixed"), tmp_path / "essay.md", stamp=STAMP)
    good, findings = render(book, essay_layout, tmp_path / "good.pdf")
    assert findings == []
    once = counts.copy()
    counts.clear()
    without(monkeypatch, "style cache")
    plain, _ = render(book, essay_layout, tmp_path / "plain.pdf")
    assert counts["__missing__"] > 2 * once["__missing__"]
    assert counts["get_font_description"] > 6 * once["get_font_description"]
    assert good.path.read_bytes() == plain.path.read_bytes()


# --- pages and notes ----------------------------------------------------------------------------------------------------


def last_glyphs(path: Path) -> list[str]:
    """What the text of each page but the last ends with."""
    ends = {}
    for sheet in read_pages(path)[:-1]:
        text = [g for g in sheet.glyphs if 10.5 < g.em < 11.5]
        ends[sheet.page] = text[-1].text if text else ""
    return list(ends.values())


def test_no_page_ends_with_a_hyphen(essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = parse_essay(LONG_WORDS * 150, Metadata("Long"), tmp_path / "essay.md", stamp=STAMP)
    good, _ = render(book, essay_layout, tmp_path / "good.pdf")
    assert not {"-", "‐"} & set(last_glyphs(good.path))
    without(monkeypatch, "page ends")
    bad, _ = render(book, essay_layout, tmp_path / "bad.pdf")
    assert "‐" in last_glyphs(bad.path)


def holes(path: Path) -> list[float]:
    """From the last line of the text to the first of the notes, from base line to base line, of every page but the last."""
    found = []
    for sheet in read_pages(path)[:-1]:
        foot = min(g.y for g in sheet.glyphs if 10.5 < g.em < 11.5)
        found.append(foot - max(g.y for g in sheet.glyphs if 8.5 < g.em < 9.2 and g.y < foot - 5))
    return found


def test_a_page_is_not_left_short_for_a_note(
    seed_book: Book, essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = replace(essay_layout.page, width_mm=148, height_mm=210, top_mm=19, bottom_mm=20, inner_mm=17.5, outer_mm=17.5)
    layout = replace(essay_layout, page=page)
    good, _ = render(seed_book, layout, tmp_path / "good.pdf")
    assert max(holes(good.path)) < 26 + 2.5 * 14
    without(monkeypatch, "page ends")
    bad, _ = render(seed_book, layout, tmp_path / "bad.pdf")
    assert max(holes(bad.path)) > 26 + 3 * 14


def test_the_holes_of_the_seed_are_small(seed_pdf: Artifact) -> None:
    """Ended one by one, each as late as it can be, two of its ten pages are three and five lines short.

    Here the first is two lines short, so that the next ones end well, and none of the others more than one.
    """
    short = sorted((hole - 23.2) // 14 for hole in holes(seed_pdf.path))
    assert short[-1] <= 2
    assert short[-2] <= 1


def test_the_space_above_headings_takes_up_what_a_page_has_left_over(seed_pdf: Artifact) -> None:
    """A line more above the heading in the middle of the third page; every line is still on the grid of the other pages."""
    lines = sorted({round(g.y, 1) for g in read_pages(seed_pdf.path)[2].glyphs if g.em > 10.5}, reverse=True)
    gaps = [round(a - b) for a, b in zip(lines, lines[1:], strict=False)]
    assert max(gaps) == round(3.5 * 14)


def test_no_note_is_moved_or_lost(
    seed_book: Book, essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint's own lines at this measure bring a paragraph's second line to the foot of a page with notes."""
    without(monkeypatch, "line layout")
    layout = set_wider(essay_layout, 6)
    good, _ = render(seed_book, layout, tmp_path / "good.pdf")
    assert audit(good, seed_book) == []
    without(monkeypatch, "line layout", "notes")
    bad, _ = render(seed_book, layout, tmp_path / "bad.pdf")
    assert {f.code for f in audit(bad, seed_book)} & {"A001", "A014"}


def test_each_note_is_laid_out_once(
    seed_book: Book, essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[str] = []
    original = block.block_container_layout

    def counting(context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
        if box.element_tag == "span" and box.element.get("class") == "fn":
            laid_out.append(box.element.get("id"))
        return original(context, box, *arguments, **named)

    monkeypatch.setattr(block, "block_container_layout", counting)
    render(seed_book, essay_layout, tmp_path / "once.pdf")
    once = len(laid_out)
    assert once <= 1.2 * 2 * (len(seed_book.notes) + 1), "a note is a block in a block; and some pages are made a second time"
    without(monkeypatch, "notes")
    render(seed_book, essay_layout, tmp_path / "again.pdf")
    assert len(laid_out) - once > 4 * once


def test_a_page_takes_no_longer_for_the_pages_before_it(
    seed_book: Book, essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page goes through that was left by the pages before it, its own styles, and the listing of pages for tags."""
    work: dict[str, list[int]] = {"anchors": [], "styles": [], "computed": [], "references": []}
    page, styles, references = pages.make_page, pages.set_page_type_computed_styles, pydyf.PDF.page_references.fget

    def counting_page(context: Any, *arguments: Any) -> Any:
        work["anchors"].append(sum(len(made[-1]["anchors"]) for made in context.page_maker))
        return page(context, *arguments)

    def counting_styles(page_type: Any, html: Any, style_for: Any) -> None:
        work["styles"].append(len(style_for.get_cascaded_styles()))
        work["computed"].append(1)
        styles(page_type, html, style_for)

    def counting_references(pdf: Any) -> Any:
        work["references"].append(1)
        return references(pdf)

    without(monkeypatch)
    monkeypatch.setattr(pages, "make_page", counting_page)
    monkeypatch.setattr(pages, "set_page_type_computed_styles", counting_styles)
    monkeypatch.setattr(pydyf.PDF, "page_references", property(counting_references))
    render(seed_book, essay_layout, tmp_path / "good.pdf")
    assert {name: sum(counts) for name, counts in work.items()} == {"anchors": 0, "styles": 0, "computed": 3, "references": 1}
    without(monkeypatch, "page anchors", "page styles", "page references")
    render(seed_book, essay_layout, tmp_path / "bad.pdf")
    assert all(sum(counts) > 12 for counts in work.values())


SENTENCE = "The commission met again that winter, and it wrote what it had written before. "
TALL = f"""{SENTENCE * 20}A call.[^a] {SENTENCE * 20}

{SENTENCE * 20}Another call.[^b]

[^a]: {"It wrote of the cable, of its members, and of what nobody had read. " * 100}

    {"A second paragraph of the note goes on. " * 40}

[^b]: A short note.
"""


@pytest.fixture(scope="module")
def tall(essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> tuple[Artifact, Book]:
    folder = tmp_path_factory.mktemp("tall")
    book = parse_essay(TALL, Metadata("Tall"), folder / "essay.md", stamp=STAMP)
    artifact, findings = render(book, essay_layout, folder / "tall.pdf")
    assert findings == []
    return artifact, book


def test_a_note_taller_than_its_page_runs_on_to_the_next(tall: tuple[Artifact, Book]) -> None:
    artifact, book = tall
    assert audit(artifact, book) == []
    small = [[g for g in sheet.glyphs if 8.5 < g.em < 9.2] for sheet in read_pages(artifact.path)]
    assert sum(len(glyphs) > 300 for glyphs in small) >= 2
    assert all(glyph.bottom > 50 for glyphs in small for glyph in glyphs), "nothing runs off the page"


def test_a_tall_note_called_in_the_first_line_begins_on_its_page(tmp_path: Path, essay_layout: Layout) -> None:
    """It leaves room for the two lines that a paragraph must have on a page."""
    note = "It wrote of the cable, of its members, and of what nobody had read. " * 60
    book = parse_essay(f"A call.[^a] {SENTENCE * 30}\n\n[^a]: {note}\n", Metadata("One"), tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = render(book, essay_layout, tmp_path / "one.pdf")
    assert audit(artifact, book) == []
    sizes = [g.em for g in read_pages(artifact.path)[0].glyphs]
    assert sum(10.5 < em < 11.5 for em in sizes) > 80
    assert sum(8.5 < em < 9.2 for em in sizes) > 1000


def test_a_page_that_a_note_fills_has_text_too(tall: tuple[Artifact, Book]) -> None:
    sizes = [[g.em for g in sheet.glyphs] for sheet in read_pages(tall[0].path)]
    assert all(sum(10.5 < em < 11.5 for em in page) > 50 for page in sizes)


def test_a_note_that_runs_on_is_one_note_to_a_program_that_reads_aloud(tall: tuple[Artifact, Book]) -> None:
    with pikepdf.open(tall[0].path) as pdf:
        notes = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Note"]
        long = next(note for note in notes if str(note.ID) == "fn-1")
        pages = {kid.Pg.objgen for kid in long.K}
    assert len(notes) == 2
    assert len(pages) >= 2


def rules(path: Path) -> list[float]:
    """The widths of the rules over the notes of each page that has one, in whole points."""
    document = pypdfium2.PdfDocument(path)
    widths = []
    for page in document:
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
            left, _, right, _ = thing.get_bounds()
            widths.append(round(right - left))
    document.close()
    return widths


def test_a_note_that_goes_on_from_the_page_before_stands_under_a_long_rule(tall: tuple[Artifact, Book]) -> None:
    first, *others = rules(tall[0].path)
    assert first == 54
    assert set(others[:2]) == {324}


TWO_TALL = f"""{SENTENCE * 6}Two calls.[^a] And here.[^b] {SENTENCE * 20}

{SENTENCE * 40}

[^a]: {"It wrote of the cable, of its members, and of what nobody had read. " * 100}

[^b]: {"It wrote again of the cable, and of what nobody had read. " * 60}
"""


def test_a_note_after_a_tall_one_in_the_same_line_follows_it_and_leaves_no_hole(tmp_path: Path, essay_layout: Layout) -> None:
    book = parse_essay(TWO_TALL, Metadata("Two"), tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = render(book, essay_layout, tmp_path / "two.pdf")
    assert audit(artifact, book) == []
    feet = [min(g.y for g in sheet.glyphs if g.em > 8 and g.y > 50) for sheet in read_pages(artifact.path)]
    assert max(feet[:-1]) - min(feet) < 11
