"""Code in all formats: a font of its own, its spaces and signs as typed, long lines turned over with a mark."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest

from conftest import essay_in
from pressline.audit import pdf as audit_of_pdf
from pressline.audit.pdf.pages import read_pages
from pressline.backends.docx import render as render_docx
from pressline.backends.epub import render as render_epub
from pressline.backends.pdf import render
from pressline.backends.pdf.layout.code import turned_over
from pressline.book.markdown import parse_essay
from pressline.book.metadata import load_metadata
from pressline.layouts import load_layout
from pressline.model import Book
from pressline.pipeline.build import typeset

LONG = "result = some_function(first_argument, second_argument, third_argument, fourth_argument, fifth)"
TEXT = f"""# One

Some `"code" -- UNAMIR's` in a line.[^1]

```
def f(x):
    if x:
        {LONG}

    return "├── x"
```

| Command | Use |
|---------|-----|
| `ls  -l` | lists |

[^1]: A note: `git log`.

    ```
    $ git log
    ```
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    essay = essay_in(tmp_path_factory.mktemp("code"), TEXT)
    metadata, text = load_metadata(essay)
    return typeset(parse_essay(TEXT, metadata, essay, stamp=0, extra=text), load_layout("essay"))


def test_code_is_set_in_its_own_font_and_proven_and_the_lines_hang(book: Book, tmp_path: Path) -> None:
    artifact, findings = render(book, load_layout("pocket"), tmp_path / "essay.pdf")
    assert findings == [] == audit_of_pdf.audit(artifact, book)
    with pikepdf.open(artifact.path) as pdf:
        fonts = {str(font.BaseFont)[7:] for page in pdf.pages for font in page.Resources.Font.values()}
    assert any("Code" in name for name in fonts)
    glyphs = [glyph for sheet in read_pages(artifact.path) for glyph in sheet.glyphs]
    text = "".join(glyph.text for glyph in glyphs)
    assert '"code"--UNAMIR\'s' in text and "├──x" in text
    starts = {}
    for at, glyph in enumerate(glyphs):
        for word in ("deff(x)", "ifx:", "result=", 'return"'):
            if text.startswith(word, at) and word not in starts:
                starts[word] = glyph.x
    assert starts["deff(x)"] < starts["ifx:"] < starts["result="]
    assert starts["ifx:"] == pytest.approx(starts['return"'], abs=0.1)


def test_the_mark_of_a_line_that_is_turned_over_is_drawn_and_no_character(book: Book, tmp_path: Path) -> None:
    artifact, _ = render(book, load_layout("pocket"), tmp_path / "essay.pdf")
    words = "".join(glyph.text for sheet in read_pages(artifact.path) for glyph in sheet.glyphs)
    assert LONG.replace(" ", "") in words


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("short", ["short"]),
        ("a, b, c, d, e, f", ["a, b, c, ", "d, e, f"]),
        ("abcdefghijklmnop", ["abcdefghij", "klmnop"]),
        ("", [""]),
    ],
)
def test_a_line_is_parted_after_a_space_or_where_it_must(line: str, parts: list[str]) -> None:
    assert turned_over(line, 10, 2) == parts


def test_an_essay_without_code_and_formulas_loads_nothing_of_it(tmp_path: Path) -> None:
    import subprocess
    import sys

    essay = essay_in(tmp_path)
    script = (
        "import sys; from pressline.__main__ import command\n"
        "sys.argv = ['pressline', 'build', sys.argv[1], '--to', 'pdf', '--force']\n"
        "try: command()\nexcept SystemExit as end: assert not end.code\nassert 'ziamath' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script, str(essay)], check=True, capture_output=True)


def test_the_epub_brings_the_font_of_code_and_word_has_its_style(book: Book, tmp_path: Path) -> None:
    layout = load_layout("essay")
    epub, _ = render_epub(book, layout, tmp_path / "essay.epub")
    with zipfile.ZipFile(epub.path) as archive:
        assert any(name.endswith("code-regular.ttf") for name in archive.namelist())
        assert 'font-family: "Code"' in archive.read("EPUB/base.css").decode()
    docx, _ = render_docx(book, layout, tmp_path / "essay.docx")
    with zipfile.ZipFile(docx.path) as archive:
        style = archive.read("word/styles.xml").decode().partition('w:styleId="SourceCode"')[2].partition("</w:style>")[0]
        text = archive.read("word/document.xml").decode()
    assert "<w:noProof/>" in style and "Courier New" in style
    assert f'<w:t xml:space="preserve">        {LONG}</w:t>' in text
