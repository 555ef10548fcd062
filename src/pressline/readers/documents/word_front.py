"""What the styles of a Word file say of its front.

Title, subtitle, authors, date, abstract, keywords, table of contents.

Word names its own styles in English in every language (ECMA-376 part 1, 17.7.4.9), but a template's are in its author's: both
the name and the id of a style are looked up, and those of the style that it is based on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pressline.locale.front_styles import FRONT_STYLES
from pressline.model import Candidate

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_REFERENCES = (f"{_W}footnoteReference", f"{_W}endnoteReference")
_LOOKED_AT = 60  # paragraphs at the head of a file; a thesis has a page of titles and one of abstracts there
# A name alone. False positive it avoids: a line of the style Author with where the author works.
_NAME = re.compile(r"[^\d,;:@()]{2,60}")
_SHORT = 100  # characters of an abstract that stays as it stands: one line under its heading
_SAYS_SO = re.compile(r"\W*\w+\W*[:.—–-]")  # "Abstract: …", in any language
_STEPS = 10  # from a style to those that it is based on


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A paragraph of the front: what its style says it is, its words, and the paragraph."""

    key: str
    text: str
    element: etree._Element


def front_styles(styles: etree._Element | None) -> dict[str, str]:
    """What each style says of its paragraphs, by the style's id."""
    named: dict[str, tuple[str, str]] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name, based = style.find(f"{_W}name"), style.find(f"{_W}basedOn")
        id = str(style.get(f"{_W}styleId"))
        named[id] = (_value(name) or id, _value(based))
    return {id: key for id in named if (key := _key_of(id, named))}


def _value(element: etree._Element | None) -> str:
    return str(element.get(f"{_W}val") or "") if element is not None else ""


def _key_of(id: str, named: dict[str, tuple[str, str]]) -> str:
    at = id
    for _ in range(_STEPS):
        name, based = named.get(at, (at, ""))
        for said in (name, at):
            if key := FRONT_STYLES.get(re.sub(r"[\W_]+|(?<!\d)\d++$", "", said).casefold()):
                return key
        if not based or based == at:
            return ""
        at = based
    return ""


def front_of(document: etree._Element, styles: dict[str, str]) -> list[FrontLine]:
    """The paragraphs at the head of a document whose style says what they are, in order."""
    found = []
    for element in _head(document):
        style = element.find(f"{_W}pPr/{_W}pStyle")
        key = styles.get(_value(style), "")
        text = " ".join(_text(element).split())
        if key and text:
            found.append(FrontLine(key, text, element))
    return found


def _head(document: etree._Element) -> Iterator[etree._Element]:
    body = document.find(f"{_W}body")
    paragraphs = (p for p in body.iter(f"{_W}p")) if body is not None else iter(())
    for number, paragraph in enumerate(paragraphs):
        if number >= _LOOKED_AT:
            return
        yield paragraph


def _text(paragraph: etree._Element) -> str:
    shapes = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " "}
    parts = paragraph.iter(f"{_W}t", *shapes)
    return "".join(shapes.get(str(e.tag)) or e.text or "" for e in parts)


def candidates_of(lines: list[FrontLine]) -> tuple[Candidate, ...]:
    """What the styles say, as candidates.

    Several paragraphs of an abstract are one; so are a title's lines.
    """
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.key, []).append(line.text)
    joined = {"title": " ", "abstract": "\n\n", "subtitle": " "}
    made: list[Candidate] = []
    for key, texts in found.items():
        if key in ("contents", "abstractheading"):
            continue
        values = [joined[key].join(texts)] if key in joined else texts
        made += [Candidate(key, value, f"style {key}") for value in values]
    return tuple(made)


def front_hints(candidates: tuple[Candidate, ...]) -> dict[str, str]:
    """What styles say, in the form of `Sheet.hints`: title, subtitle and authors."""
    found = {key: next((c.value for c in candidates if c.key == key), "") for key in ("title", "subtitle")}
    found["author"] = "; ".join(c.value for c in candidates if c.key == "author")
    return {key: value for key, value in found.items() if value}


def settle(lines: list[FrontLine]) -> bool:
    """Leave the front as paragraphs where they stand.

    Pandoc keeps the last author only, and moves the others' lines.

    The names of several authors become one line, and so does the abstract, in the form in which they are typed.
    """
    for line in lines:
        properties = line.element.find(f"{_W}pPr")
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        if style is not None and line.key not in ("title", "contents"):
            properties.remove(style)  # type: ignore[union-attr]
    named = [line for line in lines if line.key == "author"]
    if all(_NAME.fullmatch(line.text) for line in named):
        _join([line.element for line in named], "; ")
    abstract = [line for line in lines if line.key == "abstract"]
    if sum(len(line.text) for line in abstract) > _SHORT:
        _set_abstract(abstract, [line.element for line in lines if line.key == "abstractheading"])
    return bool(lines)


def _set_abstract(abstract: list[FrontLine], headings: list[etree._Element]) -> None:
    """Put "Abstract: " before an abstract of one paragraph, in place of its heading."""
    for heading in headings:
        _drop(heading)
    first = abstract[0].element
    if not _SAYS_SO.match(abstract[0].text):
        first.insert(1 if first.find(f"{_W}pPr") is not None else 0, _run("Abstract: "))
    _join([line.element for line in abstract], " ")


def _join(elements: list[etree._Element], between: str) -> None:
    """Make one paragraph of some that stand beside each other."""
    for element in elements[1:]:
        if element.getparent() is elements[0].getparent():
            elements[0].append(_run(between))
            elements[0].extend([child for child in element if child.tag != f"{_W}pPr"])
            _drop(element)


def _run(words: str) -> etree._Element:
    run = etree.Element(f"{_W}r")
    text = etree.SubElement(run, f"{_W}t")
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def _drop(element: etree._Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def take_off(lines: list[FrontLine]) -> bool:
    """Take the front off a document, but for the call of its author note."""
    for line in lines:
        parent = line.element.getparent()
        references = [r for r in line.element.iter(f"{_W}r") if any(True for _ in r.iter(*_REFERENCES))]
        for child in list(line.element):
            if child not in references:
                line.element.remove(child)
        if parent is not None and not references:
            parent.remove(line.element)
    return bool(lines)
