"""An HTML file as a DOM: which encoding it is in, and the words of its elements."""

from __future__ import annotations

import codecs
import re

from lxml.html import HtmlElement

from pressline.findings import Finding, Place, finding, stop
from pressline.model import Step
from pressline.readers.decoding import legacy_text
from pressline.readers.documents.html_tree import tree_of

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The WHATWG Encoding Standard reads these labels as Windows-1252, because pages mean that when they say them.
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")
_HEAD_BYTES = 4096  # where a declaration must stand; the standard says 1024, saved pages take more


def decode(data: bytes, place: Place) -> tuple[str, tuple[Step, ...], tuple[Finding, ...]]:
    """The text of an HTML file, with "\n" at the ends of lines.

    The record, and a warning where the encoding was not said.

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
    """A text with record and warning that its encoding is not as declared, or undeclared."""
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
    """What an element says it is.

    Its id, its classes and its role, in lower case, each between spaces.
    """
    names = f"{element.get('id') or ''} {element.get('class') or ''} {element.get('role') or ''}"
    return f" {' '.join(names.lower().split())} "


def text_of(element: HtmlElement) -> str:
    """The text of an element, white space made single spaces."""
    return " ".join("".join(element.itertext()).split())


def start_of(element: HtmlElement, size: int) -> str:
    """The first `size` characters of what `text_of` gives, however much the element holds."""
    found: list[str] = []
    length = 0
    for piece in element.itertext():
        found.append(piece)
        length += len(piece.strip())
        if length > size:
            break
    return " ".join("".join(found).split())[:size]


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
