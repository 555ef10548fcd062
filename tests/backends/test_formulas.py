"""Formulas in print: drawn on the baseline, found again by the audit, and never printed as their source in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from conftest import book_at, essay_in
from pressline.audit import pdf as audit_of_pdf
from pressline.audit.pdf.formulas import source_findings
from pressline.audit.pdf.tags import elements_of
from pressline.backends.pdf import render
from pressline.backends.pdf.formulas.drawing import drawn, drawn_tree
from pressline.backends.pdf.formulas.mathml import Undrawable, for_drawing, parted, side_by_side
from pressline.backends.pdf.formulas.placing import set_formulas
from pressline.book.html import html_of
from pressline.findings import Place
from pressline.layouts import load_layout
from pressline.layouts.formula_limits import why_not_drawn, without_number
from pressline.model import Account, Artifact, Book, StyledReading
from pressline.pandoc.tex import readable
from pressline.runtime.namespaces import MATHML, XHTML

TEXT = r"""# One $x^2$

A word ($a$), the $n$th, and $\frac{a}{b}$.[^1] A sum of several that is as long as a line:
$a_1 + b_1 + c_1 + d_1 + e_1 + f_1 + g_1 + h_1 + i_1 + j_1 + k_1 = z_1$, and on it goes.

$$\sum_{k=1}^{n} k = \frac{n(n+1)}{2} \tag{7}$$

where $n$ is a number.

| Head | $h$ |
|------|-----|
| cell | $\sqrt{2}$ |

