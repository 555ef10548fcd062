"""The vocabulary of WordprocessingML (ECMA-376).

Its namespaces, a maker of elements, and a parser that trusts nothing.
"""

from __future__ import annotations

from lxml import etree

from pressline.runtime.namespaces import XML_SPACE, W, uri

TWIPS_PER_MM = 1440 / 25.4
EMU_PER_MM = 36000

_LEGAL_CONTROLS = "\t\n\r"


def twips(millimetres: float) -> int:
    """A length in twentieths of a point, as most of WordprocessingML measures.

    >>> twips(25.4), twips(215.9)
    (1440, 12240)
    """
    return round(millimetres * TWIPS_PER_MM)


def xml_text(text: str) -> str:
    """A text without the characters that XML 1.0 cannot hold (section 2.2)."""
    return "".join(
        c for c in text if (c >= " " or c in _LEGAL_CONTROLS) and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"
    )


def w(tag: str, /, *children: etree._Element, **attributes: object) -> etree._Element:
    """A WordprocessingML element; attributes without a namespace prefix get w: as well.

    >>> etree.tostring(w("jc", val="center")).decode().rpartition(" ")[2]
    'w:val="center"/>'
    """
    element = etree.Element(W + tag, nsmap={"w": uri(W)})
    for key, value in attributes.items():
        element.set(W + key, str(value))
    element.extend(children)
    return element


def text(content: str) -> etree._Element:
    """A w:t; `xml:space` is set where white space would otherwise vanish."""
    element = w("t")
    element.text = xml_text(content)
    mark_spaces(element)
    return element


def mark_spaces(element: etree._Element) -> None:
    """Set or take away `xml:space` of a w:t, as its text needs."""
    content = element.text or ""
    element.attrib.pop(XML_SPACE, "")
    if content != content.strip() or "  " in content:
        element.set(XML_SPACE, "preserve")


def run(*children: etree._Element, style: str = "") -> etree._Element:
    """A w:r in a character style, or in that of its paragraph."""
    properties = [w("rPr", w("rStyle", val=style))] if style else []
    return w("r", *properties, *children)


def paragraph(style: str, *children: etree._Element) -> etree._Element:
    """A w:p in a paragraph style."""
    return w("p", w("pPr", w("pStyle", val=style)), *children)


def simple_field(instruction: str, shown: str) -> etree._Element:
    """A field in one element, with what it shows until Word computes it."""
    return w("fldSimple", run(text(shown)), instr=f" {instruction} ")


def style_of(p: etree._Element) -> str:
    """The style id of a w:p, "" when it has none of its own."""
    style = p.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(W + "val"))


def set_style(p: etree._Element, style: str) -> None:
    """Put a w:p into a paragraph style."""
    properties = p.find(W + "pPr")
    if properties is None:
        properties = w("pPr")
        p.insert(0, properties)
    old = properties.find(W + "pStyle")
    if old is not None:
        properties.remove(old)
    properties.insert(0, w("pStyle", val=style))


def parse(data: bytes) -> etree._Element:
    """The root of an XML part; no entity is resolved, nothing is fetched."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def serialize(root: etree._Element) -> bytes:
    """An XML part as bytes, standalone as ECMA-376 part 2 asks."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
