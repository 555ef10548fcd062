"""An EPUB as one HTML page: the documents of its spine and those they link to.

Chosen instead of handing the EPUB to pandoc 3.9: it writes notes that stand in another file as empty ones, leaves the title
page out, and reads what is not well-formed otherwise than a reading system does.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import quote, unquote

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from pressline.findings import Place
from pressline.model import Metadata, Step
from pressline.readers.documents.archives import read, xml_tree
from pressline.readers.documents.boilerplate import SILENT
from pressline.readers.documents.html_decode import decode, text_of, visible
from pressline.readers.documents.html_normalize import make_regular
from pressline.readers.documents.html_tree import tree_of
from pressline.readers.documents.html_verse import settle_verse
from pressline.readers.documents.own_files import own_epub
from pressline.readers.documents.start_tags import AT
from pressline.readers.documents.word_notes import TAG

_PAGES = (".xhtml", ".html", ".htm", ".xml")
_DC = "{http://purl.org/dc/elements/1.1/}"
# EPUB Structural Semantics Vocabulary 1.1: what pandoc makes a note of when it is called, and drops when it is not.
_NOTES = frozenset({"footnote", "endnote", "rearnote"})
_TYPE = "epub:type"
# The same vocabulary: parts of a book that are none of its text.
_PACKAGING = frozenset({"imprint", "imprimatur", "colophon", "copyright-page", "halftitlepage", "cover", "toc", "landmarks"})


@dataclass(frozen=True, slots=True)
class BookPage:
    """The HTML of an EPUB, what its package says of it, and what was left out.

    `own`: the metadata, if Pressline made it.
    """

    html: bytes
    hints: dict[str, str]
    steps: tuple[Step, ...] = ()
    own: Metadata | None = None


def page_of(archive: zipfile.ZipFile, place: Place) -> BookPage:
    """The HTML of an EPUB, and what its package says of it.

    Title, author, language and date (EPUB 3.3, 5.3 to 5.7).

    Every id has the number of its file before it, and links lead to those; the navigation is left out.

    Raises:
        PresslineError: R020 when a part cannot be unpacked; R024, R026 when one nests too deeply.
    """
    container = xml_tree(read(archive, "META-INF/container.xml", "epub", place))
    package = next((str(e.get("full-path")) for e in container.iter("{*}rootfile")), "") if container is not None else ""
    root = xml_tree(read(archive, package, "epub", place))
    whole = lxml.html.html_parser.makeelement("html")
    if root is None:
        return BookPage(lxml.html.tostring(whole), {})
    body = etree.SubElement(whole, "body")
    _assemble(body, _files(root, package, archive), archive, place)
    own = own_epub(root, package, body, place)
    packaging = _without_packaging(body, place) if own is None else []
    steps = [replace(step, place=place) for step in settle_verse(cast(HtmlElement, body), place.path)]
    _settle_terms(body)
    _settle_notes(body)
    make_regular(whole)
    for element in body.iter():
        element.attrib.pop(AT, "")
        if element.get("role") == "main":  # pandoc leaves out what stands outside of it
            element.attrib.pop("role")
    html = lxml.html.tostring(whole, encoding="utf-8")
    return BookPage(html, _hints(root), (*packaging, *steps, *(own[1] if own else ())), own[0] if own else None)


def _hints(root: etree._Element) -> dict[str, str]:
    found = {key: root.findtext(f".//{_DC}{name}") or "" for key, name in (("title", "title"), ("language", "language"))}
    found["author"] = ", ".join((e.text or "").strip() for e in root.iter(f"{_DC}creator"))
    date = re.match(r"\d{4}-\d{2}-\d{2}", root.findtext(f".//{_DC}date") or "")
    return {key: " ".join(value.split()) for key, value in found.items() if value.strip()} | ({"date": date[0]} if date else {})


def _files(root: etree._Element, package: str, archive: zipfile.ZipFile) -> list[str]:
    """The names of the documents in the spine, without the navigation."""
    items = {str(e.get("id")): e for e in root.iter("{*}item") if "nav" not in (e.get("properties") or "").split()}
    spine = [items[id] for e in root.iter("{*}itemref") if (id := str(e.get("idref"))) in items]
    return [_beside(package, str(item.get("href"))) for item in spine]


def _beside(file: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(target)))


def _assemble(body: etree._Element, files: list[str], archive: zipfile.ZipFile, place: Place) -> None:
    """Put the words of some files, and of those that they link to, into a body."""
    numbers: dict[str, int] = {}
    names = set(archive.namelist())
    silent = {name for name in names if name.endswith(("nav.xhtml", "toc.xhtml", "toc.html"))} - set(files)
    for file in files:  # which grows
        if file in numbers or file not in names:
            continue
        numbers[file] = len(numbers) + 1
        data = read(archive, file, "epub", place)
        if not data.strip():
            continue
        page = _shown(tree_of(decode(data, place)[0], place), file)
        for link in page.iter("a"):
            target = (link.get("href") or "").partition("#")[0]
            other = _beside(file, target) if target and ":" not in target else ""
            if other in names and other.endswith(_PAGES) and other not in silent:
                files.append(other)
        section = etree.SubElement(body, "div", {"data-file": file})
        section.extend(list(next(page.iter("body"), page)) if _opened(page, section) else [])
    for section in body:
        _prefix(section, str(section.attrib.pop("data-file")), numbers)


def _shown(page: HtmlElement, file: str) -> HtmlElement:
    """A document without what no reading system shows; pictures by their archive names."""
    for element in list(page.iter(*SILENT)):
        if element.tag in ("object", "applet"):  # what stands in it is shown where the program is missing
            element.tag = "div"
        elif element.tag != "head":
            element.drop_tree()
    for image in page.iter("img", "image"):
        for key in ("src", "href", "xlink:href"):
            if (target := str(image.get(key) or "")) and ":" not in target:
                image.set(key, quote(_beside(file, target.partition("#")[0])))
    return page


def _opened(page: HtmlElement, section: etree._Element) -> bool:
    """Take the words that stand directly in a page's body over."""
    section.text = next(page.iter("body"), page).text
    return True


