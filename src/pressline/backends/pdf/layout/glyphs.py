"""What prints the characters that the fonts of a layout lack.

It is looked up before a page is set, so that no box is printed.

Pango would take a missing character from any font that the machine happens to have, or print a box; here it is known which
font is taken, and said. A character that no font has is printed as its code point, [U+1F600], which a reader can look up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from pressline.backends.pdf.layout.style import css_string
from pressline.findings import Finding, Place, finding
from pressline.layouts import CODE_FONT, data_folder
from pressline.layouts.font_check import covered
from pressline.locale.scripts import BLOCKS
from pressline.model import Book, Composition, Layout, Metadata

if TYPE_CHECKING:
    from pressline.layouts.font_chain import Substitute

_ITALIC = frozenset({"em", "i", "cite", "dfn", "var"})
_NO_GLYPH = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # spaces, controls, marks of format: nothing is drawn
# Variation selectors, and what else no font need draw (Unicode 16, DerivedCoreProperties, Default_Ignorable_Code_Point).
_IGNORABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
_MADE = "file:///fonts/"  # where fonts out of collections seem to lie
_FAMILY = "Pressline Substitute"
_BOX, _RAGGED = "stand-in", "with-stand-in"  # WeasyPrint 70 may shrink the last space before a box to less than nothing
_OF_A_SCRIPT = 3  # letters of another script that have one finding together
_WIDE = ("W", "F")  # marks of Chinese and Japanese, which go with their letters
_MOST_NAMED = 12  # characters of one font that have a finding each
# The fonts of a rule. False positive it avoids: those of @font-face, which name a font and choose none.
_CHOSEN = re.compile(r"(@font-face\s*+\{[^{}]*+\})|(\bfont-family\s*+:)([^;{}!]++)", re.IGNORECASE)
_KEYWORDS = frozenset({"inherit", "initial", "unset", "revert"})


@dataclass(frozen=True, slots=True)
class FontPlan:
    """What is taken for the characters that a layout's fonts lack; false: for none."""

    fonts: tuple[Substitute, ...] = ()
    unknown: str = ""  # characters that no font has

    def __bool__(self) -> bool:
        """Whether anything is lacking."""
        return bool(self.fonts or self.unknown)


def read_characters(layout: Layout) -> None:
    """Look up beforehand what `font_plan` asks for.

    The characters of two font styles, of which a few are remembered.
    """
    for cut in (layout.face.regular, layout.face.italic):
        covered(cut)


def font_plan(page: etree._Element, metadata: Metadata, layout: Layout) -> FontPlan:
    """What prints the characters of a page that the layout's regular or italic lack."""
    upright, italic = {*metadata.running_title, *metadata.byline}, set(metadata.subtitle or "")
    code = _code_characters(page)
    for text, slanted in _texts(page, False):
        (italic if slanted else upright).update(text)
    missing = _lacking(upright | italic, layout.face.regular) | _lacking(italic, layout.face.italic)
    missing |= _lacking(_lacking(code, data_folder("fonts") / CODE_FONT / f"{CODE_FONT}-Regular.ttf"), layout.face.regular)
    if not missing:
        return FontPlan()
    from pressline.layouts.font_chain import substitutes  # most essays need none, and it loads what reads fonts

    fonts, unknown = substitutes(missing, (layout.face.regular,), metadata.language)
    return FontPlan(tuple(fonts), unknown)


def plan_findings(plan: FontPlan, book: Book, layout: Layout, place: Place) -> Iterator[Finding]:
    """A finding B040 for each character that another font prints, B004 for one none does."""
    lines = _lines_of({*plan.unknown, *(c for font in plan.fonts for c in font.characters)}, book)
    for font in plan.fonts:
        others = font.characters
        for script, own in _by_script(font.characters):
            where = min((lines[c] for c in own if c in lines), key=lambda place: place.line or 0, default=place)
            yield finding("B058", where, script=script, face=layout.face.name, font=font.name, count=len(own))
            others = "".join(c for c in others if c not in own and unicodedata.east_asian_width(c) not in _WIDE)
        for character in others[:_MOST_NAMED]:
            where = lines.get(character, place)
            yield finding("B040", where, character=_named(character), face=layout.face.name, font=font.name)
        if len(others) > _MOST_NAMED:
            count = len(others) - _MOST_NAMED
            yield finding("B042", place, count=count, face=layout.face.name, font=font.name)
    for character in plan.unknown[:_MOST_NAMED]:
        where = lines.get(character, place)
        yield finding("B004", where, character=_named(character), shown=stand_in(character), number=f"{ord(character):x}")
    if len(plan.unknown) > _MOST_NAMED:
        yield finding("B043", place, count=len(plan.unknown) - _MOST_NAMED, shown=stand_in(plan.unknown[-1]))


def _by_script(characters: str) -> Iterator[tuple[str, str]]:
    """The scripts of which a font prints several letters, with these letters.

    Not Latin, whose letters are named each.
    """
    found: dict[str, str] = {}
    for character in characters:
        script = next((name for first, last, name, _ in BLOCKS if first <= ord(character) <= last), "Latin")
        found[script] = found.get(script, "") + character
    yield from ((name, own) for name, own in found.items() if name != "Latin" and len(own) >= _OF_A_SCRIPT)


