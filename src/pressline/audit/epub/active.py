"""Check an EPUB for what acts, asks, fetches or leads elsewhere, and for its languages.

A book is read and no program: no script, no handler, no form, nothing embedded, and nothing that is fetched when a page is
opened (EPUB 3.3 permits some of it, an essay needs none). Links that a reader follows may lead to the web.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import tinycss2
from lxml import etree

from pressline.audit.epub.css.seen import links_to_sheets
from pressline.audit.epub.opened import Doc, Opened, Problem, local, parse
from pressline.locale.directions import is_right_to_left, mostly_rtl
from pressline.model import Book
from pressline.runtime.namespaces import OPF, XML_BASE, XML_LANG

_EMBEDDED = frozenset({"object", "embed", "applet", "iframe", "frame", "frameset", "portal", "audio", "video"})
_ASKING = frozenset({"form", "input", "button", "select", "textarea", "fieldset", "keygen", "isindex"})
_SOURCES = ("src", "srcset", "poster", "data", "background", "longdesc", "manifest", "cite", "archive", "imagesrcset", "ping")
_ALLOWED_LINK = re.compile(r"(?:https?|mailto|tel|ftp):", re.IGNORECASE)
# A name of a scheme, as a browser reads it: control characters in front and line ends within are passed over (URL Standard,
# 4.4). False positive it avoids: "a/b:c", which is a path.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//")
_BLANKS = dict.fromkeys(range(33))
_XML = (".xml", ".xhtml", ".html", ".htm", ".opf", ".ncx", ".svg", ".smil")
_DECLARES = tuple("<!ENTITY".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]{0,1000}\[")
_UNSEEN = {
    "\u00ad": "a soft hyphen", "\u200b": "a space of no width", "\u2060": "a word joiner", "\ufeff": "a space of no width",
    "\u200c": "a sign that parts letters",
    "\u200d": "a sign that joins letters", "\u180e": "a vowel separator", "\u034f": "a joiner",
    "\u2061": "a function sign", "\u2062": "a times sign",
    "\u2063": "a separator", "\u2064": "a plus sign",
}  # fmt: skip
_ANY_UNSEEN = re.compile("[" + "".join(_UNSEEN) + "]")


def scheme_of(target: str) -> str:
    """The scheme of an address as a browser reads it, in small letters: "javascript:", "//".

    "" for a path.

    >>> scheme_of(" java\\nscript:alert(1)")
    'javascript:'
    """
    match = _SCHEME.match(target.translate(_BLANKS).lower())
    return match[0] if match else ""


def check_scripts(opened: Opened, book: Book) -> Iterator[Problem]:
    """Nothing in a document acts, asks, embeds or leads on by itself."""
    for doc in _documents(opened):
        yield from (("A072", doc.path, {"what": f"the transformation {name}"}) for name in _transformations(doc))
        for element in doc.root.iter(etree.Element):
            yield from (("A072", doc.path, {"what": what}) for what in _acts(element))
            name = local(element)
            if name in _ASKING and not _is_tick(element) or name in _EMBEDDED:
                yield "A073", doc.path, {"what": f"the element {name}"}
            elif name == "meta" and (element.get("http-equiv") or "").strip().lower() == "refresh":
                yield "A074", doc.path, {"target": element.get("content") or ""}
    for handled in opened.package.iter("{*}mediaType"):
        yield "A072", "the package", {"what": f"a page that handles {handled.get('media-type')}"}
    for path in sorted(opened.files):
        if path.lower().endswith((".js", ".mjs", ".swf", ".wasm")):
            yield "A072", path, {"what": "a program"}


def _transformations(doc: Doc) -> Iterator[str]:
    """The XSLT that an instruction before the root asks for.

    A browser shows what it makes of the page.
    """
    before = doc.root.getprevious()
    while before is not None:
        if isinstance(before, etree._ProcessingInstruction) and "xsl" in (before.get("type") or ""):
            yield str(before.get("href"))
        before = before.getprevious()


def _is_tick(element: etree._Element) -> bool:
    """Whether an element is the box of a list of tasks, that nobody can tick."""
    return local(element) == "input" and element.get("type") == "checkbox" and element.get("disabled") is not None


def _acts(element: etree._Element) -> Iterator[str]:
    name = local(element)
    if name in ("script", "handler", "listener", "trigger"):
        yield f"the element {name}"
    if name in ("set", "animate", "animateMotion", "animateTransform", "animateColor"):
        yield f"the element {name}, which changes a drawing"
    for key, value in element.attrib.items():
        attribute = etree.QName(str(key)).localname.lower()
        if attribute.startswith("on") and len(attribute) > 2:
            yield f"the attribute {attribute} of {name}"
        elif attribute in ("href", "src", "action", "formaction", "xlink:href", "data"):
            scheme = scheme_of(str(value))
            if scheme in ("javascript:", "vbscript:", "livescript:") or (scheme == "data:" and name != "img"):
                yield f"an address {scheme} of {name}"


def _documents(opened: Opened) -> Iterator[Doc]:
    """The documents, and the drawings that stand as files of their own."""
    yield from opened.docs.values()
    for item in opened.items.values():
        if item.media_type == "image/svg+xml" and item.path in opened.files:
            yield Doc(item.path, parse(opened.files, item.path))


def check_fetched(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that nothing is fetched from outside: no style sheet, font, picture or base."""
    for doc in _documents(opened):
        for kind, target, _ in links_to_sheets(doc):
            found = [target] if kind == "link" else _addresses(target)
            yield from (("A075", doc.path, {"target": t[:80]}) for t in found if _leads_out(t))
        for element in doc.root.iter(etree.Element):
            yield from (("A075", doc.path, {"target": target[:80]}) for target in _fetched(element) if _leads_out(target))
        if doc.root.get(XML_BASE) is not None:
            yield "A075", doc.path, {"target": str(doc.root.get(XML_BASE))[:80]}
    for item in opened.items.values():
        if item.media_type == "text/css" or item.path.lower().endswith(".css"):
            sheet = opened.files.get(item.path, b"")
            yield from (("A075", item.path, {"target": t[:80]}) for t in _addresses(sheet) if _leads_out(t))
    for entry in opened.package.iter(f"{OPF}item"):
        if _leads_out(entry.get("href") or ""):
            yield "A075", "the manifest", {"target": (entry.get("href") or "")[:80]}


