"""Check the formulas of a PDF: each is drawn, with its source as its alternative.

And none is printed as its source. A formula is paths and no letters, so the words around it say only that there is a gap. In a
file for the screen a tag Formula names what is drawn there; in one for the printer only the names of marked content are left,
which are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from pressline.findings import Finding, Place, finding
from pressline.model import Account

_MARKED = re.compile(rb"/Formula\s(?:<</MCID (\d++)>>\s)?B(?:DC|MC)\s")
_PAINTS = re.compile(rb"(?:^|\s)(?:f\*?|F|[Bb]\*?)(?=\s|$)")
_COMMAND = re.compile(r"\\[A-Za-z]{2,}|[\^_]\{")
_SHOWN = 60


def formula_findings(pdf: pikepdf.Pdf, elements: Sequence[Any], wanted: Sequence[str], path: str) -> Iterator[Finding]:
    """Findings A102: each formula is tagged with its source, and painted."""
    if not wanted and not any(element.get("/S") == "/Formula" for element in elements):
        return
    painted = dict(_painted(pdf))
    found: Counter[str] = Counter()
    for element in elements:
        if element.get("/S") != "/Formula":
            continue
        source = " ".join(str(element.get("/Alt", "")).split())
        found[source] += 1
        if not all(painted.get(mark, False) for mark in _marks(element)):
            yield finding("A102", Place(path), source=source[:_SHOWN], expected="a drawing", found="an empty place")
    expected = Counter(wanted)
    for source in (expected - found).elements():
        yield finding(
            "A102", Place(path), source=source[:_SHOWN], expected=f"it {_times(expected[source])}", found=found[source]
        )
    for source in (found - expected).elements():
        yield finding(
            "A102", Place(path), source=source[:_SHOWN], expected=f"it {_times(expected[source])}", found=found[source]
        )


def printed_formula_findings(pdf: pikepdf.Pdf, wanted: Sequence[str], path: str) -> Iterator[Finding]:
    """A finding A102 when a file for the printer paints fewer formulas than the book has.

    One that goes on after the end of a line is painted in two parts.
    """
    marks = list(_painted(pdf)) if wanted else []
    if len(marks) < len(wanted) or not all(paints for _, paints in marks):
        found = sum(paints for _, paints in marks)
        yield finding("A102", Place(path), source="all", expected=len(wanted), found=found)


def source_findings(account: Account, wanted: Sequence[str], path: str) -> Iterator[Finding]:
    """Findings A103: the source of a drawn formula stands among the words of a file.

    False positives it avoids: "x", which is a letter of the text too; a source that the book has as code.
    """
    sources = {"".join(source.split()) for source in wanted if _COMMAND.search(source)}
    if not sources:
        return
    readings = (account.body, *account.notes.values())
    for text in ("".join(w for w, style in zip(r.words, r.styles, strict=True) if "m" not in style) for r in readings):
        for source in sorted(sources):
            if source in text:
                yield finding("A103", Place(path), source=source[:_SHOWN])


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _painted(pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], bool]]:
    """Every stretch of content that is marked as a formula.

    Page and number of the mark, and whether it paints anything.
    """
    for number, page in enumerate(pdf.pages, start=1):
        content: Any = page.obj.get("/Contents", pikepdf.Array())
        data = b"\n".join(part.read_bytes() for part in (content if isinstance(content, pikepdf.Array) else [content]))
        for order, match in enumerate(_MARKED.finditer(data)):
            mark = int(match[1]) if match[1] else -1 - order
            yield (
                (page.obj.objgen[0] if match[1] else number, mark),
                _PAINTS.search(data, match.end(), data.find(b"EMC", match.end())) is not None,
            )


def _marks(element: Any) -> Iterator[tuple[int, int]]:
    """The marked content of a formula, as `_painted` names it."""
    kids: Any = element.get("/K", [])
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield element.Pg.objgen[0], kid
        elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
            yield kid.Pg.objgen[0], int(kid.MCID)
