"""An HTML file as it may be read.

The essay alone, with the lines of the file and the ids that links lead to.

pandoc's AST has no source lines, nor ids of paragraphs and rows. Both are put into the DOM as what it keeps: attributes of
links, headings and divs, and empty spans.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import lxml.html
from lxml.html import HtmlElement

from pressline.findings import Finding, Place, finding
from pressline.model import Candidate, Step
from pressline.readers import thresholds
from pressline.readers.documents.ast_to_paragraphs import LINE
from pressline.readers.documents.boilerplate import HtmlPage, strip_boilerplate
from pressline.readers.documents.density import host_of, is_service
from pressline.readers.documents.html_decode import decode, parse, text_of
from pressline.readers.documents.html_math import settle_math
from pressline.readers.documents.html_metadata import candidates_of, hints_of
from pressline.readers.documents.html_normalize import make_regular
from pressline.readers.documents.html_notes import settle_notes
from pressline.readers.documents.html_styles import name_styles, settle_links, settle_lists
from pressline.readers.documents.html_tree import line_of
from pressline.readers.documents.html_verse import settle_sides, settle_verse
from pressline.readers.documents.marks import marker_of
from pressline.readers.documents.start_tags import AT


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page without its boilerplate, its markup regular."""

    root: HtmlElement
    hints: dict[str, str]
    candidates: tuple[Candidate, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]


def clean_page(data: bytes, path: str) -> Cleaned:
    """The essay of an HTML file.

    Raises:
        PresslineError: R003, R005 as `html_decode.decode` and `html_decode.parse` do.
    """
    text, steps, findings = decode(data, Place(path))
    root = parse(text, Place(path))
    candidates = candidates_of(root)
    hints = hints_of(candidates)
    name_styles(root)
    settle_links(root)
    _make_local(root)
    of_notes = [*settle_math(root, path), *settle_verse(root, path), *settle_notes(root, path)]
    called = _called(root)
    names = frozenset(c.value.casefold() for c in candidates if c.key == "author")
    page = HtmlPage(root, path, called, hints.get("title", ""), names, host_of(root), of_notes)
    strip_boilerplate(page)
    settle_lists(root, page.called)
    for table in list(root.iter("table")):
        _unwrap_layout(table, page)
    for terms in list(root.iter("dl")):
        _unwrap_terms(terms, page)
    _unwrap_pre(root)
    _unwrap_headed(root, called)
    settle_sides(root)
    _place_ids(root, page.called)
    make_regular(root)
    _unwrap_boxes(root)
    _place_lines(root)
    return Cleaned(root, hints, candidates, (*steps, *page.steps), (*findings, *_doubtful(page)))


_OF_OTHERS = ("comments", "hidden", "cards")  # what may be longer than the essay that it stands beside


def _doubtful(page: HtmlPage) -> Iterator[Finding]:
    """Whether a part that was left out is longer than what stays: then it may be the essay."""
    left = len(text_of(page.root).split())
    parts = (step for step in page.steps if step.kind == "dropped" and not any(word in step.why for word in _OF_OTHERS))
    longest = max(parts, key=lambda step: len(step.text), default=None)
    words = len(longest.text.split()) if longest else 0
    if longest and words > max(thresholds.PART_LEFT_OUT, left):
        shown = {"why": longest.why, "text": " ".join(longest.text.split()[:8])}
        yield finding("R029", longest.place, left=words, all=words + left, **shown)


def _called(root: HtmlElement) -> frozenset[str]:
    """The ids that links which look like calls lead to."""
    links = ((a.get("href") or "", text_of(a)) for a in _local(root))
    return frozenset(address[1:] for address, text in links if marker_of(text) and not is_service(address))


def _local(root: HtmlElement) -> Iterator[HtmlElement]:
    """The links within the file."""
    return (a for a in root.iter("a") if (a.get("href") or "").startswith("#"))


