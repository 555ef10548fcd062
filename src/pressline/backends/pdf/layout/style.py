"""What layout.yaml says, as CSS.

Page, fonts and sizes, and the words of the running heads.

The design itself stands in print.css of the layout's folder, which takes its sizes from the custom properties here; so a
size is said once, and a designer changes print.css without touching Python.
"""

from __future__ import annotations

from collections.abc import Iterator

from pressline.backends.pdf.layout.code import code_sheet
from pressline.model import Book, Composition, Layout, Page, RunningHead
from pressline.pandoc.tree import Node, nodes

FAMILY = "Pressline Text"  # a name of our own: no font installed on the machine can take its place
ACRONYMS = (
    "Pressline Acronyms"  # the same font as a font of its own: in it a small "N" is an N, and not the n of small capitals
)
_POINTS_PER_MM = 72 / 25.4


def prelude(layout: Layout, around: Composition, *, rtl: bool = False) -> str:
    """The style sheet that comes before print.css.

    `rtl`: the essay is written from right to left.
    """
    text, notes = layout.text, layout.notes
    measure = (layout.page.width_mm - layout.page.inner_mm - layout.page.outer_mm) * _POINTS_PER_MM
    sizes = {
        "text-size": text.size_pt,
        "leading": text.leading_pt,
        "note-size": notes.size_pt,
        "note-leading": notes.leading_pt,
        "measure": round(measure, 3),
    }
    for level, heading in enumerate(layout.headings, start=1):
        sizes |= {f"heading-{level}-size": heading.size_pt, f"heading-{level}-leading": heading.leading_pt}
    lines = [*font_rules(layout), *_pages(layout.page, text.leading_pt), *_heads(around, layout.running_head, rtl=rtl)]
    lines.append("@page { @footnote { width: 54pt } }")
    lines.append(":root {" + "".join(f" --{name}: {points}pt;" for name, points in sizes.items()) + " }")
    return "\n".join(lines) + "\n"


def has_formulas(book: Book) -> bool:
    """Whether a book has formulas that are drawn."""
    return next(_all(book, "Math"), None) is not None


def sheets_for(book: Book, layout: Layout) -> tuple[str, ...]:
    """The style sheets of what few essays have, before print.css: code and formulas."""
    sheets = []
    if next(_all(book, "Code", "CodeBlock"), None) is not None:
        sheets.append(code_sheet(layout))
    if has_formulas(book):
        from pressline.backends.pdf.formulas.placing import SHEET

        sheets.append(SHEET)
    return tuple(sheets)


def _all(book: Book, *kinds: str) -> Iterator[Node]:
    return nodes([book.blocks, *(note.body for note in book.notes)], *kinds)


def font_rules(layout: Layout) -> list[str]:
    """The four styles of the layout's font, and the page set in it."""
    face = layout.face
    cuts = [
        (face.regular, "normal", "normal"),
        (face.italic, "italic", "normal"),
        (face.bold, "normal", "bold"),
        (face.bold_italic, "italic", "bold"),
    ]
    families = [FAMILY] if layout.acronyms == "capitals" else [FAMILY, ACRONYMS]
    rules = [
        f"@font-face {{ font-family: {css_string(family)}; src: url({css_string(path.as_uri())}); "
        f"font-style: {style}; font-weight: {weight} }}"
        for family in families
        for path, style, weight in cuts
    ]
    return [*rules, f"html {{ font-family: {css_string(FAMILY)} }}"]


def _pages(page: Page, leading_pt: float) -> list[str]:
    """Size and margins; the text is a whole number of lines high, the rest goes to the foot."""
    height = (page.height_mm - page.top_mm - page.bottom_mm) * _POINTS_PER_MM
    bottom = page.bottom_mm + height % leading_pt / _POINTS_PER_MM - 0.001  # so that rounding loses no line
    margins = f"margin-top: {page.top_mm}mm; margin-bottom: {bottom:.4f}mm"
    return [
        f"@page {{ size: {page.width_mm}mm {page.height_mm}mm; {margins} }}",
        f"@page :right {{ margin-left: {page.inner_mm}mm; margin-right: {page.outer_mm}mm }}",
        f"@page :left {{ margin-left: {page.outer_mm}mm; margin-right: {page.inner_mm}mm }}",
        *_turned(page, leading_pt),
    ]


def _turned(page: Page, leading_pt: float) -> list[str]:
    """A page for a table that is wider than the measure.

    The same sheet, wider than high, its head at the same height.
    """
    height = (page.width_mm - page.top_mm - page.bottom_mm) * _POINTS_PER_MM
    bottom = page.bottom_mm + height % leading_pt / _POINTS_PER_MM - 0.001
    side = max(page.inner_mm, page.outer_mm)
    margins = f"margin: {page.top_mm}mm {side}mm {bottom:.4f}mm"
    return [
        f"@page turned{half} {{ size: {page.height_mm}mm {page.width_mm}mm; {margins} }}" for half in ("", ":left", ":right")
    ]


def _heads(around: Composition, head: RunningHead, *, rtl: bool) -> list[str]:
    """Author on the verso, short title on the recto, page numbers outside.

    The opening page has its page number at the foot. The verso is the left page, and the right one where an essay is written
    from right to left.
    """
    heads = (around.recto_head, around.verso_head) if rtl else (around.verso_head, around.recto_head)
    left, right = (shorten(text, head.characters) for text in heads)
    verso, recto = ("top-right", "top-left") if head.place == "inner" else ("top-center", "top-center")
    return [
        f"@page :left {{ @top-left {{ content: counter(page) }} @{verso} {{ content: {css_string(left)} }} }}",
        f"@page :right {{ @top-right {{ content: counter(page) }} @{recto} {{ content: {css_string(right)} }} }}",
        "@page :first { @top-left { content: none } @top-center { content: none } @top-right { content: none }"
        " @bottom-center { content: counter(page) } }",
    ]


def shorten(text: str, length: int) -> str:
    """A text that fits a running head: cut after a whole word, with an ellipsis.

    Cut only when it is longer than `length`.

    >>> shorten("The Failure of International Diplomacy", 24)
    'The Failure of…'
    """
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.–—") + "…"


def css_string(text: str) -> str:
    r"""A text as a CSS string.

    >>> css_string('a"b')
    '"a\\22 b"'
    """
    safe = (c if c.isalnum() or c in " .,:;/-_()" else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(safe) + '"'
