"""Figures float to the foot of their page or the head of the next, and the audit knows where each stands."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from conftest import STAMP
from pressline.audit.pdf import audit
from pressline.backends.pdf import render
from pressline.book.markdown import parse_essay
from pressline.findings import Finding
from pressline.model import Book, Layout, Metadata

SENTENCE = "The harbour was dredged again in the spring, and the town paid for it as it had paid before. "
PARAGRAPH = SENTENCE * 5
LINES = 37  # of a page of the layout "essay", less the title on the first


def picture(folder: Path, name: str, width: int, height: int) -> None:
    Image.new("L", (width, height), 180).save(folder / name)


def book_of(folder: Path, text: str) -> Book:
    picture(folder, "wide.png", 1100, 500)
    picture(folder, "tall.png", 900, 1200)
    picture(folder, "small.png", 60, 60)
    return parse_essay(text, Metadata("The Harbour"), folder / "essay.md", stamp=STAMP)


def paragraphs(count: int) -> str:
    return "\n\n".join([PARAGRAPH.strip()] * count)


def made(book: Book, layout: Layout, folder: Path) -> tuple[list[str], list[Finding]]:
    """The text of the pages, as they are painted, and what the audit says."""
    artifact, said = render(book, layout, folder / "essay.pdf")
    document = pypdfium2.PdfDocument(artifact.path)
    pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    document.close()
    return pages, [*said, *audit(artifact, book)]


def lines(page: str) -> int:
    return len([line for line in page.split("\n") if "harbour was" in line or "and the town" in line or "paid" in line])


def figure(caption: str, name: str) -> str:
    return f'![{caption}]({name}){{alt="A plate"}}'


def test_a_figure_without_room_goes_to_the_head_of_the_next_page_and_the_text_closes_up(
    tmp_path: Path, essay_layout: Layout
) -> None:
    text = f"{paragraphs(4)}\n\n{figure('A plan of the harbour', 'tall.png')}\n\n{paragraphs(9)}\n"
    pages, findings = made(book_of(tmp_path, text), essay_layout, tmp_path)
    assert not findings
    assert "A plan of the harbour" in pages[1]
    assert pages[1].index("A plan of the harbour") < pages[1].index("and the town"), "at the head"
    without, _ = made(book_of(tmp_path, f"{paragraphs(13)}\n"), essay_layout, tmp_path)
    assert lines(pages[0]) >= lines(without[0]) - 1, "the page before is as full as without the figure"


def test_a_figure_with_room_goes_to_the_foot_of_its_page(tmp_path: Path, essay_layout: Layout) -> None:
    text = f"{paragraphs(1)}\n\n{figure('The quay in 1890', 'wide.png')}\n\n{paragraphs(9)}\n"
    pages, findings = made(book_of(tmp_path, text), essay_layout, tmp_path)
    assert not findings
    first = pages[0].rstrip().rsplit("\n", 1)[0]  # without the page number
    assert first.rstrip().endswith("The quay in 1890")


def test_on_the_last_page_a_figure_stands_where_it_is_written(tmp_path: Path, essay_layout: Layout) -> None:
    text = f"{paragraphs(1)}\n\n{figure('The quay in 1890', 'wide.png')}\n\nThe end of the essay.\n"
    pages, findings = made(book_of(tmp_path, text), essay_layout, tmp_path)
    assert not findings and len(pages) == 1
    assert pages[0].index("The quay in 1890") < pages[0].index("The end of the essay")


def test_an_ornament_without_caption_stays_in_the_text(tmp_path: Path, essay_layout: Layout) -> None:
    text = f'{paragraphs(1)}\n\n![](small.png){{alt="An anchor"}}\n\n{paragraphs(9)}\n'
    artifact, _ = render(book_of(tmp_path, text), essay_layout, tmp_path / "essay.pdf")
    page = pypdfium2.PdfDocument(artifact.path)[0]
    images = [thing for thing in page.get_objects() if thing.type == 3]
    assert len(images) == 1 and images[0].get_bounds()[1] > page.get_height() / 3, "not at the foot"
    assert images[0].get_bounds()[2] - images[0].get_bounds()[0] == pytest.approx(60 / 300 * 72, abs=0.5), "300 to the inch"


def test_many_figures_keep_their_order_and_none_comes_more_than_a_page_late(tmp_path: Path, essay_layout: Layout) -> None:
    blocks = [
        f"{paragraphs(2)}\n\n{figure(f'Plate {n} of the town', 'tall.png' if n % 2 else 'wide.png')}" for n in range(1, 8)
    ]
    pages, findings = made(book_of(tmp_path, "\n\n".join([*blocks, paragraphs(2)])), essay_layout, tmp_path)
    assert not findings
    whole = "".join(pages)
    assert [whole.count(f"Plate {n} of the town") for n in range(1, 8)] == [1] * 7
    places = [whole.index(f"Plate {n} of the town") for n in range(1, 8)]
    assert places == sorted(places)


def test_a_figure_with_a_note_and_one_of_given_width(tmp_path: Path, essay_layout: Layout) -> None:
    plan = '![A plan[^1]](tall.png){width=30% alt="A plate"}'
    notes = "[^1]: From the archive of the town.\n[^2]: So the mayor.\n"
    text = f"{paragraphs(3)}\n\n{plan}\n\n{paragraphs(4)} Said.[^2]\n\n{notes}"
    book = book_of(tmp_path, text)
    artifact, said = render(book, essay_layout, tmp_path / "essay.pdf")
    assert not [*said, *audit(artifact, book)]
    found = [o.get_bounds() for page in pypdfium2.PdfDocument(artifact.path) for o in page.get_objects() if o.type == 3]
    page = essay_layout.page
    measure = (page.width_mm - page.inner_mm - page.outer_mm) / 25.4 * 72
    assert found[0][2] - found[0][0] == pytest.approx(0.3 * measure, abs=1)


@pytest.mark.parametrize(
    ("moved", "code"),
    [
        ((1, 5), "A105"),  # the book has it five paragraphs further on
        ((9, 1), "A106"),  # or two pages before
    ],
)
def test_a_figure_in_a_wrong_place_is_found(tmp_path: Path, essay_layout: Layout, moved: tuple[int, int], code: str) -> None:
    """A file made of a book that has its figure somewhere else."""

    def text(before: int) -> str:
        return f"{paragraphs(before)}\n\n{figure('The quay in 1890', 'wide.png')}\n\n{paragraphs(14 - before)}\n"

    artifact, _ = render(book_of(tmp_path, text(moved[0])), essay_layout, tmp_path / "essay.pdf")
    found = {f.code for f in audit(artifact, book_of(tmp_path, text(moved[1])))}
    assert code in found and found <= {code, "A007"}


def test_a_caption_that_reads_like_a_line_of_the_text_is_told_from_it(tmp_path: Path, essay_layout: Layout) -> None:
    text = f"## The quay\n\n{paragraphs(1)}\n\n{figure('The quay', 'wide.png')}\n\n{paragraphs(8)}\n\nThe quay\n\n{PARAGRAPH}\n"
    _, findings = made(book_of(tmp_path, text), essay_layout, tmp_path)
    assert not findings


LABELS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120"><rect x="5" y="5" width="90" height="50" fill="none" '
    'stroke="black"/><text x="65" y="35" text-anchor="middle" font-size="16">Market</text>'
    '<text x="120" y="90" font-size="16">Law &amp; the Norms</text></svg>'
)


def test_labels_of_a_drawing_are_no_words_of_the_text(tmp_path: Path, essay_layout: Layout) -> None:
    (tmp_path / "d.svg").write_text(LABELS)
    pages, findings = made(
        book_of(tmp_path, f"{paragraphs(1)}\n\n{figure('Four constraints', 'd.svg')}\n\nThe end.\n"), essay_layout, tmp_path
    )
    assert not findings
    assert "Norms" in pages[0].replace(" ", ""), "the drawing is there to its end"


def test_a_word_of_the_text_is_missed_where_drawings_are(tmp_path: Path, essay_layout: Layout) -> None:
    (tmp_path / "d.svg").write_text(LABELS)
    text = f"{paragraphs(1)}\n\n{figure('Four constraints', 'd.svg')}\n\nThe end.\n"
    artifact, _ = render(book_of(tmp_path, text), essay_layout, tmp_path / "essay.pdf")
    assert "A001" in {f.code for f in audit(artifact, book_of(tmp_path, text.replace("The end.", "The end of Market.")))}


def test_page_one_has_the_first_lines_of_a_text_whose_first_note_is_long(tmp_path: Path, essay_layout: Layout) -> None:
    text = f"A first claim.[^1] {PARAGRAPH}\n\n[^1]: {SENTENCE * 60}\n"
    pages, findings = made(book_of(tmp_path, text), essay_layout, tmp_path)
    assert not findings
    assert "A first claim." in pages[0] and "1. The harbour" in pages[0]
