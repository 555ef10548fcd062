"""Text from right to left in Word: paragraphs, runs, tables.

ECMA-376 part 1, 17.3.1.6, 17.3.2.30 and 17.4.1. Word orders the words of a line by UAX #9, but takes fonts, sizes and the marks
between words from whether their run says that it runs from right to left. An essay without such a word is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import groupby

from lxml import etree

from pressline.backends.docx.ooxml import mark_spaces, style_of, w
from pressline.locale.directions import RTL_LETTER, is_right_to_left, mostly_rtl
from pressline.runtime.namespaces import W

# What may follow in a w:pPr, a w:rPr and a w:tblPr, in the schema's order.
_AFTER_BIDI = frozenset(
    W + name
    for name in ("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents")
    + ("suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle")
    + ("rPr", "sectPr", "pPrChange")
)
_AFTER_RTL = frozenset(W + name for name in ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"))
_BEFORE_VISUAL = frozenset(W + name for name in ("tblStyle", "tblpPr", "tblOverlap"))


def set_directions(stories: list[etree._Element], language: str) -> None:
    """Say which way paragraphs, runs and tables run, where it is not from left to right."""
    rtl = is_right_to_left(language)
    for story in stories:
        if not rtl and not RTL_LETTER.search("".join(map(str, story.itertext()))):
            continue
        for p in story.iter(W + "p"):
            _set_paragraph(p, essay_rtl=rtl, in_note=story.tag == W + "footnotes")
        if rtl:
            for table in story.iter(W + "tblPr"):
                at = sum(child.tag in _BEFORE_VISUAL for child in table)
                table.insert(at, w("bidiVisual"))


def set_section(section: etree._Element, language: str) -> None:
    """Say that the pages of a section are bound at the right, where they are."""
    if is_right_to_left(language):
        section.extend([w("bidi"), w("rtlGutter")])


def _set_paragraph(p: etree._Element, *, essay_rtl: bool, in_note: bool) -> None:
    """A paragraph runs as most of its letters do; a note as the essay does."""
    text = "".join(t.text or "" for t in p.iter(W + "t"))
    rtl = essay_rtl if in_note else mostly_rtl(text, otherwise=essay_rtl)
    rtl = rtl and style_of(p) != "SourceCode"
    if rtl != essay_rtl:
        properties = p.find(W + "pPr")
        if properties is None:
            properties = w("pPr")
            p.insert(0, properties)
        at = next((k for k, child in enumerate(properties) if child.tag in _AFTER_BIDI), len(properties))
        properties.insert(at, w("bidi") if rtl else w("bidi", val=0))
    if rtl or RTL_LETTER.search(text):
        for run in list(p.iter(W + "r")):
            _set_run(run, base_rtl=rtl)


def _set_run(run: etree._Element, *, base_rtl: bool) -> None:
    """Part a run where its direction changes, and mark what runs from right to left."""
    texts = [child for child in run if child.tag != W + "rPr"]
    if len(texts) != 1 or texts[0].tag != W + "t" or not texts[0].text:
        return
    first, *others = parts_of(texts[0].text, base_rtl=base_rtl)
    for part, rtl in reversed(others):
        after = deepcopy(run)
        run.addnext(after)
        _set_part(after, part, rtl=rtl)
    _set_part(run, first[0], rtl=first[1])


def _set_part(run: etree._Element, part: str, *, rtl: bool) -> None:
    text = run.find(W + "t")
    assert text is not None, "it was looked for"
    text.text = part
    mark_spaces(text)
    if not rtl:
        return
    properties = run.find(W + "rPr")
    if properties is None:
        properties = w("rPr")
        run.insert(0, properties)
    at = next((k for k, child in enumerate(properties) if child.tag in _AFTER_RTL), len(properties))
    properties.insert(at, w("rtl"))


def parts_of(text: str, *, base_rtl: bool) -> Iterator[tuple[str, bool]]:
    """The parts of a text by direction, each with whether it runs from right to left.

    What is no letter goes with the letters around it, or with the paragraph where they differ (UAX #9, N1 and N2).

    >>> list(parts_of("a, b 1", base_rtl=False)), list(parts_of("a, b 1", base_rtl=True))
    ([('a, b 1', False)], [('a, b', False), (' 1', True)])
    """
    kinds = [bool(RTL_LETTER.match(c)) if c.isalpha() or RTL_LETTER.match(c) else None for c in text]
    runs: list[tuple[int, bool | None]] = [(len(list(run)), kind) for kind, run in groupby(kinds)]
    sides = [base_rtl, *(kind for _, kind in runs), base_rtl]
    told = [
        (length, kind if kind is not None else (sides[at] if sides[at] == sides[at + 2] else base_rtl))
        for at, (length, kind) in enumerate(runs)
    ]
    at = 0
    for rtl, members in groupby(told, key=lambda one: one[1]):
        length = sum(count for count, _ in members)
        yield text[at : at + length], bool(rtl)
        at += length
