"""The pages of the text: one file for each section, and the notes on a page of their own.

The markup of calls and notes is the one that passes epubcheck 5.3 and Ace 1.3 and opens pop-ups in readers: a note is a
`div` (Apple Books and foliate-js hide an `aside`, and the notes page would be empty; a `li` with these roles draws
warnings), numbers are text (a pop-up shows them), every call has an id and every note a link back to each of its calls
(Kindle asks for links in both directions).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pressline.backends.epub.notepages import call_id, note_ranges, notes_pages, split_by_size
from pressline.backends.epub.wide import make_scrollable
from pressline.backends.epub.xhtml import TYPE, XhtmlPage, el, remove, tag, text_of, unwrap
from pressline.book.html import Html
from pressline.findings import Finding, Place, finding
from pressline.locale.directions import RTL_LETTER, is_right_to_left, mostly_rtl
from pressline.locale.labels import Labels
from pressline.model import Metadata
from pressline.runtime.namespaces import MATHML, XML_LANG

_TURNED = frozenset(map(tag, ("p", "h1", "h2", "h3", "h4", "h5", "h6")))  # what may run against its essay
_HEADINGS = {tag(f"h{level}"): level for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class Text:
    """The pages of the text in order, the notes pages if any, and the findings."""

    sections: tuple[XhtmlPage, ...]
    notes: tuple[XhtmlPage, ...]
    findings: tuple[Finding, ...]


def text_pages(html: Html, metadata: Metadata, labels: Labels, ids: Mapping[str, str], path: str) -> Text:
    """The pages of a book's HTML. `ids`: author's names of places, and their ids.

    `path` names the EPUB in findings.
    """
    for part in (html.body, *html.notes.values()):
        _polish(part, rtl=is_right_to_left(metadata.language))
    make_scrollable((html.body, *(body for _, body in sorted(html.notes.items()))), labels)
    findings = list(_level_headings(html, path))
    sections = _sections(html.body, metadata.title)
    ranges = note_ranges(html.notes)
    note_homes = {str(number): name for name, numbers in ranges.items() for number in numbers}
    homes = {call: page.name for page in sections for call in _link_calls(page.body, note_homes)}
    notes = notes_pages(html.notes, ranges, homes, metadata.notes_heading, labels)
    findings += _resolve([*sections, *notes], ids, path)
    return Text(tuple(sections), tuple(notes), tuple(findings))


# --- small corrections to pandoc's HTML -----------------------------------------------------------------------------


def _polish(root: etree._Element, *, rtl: bool) -> None:
    """What pandoc's writer leaves to be desired in an EPUB."""
    for call in [e for e in root.iter(tag("span")) if e.get("class") == "call"]:
        _lift(call)
    for element in list(root.iter()):
        fix = _FIXES.get(str(element.tag))
        if fix:
            fix(element)
    for element in root.iter():
        language = element.get("lang")
        if language:
            element.set(XML_LANG, language)
    _set_directions(root, rtl=rtl)


def _set_directions(root: etree._Element, *, rtl: bool) -> None:
    """Say which way a paragraph or a heading runs whose letters run against the essay."""
    if not rtl and not RTL_LETTER.search("".join(map(str, root.itertext()))):
        return
    for code in root.iter(tag("pre")) if rtl else ():
        code.set("dir", "ltr")
    for block in root.iter(*_TURNED):
        turned = mostly_rtl("".join(map(str, block.itertext())), otherwise=rtl)
        if turned != rtl:
            block.set("dir", "rtl" if turned else "ltr")


def _is_empty(element: etree._Element) -> bool:
    return not len(element) and not (element.text or "").strip()


def _fix_link(link: etree._Element) -> None:
    """A link without words is a trap for the keyboard.

    One round a picture without words is named by its address.
    """
    if _is_empty(link):
        unwrap(link)
    elif not text_of(link) and not any(call.get("class") == "call" for call in link.iter()):
        link.set("aria-label", link.get("href") or "")


def _fix_image(image: etree._Element) -> None:
    """A picture without words is marked as one, or its file's name would be read out.

    Alone, it is not set in.
    """
    image.set("alt", image.get("alt") or "")
    parent = image.getparent()
    if parent is not None and parent.tag == tag("p") and len(parent) == 1 and not "".join(map(str, parent.itertext())).strip():
        parent.set("class", "picture")


def _fix_header_cell(cell: etree._Element) -> None:
    """An empty header cell would be announced as one."""
    if _is_empty(cell):
        cell.tag = tag("td")


def _fix_box(box: etree._Element) -> None:
    """Write the check box of a task as pandoc's character for it: a page has no form."""
    box.tail = f"{'☐' if box.get('checked') is None else '☒'} {box.tail or ''}"
    remove(box)


def _fix_caption(caption: etree._Element) -> None:
    """A caption may hold calls, and must be heard."""
    caption.attrib.pop("aria-hidden", "")


def _fix_formula(formula: etree._Element) -> None:
    """A formula gets its TeX for readers that know no MathML."""
    source = formula.find(f".//{MATHML}annotation")
    if source is not None and source.text:
        formula.set("alttext", source.text)


