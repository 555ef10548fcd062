"""Layouts: those that come with Pressline make clean files, and one of the author's own is a folder anywhere."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from conftest import STAMP, TESTS, book_at, essay_in
from pressline.audit.pdf import audit
from pressline.audit.pdf.pages import read_pages
from pressline.audit.pdf.shapes import lines_of
from pressline.book.markdown import parse_essay
from pressline.book.metadata import write_metadata
from pressline.cli import main
from pressline.config.plain_yaml import load
from pressline.findings import Finding, PresslineError
from pressline.layouts import data_folder, known_fonts, known_layouts, load_layout
from pressline.layouts.font_check import SUMS, check_font
from pressline.layouts.sheets import style_sheet
from pressline.model import Book, Job, Metadata
from pressline.pandoc.tree import walk
from pressline.pipeline.build import build
from pressline.report.schema import KINDS, make_schema, schema
from pressline.runtime.workers import Pool

SCHEMAS = TESTS.parent / "src" / "pressline" / "report" / "schemas"
BOOKS = ("essay", "offprint", "a4-report", "pocket")


def rich_book() -> Book:
    """The rich essay, its characters that no face has taken out."""
    book = book_at(TESTS / "rich" / "essay.md")
    for node in walk(book.blocks):
        if node["t"] == "Str":
            node["c"] = node["c"].replace("日本語", "all")
    return book


def own_layout(folder: Path, text: str, **sheets: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "layout.yaml").write_text(text, encoding="utf-8")
    for name, css in sheets.items():
        (folder / f"{name}.css").write_text(css, encoding="utf-8")
    return str(folder)


def refused(name: str) -> list[Finding]:
    with pytest.raises(PresslineError) as caught:
        load_layout(name)
    return list(caught.value.findings)


# --- those that come with Pressline -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", known_layouts())
def test_every_layout_says_in_a_line_what_it_is_for(name: str) -> None:
    assert 20 < len(load_layout(name).summary) < 90


@pytest.mark.parametrize("name", BOOKS)
def test_every_book_is_shown_in_a_small_picture(name: str) -> None:
    docs = TESTS.parent / "docs"
    assert f"](layout-{name}.png)" in (docs / "layouts.md").read_text(encoding="utf-8")
    assert 10_000 < (docs / f"layout-{name}.png").stat().st_size < 150_000


def test_every_key_of_layout_yaml_is_explained() -> None:
    text = (TESTS.parent / "docs" / "layouts.md").read_text(encoding="utf-8")
    assert [key for key in json.loads(schema("layout"))["properties"] if f"`{key}`" not in text] == []


@pytest.mark.parametrize("name", BOOKS[1:])
def test_everything_that_an_essay_may_hold_is_set_and_proven_in_every_layout(name: str, tmp_path: Path) -> None:
    from pressline.backends.pdf import render

    book = rich_book()
    artifact, findings = render(book, load_layout(name), tmp_path / "out.pdf")
    assert findings == [] == audit(artifact, book)
    size = {(round(sheet.width / 72 * 25.4), round(sheet.height / 72 * 25.4)) for sheet in read_pages(artifact.path)}
    assert size == {{"offprint": (178, 254), "a4-report": (210, 297), "pocket": (148, 210)}[name]}


def test_pictures_are_as_wide_as_the_author_says_stanzas_stay_whole_and_a_section_break_is_seen(tmp_path: Path) -> None:
    from pressline.backends.pdf import render

    stanza = "".join(f"> Line {k},\\\n" for k in "abcd") + "> line e.\n\n"
    text = "Words of a line.\n\n" * 23 + stanza + "***\n\n![A square](square.png){width=40%}\n"
    book = parse_essay(text, Metadata("T"), TESTS / "rich" / "essay.md", stamp=STAMP)
    artifact, findings = render(book, load_layout("essay"), tmp_path / "out.pdf")
    assert findings == [] == audit(artifact, book)
    second = list(read_pages(artifact.path))[1]
    assert "".join(glyph.text for glyph in second.glyphs).startswith("Linea,Lineb,Linec,Lined,linee.")
    marks = [right - left for left, _, right, _ in list(lines_of(artifact.path))[1]]
    assert [round(width, 1) for width in marks] == [23.0, 23.0, 1.5]  # the outer two, as sides of a box, and the third
    with pikepdf.open(artifact.path) as pdf:
        drawn = pikepdf.parse_content_stream(pdf.pages[1])
        scales = [float(step.operands[0]) for step in drawn if str(step.operator) == "cm"]
    assert round(scales[-1] * 0.75, 1) == round(0.4 * 324, 1)  # px to points, two fifths of the measure


def long_table(folder: Path, head: str = "Year") -> Book:
    rows = "".join(f"| {year} | {year * 3} |\n" for year in range(1900, 1960))
    text = f"Before.\n\n| {head} | Count |\n|---|---:|\n{rows}\nAfter.\n\n[^a]: A note.\n"
    text = text if "[^a]" in head else text.replace("[^a]: A note.\n", "")
    return parse_essay(text, Metadata("T"), folder / "essay.md", stamp=STAMP)


def test_the_head_of_a_table_stands_again_on_every_page_and_a_lost_row_is_still_found(tmp_path: Path) -> None:
    from pressline.backends.pdf import render

    book = long_table(tmp_path)
    artifact, findings = render(book, load_layout("essay"), tmp_path / "out.pdf")
    assert findings == [] == audit(artifact, book)
    texts = ["".join(glyph.text for glyph in sheet.glyphs) for sheet in read_pages(artifact.path)]
    assert len(texts) > 1
    assert all(text.count("YearCount") == 1 for text in texts)
    rows = book.blocks[1]["c"][4][0][3]
    rows.append(rows[0])
    assert {f.code for f in audit(artifact, book)} == {"A001", "A110"}


def test_a_head_that_calls_a_note_stands_once(tmp_path: Path) -> None:
    from pressline.backends.pdf import render

    book = long_table(tmp_path, "Year[^a]")
    artifact, findings = render(book, load_layout("essay"), tmp_path / "out.pdf")
    assert findings == [] == audit(artifact, book)


def test_the_looks_of_headings_are_said_once_for_all_three_formats(tmp_path: Path) -> None:
    from pressline.backends import docx, epub

    book, layout = rich_book(), load_layout("a4-report")
    made, _ = epub.render(book, layout, tmp_path / "out.epub")
    with zipfile.ZipFile(made.path) as archive:
        names = [name.rsplit("/", 1)[-1] for name in archive.namelist()]
        css = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".css"))
    assert "text-bold-italic.ttf" in names
    assert "h1 { font-weight: bold;" in css
    made, _ = docx.render(book, replace(layout, headings=load_layout("offprint").headings), tmp_path / "out.docx")
    with zipfile.ZipFile(made.path) as archive:
        styles = archive.read("word/styles.xml").decode()
    heading = styles[styles.index('w:styleId="Heading1"') :]
    assert "<w:smallCaps/>" in heading[: heading.index("</w:style>")]


@pytest.mark.parametrize("name", known_fonts())
def test_every_face_has_four_cuts_with_small_capitals_and_both_kinds_of_figures(name: str) -> None:
    folder = data_folder("fonts") / name
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8").upper()
    for cut in ("Regular", "Italic", "Bold", "BoldItalic"):
        with TTFont(folder / f"{name}-{cut}.ttf", lazy=True) as font:
            features = {row.FeatureTag for row in font["GSUB"].table.FeatureList.FeatureRecord}
            covered = font.getBestCmap()
        assert {"smcp", "c2sc", "onum", "pnum", "sups", "liga"} <= features, cut
        assert all(ord(letter) in covered for letter in "“”‘’„«»–—…§†•ßÆœçñøŞžŁЖΩ€£×°½")


def test_the_sums_of_the_font_files_are_right_and_a_damaged_file_is_found_by_them(tmp_path: Path) -> None:
    """To write them anew: cd fonts && sha256sum */*.ttf > SHA256SUMS."""
    fonts = data_folder("fonts")
    listed = {name: digest for digest, name in (line.split("  ") for line in (fonts / SUMS).read_text().splitlines())}
    files = {path.relative_to(fonts).as_posix(): path for path in fonts.glob("*/*.ttf")}
    assert listed == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    face = load_layout("essay").face
    cut = tmp_path / face.regular.parent.name / face.regular.name
    cut.parent.mkdir()
    shutil.copy(fonts / SUMS, tmp_path)
    data = bytearray(face.regular.read_bytes())
    data[len(data) // 2] ^= 1
    cut.write_bytes(data)
    with pytest.raises(PresslineError, match="B001"):
        check_font(replace(face, regular=cut))


# --- one's own --------------------------------------------------------------------------------------------------------


def test_a_folder_anywhere_is_a_layout(tmp_path: Path, seed_book: Book) -> None:
    from pressline.backends.pdf import render

    css = "h1 { letter-spacing: 0.2em; } p { overflow: hidden; text-overflow: ellipsis; }"
    folder = own_layout(tmp_path / "mine", "extends: essay\npage: {width_mm: 140}\nface: Literata\n", print=css)
    layout = load_layout(folder)
    assert (layout.name, layout.page.width_mm, layout.page.height_mm) == ("mine", 140, 228.6)
    artifact, findings = render(replace(seed_book, blocks=seed_book.blocks[:3]), layout, tmp_path / "out.pdf")
    assert findings == []
    with pikepdf.open(artifact.path) as pdf:
        assert float(pdf.pages[0].MediaBox[2]) == pytest.approx(140 / 25.4 * 72, abs=0.1)


def test_a_name_of_ours_means_ours_even_beside_a_folder_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_layout(tmp_path / "essay", "extends: pocket\n")
    monkeypatch.chdir(tmp_path)
    assert load_layout("essay").page.width_mm == 152.4
    assert load_layout("./essay").page.width_mm == 148


def test_wrong_values_are_named_with_their_line(tmp_path: Path) -> None:
    text = "extends: essay\npage:\n  width_mm: 30\n  inner: 20\ntext: {size_pt: eleven, leading_pt: 14}\n"
    found = refused(own_layout(tmp_path / "mine", text))
    assert [(f.code, f.place.line) for f in found] == [("M001", 4), ("M002", 5)]
    assert "did you mean 'inner_mm'?" in found[0].hint
    found = refused(own_layout(tmp_path / "mine", "extends: essay\npage:\n  width_mm: 30\nnotes:\n  size_pt: -1\nquote: x\n"))
    assert [(f.code, f.place.line) for f in found] == [("M001", 6)]
    found = refused(own_layout(tmp_path / "mine", "extends: essay\npage:\n  width_mm: 30\nnotes:\n  size_pt: nan\n"))
    assert [(f.code, f.place.line) for f in found] == [("L002", 3), ("L002", 5)]
    assert refused(own_layout(tmp_path / "mine", "extends: esay\n"))[0].code == "L002"


def test_a_layout_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    assert refused("pockett")[0].hint == "did you mean 'pocket'?"
    assert "pressline layout new" in refused(str(tmp_path))[0].hint


def own_fonts(folder: Path, name: str) -> None:
    target = folder / "fonts" / name
    target.mkdir(parents=True)
    for path in (data_folder("fonts") / "Literata").glob("*.ttf"):
        (target / path.name.replace("Literata", name)).write_bytes(path.read_bytes())


def test_a_layout_may_have_a_face_of_its_own(tmp_path: Path) -> None:
    folder = own_layout(tmp_path / "mine", "extends: essay\nface: Handmade\n")
    found = refused(folder)
    assert [(f.code, f.place.line) for f in found] == [("L005", 2)]
    assert "Handmade-BoldItalic.ttf" in found[0].hint
    own_fonts(tmp_path / "mine", "Handmade")
    assert load_layout(folder).face.italic == tmp_path / "mine" / "fonts" / "Handmade" / "Handmade-Italic.ttf"


@pytest.mark.parametrize("name", ["../EBGaramond", "/etc", "a b", ""])
def test_a_face_is_a_name_and_no_path(tmp_path: Path, name: str) -> None:
    assert refused(own_layout(tmp_path / "mine", f'extends: essay\nface: "{name}"\n'))[0].code == "L002"


OUTSIDE = (
    "h1 { background: url(../secret.png) }",
    "h1 { background: u\\72l('file:///etc/passwd') }",
    "@import 'https://example.org/x.css';",
    "@page { @top-left { content: url(//example.org/a.png) } }",
    "h1 { background: URL( missing.png ) }",
)


@pytest.mark.parametrize("css", OUTSIDE)
def test_a_style_sheet_reads_nothing_outside_its_folder(tmp_path: Path, css: str) -> None:
    (tmp_path / "secret.png").write_bytes((TESTS / "rich" / "square.png").read_bytes())
    found = refused(own_layout(tmp_path / "mine", "extends: essay\n", print=f"p {{ margin: 0 }}\n{css}\n"))
    assert [(f.code, f.place.line) for f in found] == [("L006", 2)]


def test_a_picture_in_the_folder_of_the_layout_is_printed_but_not_asked_for_by_an_epub(tmp_path: Path, seed_book: Book) -> None:
    from pressline.backends.pdf import render

    css = ".title-block { background: url('square.png') no-repeat }"
    folder = own_layout(tmp_path / "mine", "extends: essay\n", print=css)
    (tmp_path / "mine" / "square.png").write_bytes((TESTS / "rich" / "square.png").read_bytes())
    artifact, findings = render(replace(seed_book, blocks=seed_book.blocks[:2]), load_layout(folder), tmp_path / "out.pdf")
    assert findings == []
    with pikepdf.open(artifact.path) as pdf:
        assert pdf.pages[0].Resources.XObject
    own_layout(tmp_path / "mine", "extends: essay\n", epub=css)
    assert refused(folder)[0].place.path.endswith("epub.css")


def test_the_same_layout_in_another_folder_gives_the_same_bytes(tmp_path: Path, seed_book: Book) -> None:
    from pressline.backends.pdf import render

    book = replace(seed_book, blocks=seed_book.blocks[:2])
    digests = set()
    for place in ("here", "there"):
        folder = own_layout(tmp_path / place, "extends: essay\nface: Handmade\n")
        own_fonts(tmp_path / place, "Handmade")
        digests.add(render(book, load_layout(folder), tmp_path / f"{place}.pdf")[0].sha256)
    assert len(digests) == 1


# --- the commands -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", ["essay", "pocket", "us-law-review"])
def test_a_new_layout_is_as_its_base_and_only_a_change_makes_it_different(base: str, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert main(["layout", "new", str(folder), "--from", base]) == 0
    made, wanted = load_layout(str(folder)), load_layout(base)
    same = ("face", "page", "text", "notes", "headings", "word", "quotes", "edition", "limits", "running_head")
    assert all(getattr(made, key) == getattr(wanted, key) for key in same)
    assert style_sheet(made, "print.css").startswith(style_sheet(wanted, "print.css"))
    text = (folder / "layout.yaml").read_text(encoding="utf-8")
    assert (folder / text.split("$schema=")[1].split("\n")[0]).is_file()


def test_a_new_layout_is_not_made_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "essay.txt").write_text("mine", encoding="utf-8")
    assert main(["layout", "new", str(tmp_path)]) == 1
    assert "L007" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["essay.txt"]


def test_the_list_has_a_line_for_each_layout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layout", "list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == known_layouts()


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_that_is_shipped_is_the_model(kind: str, accept: bool, capsys: pytest.CaptureFixture[str]) -> None:
    made = make_schema(kind)
    if accept:
        (SCHEMAS / f"{kind}.schema.json").write_text(made, encoding="utf-8")
    assert main(["schema", kind]) == 0
    assert capsys.readouterr().out == made


def test_what_we_ship_and_what_we_write_fits_its_schema(seed_book: Book) -> None:
    layout, metadata = (json.loads(schema(kind))["properties"] for kind in ("layout", "metadata"))
    for name in known_layouts():
        data, _ = load((data_folder("layouts") / name / "layout.yaml").read_text(encoding="utf-8"), name)
        assert data.keys() <= layout.keys()
    data, _ = load(write_metadata(seed_book.metadata), "metadata.yaml")
    assert data.keys() <= metadata.keys()
    assert metadata["short_title"]["description"] == "for running heads; the title when absent"


def plain_layout(folder: Path, printed: str = "", packed: str = "") -> Path:
    folder.mkdir()
    (folder / "layout.yaml").write_text("extends: essay\n", encoding="utf-8")
    (folder / "print.css").write_text(printed, encoding="utf-8")
    (folder / "epub.css").write_text(packed, encoding="utf-8")
    return folder


DEEP = ["p { margin: " + "(" * 10_000, "@media print{" * 500, "p:is(" * 5_000, "p { margin: " + "calc(" * 61, "a\\{b{" * 61]


@pytest.mark.parametrize("css", DEEP)
@pytest.mark.parametrize("sheet", ["print.css", "epub.css"])
def test_brackets_too_deep_within_each_other_are_named_with_their_line(sheet: str, css: str, tmp_path: Path) -> None:
    own = plain_layout(tmp_path / "mine")
    (own / sheet).write_text(f"p {{ color: red }}\n{css}", encoding="utf-8")
    with pytest.raises(PresslineError) as caught:
        load_layout(str(own))
    assert [(found.code, found.place.path, found.place.line) for found in caught.value.findings] == [
        ("L013", str(own / sheet), 2)
    ]


@pytest.mark.parametrize(
    "css",
    [
        "/* " + "(" * 100 + " */",
        "p::before { content: '" + "[" * 100 + "' }",
        "p { margin: " + "calc(" * 20 + "1px" + ")" * 20 + "}",
    ]
    + ["p { color: red }" * 100, ")" * 100, "\\(" * 100, "@media print { p { margin: calc(1px) } }"],
)
def test_brackets_that_hold_nothing_or_stand_side_by_side_are_not_deep(css: str, tmp_path: Path) -> None:
    assert load_layout(str(plain_layout(tmp_path / "mine", css, css)))


FAILING = {
    "a size of nothing": "p { font-size: 0 }",
    "too many steps": "p>" * 20_000 + "p { color: red }",
}


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize("name", FAILING)
def test_what_weasyprint_fails_at_is_told_of_the_sheet_with_a_worker_or_without(
    name: str, workers: int, tmp_path: Path
) -> None:
    own = plain_layout(tmp_path / "mine", FAILING[name])
    with Pool(workers) as pool, pytest.raises(PresslineError) as caught:
        build(Job(essay_in(tmp_path / "essay"), formats=("pdf",), layout=str(own)), pool)
    assert [(found.code, found.place.path) for found in caught.value.findings] == [("B041", str(own / "print.css"))]
    assert not (tmp_path / "essay" / "essay.pdf").exists()


# --- files of a layout that are none ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["print.css", "epub.css", "layout.yaml"])
def test_a_file_of_a_layout_that_is_a_link_to_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    folder = own_layout(tmp_path / "mine", "extends: essay\n", print="p { margin: 0 }\n", epub="p { margin: 0 }\n")
    own = tmp_path / "mine" / name
    (tmp_path / "secret").write_bytes(own.read_bytes())
    own.unlink()
    own.symlink_to(tmp_path / "secret")
    assert [(f.code, f.place.path) for f in refused(folder)] == [("L008", str(own))]
    own.unlink()
    (tmp_path / "mine" / "kept").write_bytes((tmp_path / "secret").read_bytes())
    own.symlink_to("kept")
    assert load_layout(folder).name == "mine"
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    assert load_layout(str(tmp_path / "link")).name == "mine"


@pytest.mark.parametrize("name", ["print.css", "epub.css", "layout.yaml"])
def test_a_pipe_or_a_device_in_a_layout_is_refused(name: str, tmp_path: Path) -> None:
    folder = own_layout(tmp_path / "mine", "extends: essay\n")
    own = tmp_path / "mine" / name
    own.unlink(missing_ok=True)
    os.mkfifo(own)
    assert [f.code for f in refused(folder)] == ["L009"]
    own.unlink()
    own.symlink_to(own)
    assert [f.code for f in refused(folder)] == ["L008"]


def test_a_face_behind_a_link_is_refused(tmp_path: Path) -> None:
    folder = own_layout(tmp_path / "mine", "extends: essay\nface: Handmade\n")
    own_fonts(tmp_path / "mine", "Handmade")
    (tmp_path / "mine" / "fonts").rename(tmp_path / "fonts")
    (tmp_path / "mine" / "fonts").symlink_to(tmp_path / "fonts")
    assert [f.code for f in refused(folder)] == ["L008"]


@pytest.mark.parametrize("target", ["../secret.png", "%2e%2e/secret.png", "\\2e\\2e/secret.png", "/etc/hostname", "pipe.css"])
def test_a_sheet_that_a_sheet_asks_for_reads_nothing_outside(target: str, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes((TESTS / "rich" / "square.png").read_bytes())
    folder = own_layout(tmp_path / "mine", "extends: essay\n", print="@import 'more.css';\n")
    os.mkfifo(tmp_path / "mine" / "pipe.css")
    (tmp_path / "mine" / "more.css").write_text(f"@import 'more.css';\np {{ background: url({target}) }}\n", encoding="utf-8")
    found = refused(folder)
    assert [(f.code, Path(f.place.path).name, f.place.line) for f in found] == [("L006", "more.css", 2)]


def test_a_layout_that_hides_words_makes_no_epub(tmp_path: Path) -> None:
    from conftest import essay_in
    from pressline.model import Job
    from pressline.pipeline.build import build

    folder = own_layout(tmp_path / "mine", "extends: essay\n", epub="section p { visibility: hidden }\n")
    report = build(Job(essay_in(tmp_path / "e"), formats=("epub",), layout=folder))
    assert [f.code for f in report.findings if f.severity == "error"] == ["A089"]
    assert "A070" in {f.code for refused in report.refused for f in refused.findings}
    assert [path.name for path in (tmp_path / "e").rglob("*.epub")] == ["essay.refused.epub"]


RICH = (
    "# One\n\n> A quotation.\n\nA word.[^1] [A link](https://example.org).\n\n## Two\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n"
)
DESIGNS = {  # what a designer writes into a print.css, and the proof must let pass
    "bleed and crop marks": "@page { bleed: 3mm; marks: crop }",
    "bleed alone": "@page { bleed: 5mm }",
    "tables with a dark head": "th { background: #333; color: #fff } tr:nth-child(even) td { background: #f0f0f0 }",
    "tinted quotations": "blockquote { background: #eee; padding: 1em; border-left: 3pt solid #c00 }",
    "grey headings": "h1, h2 { color: #888 } figcaption { color: #777; font-style: italic }",
    "a shadow": "h1 { text-shadow: 1px 1px 2px #aaa } a { color: #0044aa; text-decoration: underline }",
}


@pytest.mark.parametrize("design", DESIGNS)
def test_what_a_designer_writes_is_no_fault_of_a_pdf(design: str, tmp_path: Path) -> None:
    own = own_layout(tmp_path / "own", "extends: essay\nsummary: one of my own\n", print=DESIGNS[design])
    report = build(Job(essay_in(tmp_path, RICH), layout=own, formats=("pdf",)))
    assert [str(found.code) for found in report.findings if found.severity == "error"] == []
    assert [artifact.format for artifact in report.artifacts] == ["pdf"]
