"""Letters and spaces as the language and the layout want them, the same in all three formats."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from casefile import cases_in, check_case, read_case
from conftest import STAMP
from pressline.audit import docx as docx_audit
from pressline.audit import epub as epub_audit
from pressline.audit import pdf as pdf_audit
from pressline.audit.pdf.pages import read_pages
from pressline.backends import docx, epub, pdf
from pressline.book.markdown import parse_essay
from pressline.compare.text_compare import atoms
from pressline.model import Author, Book, Layout, Metadata
from pressline.pandoc.tree import plain
from pressline.pipeline.build import typeset
from pressline.transforms.no_break_spaces import bind

FRENCH = """Pourquoi? «Non», dit-il ; il cria: "Agir !"[^1] Le *Monde*: un journal. [Why ? He said: "no".]{lang=en}

Soit 15 % de 2,5 millions, à 14:30 ou vers http://example.org/a : voilà :-) !

[^1]: Voir p. 3: « ainsi »!
"""


def book_of(text: str, language: str, layout: Layout, folder: Path) -> Book:
    metadata = Metadata("Un échec ?", author=(Author("Élodie Ek", bio="Elle écrit : peu."),), language=language)
    return typeset(parse_essay(text, metadata, folder / "essay.md", stamp=STAMP), layout)


# --- spaces -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("see pp. 23–40, vol. 2, § 5 and n. 14", "see pp.~23–40, vol.~2, §~5 and n.~14"),
        ("(Art. VI) said no. I think not", "(Art.~VI) said no. I think not"),
        ("J. R. R. Tolkien and World War I. Belgium", "J.~R.~R. Tolkien and World War I. Belgium"),
        ("5 km, 1.4 billion, 60 %. In 1990 min or max", "5~km, 1.4~billion, 60~%. In 1990 min or max"),
        ("Dr. Smith saw Mrs. Dalloway", "Dr.~Smith saw Mrs.~Dalloway"),
        ("two  spaces stay ; so", "two  spaces stay ; so"),
        ("he said . . . no. . . . Yes", "he said~.~.~. no.~.~.~. Yes"),
        ("on page 12 300 men, a word", "on page 12 300 men, a word"),
    ],
)
def test_what_belongs_together_stays_together(text: str, bound: str) -> None:
    assert bind(text, "en-US") == bound.replace("~", "\u00a0")


@pytest.mark.parametrize("path", cases_in(Path(__file__).parent / "cases" / "spaces"), ids=lambda path: path.stem)
def test_spaces_of_a_language(path: Path, accept: bool, tmp_path: Path, essay_layout: Layout) -> None:
    """A part of the case for each language: `~` stands for a no-break space, `·` for a thin one."""
    case, came = read_case(path), {}
    for language in set(case.parts) - {"about", "in"}:
        book = book_of(case.parts["in"], language, essay_layout, tmp_path)
        lines = [plain(block) for block in (*book.blocks, *(note.body for note in book.notes))]
        came[language] = "".join(f"{line}\n" for line in lines).translate({0xA0: "~", 0x202F: "·"})
        given = parse_essay(case.parts["in"], book.metadata, tmp_path / "essay.md", stamp=STAMP)
        assert atoms(plain(given.blocks)) == atoms(plain(book.blocks))
    check_case(case, came, accept)


def test_manners_of_other_languages() -> None:
    assert bind("z. B. Bd. 2, S. 14", "de-DE") == "z.\u00a0B. Bd.\u00a02, S.\u00a014"
    assert bind("v Praze (a k tomu 2 500 000)", "cs-CZ") == "v\u00a0Praze (a\u00a0k\u00a0tomu 2\u00a0500\u00a0000)"
    assert bind("En 1990 Mme Roy paya 12 300 francs.", "fr") == "En 1990 Mme\u00a0Roy paya 12\u202f300 francs."
    assert bind("Quoi : « rien » ?", "fr-CH") == "Quoi\u202f: «\u202frien\u202f»\u202f?"


def test_french_punctuation_keeps_its_distance_and_its_line_in_all_formats(tmp_path: Path, essay_layout: Layout) -> None:
    book = book_of(FRENCH, "fr-FR", essay_layout, tmp_path)
    text = plain(book.blocks)
    assert "Pourquoi\u202f? «\u00a0Non\u00a0», dit-il\u202f; il cria\u00a0: «\u00a0Agir\u202f!\u00a0»" in text
    assert "Monde\u00a0: un" in text
    assert "Why ? He said: “no”." in text
    assert "14:30" in text
    assert "voilà :-)\u202f!" in text
    for backend, audits, suffix in ((pdf, pdf_audit, "pdf"), (epub, epub_audit, "epub"), (docx, docx_audit, "docx")):
        artifact, findings = backend.render(book, essay_layout, tmp_path / f"out.{suffix}")
        assert findings == [] == audits.audit(artifact, book)
    with zipfile.ZipFile(tmp_path / "out.docx") as archive:
        assert "Pourquoi\u202f?" in archive.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("language", "quoted"),
    [("es-ES", "«sí»"), ("pl-PL", "„sí”"), ("sv-SE", "”sí”"), ("fr-FR", "«\u00a0sí\u00a0»"), ("ja-JP", '"sí"')],
)
def test_straight_marks_become_those_of_the_language_and_curly_ones_stay(
    language: str, quoted: str, tmp_path: Path, essay_layout: Layout
) -> None:
    book = book_of('Dijo "sí" y “no”.\n', language, essay_layout, tmp_path)
    assert plain(book.blocks) == f"Dijo {quoted} y “no”."


@pytest.mark.parametrize(
    ("language", "text", "set_as"),
    [
        (
            "de-DE",
            "Goethes 'Faust', Fausts 'Pakt' und 's ist wahr: geht's?",
            "Goethes ‚Faust‘, Fausts ‚Pakt‘ und ’s ist wahr: geht’s?",
        ),
        ("de-DE", "Das '*Faust*-Buch' hier.", "Das ‚Faust-Buch‘ hier."),
        ("fr-FR", "L'auteur dit 'non' et l'oubli.", "L’auteur dit “non” et l’oubli."),
        ("en-US", "The boys' club said 'yes' in the '90s.", "The boys’ club said ‘yes’ in the ’90s."),
        ("hu-HU", "Azt mondta: \"a 'jó' szó\".", "Azt mondta: „a »jó« szó”."),
    ],
)
def test_single_marks_close_as_they_open_and_apostrophes_stay(
    language: str, text: str, set_as: str, tmp_path: Path, essay_layout: Layout
) -> None:
    assert plain(book_of(f"{text}\n", language, essay_layout, tmp_path).blocks) == set_as


# --- acronyms -----------------------------------------------------------------------------------------------------------

ACRONYMS = """# The UN and UNAMIR

