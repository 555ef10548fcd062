"""The finished package, opened afresh.

Its parts as bytes and as trees, and what its relationships lead to.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from pressline.findings import Finding, Place, finding, stop
from pressline.runtime.faults import faults
from pressline.runtime.namespaces import RELATIONSHIPS
from pressline.runtime.zip_limits import opened

RELATIONSHIP = f"{RELATIONSHIPS}Relationship"

DOCUMENT, FOOTNOTES, STYLES = "word/document.xml", "word/footnotes.xml", "word/styles.xml"
SETTINGS, CORE, APP, TYPES = "word/settings.xml", "docProps/core.xml", "docProps/app.xml", "[Content_Types].xml"
REQUIRED = (TYPES, "_rels/.rels", DOCUMENT, FOOTNOTES, STYLES, SETTINGS, CORE, APP, "word/_rels/document.xml.rels")


@dataclass(frozen=True, slots=True)
class Package:
    """A DOCX: `names` in the order of the zip, `roots` of every XML part."""

    path: Path
    names: tuple[str, ...]
    roots: dict[str, etree._Element]

    def part_finding(self, code: str, part: str, **values: Any) -> Finding:
        """The finding `code`, placed in a part."""
        return finding(code, Place(str(self.path), spot=part), **values)

    @property
    def document(self) -> etree._Element:
        """The root of the text."""
        return self.roots[DOCUMENT]

    @property
    def footnotes(self) -> etree._Element:
        """The root of the notes."""
        return self.roots[FOOTNOTES]

    @property
    def stories(self) -> list[tuple[str, etree._Element]]:
        """The parts that hold text: body, notes, heads and feet."""
        kinds = ("word/document", "word/footnotes", "word/header", "word/footer")
        return [(name, root) for name, root in sorted(self.roots.items()) if name.startswith(kinds)]

    def relations(self, part: str) -> dict[str, etree._Element]:
        """The relationships of a part, by id."""
        rows = self.roots.get(rels_of(part))
        return {} if rows is None else {str(row.get("Id")): row for row in rows.iter(RELATIONSHIP)}


def rels_of(part: str) -> str:
    """The name of the part that holds a part's relationships.

    >>> rels_of("word/document.xml")
    'word/_rels/document.xml.rels'
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def open_package(path: Path) -> Package:
    """Open a DOCX; no entity is resolved, nothing is fetched.

    Raises:
        PresslineError: A003 when it is no zip, an XML part is not well-formed, or a part every DOCX has is missing;
            R021 when it would unpack to too much.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    roots: dict[str, etree._Element] = {}
    name = ""
    try:
        with opened(path) as archive:
            names = tuple(archive.namelist())
            for name in names:
                data = archive.read(name)
                if name.endswith((".xml", ".rels")):
                    roots[name] = etree.fromstring(data, parser)
    except faults() as error:  # of any kind: a damaged archive has many
        raise stop("A003", Place(str(path), spot=name), reason=error) from error
    for missing in [part for part in REQUIRED if part not in roots]:
        raise stop("A003", Place(str(path)), reason=f"it has no part {missing}")
    return Package(path, names, roots)
