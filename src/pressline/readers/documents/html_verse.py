"""Verse of a page, its epigraphs and what stands at its right.

Told by classes, styles and shape.

Each function changes the tree in place and keeps all words in order.
"""

from __future__ import annotations

import re
from itertools import groupby, islice

import lxml.html
from lxml.html import HtmlElement

from pressline.findings import Place
from pressline.model import Step
from pressline.pandoc.line_blocks import LINE_NUMBER
from pressline.readers.documents.html_decode import classes, text_of
from pressline.readers.documents.html_tree import line_of

_LINE = re.compile(r" (?:i\d{1,2}|line|verse-?line|poem-?line|v-?line|poetry-?line|l|versline|vers) ")
# Steps by which lines of verse are set in; "i4" is four columns in the books of Project Gutenberg.
_VERSE = re.compile(r" (?:poem|poetry|verse|stanza|strophe|song|line-?group|lg) ")
_STEPS = re.compile(r" (?P<kind>i|in|ind|indent|level)-?(?P<level>\d{0,2}) ")
_MARGIN = re.compile(r"(?:margin|padding)-left\s*:\s*(?P<size>\d{1,3}(?:\.\d{1,3})?)(?P<unit>em|px|pt|%|rem)", re.I)
_COLUMNS_OF_STEP = 2
_DEEPEST = 24  # columns
_STANZA = re.compile(r" (?:line-?group|lg|stanza\w{0,2}|strophe|strofa|strofe|verses?|poem|poetry|couplet|quatrain|tercet) ")
# Lines of verse that nothing names: so many, so long on average, so many that end as no sentence does, and with a capital.
_FEWEST, _SHORTEST, _LONGEST, _RUN_ON, _CAPITALS = 4, 15, 65, 0.3, 0.8
LINE_BLOCK = "line-block"
_LINE_NUMBER = re.compile(r" (?:l-?num(?:ber)?|line-?n(?:um(?:ber)?|o)|linenum|verse-?num(?:ber)?) ")


SIDES = ("right", "epigraph")
_LOOKS = (
    (
        re.compile(
            r" (?:signature|signed|valediction|closing|right|rightalign|ralign|right-align|text-right|has-text-align-right) "
        ),
        "right",
    ),
    (re.compile(r" (?:epigraph|motto) "), "epigraph"),
)
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)\b", re.I)
_LONGEST_LINE = 160  # characters of a line that stands right: a place and date, a name


def settle_sides(root: HtmlElement) -> None:
    """Put signatures and dates that stand right, and epigraphs, into divisions that say so.

    False positives avoided: a whole page that is set right, as Arabic is; cells of tables; a picture that floats right.
    """
    if (root.get("dir") or next((e.get("dir") for e in root.iter("html", "body") if e.get("dir")), "")) == "rtl":
        return
    for element in list(root.iter("p", "div", "blockquote")):
        side = _side(element)
        inside = any(e.tag in ("table", "figure", "li", "nav", "aside", "header") or _side(e) for e in element.iterancestors())
        if not side or inside or next(element.iter("img", "table", "ul", "ol", "h1", "h2", "h3"), None) is not None:
            continue
        if not text_of(element).strip() or (side == "right" and len(text_of(element)) > _LONGEST_LINE):
            continue
        holder = lxml.html.Element("div")
        holder.set("class", side)
        holder.tail, element.tail = element.tail, None
        element.getparent().replace(element, holder)
        element.attrib.pop("class", None)
        holder.append(element)


def _side(element: HtmlElement) -> str:
    """How an element stands apart: "right", "epigraph" or ""."""
    if element.tag not in ("p", "div", "blockquote"):
        return ""
    if (element.get("align") or "").lower() == "right" or _RIGHT.search(element.get("style") or ""):
        return "right"
    said = classes(element)
    return next((side for pattern, side in _LOOKS if pattern.search(said)), "")


def settle_verse(root: HtmlElement, path: str) -> list[Step]:
    """Make divisions that are lines of verse one block of lines.

    A number at the end of a line stays, as a span of class "line-number"; one elsewhere goes, and is recorded.
    """
    steps: list[Step] = []
    for number in [e for e in root.iter("span", "small", "sup") if _LINE_NUMBER.search(classes(e))]:
        if not text_of(number).isdigit():
            continue
        if _ends_line(number):
            number.tag = "span"
            number.attrib.clear()
            number.set("class", LINE_NUMBER)
        else:
            steps.append(Step("dropped", Place(path, line_of(number)), text_of(number), "line number of a verse"))
            number.drop_tree()
    for verse in [
        p for p in root.iter("p", "div") if _is_verse(p) or any(_STEPS.search(classes(e)) for e in p if e.tag == "span")
    ]:
        _settle_spans(verse)
    for stanza in list(root.iter("div", "section", "blockquote", "p")):
        bare = not (stanza.text or "").strip() and not any((line.tail or "").strip() for line in stanza)
        for is_line, run in groupby(list(stanza), _is_line) if bare else ():
            lines = list(run)
            if is_line and _are_verse(lines, stanza):
                _join(stanza, lines)
    for line in root.iter("span"):
        if (depth := _depth(line)) and _begins_line(line):
            line.text = "\u00a0" * depth + (line.text or "").lstrip()
    return steps