[^1]: A note with $y_1$ and $$z = 1.$$
"""


def mathml_of(tex: str, folder: Path) -> etree._Element:
    book = book_at(essay_in(folder, f"# T\n\n${tex}$\n"))
    return next(html_of(book).body.iter(MATHML + "math"))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book_at(essay_in(tmp_path_factory.mktemp("formulas"), TEXT))


@pytest.fixture(scope="module")
def made(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    artifact, findings = render(book, load_layout("pocket"), tmp_path_factory.mktemp("pdf") / "essay.pdf")
    assert findings == []
    return artifact


def test_each_formula_is_a_tag_with_its_source_and_the_file_is_proven(made: Artifact, book: Book) -> None:
    assert audit_of_pdf.audit(made, book) == []
    with pikepdf.open(made.path) as pdf:
        tags = [str(element.Alt) for element in elements_of(pdf) if element.get("/S") == "/Formula"]
    assert len(tags) == 11  # the long one that goes on in another line is one
    assert r"\frac{a}{b}" in tags and sum(tag.startswith("a_1 + b_1") for tag in tags) == 1


def test_the_same_essay_gives_the_same_bytes(made: Artifact, book: Book, tmp_path: Path) -> None:
    again, _ = render(book, load_layout("pocket"), tmp_path / "essay.pdf")
    assert again.sha256 == made.sha256


def change_alternative(pdf: pikepdf.Pdf) -> None:
    formula = next(element for element in elements_of(pdf) if element.get("/S") == "/Formula")
    formula.Alt = pikepdf.String("y^2")


def call_it_a_paragraph(pdf: pikepdf.Pdf) -> None:
    formula = next(element for element in elements_of(pdf) if element.get("/S") == "/Formula")
    formula.S = pikepdf.Name.Figure


def paint_nothing(pdf: pikepdf.Pdf) -> None:
    stream = pdf.pages[0].Contents
    data = stream.read_bytes()
    marked = re.search(rb"/Formula\s<</MCID.*?EMC", data, re.DOTALL)
    assert marked
    stream.write(data.replace(marked[0], re.sub(rb"(?<=\s)f(?=\s)", b"n", marked[0])))


@pytest.mark.parametrize("damage", [change_alternative, call_it_a_paragraph, paint_nothing])
def test_a_formula_that_is_not_what_it_was_is_found(
    damage: Callable[[pikepdf.Pdf], None], made: Artifact, book: Book, tmp_path: Path
) -> None:
    with pikepdf.open(made.path) as pdf:
        damage(pdf)
        pdf.save(tmp_path / "damaged.pdf")
    broken = Artifact("pdf", tmp_path / "damaged.pdf", 0, "")
    assert "A102" in {found.code for found in audit_of_pdf.audit(broken, book)}


def test_a_source_among_the_words_is_found_and_code_and_letters_are_not() -> None:
    def told(words: str, style: str = "") -> list[str]:
        reading = StyledReading(tuple(words.split()), (style,) * len(words.split()))
        return [found.code for found in source_findings(Account(reading), [r"\frac{a} {b}", "x"], "f")]

    assert told(r"It is \frac{a} {b} here") == ["A103"]
    assert told(r"It is \frac{a} {b} here", "m") == told("It is x here") == []


@pytest.mark.usefixtures("fonts_of_ours")
def test_what_pandoc_cannot_read_is_code_and_what_the_font_lacks_is_said(tmp_path: Path) -> None:
    from pressline.transforms.formulas import unread_formulas

    essay = essay_in(tmp_path, "# T\n\nOne $\\unknown{x}$.\n\nTwo $\\text{数}$.\n")
    book = book_at(essay)
    assert [(f.code, f.place.line) for f in unread_formulas(book, essay)] == [("P011", 3)]
    artifact, findings = render(book, load_layout("essay"), tmp_path / "out.pdf")
    assert [(f.code, f.place.line) for f in findings] == [("B045", 5), ("B004", 5)]
    assert "unknown{x}" in str(book.blocks)
    assert why_not_drawn(r"\left(" * 10 + "x" + r"\right)" * 10) and not why_not_drawn(r"\left(\frac{a}{b}\right)" * 10)


def test_what_stays_typed_is_said(tmp_path: Path) -> None:
    from pressline.transforms.formulas import typed_formulas

    essay = essay_in(tmp_path, "# T\n\nTyped \\\\(a\\^2\\\\) and \\$5 or \\$6 million, \\\\(see above\\\\).\n")
    assert [(f.code, f.place.line) for f in typed_formulas(book_at(essay), essay)] == [("B048", 3)]
    plain = essay_in(tmp_path / "b", "# T\n\nNone of it: $5 or $6, \\\\(see above\\\\).\n")
    assert typed_formulas(book_at(plain), plain) == []


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"{\bf v} + {a \over b}", r"{\mathrm{𝐯}} + {\frac{a }{b}}"),
        (r"\mathbf{v}", r"\mathrm{𝐯}"),
        (r"x \tag{3}", r"x \qquad\text{(3)}"),
        (r"x \tag*{A}", r"x \qquad\text{A}"),
        (r"\ce{2H2 + O2 -> 2H2O}", r"2\mathrm{H}_{2} + \mathrm{O}_{2}  \longrightarrow  2\mathrm{H}_{2}\mathrm{O}"),
        (r"\ce{Fe^3+}", r"\mathrm{Fe}^{3+}"),
        (r"\nicefrac{1}{2}", "{1}/{2}"),
        (r"\frac{\overline{a}}{b}", r"\frac{\overline{a}}{b}"),  # "over" is no part of it
        ("a^2", "a^2"),
    ],
)
def test_tex_is_written_as_pandoc_reads_it(tex: str, expected: str) -> None:
    assert readable(tex) == expected


def test_the_number_of_a_display_is_told_from_a_formula_beside_it() -> None:
    assert without_number(r"a = b \qquad (2.1)") == ("a = b", "(2.1)")
    assert without_number(r"a = b \qquad f(x)")[1] == without_number("f(1)")[1] == ""


def test_a_formula_is_drawn_in_its_size_and_an_unknown_element_is_not(tmp_path: Path) -> None:
    small, tall = drawn(mathml_of("x", tmp_path)), drawn(mathml_of(r"\frac{x}{y}", tmp_path))
    assert small.height < 0.6 < tall.height and small.depth < 0.05 < tall.depth
    math = mathml_of("x", tmp_path)
    math[0].tag = MATHML + "mglyph"
    with pytest.raises(Undrawable, match="mglyph"):
        drawn(math)


def test_a_long_formula_is_parted_at_its_signs_and_not_within_brackets(tmp_path: Path) -> None:
    tree = for_drawing(mathml_of("a(b + c) + d = e", tmp_path))
    assert len(parted(tree)) == 3
    assert len(side_by_side(for_drawing(mathml_of(r"a = b, \qquad c = d", tmp_path)))) == 2
    assert len(parted(for_drawing(mathml_of("-a", tmp_path)))) == 1
    assert drawn_tree(parted(tree)[0]).width < drawn_tree(tree).width


def test_what_is_too_wide_or_fails_to_be_drawn_is_said(tmp_path: Path) -> None:
    wide = " & ".join(f"a_{{1000{k}}}" for k in range(30))
    book = book_at(essay_in(tmp_path, f"# T\n\n$$\\begin{{pmatrix}} {wide} \\end{{pmatrix}}$$\n\n$$a = b$$\n\n$x$\n"))
    html = html_of(book)
    last = list(html.body.iter(MATHML + "math"))[-1]
    next(last.iter(MATHML + "mi")).tag = MATHML + "mglyph"
    formulas = set_formulas(html, load_layout("pocket"), Place("f"))
    assert [found.code for found in formulas.findings] == ["B047", "B046"]
    assert len(list(html.body.iter(XHTML + "img"))) == 3  # of the last, its source
