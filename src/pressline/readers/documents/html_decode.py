"""An HTML file as a DOM: which encoding it is in, and what it says of itself in its head."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from pressline.findings import Finding, Place, finding, stop
from pressline.locale.bylines import BY, BY_OR_PARTICLE, NO_AUTHORS
from pressline.locale.tables import any_of, words_of
from pressline.model import Step
from pressline.readers import thresholds
from pressline.readers.decoding import legacy_text
from pressline.readers.documents.html_tree import tree_of

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The WHATWG Encoding Standard reads these labels as Windows-1252, because pages mean that when they say them.
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")
_HEAD_BYTES = 4096  # where a declaration must stand; the standard says 1024, saved pages take more


def decode(data: bytes, place: Place) -> tuple[str, tuple[Step, ...], tuple[Finding, ...]]:
    """The text of an HTML file, with "\\n" at the ends of lines; the record, and a warning where the encoding was not said.

    Taken are, in this order: a byte order mark; what the file declares, if its bytes agree; UTF-8, if they agree with it; an
    encoding that its words prove (C002); Windows-1252, which nearly any bytes agree with (R023).

    Raises:
        PresslineError: R003 when the file is empty; R005 when no encoding fits.
    """
    if not data.strip():
        raise stop("R003", place)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decoded(data[len(bom) :], name, place), (), ()
    declared = _XML.search(data[:_HEAD_BYTES]) or _META.search(data[:_HEAD_BYTES])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name and not name.startswith("utf-16"):
        text = _try(data, _MEANT.get(name, name))
        if text is not None:
            return text, (), ()
    text = _try(data, "utf-8")
    if text is not None:
        return (text, (), ()) if not name or data.isascii() else _guessed(text, "utf-8", name, place)
    if proved := legacy_text(data, place.path):
        text, encoding, found = proved
        return text, (Step("changed", place, name or "no encoding", f"decoded from {encoding}"),), (found,)
    for guess in ("cp1252", "latin-1"):
        text = _try(data, guess)
        if text is not None:
            return _guessed(text, guess, name, place)
    raise stop("R005", place, byte=0)


def _guessed(text: str, encoding: str, name: str, place: Place) -> tuple[str, tuple[Step, ...], tuple[Finding, ...]]:
    """A text with the record and the warning that its encoding is not the one it says, or that it says none."""
    why = f"the file says {name}, and its bytes are not" if name else "the file does not say its encoding"
    step = Step("changed", place, name or "no encoding", f"read as {encoding}")
    return text, (step,), (finding("R023", place, encoding=encoding, why=why),)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (LookupError, ValueError):
        return None
    return _lines(text) if isinstance(text, str) else None


def _decoded(data: bytes, encoding: str, place: Place) -> str:
    try:
        return _lines(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise stop("R005", place, byte=error.start) from error


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# LaTeX2HTML says in comments where its rows of buttons are.
_PANELS = re.compile(
    r"<!--\s*+Navigation Panel\s*+-->((?:[^<]++|<(?!!--\s*+(?:End of )?+Navigation Panel))*+)"
    r"<!--\s*+End of Navigation Panel\s*+-->"
)
_PANEL_CHARACTERS = 20_000  # what is longer is no row of buttons


def parse(text: str, place: Place) -> HtmlElement:
    """The DOM of an HTML text; comments and processing instructions are left out.

    Raises:
        PresslineError: R024, R026 when it nests too deeply.
    """
    text = _PANELS.sub(lambda m: f'<div class="navigation">{m[1]}</div>' if len(m[1]) <= _PANEL_CHARACTERS else m[0], text)
    return tree_of(text, place)


def classes(element: HtmlElement) -> str:
    """What an element says it is: its id, its classes and its role, in lower case, each between spaces."""
    names = f"{element.get('id') or ''} {element.get('class') or ''} {element.get('role') or ''}"
    return f" {' '.join(names.lower().split())} "


def text_of(element: HtmlElement) -> str:
    """The text of an element, white space made single spaces."""
    return " ".join("".join(element.itertext()).split())


# Elements that do not end a word.
INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
    }
    | {"q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
    | {"nobr", "label", "blink"}
)


def visible(element: HtmlElement) -> str:
    """The text of an element as a reader sees it: a line ends at the edges of blocks."""
    found = [element.text or ""]
    stack = list(reversed(element))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            found.append(node)
            continue
        edge = "" if node.tag in INLINE else "\n"
        found += [edge, node.text or ""]
        stack += [f"{edge}{node.tail or ''}", *reversed(node)]
    return "".join(found)


# --- what a page says of itself -------------------------------------------------------------------------------------

_METAS = {
    "title": ("og:title", "citation_title", "dc.title", "twitter:title"),
    "author": ("author", "citation_author", "dc.creator", "article:author", "parsely-author", "byl"),
    "date": ("article:published_time", "citation_publication_date", "dc.date", "date", "pubdate", "dcterms.created"),
}
_BYLINE = re.compile(r"(?:^| )(?:by[-_]?line|author|vcard|p-author|entry-author|post-author|auteur|article[-_]author)(?: |$)")
_DATE = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})")
_BY = re.compile(rf"^{any_of(BY, BY_OR_PARTICLE)}\s+", re.I)
_NO_AUTHORS = words_of(NO_AUTHORS)


def hints_of(root: HtmlElement) -> dict[str, str]:
    """Title, author, date and language as the page's head and byline give them."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if key and meta.get("content"):
            metas.setdefault(key, " ".join(meta.get("content").split()))
    linked = _linked_data(root)
    found = {
        "title": next((metas[k] for k in _METAS["title"] if metas.get(k)), "") or linked.get("title", "") or _title(root),
        "author": next((metas[k] for k in _METAS["author"] if _is_name(metas.get(k, ""))), "")
        or linked.get("author", "")
        or _byline(root),
        "date": _iso(next((metas[k] for k in _METAS["date"] if metas.get(k)), "") or linked.get("date", "") or _time(root)),
        "language": (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip(),
    }
    found["author"] = _BY.sub("", found["author"])
    return {key: value.replace("\u00ad", "") for key, value in found.items() if value}


def _title(root: HtmlElement) -> str:
    """The title element, without the site's name that stands behind it, where a heading of the page confirms that."""
    title = next((text_of(e) for e in root.iter("title")), "")
    headings = {text_of(e).casefold() for e in root.iter("h1", "h2", "h3")}
    for separator in (" | ", " - ", " – ", " — ", " :: ", " » ", " « "):
        parts = title.split(separator)
        for k in range(len(parts) - 1, 0, -1):
            if separator.join(parts[:k]).strip().casefold() in headings:
                return separator.join(parts[:k]).strip()
    return title


def _is_name(text: str) -> bool:
    """Whether an author's field holds a name and not an address. False positive it avoids: article:author of Facebook."""
    return bool(text) and "://" not in text and len(text) < thresholds.AUTHOR and text.casefold() not in _NO_AUTHORS


def _byline(root: HtmlElement) -> str:
    for element in root.iter("a", "span", "p", "div", "address", "cite"):
        named = element.get("rel") == "author" or element.get("itemprop") == "author" or _BYLINE.search(classes(element))
        text = _BY.sub("", text_of(element)) if named else ""
        if text and len(text.split()) <= thresholds.AUTHOR_WORDS and not re.search(r"\d", text) and _is_name(text):
            return text
    return ""


def _time(root: HtmlElement) -> str:
    return next((e.get("datetime") or "" for e in root.iter("time") if _DATE.match(e.get("datetime") or "")), "")


def _iso(text: str) -> str:
    match = _DATE.search(text)
    return "-".join(match.groups()) if match else ""


def _linked_data(root: HtmlElement) -> dict[str, str]:
    """Headline, author and date of an article in JSON-LD (schema.org)."""
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _articles(data):
            author = item.get("author") or {}
            people = [p.get("name") if isinstance(p, dict) else p for p in (author if isinstance(author, list) else [author])]
            names = [p for p in people if isinstance(p, str) and _is_name(p)]
            title, date = item.get("headline"), item.get("datePublished")
            return {
                "title": title if isinstance(title, str) else "",
                "author": ", ".join(names),
                "date": date if isinstance(date, str) else "",
            }
    return {}


def _articles(data: Any) -> Iterator[dict[str, Any]]:
    items = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and re.search(r"Article|Posting|ScholarlyArticle|Report", str(item.get("@type"))):
            yield item
