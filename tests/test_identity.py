"""What tells a publication from all others, and when it was made: it stays while the words change, and the time moves."""

from __future__ import annotations

import datetime
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from conftest import empty_book, essay_in
from pressline.audit.anonymous import audit as search
from pressline.backends.pdf.print.printing import describe
from pressline.book.identity import NAMESPACE, document_uuid, identifier, identifiers, stamp_of
from pressline.book.metadata import load_metadata, parse_metadata, write_metadata
from pressline.model import Artifact, Author, Book, Identifiers, Job, Metadata, Report
from pressline.pipeline.audit_command import audit
from pressline.pipeline.build import build, check, normalize_essay
from pressline.transforms.anonymize import anonymized

RAW = "A Plain Title\nBy Ann Lee\n\nThe first paragraph has some words in it, and it ends here.[1]\n\nNotes\n[1] A note.\n"
PLAIN = "# One\n\nA word.[^1] Another.\n\n[^1]: The note.\n"
ISBN, DOI = "978-0-306-40615-7", "10.1000/182"
UUID = "123e4567-e89b-52d3-a456-426614174000"


def epub(folder: Path, name: str = "essay.epub") -> str:
    """What the package of a folder's EPUB says."""
    with zipfile.ZipFile(folder / name) as archive:
        return archive.read("EPUB/content.opf").decode()


def told(package: str) -> list[str]:
    return re.findall(r"<dc:identifier[^>]*>([^<]*)<", package)


def built(source: Path, folder: Path, **how: object) -> Report:
    report = build(Job(source, folder, formats=("epub",), page=False, **how))  # type: ignore[arg-type]
    assert not report.failed
    return report


def codes(report: Report) -> list[str]:
    return [found.code for found in report.findings]


# --- the identifier -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Identifiers(ISBN, DOI), ["urn:isbn:9780306406157", f"urn:doi:{DOI}"]),
        (Identifiers(doi=DOI), [f"urn:doi:{DOI}"]),
        (parse_metadata(f"title: T\nidentifiers: {{uuid: {UUID.upper()}}}\n", "").identifiers, [f"urn:uuid:{UUID}"]),
    ],
)
def test_isbn_then_doi_then_uuid(given: Identifiers, expected: list[str]) -> None:
    metadata = Metadata("T", identifiers=given)
    assert identifiers(metadata) == expected
    assert str(document_uuid(metadata)) == str(document_uuid(replace(metadata, title="Another")))


def test_without_any_the_title_and_the_authors_make_one() -> None:
    one = Metadata("“Never Again”, Yet Again", author=(Author("Lou Cardot"),))
    assert identifier(one) == identifier(replace(one, title='"Never again", yet again'))  # as another layout sets it
    assert identifier(one) == identifier(replace(one, subtitle="More", language="fr", abstract="Said."))
    others = [
        replace(one, title="Never Again"),
        replace(one, author=()),
        replace(one, author=(Author("Lou"), Author("Cardot"))),
    ]
    assert len({identifier(each) for each in (one, *others)}) == 4
    assert identifier(Metadata("?")) != identifier(Metadata("!"))


def test_the_first_normalize_writes_one_for_good(tmp_path: Path) -> None:
    raw = tmp_path / "raw.txt"
    raw.write_text(RAW, encoding="utf-8")
    folder = normalize_essay(Job(raw, tmp_path / "out")).folder
    first = load_metadata(folder / "essay.md")[0].identifiers.uuid
    assert first is not None
    assert first.version == 5

    normalize_essay(Job(raw, tmp_path / "again"))
    assert load_metadata(tmp_path / "again" / "essay.md")[0].identifiers.uuid == first

    raw.write_text(RAW.replace("some words", "other words"), encoding="utf-8")  # a mended raw essay is the same publication
    normalize_essay(Job(raw, tmp_path / "out"))
    assert "other words" in (folder / "essay.md").read_text(encoding="utf-8")
    assert load_metadata(folder / "essay.md")[0].identifiers.uuid == first
    assert codes(audit([built(raw, folder).artifacts[0].path], raw)) == []

    raw.write_text(RAW.replace("A Plain Title", "Another Title"), encoding="utf-8")  # another essay in the same folder is not
    normalize_essay(Job(raw, tmp_path / "out"))
    assert load_metadata(folder / "essay.md")[0].identifiers.uuid != first