def _prefix(section: etree._Element, file: str, numbers: dict[str, int]) -> None:
    """Make the ids of a file unlike those of all others, and its links lead to them."""
    for element in section.iter():
        for key in ("id", "name"):
            if element.get(key):
                element.set(key, f"f{numbers[file]}-{element.get(key)}")
        target, mark, id = (element.get("href") or "").partition("#")
        other = _beside(file, target) if target else file
        if mark and other in numbers and ":" not in target:
            element.set("href", f"#f{numbers[other]}-{id}")


def _without_packaging(body: etree._Element, place: Place) -> list[Step]:
    """Take out what a publisher puts around a text, by its types.

    Imprint, copyright page, colophon, contents. False positive it avoids: a part that holds most of the words.
    """
    steps = []
    whole = len(text_of(cast(HtmlElement, body)))
    for element in [e for e in body.iter("section", "div", "nav") if _PACKAGING & set((e.get(_TYPE) or "").split())]:
        text = " ".join(visible(cast(HtmlElement, element)).split())
        if element.getparent() is not None and 2 * len(text) < whole:
            steps += [Step("dropped", place, text, "page of the publisher")] if text else []
            cast(HtmlElement, element).drop_tree()
    return steps


def _settle_terms(body: etree._Element) -> None:
    """Make divisions of notes that are lists of one definition: "[←3]", and the note.

    Calibre writes those of Word so. Each becomes a division, its term before its words: pandoc keeps no id of a list. False
    positive it avoids: a glossary, whose entries are linked from text by words and hold no link back.
    """
    linked = {(link.get("href") or "")[1:]: (link.get("id") or "") for link in body.iter("a") if link.get("id")}
    for terms in list(body.iter("dl")):
        parts = list(terms)
        if [part.tag for part in parts] != ["dt", "dd"] or str(terms.get("id")) not in linked:
            continue
        if not any(a.get("href") == f"#{linked[str(terms.get('id'))]}" for a in parts[0].iter("a")):
            continue
        first = next(parts[1].iter("p"), parts[1])
        parts[0].tag, parts[0].tail = "span", f" {first.text or ''}"
        first.text = None
        first.insert(0, parts[0])
        parts[1].tag = terms.tag = "div"


def _settle_notes(body: etree._Element) -> None:
    """Leave no type but those of notes that are called, and of calls.

    Pandoc leaves the text of some others out.
    """
    typed = {str(e.get("id")) for e in body.iter() if _NOTES & set((e.get(_TYPE) or "").split())}
    _name_notes(body, typed)
    called = Counter((link.get("href") or "")[1:] for link in body.iter("a") if _is_call(link))
    for element in list(body.iter()):
        note = _NOTES & set((element.get(_TYPE) or "").split()) and element.get("id") in called
        if not note and not _is_call(element):
            element.attrib.pop(_TYPE, "")
        if note and called[str(element.get("id"))] > 1:  # pandoc writes a note for each call
            holder = next((e for e in element.iter("p") if (e.text or "").strip() or len(e)), element)
            holder.text = f"{TAG}{element.get('id')}{TAG}{holder.text or ''}"
        if element.tag == "svg":  # the words of a drawing are read where it stands
            for part in list(element.iter()):
                if part.tag in ("title", "desc", "metadata"):
                    cast(HtmlElement, part).drop_tree()
                part.tag = "div" if part.tag in ("text", "foreignobject") else part.tag if part.tag == "p" else "span"
            element.tag = "div"


def _name_notes(body: etree._Element, typed: set[str]) -> None:
    """Make links of calls that lead to no note by its type, and name what they lead to.

    Pandoc makes an empty note of such a call, and of what it leads to ("note", a bare <li>) text.
    """
    links = list(body.iter("a"))
    others = {target for link in links if _is_call(link) and (target := (link.get("href") or "")[1:]) not in typed}
    for link in links:
        if (link.get("href") or "")[1:] in others:
            link.set("href", f"#note-{(link.get('href') or '')[1:]}")
            for name in (_TYPE, "role") if _is_call(link) else ():
                link.attrib.pop(name, "")
    for element in body.iter():
        if element.get("id") in others:
            element.set("id", f"note-{element.get('id')}")


def _is_call(element: etree._Element) -> bool:
    return "noteref" in f"{element.get(_TYPE)} {element.get('role')}"