def _make_local(root: HtmlElement) -> None:
    """Links that name the file itself, as saved pages and LaTeX2HTML have them.

    Every id they name is in this file.

    False positive it avoids: one link to a place of another page that happens to have a name which is here too.
    """
    ids = {name for e in root.iter() if isinstance(e.tag, str) for name in (e.get("id"), e.get("name")) if name}
    by_file: dict[str, list[tuple[HtmlElement, str]]] = defaultdict(list)
    for link in root.iter("a"):
        file, mark, id = (link.get("href") or "").partition("#")
        if file and mark and id:
            by_file[file].append((link, id))
    for links in by_file.values():
        own = all(id in ids for _, id in links) and len({id for _, id in links}) > 1
        for link, id in links:
            if own or (id in ids and marker_of(text_of(link))):
                link.set("href", f"#{id}")


# --- tables and preformatted text that are no such thing ------------------------------------------------------------


def _unwrap_layout(table: HtmlElement, page: HtmlPage) -> None:
    """Make a layout table, or one whose rows are notes, plain divisions.

    False positive it avoids: a table of data, which has heads or a caption, or several columns of short cells.
    """
    if table.tag != "table":
        return
    notes = any(name in page.called for e in table.iter() for name in (e.get("id"), e.get("name")) if name)
    own = [e for e in table.iter("td", "th", "caption", "thead") if next(e.iterancestors("table"), None) is table]
    if any(e.tag not in ("td",) for e in own) and not notes:
        return
    cells = [e for e in own if e.tag in ("td", "th")]
    longest = max((len(text_of(cell)) for cell in cells), default=0)
    blocks = any(next(cell.iter("p", "h1", "h2", "h3", "ul", "ol", "blockquote", "pre"), None) is not None for cell in cells)
    inner = next(table.iterdescendants("table"), None) is not None
    if not (len(cells) <= 1 or (blocks and longest > thresholds.LAYOUT_CELL) or inner or notes):
        return
    for cell in cells:
        links = [a for a in cell.iter("a") if a.get("href")]
        if (
            len(cells) > 1
            and len(links) > 1
            and sum(len(text_of(a)) for a in links) > thresholds.LINKED_CELL * len(text_of(cell))
        ):
            page.drop(cell, "web page boilerplate: navigation")
    parts = ("thead", "tbody", "tr", "td", "th", "tfoot", "caption", "colgroup", "col")
    for element in [table, *(e for e in table.iter(*parts) if next(e.iterancestors("table"), None) is table)]:
        if element.tag == "tr":
            element.set("data-row", "1")
        element.tag = "div"


def _unwrap_terms(terms: HtmlElement, page: HtmlPage) -> None:
    """A list of definitions whose terms are called is one of notes.

    Each term and its text become one division.

    LaTeX2HTML puts the words before the call into the term, after "..."; they stand in the text already.
    """
    for term in terms.findall("dt"):
        anchors = [e for e in term.iter() if (e.get("id") or e.get("name")) in page.called]
        if not anchors:
            continue
        for anchor in anchors:
            if text_of(anchor).startswith("..."):
                page.steps.append(Step("dropped", Place(page.path, line_of(term)), text_of(anchor), "words before the call"))
                for child in list(anchor):
                    anchor.remove(child)
                anchor.text = None
        following = term.getnext()
        while following is not None and following.tag == "dd":
            after = following.getnext()
            following.tag = "div"
            term.append(following)
            following = after
        term.tag = "div"
        term.set("data-row", "1")
        terms.tag = "div"


def _unwrap_headed(root: HtmlElement, called: frozenset[str]) -> None:
    """Notes under headings that are nothing but their markers, as Texinfo writes them.

    Each becomes one division.
    """
    for heading in list(root.iter(*_HEADS)):
        names = {name for e in heading.iter() for name in (e.get("id"), e.get("name"))}
        if not (names & called and marker_of(text_of(heading))):
            continue
        following = heading.getnext()
        while following is not None and following.tag not in _HEADS and following.tag != "hr":
            after = following.getnext()
            heading.append(following)
            following = after
        heading.tag = "div"
        heading.set("data-row", "1")


