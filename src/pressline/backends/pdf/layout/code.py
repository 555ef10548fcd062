"""Code in print: each line of a listing is a line of its own.

And what is too long for the page is turned over with a mark.

The mark is drawn (two sides of a box) and is no character, so that whoever copies the code has none of it. A listing is set in
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
_STYLES = (
    ("Regular", "normal", "normal"),
    ("Italic", "italic", "normal"),
    ("Bold", "normal", "bold"),
    ("BoldItalic", "italic", "bold"),
)
_ADVANCE = 0.6  # em, of every character of Source Code Pro
_SIZES = {"": 0.82, "code-small": 0.75, "code-tiny": 0.68}  # em, by class; --code-size is the first
_SET_IN_EM = 2.6  # of the text, by which a listing is narrower than its page
_SET_IN = {"li": 2.0, "blockquote": 3.2, "dd": 2.0}  # em, or less, by which what stands in one is narrower
_FEWEST = 20  # characters in a line of a listing, however narrow its place is
_ENDS = re.compile(r"[ ,;:/&|+=.(){}\[\]?-]")  # after which a line may be parted
_LONG = 20  # characters of code in a line of text without a space, which may be parted anywhere


def code_sheet(layout: Layout) -> str:
    """The rules for code that no layout needs to give.

    Its font, its lines, the mark of a line that is turned over.
    """
    folder = data_folder("fonts") / CODE_FONT
    fonts = "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; src: url("{(folder / f"{CODE_FONT}-{cut}.ttf").as_uri()}"); '
        f"font-style: {style}; font-weight: {weight} }}"
        for cut, style, weight in _STYLES
    )
    spacing = {
        f"{kind}-leading": min(type_.leading_pt * tight, type_.size_pt * loose)
        for kind, type_, tight, loose in (("code", layout.text, 0.86, 1.12), ("note-code", layout.notes, 0.9, 1.1))
    }
    points = "".join(f"--{name}: {value:.2f}pt; " for name, value in spacing.items())
    return f"""{fonts}
:root {{ {points}}}
code, pre {{ font-family: "{FAMILY}", "Pressline Text"; font-variant: normal; font-variant-ligatures: none; font-kerning: none;
  letter-spacing: 0; text-transform: none; hyphens: none; }}
code {{ font-size: {_SIZES[""]}em; }}
.code-long {{ overflow-wrap: anywhere; }}
pre, .b-pre {{ display: block; margin: calc(var(--leading) * 0.5) 1.3em; text-align: left; text-indent: 0;
  font-size: {_SIZES[""]}em; line-height: var(--code-leading); white-space: pre-wrap; overflow-wrap: anywhere;
  tab-size: 4; break-inside: auto; }}
.b-pre {{ margin: 0 1.3em; line-height: var(--note-code-leading); }}
.code-small {{ font-size: {_SIZES["code-small"]}em; }}
.code-tiny {{ font-size: {_SIZES["code-tiny"]}em; line-height: calc(var(--code-leading) * 0.87); }}
.b-pre.code-tiny {{ line-height: calc(var(--note-code-leading) * 0.92); }}
pre code, .b-pre code {{ display: block; font-size: 1em; }}
.code-line {{ display: block; min-height: 1lh; }}
.code-line:first-child, .code-line:nth-child(2) {{ break-after: avoid; }}
.code-line:nth-last-child(-n+2) {{ break-before: avoid; }}
.code-turned {{ break-before: avoid; }}
.code-turned::before {{ content: ""; display: inline-block; width: 0.7ch; height: 0.45em; margin: 0 0.9ch 0 -1.6ch;
  border: solid black; border-width: 0 0 0.5pt 0.5pt; vertical-align: 0.3em; }}
"""


def set_code(html: Html, layout: Layout) -> None:
    """Part listings into lines, and choose the size of their type.

    Code in the text that is long may be parted.

    All listings of a text are of one size.
    """
    width = (layout.page.width_mm - layout.page.inner_mm - layout.page.outer_mm) * 72 / 25.4
    listings: dict[float, list[tuple[etree._Element, float]]] = {}  # by the size of the text around: each, and its room in em
    for root, size in ((html.body, layout.text.size_pt), *((note, layout.notes.size_pt) for note in html.notes.values())):
        for code in list(root.iter(XHTML + "code")):
            listing = code.getparent()
            if listing is not None and listing.tag == XHTML + "pre":
                narrower = sum(_SET_IN.get(str(outer.tag).removeprefix(XHTML), 0.0) for outer in listing.iterancestors())
                listings.setdefault(size, []).append((code, width / size - _SET_IN_EM - narrower))
            elif max(map(len, "".join(map(str, code.itertext())).split()), default=0) > _LONG:
                code.set("class", "code-long")
    for alike in listings.values():
        lines = [(len(line), room) for code, room in alike for line in _lines(code)]
        chosen = _size_for(lines)
        for code, room in alike:
            _set_lines(code, chosen, max(int(room / _ADVANCE / _SIZES[chosen]), _FEWEST))


def _size_for(lines: list[tuple[int, float]]) -> str:
    """The largest type in which all lines (characters, room in em) fit.

    Else one that is easily read.
    """
    fitting = (name for name, size in _SIZES.items() if all(length * _ADVANCE * size <= room for length, room in lines))
    return next(fitting, "code-small")


def _lines(code: etree._Element) -> list[str]:
    return "".join(map(str, code.itertext())).expandtabs(4).rstrip("\n").split("\n")


def _set_lines(code: etree._Element, size: str, characters: int) -> None:
    """Make a block of every line of a listing.

    Of two or more if it has more than so many characters.
    """
    lines, listing = _lines(code), code.getparent()
    assert listing is not None, "code of a listing stands in it"
    listing.attrib.pop("class", "")
    if size:
        listing.set("class", size)
    listing.text = code.tail = None
    for child in list(code):
        code.remove(child)
    code.text = None
    code.attrib.pop("class", "")
    for line in lines:
        indent = min(len(line) - len(line.lstrip()), characters // 3)
        for at, part in enumerate(turned_over(line, characters, indent + 2)):
            made = etree.SubElement(code, XHTML + "span", {"class": "code-line code-turned" if at else "code-line"})
            made.text = part or None
            if at:
                made.set("style", f"padding-left: {indent + 2}ch")


def turned_over(line: str, width: int, indent: int) -> list[str]:
    """A line of code in parts of at most `width` characters.

    Those after the first stand `indent` further in.

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