def test_a_changed_word_keeps_it(tmp_path: Path) -> None:
    raw = tmp_path / "raw.txt"
    raw.write_text(RAW, encoding="utf-8")
    folder = built(raw, tmp_path / "out").folder
    before = epub(folder)
    essay = folder / "essay.md"
    essay.write_text(essay.read_text(encoding="utf-8").replace("some words", "other words"), encoding="utf-8")
    report = built(essay, folder)
    assert told(epub(folder)) == told(before)
    assert "M010" not in codes(report)


def test_a_metadata_by_hand_is_told_the_line_that_keeps_it(tmp_path: Path) -> None:
    essay = essay_in(tmp_path, PLAIN)
    (asked,) = [f for f in built(essay, tmp_path / "out").findings if f.code == "M010"]
    before = told(epub(tmp_path / "out"))
    assert (tmp_path / "metadata.yaml").read_text(encoding="utf-8") == "title: T\nauthor: A B\n"
    assert asked.severity == "query"
    line = asked.hint[asked.hint.index("identifiers:") :]

    essay_in(tmp_path, PLAIN, f"title: A New Title\nauthor: A B\n{line}\n")
    assert "M010" not in codes(built(essay, tmp_path / "out"))
    assert told(epub(tmp_path / "out")) == before


@pytest.mark.parametrize("how", [{"formats": ("docx",)}, {"anonymous": True}])
def test_who_makes_no_epub_of_that_name_is_not_asked(how: dict[str, object], tmp_path: Path) -> None:
    assert "M010" not in codes(check(Job(essay_in(tmp_path, PLAIN), **how)))  # type: ignore[arg-type]
    assert "M010" in codes(check(Job(tmp_path / "essay.md")))


def test_an_anonymous_copy_has_another_that_leads_nowhere(tmp_path: Path) -> None:
    more = f"title: T\nauthor: Ann Marklund\nidentifiers: {{isbn: {ISBN}, doi: {DOI}, uuid: {UUID}}}\n"
    essay = essay_in(tmp_path, PLAIN, f"{more}accessibility: {{conforms_to: {CLAIM}, certified_by: Marklund Press}}\n")
    report = built(essay, tmp_path / "out", anonymous=True)
    assert told(epub(tmp_path / "out", "essay-anonymous.epub")) == [identifier(Metadata("T"))]

    path = tmp_path / "leak.epub"  # the audit looks for each of them
    with zipfile.ZipFile(report.artifacts[0].path) as good:
        parts = {entry: good.read(entry) for entry in good.infolist()}
    metadata = load_metadata(essay)[0]
    named = empty_book(metadata)
    for leak in (UUID, DOI, "9780306406157", "Marklund Press"):
        with zipfile.ZipFile(path, "w") as bad:
            for entry, data in parts.items():
                bad.writestr(entry, data.replace(b"</metadata>", f"<!-- {leak} --></metadata>".encode()))
        found = search(Artifact("epub", path, 0, ""), named, anonymized(named))
        assert [f.code for f in found] == ([] if leak == "9780306406157" else ["A080"]), leak


# --- when it was made -----------------------------------------------------------------------------------------------

CLAIM = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
DAY = datetime.date(2026, 1, 31)
MIDNIGHT = 1769817600
MORE = datetime.timezone(datetime.timedelta(hours=2))


