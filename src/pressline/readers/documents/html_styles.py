"""What a page says by style alone, said by elements.

Italics and bold of Google Docs, labels of lists, lines of verse.

Each function changes the tree in place and keeps all words in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import parse_qs, urlsplit

import lxml.html
from lxml.html import HtmlElement

from pressline.findings import Place
from pressline.model import Step
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
_TYPE = re.compile(r"list-style(?:-type)?\s*:[^;]{0,30}?((?:lower|upper)-(?:alpha|latin|roman|greek))", re.I)
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def settle_lists(root: HtmlElement, called: frozenset[str]) -> None:
    """Write the labels of lists that count by letters or backwards; part lists that leap.

    Markdown counts in Arabic numbers, one by one; a text that says "limb (b)" needs the letter. Lists of notes are left.
    """
    for holder in list(root.iter("ol")):
        if any((e.get("id") or e.get("name")) in called for e in holder.iter()):
            continue
        kind = _TYPES.get(holder.get("type") or "") or next(iter(_TYPE.findall(holder.get("style") or "")), "").lower()
        items = [child for child in holder if child.tag == "li"]
        numbers = list(_numbers(holder, items))
        if kind or holder.get("reversed") is not None:
            for item, number in zip(items, numbers, strict=True):
                _label(item, f"{_shown(number, kind)}. ")
            holder.tag = "div"
        elif numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
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
            following.tail, current.tail = current.tail, None
            current.addnext(following)
            current = following
        if current is not holder:
            current.append(items[k])


# --- verse ----------------------------------------------------------------------------------------------------------

_LINE = re.compile(r" (?:line|verse-?line|poem-?line|v-?line|poetry-?line|l|versline|vers) ")
_STANZA = re.compile(r" (?:line-?group|lg|stanza\w{0,2}|strophe|strofa|strofe|verses?|poem|poetry|couplet|quatrain|tercet) ")
_LINE_NUMBER = re.compile(r" (?:l-?num(?:ber)?|line-?n(?:um(?:ber)?|o)|linenum|verse-?num(?:ber)?) ")
# How far a line is set in, by the classes of Gutenberg and Standard Ebooks ("i2"), and by its style.
_SET_IN = re.compile(r" (?:i|in|indent[-_]?)(\d{1,2})? ")
_MARGIN = re.compile(r"(?:(?:margin|padding)-left|text-indent)\s{0,3}:\s{0,3}(\d{1,2})(?:\.\d{1,3})?em")
_DEEPEST = 12  # em
# Lines of verse that nothing names: so many, so long on average, so many that end as no sentence does, and with a capital.
_FEWEST, _SHORTEST, _LONGEST, _RUN_ON, _CAPITALS = 4, 15, 65, 0.3, 0.8


def settle_verse(root: HtmlElement, path: str) -> list[Step]:
    """Make divisions that are lines of verse one paragraph of lines.

    Each is set in as far as the page sets it in. Line numbers go, and are recorded.
    """
    steps: list[Step] = []
    for number in [e for e in root.iter("span", "small", "sup") if _LINE_NUMBER.search(classes(e))]:
        if text_of(number).isdigit():
            steps.append(Step("dropped", Place(path, line_of(number)), text_of(number), "line number of a verse"))
            number.drop_tree()
    for stanza in list(root.iter("div", "section", "blockquote")):
        bare = not (stanza.text or "").strip() and not any((line.tail or "").strip() for line in stanza)
        runs = [list(run) for is_line, run in groupby(stanza, _is_line) if is_line] if bare else []
        named = _STANZA.search(classes(stanza))
        for lines in runs:
            whole = len(lines) == len(stanza)
            classed = whole and all(_LINE.search(classes(line)) for line in lines)
            if len(lines) > 1 and (named or classed or (whole and _scans([text_of(line) for line in lines]))):
                _join(lines)
    for line in root.iter("span"):
        if (depth := _depth(line)) and _begins_line(line):
            line.text = "\u2003" * depth + (line.text or "").lstrip()
    return steps


def _is_line(element: HtmlElement) -> bool:
    """Whether an element may be one line: words, and no block among them."""
    inner = element.iterdescendants("p", "div", "br", "table", "ul", "ol", "img", "h1", "h2", "h3")
    return element.tag in ("div", "span", "p") and next(inner, None) is None and bool(text_of(element))


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


def _depth(line: HtmlElement) -> int:
    """By how many em a line is set in."""
    if named := _SET_IN.search(classes(line)):
        return min(int(named[1] or 1), _DEEPEST)
    style = _MARGIN.search(line.get("style") or "")
    return min(int(style[1]), _DEEPEST) if style else 0


def _begins_line(line: HtmlElement) -> bool:
    """Whether a phrase stands right behind a break of lines."""
    before = line.getprevious()
    if before is None or (before.tail or "").strip():
        return False
    last = before if before.tag == "br" or not len(before) else before[-1]
    return last.tag == "br" and (last is before or not (last.tail or "").strip())


def _join(lines: list[HtmlElement]) -> None:
    verse = lxml.html.Element("p")
    lines[0].addprevious(verse)
    for k, line in enumerate(lines):
        indent = "\u2003" * _depth(line)
        line.tag = "span"
        for name in ("class", "style"):
            line.attrib.pop(name, None)
        line.text, line.tail = indent + (line.text or "").lstrip(), None
        verse.append(line)
        if k + 1 < len(lines):
            verse.append(lxml.html.Element("br"))
