"""What a page says by style alone, said by elements.

Italics and bold of Google Docs, labels of lists.

Each function changes the tree in place and keeps all words in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import lxml.html
from lxml.html import HtmlElement

from pressline.readers.documents.html_decode import text_of

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
