"""MathML as pandoc writes it, made MathML that ziamath draws as TeX would set it.

ziamath 0.13 leaves out what it does not know with no more than a log entry, draws an accent as wide as it goes, knows no space
around some operators, slants every single letter, and takes twice as long for each row within a row. All that is settled
here on the tree: rows of one are undone, operators carry their spaces, and characters their own shape.
"""

from __future__ import annotations

from xml.etree import ElementTree

from lxml import etree

from pressline.runtime.namespaces import MATHML

Mathml = ElementTree.Element

# What ziamath 0.13 draws; "semantics" and "maction" show their first child.
_DRAWN = frozenset({
    "math", "mrow", "mi", "mn", "mo", "mtext", "ms", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "merror", "mpadded",
    "mphantom", "mfenced", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mtable",
    "mtr", "mtd", "none", "mprescripts",
})  # fmt: skip
_FIRST_ALONE = ("semantics", "maction")
_NOTES = ("annotation", "annotation-xml")
_ROWS = ("mrow", "mstyle", "math", "mtd", "msqrt", "mpadded", "mphantom", "merror")  # whose children are one row
_KEPT = frozenset({
    "accent", "accentunder", "bevelled", "close", "columnalign", "columnspacing", "depth", "displaystyle", "fence", "form",
    "height", "largeop", "linethickness", "lspace", "maxsize", "minsize", "notation", "open", "rowalign", "rowspacing",
    "rspace", "scriptlevel", "separators", "stretchy", "symmetric", "voffset", "width",
})  # fmt: skip

# Spaces on both sides in em, as TeX has them (The TeXbook, chapter 18): medium around operations, thick around relations.
_ROW_SPACING = "0.35em"  # between the rows of a table, which have no line of their own
_MEDIUM, _THICK = "0.2222em", "0.2778em"
_OPERATIONS = frozenset("+-−±∓×÷∗∘∙·⋅⊕⊖⊗⊘⊙∪∩⊎⊔⊓∧∨∖⋄⋆†‡≀⊳⊲△▽⨿⊞⊟⊠⊡⋊⋉⋈")
_RELATIONS = frozenset(
    "=<>≤≥≦≧≪≫⋘⋙≠≡≢≈≉≅≇∼≁≃≄≍≐≜≝≟≔≕∝∈∉∋∌⊂⊃⊆⊇⊄⊅⊈⊉⊊⊋⊏⊐⊑⊒∣∤∥∦⊥⊢⊣⊨⊩≺≻⪯⪰≼≽→←↔⇒⇐⇔⟶⟵⟷⟹⟸⟺↦⟼↪↩↗↘↙↖⇌⇋⇄⇆⇀⇁↼↽⇝⇉∷⩽⩾≲≳⋖⋗∴∵:"
)
_LARGE = frozenset("∑∏∐∫∬∭∮∯∰⋃⋂⋁⋀⨁⨂⨀⨄⨆⨅")
_OPENING, _CLOSING = frozenset("([{⟨⌈⌊⟦⎰⟪"), frozenset(")]}⟩⌉⌋⟧⎱⟫")
_BARS = frozenset("|∥‖∣")
_PLAIN_SIGNS = frozenset("∂∇∞∅∀∃∄¬ℓℏ∠√′″‴⁗°%$!?&#…⋯⋮⋱\u2061\u2062\u2063\u2064")
_INVISIBLE = "\u2061\u2062\u2063\u2064"
# Accents over one letter, and the same drawn over more of them.
_ACCENTS = {
    "\u0302": "ˆ", "^": "ˆ", "ˆ": "ˆ", "\u0303": "˜", "~": "˜", "˜": "˜", "\u0304": "¯", "¯": "¯", "‾": "¯", "\u0305": "¯",
    "\u030c": "ˇ", "ˇ": "ˇ", "\u0306": "˘", "˘": "˘", "\u0301": "´", "´": "´", "\u0300": "`", "`": "`", "\u0307": "˙",
    "˙": "˙", "\u0308": "¨", "¨": "¨", "\u030a": "˚", "˚": "˚", "\u20d7": "→", "→": "→", "\u20db": "\u20db",
}  # fmt: skip
_WIDE = {"ˆ": "\u0302", "˜": "\u0303", "¯": "―", "→": "→", "ˇ": "\u030c", "˘": "\u0306"}
_LINE = "―"  # which ziamath draws as a rule over or under the whole
_UNDERLINES = frozenset("_‾¯\u0332―")


class Undrawable(Exception):
    """A formula that cannot be drawn; the message says why, in the words of a finding."""


def for_drawing(math: etree._Element) -> Mathml:
    """An element <math> of pandoc's as ziamath draws it, without name space.

    `math` stays as it is.

    Raises:
        Undrawable: for an element that it does not know.
    """
    made = _copied(math)
    while len(made) == 1 and made[0].tag == "mrow":
        made = made[0]
    made.tag = "math"
    made.set("display", math.get("display") or "inline")
    _settle_row(made)
    return made