@pytest.mark.parametrize(
    ("metadata", "epoch", "expected"),
    [
        (Metadata("T", date=DAY, modified=datetime.datetime(2026, 2, 1, 12)), "1", MIDNIGHT + 36 * 3600),
        (Metadata("T", date=DAY, modified=datetime.datetime(2026, 2, 1, 12, tzinfo=MORE)), "", MIDNIGHT + 34 * 3600),
        (Metadata("T", modified=DAY), "1", MIDNIGHT),
        (Metadata("T", date=DAY), "1700000000", MIDNIGHT),
        (Metadata("T"), "1700000000", 1700000000),
        (Metadata("T"), "soon", 315532800),
        (Metadata("T", modified=datetime.date(1066, 10, 14)), "", 315532800),
        (Metadata("T", modified=datetime.date(9999, 12, 31)), "", 4354819198),
    ],
)
def test_modified_then_date_then_the_environment(
    metadata: Metadata, epoch: str, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert stamp_of(metadata) == expected


def test_the_files_carry_when_the_text_was_changed(tmp_path: Path) -> None:
    essay = essay_in(
        tmp_path, PLAIN, f"title: T\ndate: 2026-01-31\nmodified: 2026-02-01T18:30+02:00\nidentifiers: {{uuid: {UUID}}}\n"
    )
    report = build(Job(essay, tmp_path / "out", page=False))
    assert [f for f in report.findings if f.code != "S002"] == []  # the audits compare every date with the rule
    assert '"dcterms:modified">2026-02-01T16:30:00Z<' in epub(tmp_path / "out")
    with pikepdf.open(tmp_path / "out" / "essay.pdf") as pdf:
        assert str(pdf.docinfo["/ModDate"]).startswith("D:20260201163000")
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260131")


DATED = "title: T\nauthor: A B\ndate: 2026-01-31\n"


def test_other_words_under_the_same_date_are_asked_about(tmp_path: Path) -> None:
    def asks(essay: str, metadata: str = DATED) -> bool:
        return "Q019" in codes(built(essay_in(tmp_path, essay, metadata), tmp_path / "out"))

    assert not asks(PLAIN)
    assert not asks(PLAIN.replace("Another", "*Another*"))  # set otherwise, and the same words
    changed = PLAIN.replace("Another", "Others")
    assert asks(changed)
    assert asks(changed)  # until it is answered
    assert not asks(PLAIN)  # or taken back
    assert not asks(changed, DATED + "modified: 2026-02-01\n")
    assert asks(PLAIN.replace("The note", "A note"), DATED + "modified: 2026-02-01\n")
    assert not asks(PLAIN, "title: T\nauthor: A B\n")  # nobody gave a date
    assert not asks(changed, "title: T\nauthor: A B\n")


def test_a_manifest_that_says_nothing_of_it_asks_nothing(tmp_path: Path) -> None:
    essay = essay_in(tmp_path, PLAIN, DATED)
    built(essay, tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    whole = manifest.read_text(encoding="utf-8")
    essay_in(tmp_path, PLAIN.replace("Another", "Others"), DATED)
    for text in (
        re.sub(r'"dated": \{[^}]*\}', '"dated": null', whole),
        re.sub(r'"dated": \{', '"dated": [{', whole),
        "{}",
        "[1]",
    ):
        manifest.write_text(text, encoding="utf-8")
        assert "Q019" not in codes(built(essay, tmp_path / "out"))
    other = essay_in(tmp_path / "two", PLAIN, DATED).rename(tmp_path / "two" / "other.md")  # built into the same folder
    manifest.write_text(whole, encoding="utf-8")
    assert "Q019" not in codes(built(other, tmp_path / "out"))


# --- the files ------------------------------------------------------------------------------------------------------


def test_a_pdf_is_a_version_of_the_same_document(seed_book: Book) -> None:
    def ids(book: Book) -> tuple[str, str]:
        pdf = pikepdf.new()
        describe(pdf, book)
        with pdf.open_metadata() as xmp:
            return str(xmp["xmpMM:DocumentID"]), str(xmp["xmpMM:InstanceID"])

    before, after = ids(seed_book), ids(replace(seed_book, digest="0" * 64))
    assert before[0] == after[0] == f"uuid:{seed_book.metadata.identifiers.uuid}"
    assert before[1] != after[1]
    assert ids(anonymized(seed_book))[0] not in (before[0], f"uuid:{NAMESPACE}")


def test_what_is_written_is_read_back() -> None:
    text = f"title: T\nmodified: 2026-01-31T12:00:00Z\nidentifiers:\n  uuid: {UUID}\n"
    metadata = parse_metadata(text, "metadata.yaml")
    assert parse_metadata(write_metadata(metadata), "metadata.yaml") == metadata
    assert isinstance(parse_metadata("title: T\nmodified: 2026-01-31\n", "").modified, datetime.date)
