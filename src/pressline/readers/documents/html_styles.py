"""What a page says by style alone, said by elements.

Italics and bold of Google Docs, labels of lists, lines of verse.

Each function changes the tree in place and keeps all words in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qs, urlsplit

import lxml.html
from lxml.html import HtmlElement

from pressline.findings import Place
from pressline.model import Step
from pressline.pandoc.line_blocks import LINE_NUMBER
from pressline.readers.documents.html_decode import classes, text_of
from pressline.readers.documents.html_tree import line_of

# A rule of a style sheet for one class alone. False positive it avoids: ".title b", which is for what stands within others.
_RULE = re.compile(r"(?<![^\s}>;/])(?:span)?\.([\w-]{1,60})\s*\{([^{}]{0,2000})\}")
_STYLES = (
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.I), "em"),
    (re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.I), "strong"),
    (re.compile(r"vertical-align\s*:\s*super", re.I), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub\b", re.I), "sub"),
)
_REDIRECTS = {"www.google.com": ("/url", "q"), "l.facebook.com": ("/l.php", "u"), "lm.facebook.com": ("/l.php", "u")}


def name_styles(root: HtmlElement) -> None:
    """Make italics, bold and raised text that only styles tell into elements.

    Bold that a style takes back is none.
    """
    sheet = " ".join(style.text or "" for style in root.iter("style"))
    rules = {name: _tags(body) for name, body in _RULE.findall(sheet) if _tags(body)}
    for element in list(root.iter("span", "font", "b", "i")):
        style = element.get("style") or ""
        if element.tag in ("b", "i"):
            plain = "font-weight:normal" if element.tag == "b" else "font-style:normal"
            if plain in style.replace(" ", "").lower() or (
                element.tag == "b" and element.get("id", "").startswith("docs-internal")
            ):
                element.tag = "span"
                element.attrib.pop("style", None)
            continue
        tags = list(
            dict.fromkeys([*_tags(style), *(t for name in (element.get("class") or "").split() for t in rules.get(name, ()))])
        )
        if tags and text_of(element):
            element.attrib.pop("style", None)
            _wrap(element, tags)


def _tags(style: str) -> tuple[str, ...]:
    return tuple(tag for pattern, tag in _STYLES if pattern.search(style))


def _wrap(element: HtmlElement, tags: list[str]) -> None:
    """Put all that an element holds into new elements within it.

    The outermost takes the element's own place.
    """
    element.tag = tags[0]
    for tag in tags[1:]:
        inner = lxml.html.Element(tag)
        inner.text, element.text = element.text, None
        inner.extend(list(element))
        element.append(inner)


def settle_links(root: HtmlElement) -> None:
    """Raise links instead of linking raised text, and follow redirects in addresses."""
    for link in list(root.iter("a")):
        only = link[0] if len(link) == 1 and link[0].tag == "sup" else None
        if only is not None and not (link.text or "").strip() and not (only.tail or "").strip() and link.get("href"):
            sup = lxml.html.Element("sup")
            sup.tail, link.tail = link.tail, None
            link.getparent().replace(link, sup)
            sup.append(link)
            only.drop_tag()
        address = urlsplit(link.get("href") or "") if "//" in (link.get("href") or "")[:8] else None
        if address and address.netloc in _REDIRECTS:
            path, key = _REDIRECTS[address.netloc]
            target = parse_qs(address.query).get(key, [""])[0]
            if address.path == path and target.startswith("http"):
                link.set("href", target)


# --- lists ----------------------------------------------------------------------------------------------------------

_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_LETTERS = {kind: letter for letter, kind in _TYPES.items()}
_TYPE = re.compile(r"list-style(?:-type)?\s*:[^;]{0,30}?((?:lower|upper)-(?:alpha|latin|roman|greek))", re.I)
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def settle_lists(root: HtmlElement, called: frozenset[str]) -> None:
    """Say by `type` how a list counts that only its style tells, and part lists that leap.

    The labels of lists that count backwards or in Greek letters are written before their items: nothing else keeps them.
    Lists of notes are left.
    """
    for holder in list(root.iter("ol")):
        if any((e.get("id") or e.get("name")) in called for e in holder.iter()):
            continue
        kind = _TYPES.get(holder.get("type") or "") or next(iter(_TYPE.findall(holder.get("style") or "")), "").lower()
        items = [child for child in holder if child.tag == "li"]
        numbers = list(_numbers(holder, items))
        holder.attrib.pop("type", None)
        if kind.endswith("greek") or holder.get("reversed") is not None:
            for item, number in zip(items, numbers, strict=True):
                _label(item, f"{_shown(number, kind)}. ")
            holder.tag = "div"
            continue
        if kind:
            holder.set("type", _LETTERS[kind.replace("latin", "alpha")])
        if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            _part(holder, items, numbers)
        elif numbers and numbers[0] != 1:
            holder.set("start", str(numbers[0]))


def _numbers(holder: HtmlElement, items: list[HtmlElement]) -> Iterator[int]:
    step = -1 if holder.get("reversed") is not None else 1
    start = holder.get("start") or ""
    number = int(start) if re.fullmatch(r"-?\d{1,6}", start) else len(items) if step < 0 else 1
    for item in items:
        value = item.get("value") or ""
        number = int(value) if re.fullmatch(r"-?\d{1,6}", value) else number
        yield number
        number += step


def _shown(number: int, kind: str) -> str:
    if number < 1 or kind.endswith("greek") or not kind:
        return str(number)
    if kind.endswith("roman"):
        found, left = "", number
        for value, sign in _ROMAN:
            found, left = found + sign * (left // value), left % value
    else:
        found, left = "", number
        while left:
            left, sign_at = divmod(left - 1, 26)
            found = chr(97 + sign_at) + found
    return found.upper() if kind.startswith("upper") else found


def _label(item: HtmlElement, label: str) -> None:
    """Make an item a division that begins with its label."""
    item.tag = "div"
    holder = item
    while not (holder.text or "").strip() and len(holder) and holder[0].tag in ("p", "div", "span"):
        holder = holder[0]
    holder.text = label + (holder.text or "").lstrip()


def _part(holder: HtmlElement, items: list[HtmlElement], numbers: list[int]) -> None:
    """Part a list where its numbers leap."""
    current = holder
    holder.set("start", str(numbers[0]))
    for k in range(1, len(items)):
        if numbers[k] != numbers[k - 1] + 1:
            following = lxml.html.Element("ol")
            following.set("start", str(numbers[k]))
            if holder.get("type"):
                following.set("type", holder.get("type"))
            following.tail, current.tail = current.tail, None
            current.addnext(following)
            current = following
        if current is not holder:
            current.append(items[k])


# --- verse ----------------------------------------------------------------------------------------------------------

_LINE = re.compile(r" (?:i\d{1,2}|line|verse-?line|poem-?line|v-?line|poetry-?line|l|versline|vers) ")
# Steps by which lines of verse are set in; "i4" is four columns in the books of Project Gutenberg.
_VERSE = re.compile(r" (?:poem|poetry|verse|stanza|strophe|song|line-?group|lg) ")
_STEPS = re.compile(r" (?P<kind>i|in|ind|indent|level)-?(?P<level>\d{0,2}) ")
_MARGIN = re.compile(r"(?:margin|padding)-left\s*:\s*(?P<size>\d{1,3}(?:\.\d{1,3})?)(?P<unit>em|px|pt|%|rem)", re.I)
_COLUMNS_OF_STEP = 2
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
    """Put paragraphs that stand right, signatures and dates.

    And epigraphs into divisions that say so.

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
    for verse in [p for p in root.iter("p", "div") if _is_verse(p)]:
        _settle_spans(verse)
    for stanza in list(root.iter("div", "section", "blockquote", "p")):
        lines = [child for child in stanza if child.tag in ("div", "span", "p") and _LINE.search(classes(child))]
        bare = not (stanza.text or "").strip() and not any((line.tail or "").strip() for line in lines)
        if (
            len(lines) > 1
            and len(lines) == len(stanza)
            and bare
            and not any(next(e.iter("p", "div", "br"), e) is not e for e in lines)
        ):
            _join(stanza, lines)
    return steps


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

    As `settle_verse` wants them.

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
    verse = lxml.html.Element("p")
    for k, line in enumerate(lines):
        depth = _depth(line)
        line.tag = "span"
        for name in ("class", "style"):
            line.attrib.pop(name, None)
        line.text, line.tail = "\u00a0" * depth + (line.text or "").lstrip(" \n\t"), None
        verse.append(line)
        if k + 1 < len(lines):
            verse.append(lxml.html.Element("br"))
    holder = lxml.html.Element("div")
    holder.set("class", LINE_BLOCK)
    holder.append(verse)
    if stanza.tag == "p":
        stanza.tag = "div"
    stanza.append(holder)


def _depth(line: HtmlElement) -> int:
    """The columns that a line is set in by.

    "i2" of Project Gutenberg, "indent", "in1", or the margin of its style.
    """
    found = _STEPS.search(classes(line))
    if found:
        level = int(found["level"] or 1)
        return level if found["kind"] == "i" and level > 1 else _COLUMNS_OF_STEP * level
    said = _MARGIN.search(line.get("style") or "")
    if not said or said["unit"] == "%":
        return round(float(said["size"]) / _COLUMNS_OF_STEP) if said else 0
    return round(float(said["size"]) * {"px": 1 / 8, "pt": 1 / 6}.get(said["unit"], 2.0))