def _copied(element: etree._Element) -> Mathml:
    """A copy of an element and what it holds, with the attributes that are drawn."""
    name = str(element.tag).removeprefix(MATHML)
    children = [child for child in element if isinstance(child.tag, str) and str(child.tag).removeprefix(MATHML) not in _NOTES]
    if name in _FIRST_ALONE and children:
        return _copied(children[0])
    if name not in _DRAWN:
        raise Undrawable(f"the element <{name}> is not drawn")
    made = Mathml(name, {str(key): str(value) for key, value in element.attrib.items() if key in _KEPT})
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        _fill(made, "".join(map(str, element.itertext())), element.get("mathvariant") or "")
        return made
    for child in children:
        _append(made, _copied(child))
    if name == "mtable" and "rowspacing" not in made.attrib:
        made.set("rowspacing", _ROW_SPACING)
    if name in ("mover", "munder", "munderover") and len(made) > 1:
        _settle_accents(made)
    if name in _ROWS:
        _settle_row(made)
    return made


def _append(parent: Mathml, child: Mathml) -> None:
    """Put a child at the end of an element.

    What a row in a row holds is put there itself, where it needs no row of its own.
    """
    if child.tag == "mrow" and len(child) == 1:
        child = child[0]
    if parent.tag in _ROWS and child.tag == "mrow" and not any(_is_stretched(part) for part in child):
        parent.extend(list(child))
    else:
        parent.append(child)


def _is_stretched(element: Mathml) -> bool:
    """Whether an element is as high as what stands beside it in its row."""
    said = element.get("stretchy", "")
    text = element.text or ""
    return element.tag == "mo" and (
        said == "true" or (said != "false" and (text in _OPENING or text in _CLOSING or text in _BARS))
    )


def _fill(made: Mathml, text: str, variant: str) -> None:
    """Give an element of text its characters and its shape."""
    if made.tag != "mtext":
        text = "".join(text.split())
    if made.tag == "mi" and (text in _OPERATIONS or text in _RELATIONS):
        made.tag = "mo"
    made.text = text.replace("-", "−") if made.tag in ("mo", "mn") else text
    if made.tag == "mo":
        return
    if made.tag == "mi" and text in _PLAIN_SIGNS:  # ziamath takes some of them for operators
        made.attrib.update({"lspace": "0", "rspace": "0"})
    if made.tag == "mtext":
        made.text = "\u00a0".join(text.split(" "))  # ziamath takes spaces away from both ends
        made.set("mathvariant", variant or "normal")
    elif variant in ("normal", "italic", "") and not _has_own_shape(text):
        made.set("mathvariant", variant or ("italic" if made.tag == "mi" and len(text) == 1 and _slants(text) else "normal"))
    else:  # pandoc writes the character of the alphabet itself
        made.set("mathvariant", "normal")


def _has_own_shape(text: str) -> bool:
    """Whether a text is of letters whose shape is part of the character: 𝐯, ℝ."""
    return any(0x1D400 <= ord(sign) <= 0x1D7FF or 0x2100 <= ord(sign) <= 0x214F for sign in text)


def _slants(letter: str) -> bool:
    """Whether a letter that is a variable slants: all but capital Greek, as in TeX."""
    return letter.isalpha() and not "Α" <= letter <= "Ω"


def _settle_accents(element: Mathml) -> None:
    """Settle accents and lines: over one letter as they are, over more as wide as these."""
    base = element[0]
    single = base.tag in ("mi", "mn") and len(base.text or "") == 1
    for at, part in enumerate(element[1:], start=1):
        text = part.text or ""
        under = element.tag == "munder" or (element.tag == "munderover" and at == 1)
        if part.tag != "mo":
            continue
        if under and text in _UNDERLINES:
            part.text = _LINE
            part.attrib.clear()
        elif not under and text in _ACCENTS:
            sign = _ACCENTS[text]
            part.text = sign if single and sign != "¯" else _WIDE.get(sign, sign)
            part.attrib.clear()
            part.attrib.update({"accent": "true", "lspace": "0", "rspace": "0"})
            if single and sign != "¯":
                part.set("stretchy", "false")
            element.set("accent", "true")


def _settle_row(row: Mathml) -> None:
    """Give each operator of a row the spaces that TeX has around it, and its form."""
    for part in [part for part in row if part.tag == "mo" and (part.text or "") in _INVISIBLE]:
        at = list(row).index(part)
        row.remove(part)
        if part.text == "\u2061" and at < len(row) and row[at].tag != "mrow" and (row[at].text or "") not in _OPENING:
            row.insert(at, Mathml("mspace", {"width": "0.1667em"}))  # "sin x"
    bars = 0
    parts = list(row)
    for at, part in enumerate(parts):
        core = _core(part)
        if core is None:
            continue
        text = core.text or ""
        before = parts[at - 1] if at else None
        if text in _BARS and core.get("form") != "infix":
            bars += 1
            core.set("form", "prefix" if bars % 2 else "postfix")
            if core.get("stretchy") == "true" and not bars % 2:
                core.set("lspace", "0.12em")
        _space(core, text, before, last=at == len(parts) - 1)