def stand_in(character: str) -> str:
    """What is printed for a character that no font has.

    >>> stand_in("é")
    '[U+00E9]'
    """
    return f"[U+{ord(character):04X}]"


def with_stand_ins(page: etree._Element, plan: FontPlan) -> None:
    """Put stand-ins into the texts of a page, each as a box that no line parts."""
    body = page.find("body")
    if not plan.unknown or body is None:
        return
    cut = re.compile(f"([{re.escape(plan.unknown)}])")
    for element in list(body.iter()):
        _with_boxes(element, element.text, cut, at=0)
        parent = element.getparent()
        if parent is not None and element is not body:
            _with_boxes(parent, element.tail, cut, at=parent.index(element) + 1)


def _with_boxes(parent: etree._Element, text: str | None, cut: re.Pattern[str], at: int) -> None:
    """Put boxes into a text of an element: its own, or that before its child `at`."""
    first, *rest = cut.split(text) if text else [""]
    if not rest:
        return
    if at:
        parent[at - 1].tail = first
    else:
        parent.text = first
    for number, (character, after) in enumerate(zip(rest[::2], rest[1::2], strict=True)):
        box = etree.Element("span", {"class": _BOX})
        box.text, box.tail = stand_in(character), after
        parent.insert(at + number, box)
    block = next((one for one in (parent, *parent.iterancestors()) if _is_block(one)), None)
    if block is not None:
        block.set("class", f"{block.get('class', '')} {_RAGGED}".strip())


def _is_block(element: etree._Element) -> bool:
    """Whether an element is a paragraph of the text or of a note."""
    return element.tag in ("p", "li", "dd") or (element.get("class") or "").startswith("b-p")


def heads_with_stand_ins(around: Composition, plan: FontPlan) -> Composition:
    """The running heads with stand-ins."""
    table = _table(plan)
    return replace(around, verso_head=around.verso_head.translate(table), recto_head=around.recto_head.translate(table))


def urls_of(plan: FontPlan, made: dict[str, bytes]) -> list[str]:
    """The addresses of the fonts of a plan; one in a collection is put into `made`.

    WeasyPrint 70 takes no collections.
    """
    urls = []
    for font in plan.fonts:
        if font.number < 0:
            urls.append(font.path.as_uri())
            continue
        from pressline.layouts.font_chain import taken_out

        urls.append(f"{_MADE}{font.path.stem}-{font.number}.otf")
        made[urls[-1]] = taken_out(font)
    return urls


def sheets_with(sheets: tuple[str, ...], plan: FontPlan, urls: Sequence[str]) -> tuple[str, ...]:
    """Style sheets in which every choice of fonts ends in those of the plan, at `urls`."""
    families = [f"{_FAMILY} {number}" for number in range(1, len(plan.fonts) + 1)]
    rules = [
        f"@font-face {{ font-family: {css_string(family)}; src: url({css_string(url)}); "
        f"font-style: {style}; font-weight: {weight} }}"
        for family, url in zip(families, urls, strict=True)
        for style in ("normal", "italic")
        for weight in ("normal", "bold")
    ]
    chain = "".join(f", {css_string(family)}" for family in families)
    changed = (_CHOSEN.sub(partial(_chosen, chain=chain), sheet) for sheet in sheets)
    rules += [f".{_RAGGED}:not(.title-block *) {{ text-align: left }}"] if plan.unknown else []
    rules += [f".{_BOX} {{ display: inline-block; white-space: nowrap; text-indent: 0 }}"] if plan.unknown else []
    return "\n".join(rules), *changed


def _chosen(match: re.Match[str], *, chain: str) -> str:
    if match[1] or match[3].strip().lower() in _KEYWORDS:
        return match[0]
    return f"{match[2]}{match[3].rstrip()}{chain}"


def _table(plan: FontPlan) -> Mapping[int, str]:
    return {ord(character): stand_in(character) for character in plan.unknown}


def _named(character: str) -> str:
    return f"“{character}” (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"


def _lines_of(characters: set[str], book: Book) -> dict[str, Place]:
    """The first line of essay.md that has each of some characters."""
    found: dict[str, Place] = {}
    try:
        text = book.essay.read_text(encoding="utf-8", errors="replace") if book.essay else ""
    except OSError:
        text = ""
    for number, line in enumerate(text.split("\n"), start=1):
        for character in characters.intersection(line) - found.keys():
            found[character] = Place(str(book.essay), number, line.index(character) + 1)
    return found


def _code_characters(page: etree._Element) -> set[str]:
    """The characters of all code, which has a font of its own.

    And after that the one of the text.
    """
    return {character for code in page.iter("code") for text in code.itertext() for character in str(text)}


def _texts(element: etree._Element, slanted: bool) -> Iterator[tuple[str, bool]]:
    """The texts of a page with whether they are set in italics, without code."""
    inner = slanted or element.tag in _ITALIC
    if element.tag not in ("head", "code"):
        yield element.text or "", inner
        for child in element:
            yield from _texts(child, inner)
            yield child.tail or "", inner


def _lacking(characters: set[str], path: Path) -> set[str]:
    """The characters that a font file has no glyph for."""
    known = covered(path)
    return {
        c for c in characters if ord(c) not in known and unicodedata.category(c) not in _NO_GLYPH and not _IGNORABLE.match(c)
    }
