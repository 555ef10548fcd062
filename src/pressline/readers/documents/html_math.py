"""Formulas of web pages, once each.

KaTeX, MathJax 2 and 3, MediaWiki and pictures of TeX show and hold them twice.

pandoc reads MathML, and the TeX that stands in its annotation.
"""

from __future__ import annotations

import re

import lxml.html
from lxml.html import HtmlElement

from pressline.findings import Place
from pressline.model import Step
from pressline.readers.documents.html_decode import INLINE, classes, text_of
from pressline.readers.documents.html_tree import line_of

_SHOWN = re.compile(r" (?:katex-html|mathjax(?:_\w+)?|mjx-chtml|mwe-math-fallback\S*) ")
# Pictures whose alternative text is TeX. False positive it avoids: a picture of mathematicians.
_DRAWN = re.compile(r"latex\.php|latex\.codecogs|mathtex|mimetex|/latex/|/math/render", re.I)
_TEX = re.compile(r"[\\^_{}=+]|^\$.*\$$")


def settle_math(root: HtmlElement, path: str) -> list[Step]:
    """Leave each formula of a page as one element of MathML.

    The record of second copies that had words.
    """
    steps: list[Step] = []
    for script in [e for e in root.iter("script") if (e.get("type") or "").startswith("math/tex")]:
        while (before := script.getprevious()) is not None and not (before.tail or "").strip():
            if not (_SHOWN.search(classes(before)) or not text_of(before)):
                break
            steps += _copy(before, path)
        script.addprevious(_math(script.text or "", display="display" in (script.get("type") or "")))
        script.getprevious().tail, script.tail = script.tail, None
        script.getparent().remove(script)
    for picture in list(root.iter("img")):
        words = picture.get("alt") or picture.get("title") or ""
        named = " latex " in classes(picture) or " tex " in classes(picture) or _DRAWN.search(picture.get("src") or "")
        if named and _TEX.search(words) and picture.getparent() is not None and not _has_math_beside(picture):
            math = _math(words.strip().strip("$"), display=False)
            math.tail, picture.tail = picture.tail, None
            picture.getparent().replace(picture, math)
    for math in list(root.iter("math")):
        _settle(math, steps, path)
    return steps


def _math(tex: str, *, display: bool) -> HtmlElement:
    """A formula of which only its TeX is known."""
    math, semantics = lxml.html.Element("math"), lxml.html.Element("semantics")
    math.set("display", "block" if display else "inline")
    semantics.append(lxml.html.Element("mrow"))
    annotation = lxml.html.Element("annotation")
    annotation.set("encoding", "application/x-tex")
    annotation.text = tex
    semantics.append(annotation)
    math.append(semantics)
    return math


def _has_math_beside(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and next(parent.iter("math"), None) is not None


def _settle(math: HtmlElement, steps: list[Step], path: str) -> None:
    """Take away what shows a formula another time beside it, and what hides it."""
    node = math
    while (parent := node.getparent()) is not None and (parent.tag in INLINE or "-" in parent.tag):
        if (parent.text or "").strip() or any((child.tail or "").strip() for child in parent):
            return
        for beside in [child for child in parent if child is not node]:
            if beside.tag in ("svg", "img") or beside.get("aria-hidden") == "true" or _SHOWN.search(classes(beside)):
                steps += _copy(beside, path)
        for name in ("style", "hidden", "aria-hidden"):
            parent.attrib.pop(name, None)
        node = parent
        if len(parent) > 1:
            return


def _copy(element: HtmlElement, path: str) -> list[Step]:
    text = text_of(element)
    line = line_of(element)
    element.drop_tree()
    return [Step("dropped", Place(path, line), text, "second copy of a formula")] if text else []
