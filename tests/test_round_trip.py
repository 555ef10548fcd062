"""The ways back: what Pressline made is read as what it was made of (docs/round-trip.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pressline.cli import main
from pressline.config.plain_yaml import load_yaml
from pressline.readers.documents.author_note import noted_authors
from pressline.model import Author, Link

ESSAY = """An opening "claim" about the harbour, with *emphasis*, **strong** and [a link](https://example.org/a).[^1] A dash.[^2]

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


def back(path: Path, folder: Path) -> tuple[str, dict[str, object]]:
    """The essay and the metadata that a file gives, the essay without what typography sets."""
    assert main(["normalize", str(path), "-o", str(folder / "back")]) == 0
    essay = (folder / "back" / "essay.md").read_text(encoding="utf-8")
    for shaped, plain in (("“", '"'), ("”", '"'), ("\u00a0", " "), ("\u202f", " ")):
        essay = essay.replace(shaped, plain)
    essay = re.sub(r"\(media/[\w-]+\.png\)", "(square.png)", essay)
    return essay, load_yaml((folder / "back" / "metadata.yaml").read_text(encoding="utf-8"), "metadata.yaml")
