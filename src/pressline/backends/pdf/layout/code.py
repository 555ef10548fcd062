"""Code in print: each line of a listing is a line of its own, and what is too long for the page is turned over with a mark.

The mark is drawn behind the lines and is no character, so that whoever copies the code has none of it. A listing is set in
smaller type, as far as that can be read, before its lines are turned over.
"""

from __future__ import annotations

import re

from lxml import etree

from pressline.book.html import Html
from pressline.layouts import CODE_FONT, data_folder
from pressline.model import Layout
from pressline.runtime.namespaces import XHTML

FAMILY = "Pressline Code"
TURNED = "file:///drawings/turned.svg"  # the address of the mark
MARK = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="126" viewBox="0 0 60 126"><path d="M14 38 L14 72 L46 72 '
    b'M34 60 L46 72 L34 84" fill="none" stroke="#555" stroke-width="5"/></svg>'
)
_STYLES = (("Regular", "normal", "normal"), ("Italic", "italic", "normal"), ("Bold", "normal", "bold"), ("BoldItalic", "italic", "bold"))
_ADVANCE = 0.6  # em, of every character of Source Code Pro
_SIZES = {"": 0.82, "code-small": 0.75, "code-tiny": 0.68}  # em, by class; --code-size is the first
_SET_IN_EM = 2.6  # of the text, by which a listing is narrower than its page
_SET_IN = {"li": 2.0, "blockquote": 3.2, "dd": 2.0}  # em, or less, by which what stands in one is narrower
_FEWEST = 20  # characters in a line of a listing, however narrow its place is
_ENDS = re.compile(r"[ ,;:/&|+=.(){}\[\]?-]")  # after which a line may be parted
_LONG = 20  # characters of code in a line of text without a space, which may be parted anywhere


def code_sheet() -> str:
    """The rules for code that no layout needs to give: its font, its lines, the mark of a line that is turned over."""
    folder = data_folder("fonts") / CODE_FONT
    fonts = "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; src: url("{(folder / f"{CODE_FONT}-{cut}.ttf").as_uri()}"); '
        f"font-style: {style}; font-weight: {weight} }}"
        for cut, style, weight in _STYLES
    )
    return f"""{fonts}
code, pre {{ font-family: "{FAMILY}", "Pressline Text"; font-variant: normal; font-variant-ligatures: none; font-kerning: none;
  letter-spacing: 0; text-transform: none; hyphens: none; }}
code {{ font-size: {_SIZES[""]}em; }}
.code-long {{ overflow-wrap: anywhere; }}
pre, .b-pre {{ display: block; margin: calc(var(--leading) * 0.5) 1.3em; text-align: left; text-indent: 0;
  font-size: {_SIZES[""]}em; line-height: calc(var(--leading) * 0.86); white-space: pre-wrap; overflow-wrap: anywhere;
  tab-size: 4; break-inside: auto; }}
.b-pre {{ margin: 0 1.3em; line-height: calc(var(--note-leading) * 0.92); }}
.code-small {{ font-size: {_SIZES["code-small"]}em; }}
.code-tiny {{ font-size: {_SIZES["code-tiny"]}em; line-height: calc(var(--leading) * 0.75); }}
.b-pre.code-tiny {{ line-height: calc(var(--note-leading) * 0.85); }}
pre code, .b-pre code {{ font-size: 1em; }}
.code-line {{ display: block; min-height: 1lh; }}
.code-line:first-child, .code-line:nth-child(2) {{ break-after: avoid; }}
.code-line:nth-last-child(-n+2) {{ break-before: avoid; }}
.code-turned {{ background: url("{TURNED}") 0 0 / 1ch 1lh no-repeat; break-before: avoid; }}
"""


def set_code(html: Html, layout: Layout) -> None:
    """Part listings into lines, and choose the size of their type; code in the text that is long may be parted."""
    width = (layout.page.width_mm - layout.page.inner_mm - layout.page.outer_mm) * 72 / 25.4
    for root, size in ((html.body, layout.text.size_pt), *((note, layout.notes.size_pt) for note in html.notes.values())):
        for code in list(root.iter(XHTML + "code")):
            listing = code.getparent()
            if listing is not None and listing.tag == XHTML + "pre":
                narrower = sum(_SET_IN.get(str(outer.tag).removeprefix(XHTML), 0.0) for outer in listing.iterancestors())
                _set_lines(code, listing, width / size - _SET_IN_EM - narrower)
            elif max(map(len, "".join(map(str, code.itertext())).split()), default=0) > _LONG:
                code.set("class", "code-long")


def _set_lines(code: etree._Element, listing: etree._Element, room: float) -> None:
    """Make a block of every line of a listing; `room` is its width in em of the text."""
    lines = "".join(map(str, code.itertext())).expandtabs(4).rstrip("\n").split("\n")
    longest = max(map(len, lines))
    fitting = next((name for name, size in _SIZES.items() if longest * _ADVANCE * size <= room), "")
    listing.attrib.pop("class", None)
    if fitting:
        listing.set("class", fitting)
    listing.text = listing.tail = None
    for child in list(code):
        code.remove(child)
    code.text = code.tail = None
    code.attrib.pop("class", None)
    characters = max(int(room / _ADVANCE / _SIZES[fitting]), _FEWEST)
    for line in lines:
        indent = min(len(line) - len(line.lstrip()), characters // 3)
        for at, part in enumerate(turned_over(line, characters, indent + 2)):
            made = etree.SubElement(code, XHTML + "span", {"class": "code-line code-turned" if at else "code-line"})
            made.text = part or None
            if at:
                made.set("style", f"padding-left: {indent + 2}ch")


def turned_over(line: str, width: int, indent: int) -> list[str]:
    """A line of code in parts of at most `width` characters; those after the first stand `indent` further in.

    Parted after a space if there is one in the second half, else after a sign that ends something, else anywhere.

    >>> turned_over("total = first + second", 14, 2), turned_over("abcdefgh", 5, 2)
    (['total = first ', '+ second'], ['abcde', 'fgh'])
    """
    parts, room = [], width
    while len(line) > room:
        ends = [match.end() for match in _ENDS.finditer(line, room // 2, room)]
        spaces = [end for end in ends if line[end - 1] == " "]
        at = max(spaces or ends or [room])
        parts.append(line[:at])
        line, room = line[at:], max(width - indent, 1)
    return [*parts, line]