def _core(part: Mathml) -> Mathml | None:
    """The operator that an element is, with what stands over, under or beside it."""
    while (
        part.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover") and len(part) and part.get("accent") != "true"
    ):
        part = part[0]
    return part if part.tag == "mo" else None


def _space(core: Mathml, text: str, before: Mathml | None, *, last: bool) -> None:
    """Set the spaces on both sides of an operator, unless MathML itself says them."""
    sign = None if before is None else _core(before)
    alone = before is None or (sign is not None and _is_sign_before_operand(sign.text or ""))
    if text in _OPERATIONS and not alone and not last:
        both = _MEDIUM, _MEDIUM
    elif text in _RELATIONS and not last:
        both = ("0" if before is None else _THICK), _THICK
    elif text in (",", ";"):
        both = "0", "0" if last else "0.1667em"
    elif text in _LARGE:
        both = "0" if before is None else "0.1667em", "0.1667em"
    elif text in _OPENING or text in _CLOSING or text in _BARS or text in _PLAIN_SIGNS or text in _OPERATIONS or last:
        both = "0", "0"
    else:
        return
    for name, width in zip(("lspace", "rspace"), both, strict=True):
        if name not in core.attrib:
            core.set(name, width)


def _is_sign_before_operand(text: str) -> bool:
    """Whether a plus or minus after this is a sign, and no operation: "= −1", "(−1", ", −1"."""
    return text in _RELATIONS or text in _OPERATIONS or text in _OPENING or text in (",", ";") or text in _LARGE


# --- too wide for a line ------------------------------------------------------------------------------------------------


def parted(tree: Mathml, *, after: bool = False) -> list[Mathml]:
    """A formula parted before the relations and sums of its outermost row, or after them.

    All of it where it has none.

    A display is parted before its signs, a formula in the text after them (The TeXbook, chapters 18 and 19).

    False positive avoided: the "=" of a limit, of a group between brackets, of a cell.
    """
    pieces: list[list[Mathml]] = [[]]
    depth = 0
    for part in tree:
        core = _core(part)
        text = (core.text or "") if core is not None else ""
        depth += (text in _OPENING) - (text in _CLOSING)
        sign = text in _RELATIONS and text not in _BARS and text != ":"
        sign = sign or (text in ("+", "−") and bool(pieces[-1]) and _ends_operand(pieces[-1][-1]))
        if sign and not depth and pieces[-1] and not after:
            pieces.append([])
        pieces[-1].append(part)
        if sign and not depth and after:
            pieces.append([])
    return [_row_of(tree, piece) for piece in pieces if piece]


def _ends_operand(part: Mathml) -> bool:
    """Whether a plus or minus after this is an operation: after "x", ")", "n!"."""
    core = _core(part)
    return core is None or (core.text or "") in _CLOSING or core.text == "!"


def side_by_side(tree: Mathml) -> list[Mathml]:
    r"""The formulas of a display that has several, with a gap of one em or more between them."""
    groups: list[list[Mathml]] = [[]]
    for part in tree:
        if part.tag == "mspace" and _ems(part.get("width", "")) >= 1:
            groups.append([])
        else:
            groups[-1].append(part)
    return [_row_of(tree, group) for group in groups if group]


def _ems(width: str) -> float:
    number = width.removesuffix("em")
    return float(number) if width.endswith("em") and number.replace(".", "", 1).isdigit() else 0.0


def _row_of(tree: Mathml, parts: list[Mathml]) -> Mathml:
    row = Mathml("math", dict(tree.attrib))
    row.extend(parts)
    return row


def in_rows(rows: list[tuple[list[Mathml], bool]], indent: str) -> Mathml:
    """A display of several rows.

    Those that go on with the formula of the row before (True) are set in.
    """
    table = Mathml("mtable", {"displaystyle": "true", "rowspacing": "0.5em"})
    for pieces, goes_on in rows:
        cell = Mathml("mtd", {"columnalign": "left"})
        if goes_on:
            cell.append(Mathml("mspace", {"width": indent}))
        cell.extend(part for piece in pieces for part in piece)
        line = Mathml("mtr")
        line.append(cell)
        table.append(line)
    whole = Mathml("math", {"display": "block"})
    whole.append(table)
    return whole


def source_of(tex: str, letters: int) -> Mathml:
    """The source of a formula as a formula of typewriter letters, `letters` in a row."""
    flat = " ".join(tex.split())
    whole = Mathml("math", {"display": "block"})
    table = Mathml("mtable", {"rowspacing": "0.2em"})
    for at in range(0, len(flat), letters):
        line, cell = Mathml("mtr"), Mathml("mtd", {"columnalign": "left"})
        text = Mathml("mtext", {"mathvariant": "mono"})
        text.text = flat[at : at + letters].replace(" ", "\u00a0")
        cell.append(text)
        line.append(cell)
        table.append(line)
    whole.append(table)
    return whole