NGOs of the UN’s UNAMIR under Louis XIV, R2P, U.S., A/RES/60 and a nun.[^1] `UN` https://example.org/UN

[^1]: NATO, vol. XII.
"""


def small(sheets: list[object]) -> str:
    """The capitals that stand no higher than small letters do."""
    glyphs = [g for sheet in sheets for g in sheet.glyphs if g.text.isupper()]  # type: ignore[attr-defined]
    return "".join(g.text for g in glyphs if g.top - g.y < 0.5 * g.em)


@pytest.mark.parametrize(
    ("manner", "shown"), [("capitals", ""), ("small-caps", "NGOUNUNAMIRNATO"), ("small-caps-in-text", "NGOUNUNAMIR")]
)
def test_acronyms_are_small_capitals_and_are_copied_as_capitals(
    manner: str, shown: str, tmp_path: Path, essay_layout: Layout
) -> None:
    layout = replace(essay_layout, acronyms=manner)  # type: ignore[arg-type]
    book = book_of(ACRONYMS, "en-US", layout, tmp_path)
    artifact, findings = pdf.render(book, layout, tmp_path / "out.pdf")
    assert findings == [] == pdf_audit.audit(artifact, book)
    assert small(list(read_pages(artifact.path))) == shown
    with pikepdf.open(artifact.path) as made:
        fonts = {str(font.BaseFont)[8:] for _, font in made.pages[0].Resources.Font.items()}
    assert ("Pressline-Acronyms" in fonts) == bool(shown)


def test_an_epub_names_its_acronyms_and_word_has_them_as_they_are(tmp_path: Path, essay_layout: Layout) -> None:
    layout = replace(essay_layout, acronyms="small-caps")
    book = book_of(ACRONYMS, "en-US", layout, tmp_path)
    for backend, audits, suffix in ((epub, epub_audit, "epub"), (docx, docx_audit, "docx")):
        artifact, findings = backend.render(book, layout, tmp_path / f"out.{suffix}")
        assert findings == [] == audits.audit(artifact, book)
    with zipfile.ZipFile(tmp_path / "out.epub") as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))
    assert '<span class="acronym">NGO</span>s of' in text
    assert "XIV</span>" not in text
