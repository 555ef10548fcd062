"""The PDF for the screen as PDF/A-4 and PDF/UA-2: what these ask for beside the older standards, and damage to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from conftest import STAMP
from pressline.audit.pdf import audit
from pressline.backends.pdf import render
from pressline.book.markdown import parse_essay
from pressline.layouts.printers import printing_of
from pressline.model import Artifact, Author, Book, Layout, Metadata, PrintOrder

TEXT = """# One

A sentence.[^1] Another, which calls it again.[^1] And [a link](https://example.org) with a third.[^2]

## Two

See [the first part](#one).

[^1]: The first note.
[^2]: The second.
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    metadata = Metadata("The Cable", author=(Author("Ada Ek", bio="Ada Ek writes."), Author("B. Li")), keywords=("one", "two"))
    book = parse_essay(TEXT, metadata, tmp_path_factory.mktemp("essay") / "essay.md", stamp=STAMP)
    return replace(book, printing=printing_of(PrintOrder(screen="ua-2")))


@pytest.fixture(scope="module")
def newer(book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    artifact, findings = render(book, essay_layout, tmp_path_factory.mktemp("newer") / "essay.pdf")
    assert findings == []
    return artifact


def test_it_is_clean_and_says_what_it_is(newer: Artifact, book: Book) -> None:
    assert audit(newer, book) == []
    with pikepdf.open(newer.path) as pdf:
        assert pdf.pdf_version == "2.0"
        assert "/Info" not in pdf.trailer
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert 'pdfaid:part="4" pdfaid:rev="2020"' in xmp
        assert "<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>" in xmp
        places: Any = pikepdf.NameTree(pdf.Root.Names.Dests)
        tags = {name: str(places[name].SD[0].S) for name in places}
    assert {name: tags[name] for name in ("fn-1", "fnref-1", "fnref-1-2", "s1")} == {
        "fn-1": "/FENote",
        "fnref-1": "/Link",
        "fnref-1-2": "/Link",
        "s1": "/H1",
    }
    older = replace(book, printing=printing_of(PrintOrder()))
    assert re.search("A020.*PDF/A-2a", "\n".join(f"{f.code} {f.message}" for f in audit(newer, older)))


def unplace(pdf: pikepdf.Pdf) -> None:
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    place: Any = names["fn-1"]
    names["fn-1"] = place.D


def unlead(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines.First.A["/SD"]


def retag(pdf: pikepdf.Pdf) -> None:
    place: Any = pikepdf.NameTree(pdf.Root.Names.Dests)["fn-1"]
    place.SD[0].S = pikepdf.Name.Note


def reclaim(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>2", b"<pdfuaid:part>1")
    pdf.Root.Metadata = pdf.make_stream(text, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def reauthor(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes().replace(b"Ada Ek", b"Ada Ok")
    pdf.Root.Metadata = pdf.make_stream(text, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


@pytest.mark.parametrize(
    ("damage", "version", "expected"),
    [
        (unplace, "2.0", r"A020 places"),
        (unlead, "2.0", r"A020 places"),
        (retag, "2.0", r"A020 the tags"),
        (reclaim, "2.0", r"A020 the XMP.*PDF/UA-2"),
        (reauthor, "2.0", r"A018.*Author"),
        (lambda pdf: None, "1.7", r"A020 the version of PDF"),
    ],
)
def test_damage_is_found(
    damage: Callable[[pikepdf.Pdf], None], version: str, expected: str, newer: Artifact, book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.pdf"
    with pikepdf.open(newer.path) as pdf:
        damage(pdf)
        pdf.save(path, force_version=version)
    said = "\n".join(f"{f.code} {f.message}" for f in audit(Artifact("pdf", path, 0, ""), book))
    assert re.search(expected, said)
