"""The ways back: what Pressline made is read as what it was made of (docs/round-trip.md)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pressline.book.metadata import parse_metadata
from pressline.cli import main
from pressline.model import Author, Identifiers, Link, Metadata
from pressline.readers.documents.author_note import noted_authors

ESSAY = """An opening "claim" about a harbour, with *emphasis*, **strong** and [a link](https://example.org/a).[^1] So.[^2]

# Of the Books

> A quotation that is set apart from the text, and ends.[^3]

The clerks kept two books.[^1] See H~2~O, and 19^th^ c. ships.

- one thing
- another thing[^4]

## Of the Clerks

1. first
2. second

![A map of the river](square.png)

The end comes here, and no word is lost.

[^1]: Hale, *Tolls of the River* 21 (Quay Press 1951).

[^2]: See *supra* note 1, at 5.

    A second paragraph of the note.

[^3]: Ibid.

[^4]: Ibid.
"""
METADATA = """title: The Tolls of the River
subtitle: A Study of Two Books
author:
- name: Ines Marlow
  bio: Ines Marlow is a third-year student at Quay University.
  email: ines@example.org
  links:
  - text: Site
    url: https://example.org/ines
- name: Ann van der Lee
  affiliation: Quay University
language: en-US
date: 2024-03-05
abstract: A short account of a wall.
keywords:
- tolls
- rivers
thanks: I thank all the keepers of books.
"""
MORE = """publisher: Quay Press
rights: All rights reserved.
identifiers:
  uuid: 35ae40e6-ea1f-5566-8c34-899e3e213fac
"""
SQUARE = Path(__file__).parent / "rich" / "square.png"


def built(folder: Path, kind: str, *options: str, metadata: str = METADATA + MORE) -> Path:
    """A file of the rich essay."""
    (folder / "essay.md").write_text(ESSAY, encoding="utf-8")
    (folder / "metadata.yaml").write_text(metadata, encoding="utf-8")
    (folder / "square.png").write_bytes(SQUARE.read_bytes())
    assert main(["build", str(folder / "essay.md"), "--to", kind, "-o", str(folder / "out"), *options]) == 0
    return next(path for path in (folder / "out").glob(f"*.{kind}") if "cover-page" not in path.name)


def back(path: Path, folder: Path) -> tuple[str, Metadata]:
    """The essay and the metadata that a file gives, the essay without what typography sets."""
    assert main(["normalize", str(path), "-o", str(folder / "back")]) == 0
    essay = (folder / "back" / "essay.md").read_text(encoding="utf-8")
    for shaped, plain in (("“", '"'), ("”", '"'), ("\u00a0", " "), ("\u202f", " ")):
        essay = essay.replace(shaped, plain)
    essay = re.sub(r"\(media/[\w-]+\.png\)(?:\{[^}]*\})?", "(square.png)", essay)
    return essay, parse_metadata((folder / "back" / "metadata.yaml").read_text(encoding="utf-8"), "metadata.yaml")


def told(metadata: Metadata) -> Metadata:
    """Metadata without the number that each essay has."""
    return replace(metadata, identifiers=Identifiers())


@pytest.mark.parametrize("layout", ["essay", "us-law-review"])
@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_our_own_file_gives_the_essay_again(kind: str, layout: str, tmp_path: Path) -> None:
    essay, metadata = back(built(tmp_path, kind, "--layout", layout), tmp_path)
    assert essay.strip() == ESSAY.strip()
    assert told(metadata) == told(parse_metadata(METADATA + (MORE if kind == "epub" else ""), "metadata.yaml"))
    if kind == "epub":
        assert str(metadata.identifiers.uuid) in MORE


@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_an_anonymous_copy_gives_the_essay_and_no_author(kind: str, tmp_path: Path) -> None:
    essay, metadata = back(built(tmp_path, kind, "--anonymous"), tmp_path)
    assert essay.strip() == ESSAY.strip()
    assert (metadata.title, metadata.author, metadata.thanks) == ("The Tolls of the River", (), None)


def test_an_essay_of_no_author_and_no_date_comes_back(tmp_path: Path) -> None:
    """The time of making of a file without a date is no date of the essay."""
    for kind in ("docx", "epub"):
        folder = tmp_path / kind
        folder.mkdir()
        essay, metadata = back(built(folder, kind, metadata="title: The Tolls of the River\n"), folder)
        assert essay.strip() == ESSAY.strip()
        assert told(metadata) == Metadata("The Tolls of the River")


def test_an_author_note_is_parted_as_it_was_put_together() -> None:
    a, b = Author("A B"), Author("C D")
    assert noted_authors([a], [[("x.org", "mailto:x")]])[0] == (Author("A B", email="x.org"),)
    one = [("A B writes. ", ""), ("a@b.org", "mailto:a@b.org"), ("\u00a0· ", ""), ("Site", "https://a.org")]
    assert noted_authors([a], [one])[0] == (
        Author("A B", bio="A B writes.", email="a@b.org", links=(Link("Site", "https://a.org"),)),
    )
    many = noted_authors([a, b], [[("C D, Quay University.", "")], [("We thank E.", "")]])
    assert many == ((a, Author("C D", affiliation="Quay University")), "We thank E.")
