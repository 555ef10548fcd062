"""Figures have numbers when that is asked for or one is referred to, and references lead to them in every format."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from conftest import STAMP
from pressline.book.markdown import parse_essay
from pressline.model import Book, Job, Metadata
from pressline.pandoc.tree import nodes, plain
from pressline.pipeline.build import build
from pressline.transforms.figures import numbered_figures, unknown_references

FIGURES = """![The quay](p.png){#fig:quay alt="A quay"}

![The *mole*](p.png){#fig:mole}
"""


def book_of(text: str, language: str = "en") -> Book:
    return parse_essay(f"{text}\n\n{FIGURES}", Metadata("T", language=language), Path("essay.md"), stamp=STAMP)


def shown(text: str, language: str = "en") -> str:
    """The first paragraph with its references."""
    return plain(numbered_figures(book_of(text, language)).blocks[0]).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See @fig:mole.", "See Figure 2."),
        ("See [@fig:quay].", "See Figure 1."),
        ("See [@fig:quay; @fig:mole] too.", "See Figure 1, Figure 2 too."),
        ("See (@fig:quay).", "See (Figure 1)."),
        ("See Fig. @fig:mole, and Figures @fig:quay here.", "See Fig. 2, and Figures 1 here."),
        ("See number [-@fig:mole].", "See number 2."),
        ("See @Fig:mole.", "See Figure 2."),
        ("Write to joe@fig:mole now.", "Write to joe@fig:mole now."),
        ("See `@fig:mole` and @figure and @fig.", "See @fig:mole and @figure and @fig."),
        ("See @fig:none.", "See @fig:none."),
    ],
)
def test_a_reference_shows_the_number(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_words_are_those_of_the_language() -> None:
    assert shown("Siehe @fig:mole.", language="de") == "Siehe Abbildung 2."


def captions(book: Book) -> list[str]:
    return [plain(node["c"][1][1]).replace("\u00a0", " ") for node in nodes(numbered_figures(book).blocks, "Figure")]


def test_captions_have_numbers_when_one_is_referred_to() -> None:
    assert captions(book_of("See @fig:mole.")) == ["Figure 1. The quay", "Figure 2. The mole"]


def test_captions_have_none_when_nobody_asks() -> None:
    assert captions(book_of("Nothing of the kind.")) == ["The quay", "The mole"]


def test_captions_have_numbers_when_the_layout_asks() -> None:
    book = book_of("Nothing of the kind.")
    asked = replace(book, edition=replace(book.edition, figure_numbers=True))
    assert captions(asked) == ["Figure 1. The quay", "Figure 2. The mole"]


def test_a_caption_that_says_its_number_is_believed() -> None:
    text = "See @fig:map.\n\n![Plate 7. A map](p.png){#fig:map}"
    assert shown(text) == "See Figure 7."
    assert captions(book_of(text))[0] == "Plate 7. A map"


def test_an_unknown_reference_is_named_with_its_line(tmp_path: Path) -> None:
    assert unknown_references(book_of("See @fig:none, @fig:quay and @fig:none.")) == ["fig:none"]
    Image.new("L", (60, 60)).save(tmp_path / "p.png")
    (tmp_path / "essay.md").write_text(f"One.\n\nSee @fig:none.\n\n{FIGURES}")
    (tmp_path / "metadata.yaml").write_text("title: T\nauthor: A B\n")
    report = build(Job(tmp_path / "essay.md", tmp_path / "out", formats=("docx",)))
    assert [(f.place.line, f.severity) for f in report.findings if f.code == "B051"] == [(3, "warning")]


def test_references_are_links_in_every_format_and_live_through_the_readers(tmp_path: Path) -> None:
    """A raw essay in Markdown: what essay.md keeps of it, and what the files do."""
    Image.new("L", (600, 300), 90).save(tmp_path / "p.png")
    raw = tmp_path / "raw.md"
    raw.write_text(
        f"# A Title\n\nSee @fig:mole and [the quay](#fig:quay).\n\n{FIGURES.replace('{#fig:mole}', '{#fig:mole width=40%}')}"
    )
    out = tmp_path / "out"
    report = build(Job(raw, out))
    assert not [f for f in report.findings if f.severity == "error"]
    essay = (out / "essay.md").read_text()
    assert '{#fig:quay alt="A quay"}' in essay and "{#fig:mole width=40%}" in essay and "[the quay](#fig:quay)" in essay
    with pikepdf.open(out / "essay.pdf") as pdf:
        ends = [str(note.Dest) for page in pdf.pages for note in page.obj.get("/Annots", []) if "/Dest" in note]
        assert {"u-fig-mole", "u-fig-quay"} <= set(ends)
    with zipfile.ZipFile(out / "essay.docx") as docx:
        document = docx.read("word/document.xml").decode()
    for name in ("fig-mole", "fig-quay"):
        assert f'w:anchor="{name}"' in document and f'w:name="{name}"' in document
    with zipfile.ZipFile(out / "essay.epub") as epub:
        section = epub.read("EPUB/section-01.xhtml").decode()
    assert section.count("fig-mole") == 2 and section.count("fig-quay") == 2
