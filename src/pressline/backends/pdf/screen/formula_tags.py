"""Tags of formulas: a Formula with the source as its alternative.

Where WeasyPrint writes a Figure for each drawing.

A formula that goes on after the end of a line is two drawings and one Formula (ISO 14289-1, 7.7; ISO 32000-2, 14.8.4.8.4).
"""

from __future__ import annotations

import re
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, String

from pressline.backends.pdf.screen.structure import Element

# Before the alternative text of a formula, and alone as that of the rest of one (`formulas.placing`).
FORMULA, REST = "\ue002", "\ue003"


def tag_formulas(pdf: pikepdf.Pdf, root: Any, document: Element) -> None:
    """Make a Formula of every Figure that is one; of its parts on several lines, one."""
    formulas: list[Element] = []
    for element in [element for element in document.all() if element.kind == "/Figure"]:
        alternative = str(element.own.get("/Alt", ""))
        if alternative == REST and formulas:
            _join(pdf, root, formulas[-1], element)
        elif alternative.startswith(FORMULA):
            element.become("/Formula")
            element.own.Alt = String(alternative.removeprefix(FORMULA))
            formulas.append(element)
    _name_content(pdf, formulas)


def _join(pdf: pikepdf.Pdf, root: Any, formula: Element, rest: Element) -> None:
    """Let a formula hold what the rest of it holds, on whatever page."""
    page = rest.own.Pg
    parents = pikepdf.NumberTree(root.ParentTree)[int(page.StructParents)]
    for mark in rest.holds:
        parents[int(mark)] = formula.own
    same = page.objgen == formula.own.Pg.objgen
    kept = rest.holds if same else [Dictionary(Type=Name.MCR, Pg=page, MCID=int(mark)) for mark in rest.holds]
    formula.hold([*formula.holds, *kept])
    if same and "/A" in formula.own:
        del formula.own["/A"]  # the box of the first part alone
    above = rest.within
    assert above is not None, "a drawing stands in a paragraph"
    above.hold([kid for kid in above.holds if kid is not rest])


def _name_content(pdf: pikepdf.Pdf, formulas: list[Element]) -> None:
    """Name the marked content of formulas so too.

    A file for the printer keeps these names, and no structure.
    """
    marks: dict[tuple[int, int], set[int]] = {}
    for formula in formulas:
        for mark in formula.holds:
            on, number = (mark.Pg, int(mark.MCID)) if isinstance(mark, Dictionary) else (formula.own.Pg, int(mark))
            marks.setdefault(on.objgen, set()).add(number)
    for page in pdf.pages:
        mine = marks.get(page.obj.objgen, set())
        if mine:
            stream = page.obj.Contents
            stream.write(_named(stream.read_bytes(), mine))


_FIGURE = re.compile(
    rb"/Figure\s<</MCID (\d+)>>\sBDC"
)  # as pydyf writes it; text stands in hexadecimal, and cannot look like it


def _named(content: bytes, marks: set[int]) -> bytes:
    return _FIGURE.sub(lambda match: match[0].replace(b"/Figure", b"/Formula") if int(match[1]) in marks else match[0], content)
