"""Tables, verse and lists from the raw essay to the finished files: spans, heads, captions, indents, labels."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from conftest import STAMP
from pressline.audit import docx as docx_audit
from pressline.audit import epub as epub_audit
from pressline.audit import pdf as pdf_audit
from pressline.backends import docx, epub, pdf
from pressline.book.markdown import parse_essay
from pressline.compare.grids import grid_deviations, grids_of, labels_of, lines_of
from pressline.model import Artifact, Book, Layout, Manuscript, Metadata, Source
from pressline.normalize.normalizer import normalize
from pressline.normalize.writer import write
from pressline.normalize.written_back import shape_findings
from pressline.pandoc.program import parse, read_document
from pressline.pandoc.tree import nodes
from pressline.readers.source import sheet_of
from zipdamage import in_zip

ESSAY = """Words before the table.

{head-rows=2 head-columns=1}
| [Country]{rowspan=2} | [Rainfall]{colspan=2} | | [Remarks]{rowspan=2} |
| --- | --: | --: | --- |
|  | Winter | Summer |  |
| France | 10.5 | 3 | none |
| Spain | 9 | 13.75[^1] | a long one |

: The *rain* of two countries.[^2]

{labels="(c)"}
1. the third limb;
2. the fourth, with parts:

   {labels="iv."}
   1. four
   2. five

> | Over the bar the tide goes out
> |     and comes again, [10]{.line-number}
> |
> | and out again

| and Without
| a table | of words

The end.[^3]

[^1]: In a cell.
[^2]: In the caption.
[^3]: | A note
    |   in verse
"""
TEXT = """The Tolls of the River

By Ines Marlow
January 31, 2026

    "The river gives and the river takes,
    and no man keeps the toll it makes."
                        -- Old song of the quay

The harbour opened in the spring of the year, and the clerks who kept its books
were few and slow, so that nobody knew what had been paid and by whom. The test
has three limbs:

(a) the first limb, which is short;
(b) the second limb; and
(c) the third.

As limb (b) shows, a list keeps its letters. A poem stands here, with lines set
in and with numbers at their ends, as the school books of the time have them:

    Over the bar the tide goes out
        and comes again,
    and out again with ships and men    3
        who sing of rain,

    and after rain the sun comes out
        and comes again,                6
    and out again with ships and men

He wrote a letter home, which said so much that nobody could read it to its end
in one evening, and that the clerks had no words for what they felt about him.

                                        Marsh Quay, 3 May 1871

