"""Making a page's markup regular.

Browsers show anything, and pandoc drops words that stand where HTML allows none.

With pandoc 3.9, what stands outside <main> is lost, so are words directly in a list or a table, and blocks within
phrases; a <figure> within a phrase ends the reading with an error.
"""

from __future__ import annotations

import lxml.html
from lxml.html import HtmlElement

from pressline.readers.documents.html_decode import INLINE

_DIVISIONS = (
    "main",
    "article",
    "header",
    "footer",
    "nav",
    "details",
    "summary",
    "hgroup",
    "address",
    "center",
    "aside",
    "section",
)
_ROWS = ("thead", "tbody", "tfoot", "tr")
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
# An element that makes sense only within one of some others.
_HOMES = {
    "li": ("ul", "ol", "menu", "dir"),
    "dt": ("dl",),
    "dd": ("dl",),
    "figcaption": ("figure",),
    "caption": ("table",),
    "tr": ("table", "thead", "tbody", "tfoot"),
    "td": ("tr",),
    "th": ("tr",),
    "thead": ("table",),
    "tbody": ("table",),
    "tfoot": ("table",),
}
_MEMBERS = {
    "ul": ("li",),
    "ol": ("li",),
    "dl": ("dt", "dd"),
    "tr": ("td", "th"),
    "table": ("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), ("tr",)),
}


def make_regular(root: HtmlElement) -> None:
    """Change misplaced elements of a page into divisions, keeping all words in order."""
    for element in list(root.iter(*_DIVISIONS)):
        element.tag = "div"
    for element in [e for e in root.iter("body", "html") if e is not root and e.getparent() is not root]:
        element.tag = "div"
    _bracket_readings(root)
    _name_unknown(root)
    _open_phrases(root)
    for element in list(root.iter("figure")):
        crowded = any(parent.tag in INLINE or parent.tag in (*_HEADS, "p", "figure") for parent in element.iterancestors())
        if crowded or next(element.iter("img", "video"), None) is None:
            _caption_table(element)
            element.tag = "div"
    _dissolve(root)


def _bracket_readings(root: HtmlElement) -> None:
    """Set the readings of ruby in brackets behind their words.

    As a program shows them that has no ruby (HTML, 4.5.10).

    False positive it avoids: brackets that the page gives itself (rp).
    """
    for ruby in root.iter("ruby"):
        bracketed = next(ruby.iter("rp"), None) is not None
        for reading in [] if bracketed else list(ruby.iter("rt")):
            if (text := "".join(reading.itertext()).strip()) and not text.startswith(("(", "（")):
                wide = any("\u2e80" <= c <= "\uffef" for c in "".join(ruby.itertext()))
                opening, closing = ("（", "）") if wide else (" (", ")")
                for child in list(reading):
                    child.drop_tag()
                reading.text = f"{opening}{text}{closing}"


def _caption_table(figure: HtmlElement) -> None:
    """Put the caption of a figure that is a table into the table.

    Pandoc 3.9 makes a picture of such a figure.
    """
    tables, captions = list(figure.iter("table")), list(figure.iter("figcaption"))
    if len(tables) != 1 or len(captions) != 1 or next(tables[0].iter("caption"), None) is not None:
        return
    caption = captions[0]
    caption.drop_tree() if caption.tail is None else None
    if caption.getparent() is None:
        caption.tag = "caption"
        tables[0].insert(0, caption)


def _open_phrases(root: HtmlElement) -> None:
    """A phrase or heading that holds blocks is none: its tag goes, or it becomes a division."""
    for element in reversed(list(root.iter())):
        if element.tag in _HEADS or element.tag == "p":
            if any(child.tag not in INLINE and child.tag not in ("br", "img") for child in element.iterdescendants()):
                element.tag = "div"
        elif element.tag in INLINE and any(not _is_phrase(child) for child in element):
            element.drop_tag()


# HTML Living Standard, "Index of elements", what is obsolete too, and the roots of MathML and SVG.
_KNOWN_NAMES = """
    html head body title base link meta style script article section nav aside h1 h2 h3 h4 h5 h6 hgroup header
    footer address p hr pre blockquote ol ul menu li dl dt dd figure figcaption main search div img br wbr table
    caption colgroup col tbody thead tfoot tr td th picture source iframe embed object video audio track map area
    math svg form input button select datalist optgroup option textarea output progress meter fieldset legend
    details summary dialog slot canvas template noscript rb rtc center dir frame frameset noframes noembed
    plaintext xmp listing marquee param applet image"""
_KNOWN = frozenset(_KNOWN_NAMES.split())


def _name_unknown(root: HtmlElement) -> None:
    """Elements that HTML does not know are their words alone, or divisions."""
    for element in reversed(list(root.iter())):
        if element.tag in _KNOWN or element.tag in INLINE or any(e.tag in ("math", "svg") for e in element.iterancestors()):
            continue
        if all(_is_phrase(child) for child in element):
            element.drop_tag()
        else:
            element.tag = "div"


def _is_phrase(element: HtmlElement) -> bool:
    return element.tag in INLINE or element.tag in ("br", "img", "math", "svg")


def _dissolve(root: HtmlElement) -> None:
    """Change lists and tables with foreign members into divisions, and stray members too."""
    changed = True
    while changed:
        changed = False
        for element in root.iter():
            homes = _HOMES.get(element.tag)
            parent = element.getparent()
            if homes and (parent is None or parent.tag not in homes):
                element.tag = "div"
                changed = True
        for element in root.iter(*_MEMBERS):
            if element.tag in ("ul", "ol"):
                _adopt(element)
            elif _holds_foreign(element):
                element.tag = "div"
                changed = True


def _holds_foreign(element: HtmlElement) -> bool:
    """Whether words or elements stand directly in a table, a row or a list of definitions."""
    members = _MEMBERS[element.tag]
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        return True
    return any(child.tag not in members for child in element) or len(element) == 0


def _adopt(holder: HtmlElement) -> None:
    """Put what stands directly in a list into the item before it, or into one of its own."""
    if (holder.text or "").strip():
        item = lxml.html.Element("li")
        item.text, holder.text = holder.text, None
        holder.insert(0, item)
    last: HtmlElement | None = None
    for child in list(holder):
        tail, child.tail = child.tail, None
        if child.tag == "li":
            last = child
        else:
            if last is None:
                last = lxml.html.Element("li")
                holder.insert(holder.index(child), last)
            last.append(child)
        if (tail or "").strip():
            note = lxml.html.Element("span")
            note.text = tail
            last.append(note)
        else:
            child.tail = tail if child.tag == "li" else None