def _is_line(element: HtmlElement) -> bool:
    """Whether an element may be one line: words, and no block among them."""
    inner = element.iterdescendants("p", "div", "br", "table", "ul", "ol", "img", "h1", "h2", "h3")
    return element.tag in ("div", "span", "p") and next(inner, None) is None and bool(text_of(element))


def _are_verse(lines: list[HtmlElement], stanza: HtmlElement) -> bool:
    """Whether neighbouring lines of an element are verse, by a name or by their shape."""
    if len(lines) < 2:
        return False
    whole = len(lines) == len(stanza)
    classed = whole and all(_LINE.search(classes(line)) for line in lines)
    return bool(_STANZA.search(classes(stanza))) or classed or (whole and _scans([text_of(line) for line in lines]))


def _scans(lines: list[str]) -> bool:
    """Whether some divisions of one line each are verse.

    False positives it avoids: names, addresses and menus, which end without a mark; a dialogue, whose lines are sentences.
    """
    if len(lines) < _FEWEST or not all(lines) or not _SHORTEST < sum(map(len, lines)) / len(lines) < _LONGEST:
        return False
    ends = [line.rstrip("\"'”’»)")[-1:] for line in lines]
    run_on = sum(end in ",;:—–" or end.isalpha() for end in ends)
    marked = sum(end in ",;:—–" for end in ends)
    stops = sum(end in ".!?" for end in ends)
    capitals = sum(line.lstrip("\"'“‘«(¿¡—")[:1].isupper() for line in lines)
    return stops > 0 and marked > 0 and run_on > _RUN_ON * len(lines) and capitals >= _CAPITALS * len(lines)


def _begins_line(line: HtmlElement) -> bool:
    """Whether a phrase stands right behind a break of lines."""
    before = line.getprevious()
    if before is None or (before.tail or "").strip():
        return False
    last = before if before.tag == "br" or not len(before) else before[-1]
    return last.tag == "br" and (last is before or not (last.tail or "").strip())


def _is_verse(stanza: HtmlElement) -> bool:
    """Whether a stanza, or what stands around it, says so by its class, or by `epub:type`."""
    around = [stanza, *islice(stanza.iterancestors(), 2)]
    said = " ".join(f"{classes(element)} {element.get('epub:type') or ''}" for element in around)
    return bool(_VERSE.search(f" {said.replace(':', ' ')} "))


def _ends_line(number: HtmlElement) -> bool:
    """Whether nothing but the end of the line follows a number, and words stand before it."""
    holder, following = number.getparent(), number.getnext()
    if (number.tail or "").strip() or (following is not None and following.tag != "br"):
        return False
    return bool((number.getprevious() is not None and number.getprevious().tag != "br") or (holder.text or "").strip())


def _settle_spans(stanza: HtmlElement) -> None:
    """Make the lines of a stanza, spans with a break between or within them, spans alone.

    So they stand in the books of Project Gutenberg (`<span class="i2">words<br/></span>`) and of Standard Ebooks
    (`<span>words</span><br/><span class="i1">words</span>`).
    """
    spans = [child for child in stanza if child.tag == "span"]
    if len(spans) < 2 or any(child.tag not in ("span", "br") or (child.tail or "").strip() for child in stanza):
        return
    if (stanza.text or "").strip() or any(
        len(list(span.iter("br"))) > (span[-1].tag == "br" if len(span) else 0) for span in spans
    ):
        return
    for broken in [child for child in stanza if child.tag == "br"]:
        stanza.remove(broken)
    for span in spans:
        if len(span) and span[-1].tag == "br":
            span.remove(span[-1])
        span.set("class", f"line {span.get('class') or ''}".strip())


def _join(stanza: HtmlElement, lines: list[HtmlElement]) -> None:
    """Make lines of verse one line block, in which each is set in as its class or style says."""
    holder = lxml.html.Element("div")  # the lines stand in it bare, as pandoc's reader of HTML wants them
    holder.set("class", LINE_BLOCK)
    lines[0].addprevious(holder)
    for k, line in enumerate(lines):
        depth = _depth(line)
        line.tag = "span"
        for name in ("class", "style"):
            line.attrib.pop(name, None)
        line.text, line.tail = "\u00a0" * depth + (line.text or "").lstrip(" \n\t"), None
        holder.append(line)
        if k + 1 < len(lines):
            holder.append(lxml.html.Element("br"))
    if stanza.tag == "p":
        stanza.tag = "div"


def _depth(line: HtmlElement) -> int:
    """The columns that a line is set in by.

    "i2" of Project Gutenberg, "indent", "in1", or the margin of its style.
    """
    found = _STEPS.search(classes(line))
    if found:
        level = int(found["level"] or 1)
        return min(level if found["kind"] == "i" and level > 1 else _COLUMNS_OF_STEP * level, _DEEPEST)
    said = _MARGIN.search(line.get("style") or "")
    if not said or said["unit"] == "%":
        return round(float(said["size"]) / _COLUMNS_OF_STEP) if said else 0
    return round(float(said["size"]) * {"px": 1 / 8, "pt": 1 / 6}.get(said["unit"], 2.0))