# Relations of links of which nothing is fetched, and that of sheets, which are looked at by themselves.
_READ_NOT = frozenset({"stylesheet", "canonical", "license", "author", "help", "next", "prev"})


def _fetched(element: etree._Element) -> Iterator[str]:
    """What an element asks for when its page is opened."""
    name = local(element)
    for key, value in element.attrib.items():
        attribute = etree.QName(str(key)).localname.lower()
        if attribute == "srcset" or attribute == "imagesrcset":
            yield from (part.split()[0] for part in str(value).split(",") if part.split())
        elif attribute in _SOURCES and not (attribute in ("cite", "data") and name != "object"):
            yield str(value)
        elif attribute == "style" or (attribute in ("fill", "stroke", "filter", "mask", "clip-path") and "(" in str(value)):
            yield from _addresses(str(value))
        elif (
            attribute == "href"
            and name not in ("a", "area", "link")
            or attribute == "href"
            and name == "link"
            and not _READ_NOT.intersection((element.get("rel") or "").lower().split())
        ):
            yield str(value)
    if name == "base":
        yield f"{element.get('href') or ''}" if _leads_out(element.get("href") or "") else "//base"


def _leads_out(target: str) -> bool:
    """Whether a target lies outside of the book.

    A picture within its own address is in the book.
    """
    scheme = scheme_of(target)
    return bool(scheme) and not re.match(r"data:(?:image|font|application/(?:x-)?font)", target.translate(_BLANKS).lower())