def _unwrap_pre(root: HtmlElement) -> None:
    """A page that is one preformatted text.

    Its blank lines part paragraphs, as in a plain text.
    """
    blocks = list(root.iter("pre"))
    length = len(text_of(root))
    for pre in blocks:
        if len(text_of(pre)) > thresholds.PRE_SHARE * length > thresholds.PRE_PAGE and len(pre) == 0:
            text, line = pre.text or "", (line_of(pre) or 1)
            pre.tag, pre.text = "div", None
            for match in re.finditer(r"^(?:[^\S\n]*+\S[^\n]*+\n?+)++", text, re.M):
                part = lxml.html.Element("p")
                part.text = match[0]
                part.set(AT, str(line + text.count("\n", 0, match.start())))
                pre.append(part)


def _unwrap_boxes(root: HtmlElement) -> None:
    """Divisions that hold nothing but one division are one: pages nest them by the dozen."""
    for box in list(root.iter("div")):
        only = len(box) == 1 and box[0].tag == "div" and not (box.text or "").strip() and not (box[0].tail or "").strip()
        if only and box.get("id") is None and box.getparent() is not None:
            box.drop_tag()


# --- ids ------------------------------------------------------------------------------------------------------------

_BLOCKS = frozenset({"p", "li", "dd", "dt", "div", "aside", "section", "blockquote", "article", "footer", "main", "center"})
_HOLDERS = frozenset({"table", "tbody", "tr", "ul", "ol", "dl", "thead", "tfoot"})
_PHRASES = frozenset({"span", "b", "i", "em", "strong", "sup", "small", "font", "a", "cite", "u"})
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def place_all_ids(root: HtmlElement) -> None:
    """Put every id of a part of a page where pandoc keeps it.

    Links may lead to it from elsewhere.
    """
    ids = frozenset(name for element in root.iter() for name in (element.get("id"), element.get("name")) if name)
    _place_ids(root, ids, ids)


def _place_ids(root: HtmlElement, called: frozenset[str], linked: frozenset[str] = frozenset()) -> None:
    """Put the ids that links lead to where pandoc keeps them, and take the others away."""
    linked = linked | {(a.get("href") or "")[1:] for a in root.iter("a") if (a.get("href") or "").startswith("#")}
    marked: list[tuple[HtmlElement, str]] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        # pandoc makes notes of some roles itself, and loses those whose ids it does not find.
        element.attrib.pop("role", None)
        element.attrib.pop("epub:type", None)
        names = [name for name in dict.fromkeys((element.get("id"), element.get("name"))) if name and name in linked]
        element.attrib.pop("id", None)
        element.attrib.pop("name", None)
        marked += [(element, name) for name in names]
    busy = {element for element, name in marked if name in called}
    for element, name in marked:
        _give(_lifted(element, busy) if name in called else element, name)


# The box of one note; "footnotes" and Word's "footnote-list" are boxes of all of them.
_NOTE_BOX = re.compile(r"(?:^|[\s:_-])(?:foot|end)?note(?![\w-]{0,99}list)(?:[\s_;-]|$)", re.I)


def _lifted(element: HtmlElement, busy: set[HtmlElement]) -> HtmlElement:
    """The block that an anchor opens and that is one note; else the anchor.

    Not if it holds another called anchor.
    """
    best = element
    node = element
    while True:
        parent = node.getparent()
        if parent is None or not _opens(node, parent) or not (_is_one(node, parent) or _has_sister(parent, busy)):
            break
        if any(other is not element and other in busy for other in parent.iter()):
            break
        node = parent
        if node.tag in _BLOCKS:
            best = node
    return best


