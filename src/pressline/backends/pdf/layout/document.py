"""One HTML page for print: title block, text, and each note at its first call.

Calls and labels are text of our own, not counters of the style sheet: WeasyPrint 70 does not link its calls to its notes
(Kozea/WeasyPrint#1545), and counts a note that is called twice as two. A call is <a class="ref" id="fnref-14"
href="#fn-14">14</a>, its note follows as <span class="fn" id="fn-14">, and a further call is the link alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from lxml import etree

from pressline.book.html import Html
from pressline.book.identity import stamp_of
from pressline.model import AUTHOR_MARK, Book, LinkedText, Metadata

Element = etree._Element

# A footnote is an inline element in WeasyPrint 70 (Kozea/WeasyPrint#1833): blocks inside one become spans that the style
# sheet displays as blocks, class "b-" and the name of the element.
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col"}
_LISTS = {"ul", "ol", "li", "dl", "dt", "dd"}
_BLOCKS = {"p", "div", "blockquote", "pre", "hr", "figure", "figcaption", "section", *_HEADINGS, *_LISTS, *_TABLES}
# What an author may give an element: nothing that positions, paints or loads. Ids are kept apart from ours by a prefix.
_LENGTH = r"(\d{1,5}(?:\.\d{1,4})?)(%|px|cm|mm|in|pt|em)?"  # false positive avoided: "auto", "calc(50% - 1em)"
_ATTRIBUTES = {
    "data-width",
    "data-height",
    "href",
    "src",
    "alt",
    "id",
    "class",
    "colspan",
    "rowspan",
    "lang",
    "dir",
    "data-note",
    "data-nth",
    "style",
    "scope",
}
_FORMULAS = {"formula", "formula-display", "formula-number", "formula-cell", "numbered", "continued", "formula-source"}
_CODE = {"code-line", "code-turned", "code-long", "code-small", "code-tiny"}
FORMULA_SIGNS = "\ue002\ue003"  # before the alternative texts of formulas (`formulas.placing`)
_CLASSES = {
    "acronym",
    "call",
    "line-block",
    "stanza",
    "line",
    "line-number",
    "pad",
    "smallcaps",
    "underline",
    "missing",
    "marker",
    "box",
    "box-ticked",
    "url",
    "unbroken",
    "center",
    "right",
    "epigraph",
    "verse",
    *_FORMULAS,
    *_CODE,
}
# What pandoc gives cells and pictures, `settled_html` lines of verse and numbers, and we lines of code.
_STYLE = re.compile(
    r"(?:text-align: (?:left|right|center);?|width: ?\d+(?:\.\d+)?(?:%|em);?"
    r"|padding-left: \d+(?:\.\d+)?(?:em; text-indent: -\d+(?:\.\d+)?em|ch);|padding-left: \d{1,2}ch)"
)
_OWN_ID = re.compile(r"s\d+")  # of headings


def markup(page: Element) -> str:
    """A page as HTML text."""
    return etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")


def document(book: Book, html: Html) -> Element:
    """The whole page of a book, without name space; `html`, which it is made of, is used up."""
    for part in (html.body, *html.notes.values()):
        _clean(part)
    _settle_targets([html.body, *html.notes.values()])
    for heading in html.body.iter(*_HEADINGS):
        heading.set("data-label", " ".join(_spoken(heading).split()))
    for table in html.body.findall("table"):
        if not any(inner.get("data-note") for inner in table.iterfind("thead//span")):  # a note would be set again
            table.set("class", "repeats")
    for part in (html.body, *html.notes.values()):
        for number in [element for element in part.iter("span") if element.get("class") == "line-number"]:
            _set_out(number)
    for picture in (image for part in (html.body, *html.notes.values()) for image in part.iter("img")):
        _size(picture)
    for paragraph in [element for element in html.body.findall("p") if _is_picture(element)]:
        paragraph.tag = "figure"
    for paragraph in [element for element in html.body.iter("p") if len(element.findall("br")) > 1]:
        paragraph.set("class", "verse")
    _set_notes(html.body, html.notes)
    page = etree.Element("html", lang=book.metadata.language)
    page.append(_head(book.metadata))
    html.body.insert(0, _title_block(book))
    page.append(html.body)
    return page


# --- cleaning -------------------------------------------------------------------------------------------------------


def _clean(root: Element) -> None:
    """Remove the namespace of every element, and every attribute that is not allowed."""
    for element in root.iter():
        element.tag = etree.QName(element).localname
        if element.tag == "img":
            _keep_sizes(element)
        for name in [name for name in element.attrib if name not in _ATTRIBUTES]:
            del element.attrib[name]
        classes = [name for name in (element.get("class") or "").split() if name in _CLASSES]
        _put(element, "class", " ".join(classes))
        style = element.get("style") or ""
        _put(element, "style", style if _STYLE.fullmatch(style) else "")
        if not _OWN_ID.fullmatch(element.get("id") or "s0"):
            element.set("id", f"u-{element.get('id')}")
    etree.cleanup_namespaces(root)


_INDENT_OF_LINE = re.compile(r"text-indent: -(\d+(?:\.\d+)?)em")
_LINE_NUMBER_EM = 0.8  # of the text, in print.css


def _set_out(number: Element) -> None:
    """Let the number of a line end at the edge.

    WeasyPrint 70 forgets what its line is set out by when it fills a leader.
    """
    line = next((above for above in number.iterancestors() if above.get("class") == "line"), None)
    found = _INDENT_OF_LINE.search(line.get("style") or "") if line is not None else None
    if found:
        number.set("style", f"margin-right: -{float(found[1]) / _LINE_NUMBER_EM:g}em")


def _keep_sizes(picture: Element) -> None:
    """Keep the width and height of a picture.

    An attribute, in CSS pixels, or a style, as pandoc 3.9 writes them.
    """
    said = dict(part.split(":", 1) for part in (picture.get("style") or "").split(";") if ":" in part)
    styled = {name.strip(): length.strip() for name, length in said.items()}
    for side in ("width", "height"):
        length = re.fullmatch(_LENGTH, styled.get(side) or picture.get(side) or "")
        if length and float(length[1]):
            picture.set(f"data-{side}", f"{length[1]}{length[2] or 'px'}")
    _put(picture, "style", "")


def _settle_targets(roots: list[Element]) -> None:
    """Point inner links to the ids as they are now; a link to nothing becomes its text."""
    ids = {element.get("id") for root in roots for element in root.iter()} - {None}
    for link in (link for root in roots for link in root.iter("a")):
        target = link.get("href") or ""
        if target.startswith("#"):
            own, renamed = target[1:], f"u-{target[1:]}"
            link.set("href", f"#{own if own in ids else renamed}")
            if own not in ids and renamed not in ids:
                _put(link, "href", "")
        elif not re.match(r"(?:https?|mailto|doi):", target, re.IGNORECASE):
            _put(link, "href", "")  # a file or a script: nothing that a reader of this file could follow
        if _text(link).startswith(("http", "www.")):
            link.set("class", "url")


# --- pictures -------------------------------------------------------------------------------------------------------


def _size(picture: Element) -> None:
    """Give a picture its author's width or height, and words if it has none.

    ISO 14289-1, 7.3 asks for an alternative text; a space says that the author gave none.
    """
    if not (picture.get("alt") or "").strip():
        picture.set("alt", " ")
    sizes = [f"{side}: {length}" for side in ("width", "height") if (length := picture.get(f"data-{side}"))]
    for side in ("width", "height"):
        _put(picture, f"data-{side}", "")
    _put(picture, "style", "; ".join([*filter(None, [(picture.get("style") or "").rstrip("; ")]), *sizes]))


def _is_picture(paragraph: Element) -> bool:
    """Whether a paragraph has pictures and nothing else."""
    return bool(len(paragraph)) and not _text(paragraph).strip() and all(inner.tag == "img" for inner in paragraph)


# --- notes ----------------------------------------------------------------------------------------------------------


def _set_notes(body: Element, bodies: dict[int, Element]) -> None:
    """Put a link in the place of every call, and the note itself after the first call."""
    for call in [span for span in body.iter("span") if span.get("data-note")]:
        number, nth = call.get("data-note") or "", call.get("data-nth")
        if call.get("class") != "call" or not number.isdigit() or int(number) not in bodies:
            continue
        _lift(call)
        first = nth == "1"
        ident = f"fnref-{number}" if first else f"fnref-{number}-{nth}"
        kind = "ref next" if _follows_call(call) else "ref"
        link = _element("a", number, **{"class": kind, "id": ident, "href": f"#fn-{number}"})
        # WeasyPrint 70 breaks a line between a full stop and a call, but not after an empty element.
        new = [_element("span"), link]
        if first:
            new.append(_note(number, f"{number}.", list(bodies[int(number)])))
        _replace(call, new)


def _follows_call(call: Element) -> bool:
    """Whether a call stands right behind another one.

    Set close, 1 and 2 would be read as twelve.
    """
    before = call.getprevious()
    return before is not None and not before.tail and (before.get("class") or "").split(" ")[0] in ("ref", "fn")


def _note(name: str, label: str, blocks: Iterable[Element]) -> Element:
    """A note: its label, linked back to the first call, and its blocks as spans."""
    note = _element("span", **{"class": "fn", "id": f"fn-{name}"})
    note.extend(blocks)
    for element in [inner for inner in note.iter() if inner.tag in _BLOCKS]:
        _unblock(element)
    if not len(note) or note[0].get("class") != "b-p":
        note.insert(0, _element("span", **{"class": "b-p"}))
    link = _element("a", label, **{"class": "label", "href": f"#fnref-{name}"})
    link.tail, note[0].text = f" {note[0].text or ''}", None
    note[0].insert(0, link)
    return note


def _unblock(element: Element) -> None:
    """Make a span of a block, without the newlines that pandoc writes around blocks."""
    own = element.get("class")
    tag = str(element.tag)
    element.set("class", f"b-{tag}" + (f" {own}" if own else ""))
    element.tag = "span"
    element.tail = (element.tail or "").strip("\n") or None
    if tag != "pre":
        element.text = (element.text or "").lstrip("\n") or None
        if len(element):
            element[-1].tail = (element[-1].tail or "").rstrip("\n") or None
        else:
            element.text = (element.text or "").rstrip("\n") or None


def _lift(call: Element) -> None:
    """Take a call out of the link around it, which is parted in two.

    A link cannot stand within a link.
    """
    while any(ancestor.tag == "a" for ancestor in call.iterancestors()):
        parent = call.getparent()
        assert parent is not None, "an element with ancestors has a parent"
        kept = {name: parent.get(name) or "" for name in ("class", "href", "style", "lang", "dir")}
        rest = _element(str(parent.tag), **kept)
        rest.text, call.tail = call.tail, None
        rest.extend(list(call.itersiblings()))
        rest.tail, parent.tail = parent.tail, None
        parent.addnext(call)
        if rest.text or len(rest):
            call.addnext(rest)
        else:
            call.tail = rest.tail


def _replace(old: Element, new: list[Element]) -> None:
    parent = old.getparent()
    assert parent is not None, "a call stands in a paragraph"
    new[-1].tail, old.tail = old.tail, None
    at = parent.index(old)
    parent[at : at + 1] = new


# --- front matter ---------------------------------------------------------------------------------------------------


def _head(metadata: Metadata) -> Element:
    """Title and document properties; a date only where the metadata has one."""
    head = etree.Element("head")
    head.append(_element("title", metadata.title))
    date = metadata.date.isoformat() if metadata.date else ""
    changed = f"{datetime.fromtimestamp(stamp_of(metadata), UTC):%Y-%m-%dT%H:%M:%SZ}" if metadata.modified else date
    properties = [
        *(("author", author.name) for author in metadata.author),
        ("description", metadata.abstract or metadata.subtitle or ""),
        ("keywords", ", ".join(metadata.keywords)),
        ("dcterms.created", date),
        ("dcterms.modified", changed),
        ("generator", "Pressline"),
    ]
    head.extend(_element("meta", name=name, content=content) for name, content in properties if content)
    return head


def _title_block(book: Book) -> Element:
    """Title, subtitle and byline, ending in the mark * that leads to the author note."""
    metadata, around = book.metadata, book.composition
    block = _element("div", **{"class": "title-block"})
    block.append(_element("p", metadata.title, **{"class": "title"}))
    if metadata.subtitle:
        block.append(_element("p", metadata.subtitle, **{"class": "subtitle"}))
    if metadata.byline:
        block.append(_element("p", metadata.byline, **{"class": "byline"}))
    if around.author_note:
        mark = _element("a", AUTHOR_MARK, **{"class": "mark", "id": "fnref-author", "href": "#fn-author"})
        block[-1].extend([mark, _note("author", AUTHOR_MARK, [_paragraph(words) for words in around.author_note])])
    return block


def _paragraph(words: Iterable[LinkedText]) -> Element:
    """A paragraph of the author note."""
    paragraph = etree.Element("p")
    paragraph.text = ""
    for stretch in words:
        if stretch.url:
            kind = "url" if re.search(r"[@./]", stretch.text) else ""
            paragraph.append(_element("a", stretch.text, href=stretch.url, **{"class": kind}))
        elif len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "") + stretch.text
        else:
            paragraph.text += stretch.text
    return paragraph


def _element(tag: str, text: str = "", **attributes: str) -> Element:
    """An element; attributes that are "" are left out."""
    element = etree.Element(tag, {name: value for name, value in attributes.items() if value})
    element.text = text or None
    return element


def _put(element: Element, name: str, value: str) -> None:
    """Set an attribute, or take it away when its value is ""."""
    if value:
        element.set(name, value)
    elif name in element.attrib:
        del element.attrib[name]


def _spoken(element: Element) -> str:
    """The text of an element, of each formula in it the source."""
    parts = [element.text or ""]
    for child in element:
        source = (child.get("alt") or "").lstrip(FORMULA_SIGNS) if child.get("class") == "formula" else _spoken(child)
        parts += [source, child.tail or ""]
    return "".join(parts)


def _text(element: Element) -> str:
    return "".join(str(part) for part in element.itertext())