The rest of the essay is prose again, and says that nobody answered the letter,
because nobody read it, and that the tolls were paid in full that year by all.
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Tolls</title></head><body><article><h1>Tolls of the River</h1>
<p>By Ines Marlow</p><p>Words that stand before the table and are long enough to be prose of an essay.</p>
<table><caption>Rates <b>of growth</b></caption><thead><tr><th rowspan="2">Year</th><th colspan="2">Rates</th></tr>
<tr><th>Birth</th><th>Death</th></tr></thead><tbody><tr><th>1801</th><td>37.7</td><td>27.1</td></tr></tbody></table>
<div class="poem"><div class="stanza"><span class="i0">Over the bar<br/></span>
<span class="i4">the tide goes out <span class="linenum">5</span><br/></span></div></div>
<p>One line of it<br>&nbsp;&nbsp;&nbsp;&nbsp;two lines of it<br>&emsp;three</p>
<p>An address:<br>12 Quay Street<br>Marsh</p>
<ol type="a"><li>first<ol type="i" start="3"><li>inner</li><li>more</li></ol></li><li>second</li></ol>
<p style="text-align: right">Marsh Quay, 1871</p></article></body></html>"""


def manuscript_of(data: str, kind: str) -> Manuscript:
    return normalize(sheet_of(Source(Path(f"raw.{kind}"), kind, data.encode())))


def written(data: str, kind: str) -> str:
    return write(manuscript_of(data, kind))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return parse_essay(ESSAY, Metadata("Tolls"), tmp_path_factory.mktemp("shapes") / "essay.md", stamp=STAMP)


# --- essay.md ---------------------------------------------------------------------------------------------------------


def test_spans_heads_and_caption_are_in_their_own_fields(book: Book) -> None:
    (table,) = nodes(book.blocks, "Table")
    _, caption, _, head, bodies, _ = table["c"]
    assert [[cell[2:4] for cell in row[1]] for row in head[1]] == [[[2, 1], [1, 2], [2, 1]], [[1, 1], [1, 1]]]
    assert bodies[0][1] == 1
    assert any(node["t"] == "Emph" for node in nodes(caption[1], "Emph"))
    assert [note.calls for note in book.notes] == [1, 1, 1]


def test_a_cell_never_covers_words() -> None:
    (table,) = nodes(parse("| [a]{colspan=3 rowspan=2} | | c |\n|---|---|---|\n| d | | |\n")["blocks"], "Table")
    rows = [*table["c"][3][1], *table["c"][4][0][3]]
    assert [[cell[2:4] for cell in row[1]] for row in rows] == [[[1, 2], [1, 1]], [[1, 1], [1, 1], [1, 1]]]


def test_a_caption_is_only_what_stands_behind_a_table() -> None:
    blocks = parse("| a |\n|---|\n| b |\n\nNot: a caption.\n\n: nor this\n")["blocks"]
    assert [table["c"][1][1] for table in nodes(blocks, "Table")] == [[]]


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |",  # a table
        "| a | b |\n| c | d |",  # one whose rule is missing
        "```\n| a\n| b\n```",
        "    | a\n    | b",
        "a \\| b and |c| of d",
    ],
)
def test_what_is_no_line_block(text: str) -> None:
    assert not list(nodes(parse(text)["blocks"], "LineBlock"))
    assert "\ufdd5" not in str(parse(text))


def test_line_blocks_are_read_in_quotations_lists_and_notes() -> None:
    text = "> | a\n> |   b\n\n- | c\n  | d\n\nx[^1]\n\n[^1]: | e\n    |  f\n\nText:\n| g\n| h *i*\n"
    found = lines_of([parse(text)["blocks"]])
    assert [(line.text, line.depth) for line in found] == [
        ("a", 0), ("b", 2), ("c", 0), ("d", 0), ("e", 0), ("f", 1), ("g", 0), ("hi", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["(c)", "iv)", "B.", "(2)", "(i)", "XII."])
def test_labels_come_back_as_they_are_said(label: str) -> None:
    blocks = parse(f'{{labels="{label}"}}\n1. one\n2. two\n')["blocks"]
    assert labels_of([blocks]) == {
        "(c)": [(3, "LowerAlpha", "TwoParens")], "iv)": [(4, "LowerRoman", "OneParen")], "B.": [(2, "UpperAlpha", "Period")],
        "(2)": [(2, "Decimal", "TwoParens")], "(i)": [(1, "LowerRoman", "TwoParens")], "XII.": [(12, "UpperRoman", "Period")],
    }[label]  # fmt: skip


# --- from raw essays --------------------------------------------------------------------------------------------------


def test_a_saved_page_keeps_spans_indents_and_labels() -> None:
    text = written(PAGE, "html")
    assert "{head-rows=2 head-columns=1}\n| [Year]{rowspan=2} | [Rates]{colspan=2} |  |" in text
    assert "\n: Rates **of growth**\n" in text
    assert "| Over the bar\n|     the tide goes out [5]{.line-number}\n" in text
    assert "| One line of it\n|     two lines of it\n|   three\n" in text
    assert "An address:\\\n12 Quay Street\\\nMarsh" in text
    assert '{labels="a."}\n1. first\n\n   {labels="iii."}\n   3. inner\n   4. more\n' in text
    assert "::: {.right}\nMarsh Quay, 1871\n:::" in text


def test_a_plain_text_keeps_letters_numbers_of_lines_epigraph_and_place() -> None:
    text = written(TEXT, "txt")
    assert text.startswith('::: {.epigraph}\n| "The river gives')
    assert '{labels="(a)"}\n1. the first limb, which is short;\n2. the second limb; and\n3. the third.' in text
    assert "| and out again with ships and men [3]{.line-number}\n|     who sing of rain,\n|\n" in text
    assert "::: {.right}\nMarsh Quay, 3 May 1871\n:::" in text


@pytest.mark.parametrize(
    "prose",
    [
        "J. Smith met the clerks of the harbour, who were few and slow.",
        "I. The road goes on.",  # a lone label
        "a) is the only letter that stands here.",
    ],
)
def test_a_lone_letter_is_no_list(prose: str) -> None:
    text = written(
        f"The Tolls\n\nBy Ines Marlow\n\nWords that begin it all, and are many.\n\n{prose}\n\nWords at the end.\n", "txt"
    )
    assert "labels=" not in text


@pytest.mark.parametrize("to", ["docx", "odt", "epub"])
def test_other_files_keep_spans_and_labels(to: str) -> None:
    from pressline.pandoc.program import _ast, run

    blocks = parse(ESSAY)["blocks"]
    data = run(["-f", "json", "-t", to, "-o", "-", "--metadata", "title=Tolls"], _ast(blocks))
    manuscript = normalize(sheet_of(Source(Path(f"raw.{to}"), to, data)))
    tables = [p.node for p in manuscript.blocks if p.kind == "table"]
    spans = {(cell.text, cell.height, cell.width) for cell in grids_of(tables)[0]}
    assert {("Country", 2, 1), ("Rainfall", 1, 2)} <= spans
    assert "[Country]{rowspan=2} | [Rainfall]{colspan=2}" in write(manuscript)
    assert '{labels="(c)"}' in write(manuscript) or to == "epub"  # HTML has no parentheses


def test_a_table_that_essay_md_tells_otherwise_is_said(tmp_path: Path) -> None:
    manuscript = manuscript_of(PAGE, "html")
    text = write(manuscript)
    good = parse_essay(text, manuscript.metadata, tmp_path / "essay.md", stamp=STAMP)
    assert list(shape_findings(manuscript, good, "essay.md")) == []
    wrong = text.replace("|  | Birth | Death |", "| Birth | Death |  |").replace("|     two", "| two")
    bad = parse_essay(wrong, manuscript.metadata, tmp_path / "essay.md", stamp=STAMP)
    assert {f.code for f in shape_findings(manuscript, bad, "essay.md")} == {"B056", "B057"}


# --- finished files ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Artifact]:
    folder = tmp_path_factory.mktemp("made")
    files = {}
    for name, backend in (("pdf", pdf), ("epub", epub), ("docx", docx)):
        artifact, findings = backend.render(book, essay_layout, folder / f"essay.{name}")
        assert [f.code for f in findings if f.code != "B037"] == []
        files[name] = artifact
    return files


_AUDITS: dict[str, Any] = {"pdf": pdf_audit.audit, "epub": epub_audit.audit, "docx": docx_audit.audit}


@pytest.mark.parametrize("name", ["pdf", "epub", "docx"])
def test_all_shapes_are_proven(made: dict[str, Artifact], book: Book, name: str) -> None:
    assert _AUDITS[name](made[name], book) == []


@pytest.mark.parametrize(
    ("name", "part", "old", "new", "code"),
    [
        ("epub", "EPUB/section-01.xhtml", 'colspan="2"', 'colspan="1"', "A110"),
        ("epub", "EPUB/section-01.xhtml", 'rowspan="2"', 'rowspan="1"', "A110"),
        ("epub", "EPUB/section-01.xhtml", "text-indent: -2em", "text-indent: -4em", "A111"),
        ("epub", "EPUB/section-01.xhtml", 'start="3"', 'start="1"', "A112"),
        ("docx", "word/document.xml", '<w:gridSpan w:val="2"/>', "", "A110"),
        ("docx", "word/document.xml", "\u00a0" * 4, "", "A111"),
        ("docx", "word/numbering.xml", 'w:val="(%1)"', 'w:val="%1."', "A112"),
    ],
)
def test_a_shape_that_is_broken_is_found(
    made: dict[str, Artifact], book: Book, tmp_path: Path, name: str, part: str, old: str, new: str, code: str
) -> None:
    file = tmp_path / f"essay.{name}"
    in_zip(made[name].path, file, part, re.escape(old), new)
    found = _AUDITS[name](Artifact(name, file, file.stat().st_size, "0" * 64), book)
    assert code in {f.code for f in found}


def test_a_span_that_the_tags_of_a_pdf_lack_is_found(made: dict[str, Artifact], book: Book, tmp_path: Path) -> None:
    file = tmp_path / "essay.pdf"
    with pikepdf.open(made["pdf"].path) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ColSpan" in thing.get("/A", {}):
                del thing.A["/ColSpan"]
        opened.save(file)
    assert "A110" in {f.code for f in pdf_audit.audit(Artifact("pdf", file, 1, "0" * 64), book)}


def test_every_head_has_a_scope_and_every_cell_its_heads(made: dict[str, Artifact]) -> None:
    with pikepdf.open(made["pdf"].path) as opened:
        cells = [
            thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") in ("/TH", "/TD")
        ]
        scopes = sorted(str(cell.A.Scope) for cell in cells if cell.S == "/TH")
        assert scopes == ["/Column"] * 5 + ["/Row"] * 2
        assert sorted(len(cell.A.Headers) for cell in cells if cell.S == "/TD") == [2, 2, 3, 3, 3, 3]


def test_a_wide_table_is_smaller_then_turned_then_parted(essay_layout: Layout, tmp_path: Path) -> None:
    def wide(columns: int) -> tuple[list[tuple[float, float]], set[str]]:
        head = "|".join("Westmorlandshire" for _ in range(columns))
        text = f"Before.\n\n|{head}|\n|{'---|' * columns}\n|{'1|' * columns}\n\nAfter.\n"
        essay = parse_essay(text, Metadata("Tolls"), tmp_path / "essay.md", stamp=STAMP)
        artifact, findings = pdf.render(essay, essay_layout, tmp_path / "essay.pdf")
        assert pdf_audit.audit(artifact, essay) == []
        with pikepdf.open(artifact.path) as opened:
            sizes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in opened.pages]
        return sizes, {f.code for f in findings}

    assert [(round(width), round(height)) for width, height in wide(5)[0]] == [(432, 648)]
    sizes, codes = wide(8)
    assert [width > height for width, height in sizes] == [False, True, False]
    assert codes == set()
    assert wide(14)[1] == {"B055"}


def test_a_wide_table_in_word_has_a_section_of_its_own(essay_layout: Layout, tmp_path: Path) -> None:
    head = "|".join("Westmorlandshire" for _ in range(9))
    text = f"Before.\n\n|{head}|\n|{'---|' * 9}\n|{'1|' * 9}\n\n: A caption\n\nAfter.\n"
    essay = parse_essay(text, Metadata("Tolls"), tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = docx.render(essay, essay_layout, tmp_path / "essay.docx")
    assert docx_audit.audit(artifact, essay) == []
    with zipfile.ZipFile(artifact.path) as archive:
        document = archive.read("word/document.xml").decode()
    assert document.count("<w:sectPr") == 3
    assert document.count('w:orient="landscape"') == 1


def test_a_grid_compares_places_and_words() -> None:
    first = grids_of([parse("| a | b |\n|---|---|\n| c | d |\n")["blocks"]])
    other = grids_of([parse("| a | b |\n|---|---|\n| d | c |\n")["blocks"]])
    assert list(grid_deviations(first, first)) == []
    assert [row["row"] for row in grid_deviations(first, other)] == [2]


def test_grid_tables_read_back() -> None:
    grid = "+---+---+\n| a | b |\n+===+===+\n| c     |\n+---+---+\n"
    (table,) = nodes(read_document(grid.encode(), "markdown")["blocks"], "Table")
    assert grids_of([[table]])[0][-1].width == 2