def _opens(node: HtmlElement, parent: HtmlElement) -> bool:
    """Whether nothing to read stands before a node in its parent."""
    if (parent.text or "").strip(" \n\t\u00a0[("):
        return False
    before = node.itersiblings(preceding=True)  # the nearest first: of a thousand notes in a row each is asked
    return not any(e.tag == "hr" or text_of(e) or (e.tail or "").strip(" \n\t\u00a0[(") for e in before)


def _is_one(node: HtmlElement, parent: HtmlElement) -> bool:
    """Whether a parent may be the note that a node opens.

    False positive it avoids: the box around all notes.
    """
    if parent.tag in ("p", "li", "dd", "aside") or parent.tag in _PHRASES or parent.get("data-row"):
        return True
    if parent.tag != "div":
        return False
    named = f"{parent.get('class') or ''} {parent.get('style') or ''}"
    return (node.tag not in _BLOCKS and len(list(islice(parent.iter(*_BLOCKS), 2))) <= 1) or bool(_NOTE_BOX.search(named))


def _has_sister(box: HtmlElement, busy: set[HtmlElement]) -> bool:
    """Whether the element beside a box holds a note too.

    Then each box is one, of several paragraphs.
    """
    beside = (e for e in (box.getprevious(), box.getnext()) if e is not None and e.tag == box.tag == "div")
    return any(inner in busy for e in beside for inner in islice(e.iter(), 50))


def _give(element: HtmlElement, id: str) -> None:
    """Give an element an id in a way that pandoc keeps."""
    if element.tag in _HOLDERS:
        cell = next(element.iter("td", "th", "li", "dt", "dd"), None)
        if cell is not None:
            _first(cell, _span(id))
    elif element.tag in _HEADS:
        _first(element, _span(id))
    elif element.tag == "p":
        _wrap(element, id)
    elif element.tag in ("li", "dd", "dt"):
        _fill(element, id)
    elif element.tag in _BLOCKS and element.get("id") is None:
        element.tag = "div"
        element.set("id", id)
    else:
        parent = element.getparent()
        if parent is not None and parent.tag not in _HOLDERS:
            element.addprevious(_span(id))
        else:
            _first(element, _span(id))


def _span(id: str) -> HtmlElement:
    span = lxml.html.Element("span")
    span.set("id", id)
    return span


def _first(element: HtmlElement, new: HtmlElement) -> None:
    """Put an element in front of all that another holds."""
    new.tail, element.text = element.text, None
    element.insert(0, new)


def _wrap(element: HtmlElement, id: str) -> None:
    """Put a div with an id around an element."""
    div = lxml.html.Element("div")
    div.set("id", id)
    div.tail, element.tail = element.tail, None
    if element.getparent() is None:
        return
    element.addprevious(div)  # not by its index: that would be counted anew for each of a thousand notes
    div.append(element)


def _fill(element: HtmlElement, id: str) -> None:
    """Put a div with an id around all that an element holds."""
    div = lxml.html.Element("div")
    div.set("id", id)
    div.text, element.text = element.text, None
    for child in list(element):
        div.append(child)
    element.append(div)


# --- lines ----------------------------------------------------------------------------------------------------------


_LINED = frozenset({"p", "li", "dd", "dt", "td", "th", "div", "blockquote", "figcaption", "a", *_HEADS})


def _place_lines(root: HtmlElement) -> None:
    """Say in which line of the file every block and link starts."""
    for element in list(root.iter()):
        line = str(line_of(element))
        element.attrib.pop(AT, None)
        if line == "0" or element.tag not in _LINED:
            continue
        if element.tag in ("a", "div", *_HEADS):
            element.set(f"data-{LINE}", line)
        elif (
            element.tag == "p"
            or (element.text or "").strip()
            or (len(element) and element[0].tag in ("a", "b", "i", "em", "span"))
        ):
            span = lxml.html.Element("span")
            span.set(f"data-{LINE}", line)
            _first(element, span)