def _addresses(css: bytes | str) -> list[str]:
    """Every address in some CSS, in any spelling."""
    nodes = tinycss2.parse_stylesheet_bytes(css)[0] if isinstance(css, bytes) else tinycss2.parse_stylesheet(css)
    imports = [node for node in nodes if node.type == "at-rule" and node.lower_at_keyword == "import"]
    found = [part for node in nodes for key in ("prelude", "content") for part in getattr(node, key, None) or ()]
    if not isinstance(css, bytes):
        found += tinycss2.parse_component_value_list(css)  # of a style attribute: it has no rules
    asked = [str(token.value) for node in imports for token in node.prelude if token.type == "string"]
    stack: list[Any] = found
    while stack:
        token = stack.pop()
        if token.type == "url":
            asked.append(str(token.value))
        elif token.type == "function":
            if token.lower_name in ("url", "src", "image-set", "-webkit-image-set", "image"):
                asked += [str(part.value) for part in token.arguments if part.type == "string"]
            stack += token.arguments
        else:
            stack += getattr(token, "content", None) or ()
    return asked


def check_entities(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that no part declares entities or anything else in its document type.

    Only some readers resolve them.
    """
    for path, data in opened.files.items():
        if path.lower().endswith(_XML) and (any(mark in data for mark in _DECLARES) or _SUBSET.search(data)):
            yield "A076", path, {"name": path}


def check_languages(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check the language and direction of words, unless the essay itself gives another.

    The language of a document as a whole is compared with all metadata.
    """
    language, told = book.metadata.language, None
    turned = is_right_to_left(language)
    for spine in opened.package.iter(f"{OPF}spine"):
        pages = spine.get("page-progression-direction", "default")
        if pages != "default" and (pages == "rtl") != turned:
            expected = "rtl" if turned else "ltr"
            yield "A077", "the package", {"what": "the direction of the pages", "expected": expected, "found": pages}
    for doc in opened.reading_order:
        for element in doc.root.iter(etree.Element):
            found = None if element is doc.root else element.get(XML_LANG, element.get("lang"))
            way = (element.get("dir") or "auto").lower()
            if found in (None, language) and way == "auto":
                continue
            told = told or _told(book)
            if found not in (None, language, *told["lang"]):
                yield "A077", doc.path, {"what": "the language", "expected": language, "found": found or "none"}
            if way != "auto" and way not in told["dir"] and (way == "rtl") != turned and not _runs_so(element, way):
                yield "A077", doc.path, {"what": "the direction", "expected": "rtl" if turned else "ltr", "found": way}


def _runs_so(element: etree._Element, way: str) -> bool:
    """Whether most letters of an element are written in a direction, "ltr" or "rtl"."""
    text = "".join(map(str, element.itertext()))
    code = etree.QName(element).localname in ("pre", "code") and way == "ltr"
    return code or mostly_rtl(text, otherwise=way == "ltr") is (way == "rtl")


def _told(book: Book) -> dict[str, set[str]]:
    """The languages and directions that the essay itself gives to some of its words."""
    text = json.dumps([book.blocks, [note.body for note in book.notes]])
    pairs = re.findall(r'\["(lang|dir)", "([^"\\]{1,40})"\]', text)
    return {key: {value for name, value in pairs if name == key} for key in ("lang", "dir")}


def check_unseen(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that no invisible character stands within a word unless the essay has it.

    It changes what is read aloud, and what a search finds.
    """
    found: Counter[str] = Counter()
    first: dict[str, str] = {}
    for doc in opened.reading_order:
        for character, at in _within_words("".join(_outside_formulas(doc.root))):
            found[character] += 1
            first.setdefault(character, f"{doc.path}\n{at}")
    if not found:
        return
    wanted = Counter(json.dumps([book.blocks, [note.body for note in book.notes], str(book.metadata)], ensure_ascii=False))
    for character, count in found.items():
        if not wanted[character]:
            path, _, at = first[character].partition("\n")
            yield "A081", path, {"what": _UNSEEN[character], "count": count, "text": at}


def _outside_formulas(root: etree._Element) -> Iterator[str]:
    """The text of a document, of each formula a space.

    "sin x" has an invisible sign in MathML, which is right there.
    """
    stack: list[etree._Element | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        parts: list[etree._Element | str] = [item.text or ""]
        for child in item:
            parts += [" " if local(child) == "math" else child, child.tail or ""]
        stack += parts[::-1]


def _within_words(text: str) -> Iterator[tuple[str, str]]:
    for match in _ANY_UNSEEN.finditer(text):
        around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        if len(around) == 2 and around.isalnum():
            yield match[0], " ".join(text[max(0, match.start() - 20) : match.end() + 20].split())
