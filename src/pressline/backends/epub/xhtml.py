"""XHTML documents of the EPUB: elements, the shell around a page, and its bytes.

Trees are built and written by lxml, never by pasting text together, so that any character of an author's is only text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from pressline.locale.directions import is_right_to_left
from pressline.runtime.namespaces import OPS, XHTML, XML_LANG, uri

TYPE = f"{OPS}type"
_NAMESPACES = cast("dict[str, str]", {None: uri(XHTML), "epub": uri(OPS)})  # lxml-stubs 0.5.1 knows no default namespace

# What XML 1.0 (2.2, Char) cannot hold, not even as a character reference.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class XhtmlPage:
    """One XHTML document: file name, title, body, and whether it continues the last one."""

    name: str
    title: str
    body: etree._Element
    continues: bool = False


def safe(text: str) -> str:
    r"""A text without the characters that XML cannot hold.

    >>> safe("a\x0bb\ufffe")
    'ab'
    """
    return _FORBIDDEN.sub("", text)


def tag(name: str) -> str:
    """The name of an XHTML element as lxml wants it."""
    return f"{XHTML}{name}"


def el(name: str, attributes: Mapping[str, str] | None = None, *children: etree._Element | str) -> etree._Element:
    """An XHTML element; strings among the children are text."""
    element = etree.Element(tag(name), nsmap=_NAMESPACES)
    for key, value in (attributes or {}).items():
        element.set(key, safe(value))
    for child in children:
        if isinstance(child, str):
            add_text(element, child)
        else:
            element.append(child)
    return element


def add_text(element: etree._Element, text: str) -> None:
    """Put text at the end of an element."""
    last = element[-1] if len(element) else None
    if last is None:
        element.text = (element.text or "") + safe(text)
    else:
        last.tail = (last.tail or "") + safe(text)


def unwrap(element: etree._Element) -> None:
    """Take an element away and leave what it holds in its place."""
    parent = element.getparent()
    assert parent is not None, "the root of a tree is never unwrapped"
    at = parent.index(element)
    _text_before(parent, at, element.text or "")
    children = list(element)
    for offset, child in enumerate(children):
        parent.insert(at + offset, child)
    _text_before(parent, at + len(children), element.tail or "")
    parent.remove(element)


def remove(element: etree._Element) -> None:
    """Take an element away with all it holds, and keep the text after it."""
    parent = element.getparent()
    assert parent is not None, "the root of a tree is never removed"
    _text_before(parent, parent.index(element), element.tail or "")
    element.tail = None
    parent.remove(element)


def _text_before(parent: etree._Element, at: int, text: str) -> None:
    """Add text right before the child number `at`."""
    if at == 0:
        parent.text = (parent.text or "") + text
    else:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text


def text_of(element: etree._Element) -> str:
    """The text of an element on one line, for titles.

    Calls left out, pictures and formulas by their alternatives.
    """
    return " ".join("".join(_texts(element)).split())


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.get("alt") or child.get("alttext"):
            yield child.get("alt") or child.get("alttext") or ""
        elif child.get("class") not in ("noteref", "call"):
            yield from _texts(child)
        yield child.tail or ""


def document(page: XhtmlPage, language: str, book: str, sheets: Iterable[str]) -> bytes:
    """The whole XHTML document of a page.

    Its title names the page first and then the book (WCAG 2.2, 2.4.2).

    Every file lies in one folder, so that links between them are bare names.
    """
    html = etree.Element(tag("html"), nsmap=_NAMESPACES)
    html.set("lang", language)
    html.set(XML_LANG, language)
    if is_right_to_left(language):
        html.set("dir", "rtl")
    head = el("head", None, el("title", None, page.title if page.title == book else f"{page.title} – {book}"))
    head.extend(el("link", {"rel": "stylesheet", "type": "text/css", "href": sheet}) for sheet in sheets)
    html.extend([head, page.body])
    for element in (head, *head, page.body):
        element.tail = "\n"
    etree.cleanup_namespaces(html, keep_ns_prefixes=["epub"])
    return etree.tostring(html, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
