"""Inputs made to break a reader: each is read whole or refused with its place and the limit; never a traceback."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pressline.book.metadata import parse_metadata
from pressline.cli.terminal import finding_lines
from pressline.findings import PresslineError
from pressline.model import Job, Report, Source
from pressline.normalize.normalizer import normalize
from pressline.normalize.writer import write
from pressline.pandoc.program import run
from pressline.pipeline.build import build, check
from pressline.readers.source import sheet_of

SECRET = "zanzibar"


def checked(name: str, data: bytes, folder: Path) -> Report:
    (folder / name).write_bytes(data)
    return check(Job(folder / name))


# --- text -------------------------------------------------------------------------------------------------------------

READ = {  # what is given, and what essay.md must say
    "control characters": ("Title\n\na\x08b\x1b[31mc\x7f d.\n", "ab[31mc d."),
    "marks of direction": ("Title\n\nabc \u202edef\u202c ghi.\n", "def"),
    "other ends of lines": ("Title\r\rA\x85B\u2028C.\n", "B C."),
    "many marks on a letter": ("Title\n\nZ" + "\u0301\u0323" * 200 + "algo.\n", "Z" + "\u0301\u0323" * 200 + "algo."),
    "a million letters": ("Title\n\n" + "word " * 200_000 + "end.\n", "word end."),
    "one word of a million": ("Title\n\n" + "w" * 1_000_000 + " end.\n", "w end."),
    "100,000 brackets": ("Title\n\n" + "[" * 100_000 + " end.\n", "[ end."),
    "100,000 stars": ("Title\n\na" + "*" * 100_000 + " end.\n", "\\* end."),
    "empty lines": ("\n" * 200_000 + "Title\n\nWords end.\n", "Words end."),
    "includes": ('Title\n\n\\input{/etc/passwd}\n\n.. include:: /etc/passwd\n\n#+INCLUDE: "/etc/passwd"\n\nEnd.\n', "passwd"),
}


@pytest.mark.parametrize("name", READ)
def test_strange_text_is_read_whole(name: str) -> None:
    text, words = READ[name]
    manuscript = normalize(sheet_of(Source(Path("essay.txt"), "txt", text.encode())))
    assert [f for f in manuscript.findings if f.severity == "error"] == []
    assert words in write(manuscript)
    assert "root:" not in write(manuscript)


REFUSED = {
    "a.txt": (b"Title\n\na\0b", "R008", "a.txt:3:2"),
    "surrogate.txt": (b"Title\n\nab \xed\xa0\x80 \x81\x8d\x8f\x90\x9d", "R005", "surrogate.txt:3"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    data, code, place = REFUSED[name]
    with pytest.raises(PresslineError) as caught:
        checked(name, data, tmp_path)
    assert [found.code for found in caught.value.findings] == [code]
    assert place in str(caught.value)


SCRIPTS = "Ελληνικά Кириллица עברית العربية हिन्दी ไทย 漢字 한국어 አማርኛ 𒀀 𝔘 😀 👩‍👩‍👧 🇫🇷 Z̷a̸l"


def test_every_script_is_printed_or_named(tmp_path: Path) -> None:
    """Whatever faces there are: what has no glyph is in B004, and nothing else is printed as a box (A013)."""
    (tmp_path / "essay.md").write_text(SCRIPTS + "\n", encoding="utf-8")
    (tmp_path / "metadata.yaml").write_text("title: T\nauthor: A B\n", encoding="utf-8")
    report = build(Job(tmp_path / "essay.md", formats=("pdf",)))
    named = "".join(f.message for f in report.findings if f.code == "B004")
    boxes = [f.message.partition(": ")[2] for f in report.findings if f.code == "A013"]
    assert all(character in named for message in boxes for character in message if not character.isspace())


@pytest.mark.parametrize("depth", [70, 600])
@pytest.mark.parametrize("opening", ["> ", "- ", "*a ", "[a](", "((", "::: x\n"])
def test_deep_nesting_is_text_or_refused_by_name(opening: str, depth: int, tmp_path: Path) -> None:
    (tmp_path / "metadata.yaml").write_text("title: T\n", encoding="utf-8")
    try:
        report = checked("essay.md", (opening * depth + "end\n").encode(), tmp_path)
    except PresslineError as error:
        assert {found.code for found in error.findings} <= {"P009", "G002", "R012"}
    else:
        assert not report.failed


def test_findings_do_not_steer_the_terminal() -> None:
    from pressline.findings import Place, finding

    found = finding("N001", Place("\x1b[2Jessay.txt", 1, 1), excerpt="a\x1b]0;title\x07\u202e[red]b", label="\x9b31m")
    shown = "\n".join(str(line) for line in finding_lines(found))
    assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert "[red]" in shown


# --- archives ---------------------------------------------------------------------------------------------------------


def document(kind: str) -> dict[str, bytes]:
    made = run(["-f", "markdown", "-t", kind, "-s", "-o", "-"], b"% T\n\n# H\n\nWords.^[A note.]\n")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


MAIN = {"docx": "word/document.xml", "odt": "content.xml", "epub": "EPUB/text/ch001.xhtml"}
ENTITIES = b'<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY s SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("kind", MAIN)
def test_a_bomb_is_refused_before_it_is_unpacked(kind: str, tmp_path: Path) -> None:
    data = packed(document(kind) | {"bomb.xml": b"\0" * 450_000_000 if kind == "docx" else b"\0" * 60_000_000})
    with pytest.raises(PresslineError, match="R021"):
        checked(f"essay.{kind}", data, tmp_path)


@pytest.mark.parametrize("kind", MAIN)
def test_entities_are_refused_and_named(kind: str, tmp_path: Path) -> None:
    parts = document(kind)
    head, _, rest = parts[MAIN[kind]].partition(b"?>")
    bad = head + b"?>" + ENTITIES + rest
    with pytest.raises(PresslineError, match="R022") as caught:
        checked(f"essay.{kind}", packed(parts | {MAIN[kind]: bad}), tmp_path)
    assert MAIN[kind] in str(caught.value)


@pytest.mark.parametrize("kind", MAIN)
def test_entities_behind_a_long_comment_or_in_another_encoding_are_refused_too(kind: str, tmp_path: Path) -> None:
    parts = document(kind)
    head, _, rest = parts[MAIN[kind]].partition(b"?>")
    for bad in (
        head + b"?><!--" + b" " * 200_000 + b"-->" + ENTITIES + rest,
        (head + b"?>" + ENTITIES + rest).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ):
        with pytest.raises(PresslineError, match="R022|R020|T001"):
            checked(f"essay.{kind}", packed(parts | {MAIN[kind]: bad}), tmp_path)


@pytest.mark.parametrize("kind", MAIN)
def test_parts_that_climb_out_are_refused_and_never_written(kind: str, tmp_path: Path) -> None:
    for name in ("../../climbed.txt", "/climbed.txt", "..\\climbed.txt"):
        with pytest.raises(PresslineError, match="would lie outside"):
            checked(f"essay.{kind}", packed(document(kind) | {name: b"x"}), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"essay.{kind}"]
    assert not list(tmp_path.parent.glob("climbed*"))


def test_outside_relations_of_a_docx_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes((Path(__file__).parents[1] / "rich" / "square.png").read_bytes())
    parts = document("docx")
    name = "word/_rels/document.xml.rels"
    row = b'<Relationship Id="rId99" TargetMode="External" Target="file://%s" Type="http://schemas.openxmlformats.org/%s"/>'
    rows = b"".join(
        row % (str(tmp_path / "secret.png").encode(), f"officeDocument/2006/relationships/{kind}".encode())
        for kind in ("attachedTemplate",)
    )
    parts[name] = parts[name].replace(b"</Relationships>", rows + b"</Relationships>")
    report = checked("essay.docx", packed(parts), tmp_path)
    assert not report.failed


def test_an_epub_whose_spine_leads_outside_reads_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "secret.xhtml").write_text(f"<html><body><p>{SECRET}</p></body></html>", encoding="utf-8")
    parts = document("epub")
    outside = f"../../../..{tmp_path}/secret.xhtml".encode()
    parts["EPUB/content.opf"] = parts["EPUB/content.opf"].replace(b"text/ch001.xhtml", outside)
    (tmp_path / "essay.epub").write_bytes(packed(parts))
    try:
        manuscript = normalize(sheet_of(Source(tmp_path / "essay.epub", "epub", packed(parts))))
    except PresslineError as error:
        assert {found.code for found in error.findings} <= {"T001", "R020"}
    else:
        assert SECRET not in write(manuscript)


@pytest.mark.parametrize("kind", [*MAIN, "rtf", "html"])
def test_bytes_that_are_no_document(kind: str, tmp_path: Path) -> None:
    for data in (b"PK\x03\x04" + b"\xff" * 200, b"\x00\x01\x02" * 50, b"{\\rtf1" + b"{" * 20_000):
        try:
            checked(f"essay.{kind}", data, tmp_path)
        except PresslineError as error:
            assert {found.code[0] for found in error.findings} <= {"R", "T"}


# --- metadata ---------------------------------------------------------------------------------------------------------

METADATA = {
    "a tag": ("title: !!python/object/apply:os.system [x]\n", "M004", 1),
    "an alias": ("title: T\nsubtitle: *a\n", "M004", 2),
    "a bomb": ("a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n", "M004", 1),
    "a merge": ("title: T\n<<: {subtitle: S}\n", "M001", 2),
    "a wrong type": ("title: [T]\n", "M002", 1),
    "a map for a title": ("title: {a: b}\n", "M002", 1),
    "a key twice": ("title: T\ntitle: U\n", "M005", 2),
    "a wrong date": ("title: T\ndate: 2026-02-30\n", "M002", 2),
    "a date with a time": ("title: T\ndate: 2026-02-03 12:00\n", "M002", 2),
    "the year nine": ("title: T\ndate: 0009-02-03\n", "M002", 2),
    "a control character": ('title: "a\\x1bb"\n', "M002", 1),
    "a mark of direction": ('title: "a\\u202eb"\n', "M002", 1),
    "half a character": ('title: "a\\ud800b"\n', "M00", 1),
    "a second document": ("title: T\n---\ntitle: U\n", "M003", 2),
    "too deep": ("title: " + "[" * 500 + "\n", "M003", 1),
    "too long": ("title: " + "x" * 1_100_000 + "\n", "M003", 0),
    "a script for an address": (
        "title: T\nauthor:\n  name: A\n  links:\n  - text: x\n    url: javascript:alert(1)\n",
        "M002",
        6,
    ),
    "a key that is a list": ("? [a]\n: b\n", "M003", 1),
    "no map": ("- a\n- b\n", "M003", 1),
    "a NUL": ("title: a\0b\n", "M003", 1),
}


@pytest.mark.parametrize("name", METADATA)
def test_metadata_that_is_more_than_data_is_refused_with_its_line(name: str) -> None:
    text, code, line = METADATA[name]
    with pytest.raises(PresslineError) as caught:
        parse_metadata(text, "metadata.yaml")
    first = caught.value.findings[0]
    assert first.code.startswith(code)
    assert first.place.line == line or not line
