"""Patch: a page that is a tree already is not written as HTML and parsed again.

WeasyPrint 70 takes text alone (it took trees until 53), and parses it as a browser would any page of the web: 20 ms of the
CPU for an essay of ten pages. Of a page of ours the tree that comes of it is the same.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import cssselect2
from lxml import etree

from pressline.backends.pdf.weasyprint_patches.import_hooks import weasyprint


class Tree(weasyprint.HTML):  # type: ignore[misc]
    """A page as WeasyPrint has it when it is parsed; `page` is a tree without name space."""

    def __init__(self, page: etree._Element, base_url: str, url_fetcher: Any) -> None:
        self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(_copied(page), content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def _copied(page: etree._Element) -> ElementTree.Element:
    """A tree in the classes that WeasyPrint expects.

    Elements of lxml do not last, and it knows each by its identity.
    """
    root = ElementTree.Element(str(page.tag), _attributes(page))
    root.text = page.text
    stack = [(page, root)]
    while stack:
        given, made = stack.pop()
        for child in given:
            copy = ElementTree.SubElement(made, str(child.tag), _attributes(child))
            copy.text, copy.tail = child.text, child.tail
            stack.append((child, copy))
    return root


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.items()}
