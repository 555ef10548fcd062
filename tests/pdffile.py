"""PDFs that are damaged on purpose: pieces of text found by what they say, and lost, moved, hidden or set otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf

Damage = Callable[[pikepdf.Pdf], None]
_BLOCK = re.compile(rb"BT\n(.*?)\nET\n", re.DOTALL)
_GLYPH = re.compile(rb"<([0-9a-f]{4})>")


@dataclass(frozen=True)
class Piece:
    """A piece of text of a page, as WeasyPrint paints it: its operators, and what they say."""

    page: int
    operators: bytes
    text: str
    cut: str  # of the face: "Text", "Text-Bold"


def pieces(pdf: pikepdf.Pdf) -> Iterator[Piece]:
    for number, page in enumerate(pdf.pages):
        fonts = {name.lstrip("/"): font for name, font in page.Resources.Font.items()}
        for match in _BLOCK.finditer(page.Contents.read_bytes()):
            name = re.search(rb"/(\S+) [\d.]+ Tf", match[1])
            assert name
            font = fonts[name[1].decode()]
            pairs = re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", font.ToUnicode.read_bytes())
            said = {code.lower(): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
            text = "".join(said.get(code, "") for code in _GLYPH.findall(match[1]))
            yield Piece(number, match[0], text, str(font.BaseFont).partition("Pressline-")[2])


def piece(pdf: pikepdf.Pdf, text: str) -> Piece:
    return next(one for one in pieces(pdf) if text in one.text)


def repaint(text: str, change: Callable[[bytes], bytes]) -> Damage:
    """The operators of a piece of text, changed."""

    def damage(pdf: pikepdf.Pdf) -> None:
        one = piece(pdf, text)
        stream = pdf.pages[one.page].Contents
        data, new = stream.read_bytes(), change(one.operators)
        assert new != one.operators
        stream.write(data.replace(one.operators, new, 1))

    return damage


def lose(text: str) -> Damage:
    return repaint(text, lambda operators: b"")


def unseen(text: str) -> Damage:
    """Render mode 3: neither filled nor stroked."""
    return repaint(text, lambda operators: operators.replace(b"BT\n", b"BT\n3 Tr\n").replace(b"ET\n", b"0 Tr\nET\n"))


def whiten(text: str) -> Damage:
    return repaint(text, lambda operators: b"1 1 1 rg\n" + operators + b"0 0 0 rg\n")


def under_paper(text: str) -> Damage:
    """A white area over a piece of text."""

    def cover(operators: bytes) -> bytes:
        x, y = place(operators)
        return operators + f"q 1 1 1 rg {x - 2} {y - 14} 60 18 re f Q\n".encode()

    return repaint(text, cover)


def place(operators: bytes) -> tuple[float, float]:
    match = re.search(rb"([\d.-]+) ([\d.-]+) Tm", operators)
    assert match
    return float(match[1]), float(match[2])


def shift(text: str, right: float = 0, down: float = 0) -> Damage:
    def move(operators: bytes) -> bytes:
        x, y = place(operators)
        return re.sub(rb"[\d.-]+ [\d.-]+ Tm", f"{x + right} {y + down} Tm".encode(), operators)

    return repaint(text, move)


def swap(one: str, other: str) -> Damage:
    """Two pieces of text in each other's place."""

    def damage(pdf: pikepdf.Pdf) -> None:
        pair = piece(pdf, one), piece(pdf, other)
        for this, that in (pair, pair[::-1]):
            here = re.search(rb"[\d.-]+ [\d.-]+ Tm", this.operators)
            there = re.search(rb"[\d.-]+ [\d.-]+ Tm", that.operators)
            assert here
            assert there
            stream = pdf.pages[this.page].Contents
            stream.write(stream.read_bytes().replace(this.operators, this.operators.replace(here[0], there[0]), 1))

    return damage


def to_next_page(text: str) -> Damage:
    """A piece of text painted on the next page instead, at the same place."""

    def damage(pdf: pikepdf.Pdf) -> None:
        one = piece(pdf, text)
        first, second = (pdf.pages[one.page + k].Contents for k in (0, 1))
        first.write(first.read_bytes().replace(one.operators, b"", 1))
        last = [each for each in pieces(pdf) if each.page == one.page + 1][0]
        fonts = pdf.pages[one.page + 1].Resources.Font
        for name, font in pdf.pages[one.page].Resources.Font.items():
            fonts[name] = font
        second.write(second.read_bytes().replace(last.operators, one.operators + last.operators, 1))

    return damage


def recut(text: str, cut: str) -> Damage:
    """The face that a piece of text is set in, under the name of another cut; its letters stay what they are."""

    def damage(pdf: pikepdf.Pdf) -> None:
        one = piece(pdf, text)
        fonts = pdf.pages[one.page].Resources.Font
        font = next(font for name, font in fonts.items() if f"{name} ".encode() in one.operators)
        inner = font.DescendantFonts[0]
        name = pikepdf.Name(f"/AAAAAA+Pressline-{cut}")
        font.BaseFont = inner.BaseFont = inner.FontDescriptor.FontName = name
        inner.FontDescriptor.Flags = 4  # not slanted

    return damage