_FIXES: dict[str, Callable[[etree._Element], None]] = {
    tag("a"): _fix_link,
    tag("img"): _fix_image,
    tag("th"): _fix_header_cell,
    tag("input"): _fix_box,
    tag("label"): unwrap,
    tag("figcaption"): _fix_caption,
    f"{MATHML}math": _fix_formula,
}


def _lift(call: etree._Element) -> None:
    """Bring a call out of a link by splitting the link: a link within a link is no HTML."""
    while any(True for _ in call.iterancestors(tag("a"))):
        parent = call.getparent()
        assert parent is not None
        after = el(str(parent.tag).rpartition("}")[2], {str(k): str(v) for k, v in parent.attrib.items() if k != "id"})
        after.text, after.tail = call.tail, parent.tail
        after.extend(list(call.itersiblings()))
        call.tail = parent.tail = None
        parent.addnext(call)
        if after.text or len(after):
            call.addnext(after)
        else:
            call.tail = after.tail
        if not parent.text and not len(parent):
            remove(parent)


def _level_headings(html: Html, path: str) -> Iterator[Finding]:
    """Number the levels of the headings by how deep they lie, without a gap.

    Only top-level blocks may open a section.

    WCAG 2.2 (1.3.1, technique G141) asks for it, and axe's rule "heading-order" looks for it in each file.
    """
    parts = [html.body, *html.notes.values()]
    open_levels: list[int] = []  # of the headings that this one lies under, as the author numbered them
    for element in [e for part in parts for e in part.iter() if e.tag in _HEADINGS and not text_of(e)]:
        element.tag = tag("p")  # contents and screen readers have no use for a heading without words
    for element in [e for e in html.body.iter() if e.tag in _HEADINGS]:
        level = _HEADINGS[str(element.tag)]
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        if open_levels and level > open_levels[-1] + 1:
            words, above = text_of(element), open_levels[-1]
            place = Place(path, spot=f"“{words}”")
            yield finding("B032", place, heading=words, level=level, above=above, mended=above + 1)
        open_levels.append(level)
        depth = len(open_levels)
        element.tag = tag(f"h{depth if element.getparent() is html.body else max(2, depth)}")
    for body in html.notes.values():
        for element in [e for e in body.iter() if e.tag in _HEADINGS]:
            element.tag = tag("h2")


# --- sections -------------------------------------------------------------------------------------------------------


def _split(body: etree._Element) -> list[list[etree._Element]]:
    """The blocks of the text in sections: each starts with a first-level heading.

    What comes before the first heading is a section too.
    """
    parts: list[list[etree._Element]] = []
    for element in list(body):
        if not parts or element.tag == tag("h1"):
            parts.append([])
        parts[-1].append(element)
    return parts


def _sections(body: etree._Element, title: str) -> list[XhtmlPage]:
    """The pages of the text: a file for each section, more for one that is too long.

    "section-02-2.xhtml" is the second file of a section.
    """
    parts = _split(body)
    digits = max(2, len(str(len(parts))))
    pages = []
    for number, blocks in enumerate(parts, start=1):
        heading = text_of(blocks[0]) if blocks[0].tag == tag("h1") else ""
        for turn, piece in enumerate(split_by_size(blocks), start=1):
            name = f"section-{number:0{digits}}" + (f"-{turn}" if turn > 1 else "")
            pages.append(_section(piece, f"{name}.xhtml", heading or title, continues=turn > 1))
    return pages


def _section(blocks: list[etree._Element], name: str, title: str, *, continues: bool) -> XhtmlPage:
    """The page of a section, or of a piece of one.

    One that starts without a heading carries its title as its name.
    """
    first = blocks[0]
    headed = not continues and first.tag == tag("h1") and bool(text_of(first))
    naming = {"aria-labelledby": first.get("id") or ""} if headed else {"aria-label": title}
    section = el("section", {TYPE: "chapter", "role": "doc-chapter", **naming}, "\n", *blocks)
    return XhtmlPage(name, title, el("body", {TYPE: "bodymatter"}, "\n", section, "\n"), continues)


def _link_calls(body: etree._Element, notes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Make every call a link to its note, on the page that `notes` says.

    The calls by number and turn.
    """
    found = []
    for call in [e for e in body.iter(tag("span")) if e.get("class") == "call"]:
        note, nth = call.get("data-note") or "", call.get("data-nth") or "1"
        call.attrib.clear()
        call.tag = tag("a")
        call.set("class", "noteref")
        call.set("id", call_id(note, nth))
        call.set("href", f"{notes[note]}#fn-{note}")
        call.set(TYPE, "noteref")
        call.set("role", "doc-noteref")
        call.text = note
        found.append((note, nth))
    return found


# --- links between places -------------------------------------------------------------------------------------------


def _resolve(pages: list[XhtmlPage], ids: Mapping[str, str], path: str) -> Iterator[Finding]:
    """Give every link within the essay the file its target went to.

    A link to nowhere leaves its text.
    """
    homes = {str(e.get("id")): page.name for page in pages for e in page.body.iter() if e.get("id")}
    for page in pages:
        for link in list(page.body.iter(tag("a"))):
            target = link.get("href") or ""
            if not target.startswith("#"):
                continue
            place = ids.get(target[1:], "")
            if place in homes:
                link.set("href", f"{homes[place]}#{place}")
            else:
                yield finding("B031", Place(path, spot=page.title), target=target)
                unwrap(link)
