r"""TeX as authors write it, made the TeX that pandoc reads.

pandoc 3.9 knows most of what stands in formulas, and gives up at the rest: old switches of fonts ({\bf x}), fractions with
\over, commands of packages (\nicefrac, \degree), and chemistry (\ce, `chemistry`). \tag it loses in silence. All of it is
written here in other words; what a formula shows is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pressline.pandoc.chemistry import chemistry

# Commands without an argument, and what they are.
_WORDS = {
    "N": r"\mathbb{N}", "Z": r"\mathbb{Z}", "Q": r"\mathbb{Q}", "R": r"\mathbb{R}", "C": r"\mathbb{C}",
    "degree": r"{}^{\circ}", "textdegree": r"{}^{\circ}", "euro": r"\text{€}", "pounds": r"\text{£}", "S": r"\text{§}",
    "P": r"\text{¶}", "nonumber": "", "notag": "", "negthinspace": r"\!", "thinspace": r"\,", "medspace": r"\:",
    "thickspace": r"\;", "dbinom": r"\binom", "tbinom": r"\binom", "Bbb": r"\mathbb", "hbox": r"\text", "hfill": r"\quad",
    "bm": r"\boldsymbol", "strut": "", "space": r"\ ", "nobreakspace": r"\ ", "allowbreak": "",
    "displaylimits": "", "ensuremath": "",
}  # fmt: skip
_SWITCHES = {
    "bf": r"\mathbf", "rm": r"\mathrm", "it": r"\mathit", "cal": r"\mathcal", "sf": r"\mathsf", "tt": r"\mathtt",
    "frak": r"\mathfrak", "Bbb": r"\mathbb",
}  # fmt: skip
_AS_IS = ("smash", "llap", "rlap", "mathclap", "mathllap", "mathrlap", "clap", "hphantom")  # what they hold is all that shows
_UPRIGHT_BOLD = {
    **{chr(ord("A") + k): chr(0x1D400 + k) for k in range(26)},
    **{chr(ord("a") + k): chr(0x1D41A + k) for k in range(26)},
    **{chr(ord("0") + k): chr(0x1D7CE + k) for k in range(10)},
}
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)\*?[ \t]*|[\s\S])")
_LENGTH = re.compile(r"\s*+-?+(?:\d++(?:\.\d++)?+|\.\d++)\s*+(?:pt|mu|em|ex|mm|cm|in|bp|sp|pc)")
_MOST_GROUPS = 200  # of a formula that is looked at: groups within groups are functions within functions
_DCASES = re.compile(r"\\(begin|end)\{[dr]cases\}")


def readable(tex: str) -> str:
    r"""A formula in the TeX that pandoc reads; the same where it has nothing else.

    >>> readable(r"{a \over b} \tag{1}"), readable(r"x^2 + y_1")
    ('{\\frac{a }{b}} \\qquad\\text{(1)}', 'x^2 + y_1')
    """
    if "\\" not in tex or tex.count("{") > _MOST_GROUPS:
        return tex
    tex = _DCASES.sub(r"\\\1{cases}", tex)
    return _commands(_groups(tex))


def _groups(tex: str) -> str:
    r"""A formula with commands instead of fractions with "over" and switches of fonts."""
    if not re.search(r"\\(?:over|atop|bf|rm|it|cal|sf|tt|frak)(?![A-Za-z])", tex):
        return tex
    out, at = [], 0
    while at < len(tex):
        if tex[at] == "\\":
            out.append(tex[at : at + 2])
            at += 2
        elif tex[at] == "{":
            inner, end = argument(tex, at)
            out.append(f"{{{_groups(inner)}}}")
            at = end
        else:
            out.append(tex[at])
            at += 1
    return _without_switch("".join(out))


def _without_switch(inner: str) -> str:
    """What stands in a group, the first switch in it written as a command with arguments."""
    depth = 0
    for match in re.finditer(r"\\[A-Za-z]+[ \t]*|\\[\s\S]|[{}]", inner):
        name = match[0].strip("\\ \t")
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth or not match[0].startswith("\\"):
            continue
        before, after = inner[: match.start()], inner[match.end() :]
        if name == "over":
            return rf"\frac{{{before}}}{{{after}}}"
        if name == "atop":
            return rf"\substack{{{before}\\{after}}}"
        if name in _SWITCHES and not after.startswith("{"):
            return f"{before}{_SWITCHES[name]}{{{_without_switch(after)}}}"
    return inner


def _commands(tex: str) -> str:
    """A formula whose commands are all of those that pandoc knows."""
    out, at = [], 0
    while match := _COMMAND.search(tex, at):
        out.append(tex[at : match.start()])
        at = match.end()
        name = match[1] or ""
        if name in _WITH_ARGUMENT:
            inner, at = argument(tex, at)
            made, at = _WITH_ARGUMENT[name](inner, tex, at)
            out.append(made)
        elif name in ("kern", "mkern", "hskip", "mskip") and (length := _LENGTH.match(tex, at)):
            out.append(r"\!" if "-" in length[0] else r"\,")
            at = length.end()
        elif name in _WORDS:
            word = _WORDS[name]
            out.append(word + (" " if word[-1:].isalpha() else ""))
        else:
            out.append(match[0])
    return "".join([*out, tex[at:]])


def argument(tex: str, at: int) -> tuple[str, int]:
    """The argument of a command that ends at a place, without its braces, and where it ends.

    >>> argument("{a{b}}c", 0), argument("12", 0)
    (('a{b}', 6), ('1', 1))
    """
    while at < len(tex) and tex[at].isspace():
        at += 1
    if tex[at : at + 1] != "{":
        command = re.compile(r"\\(?:[A-Za-z]+|[\s\S])").match(tex, at)
        end = command.end() if command else min(at + 1, len(tex))
        return tex[at:end], end
    depth, end = 0, at
    while end < len(tex):
        if tex[end] == "\\":
            end += 2
            continue
        depth += {"{": 1, "}": -1}.get(tex[end], 0)
        end += 1
        if not depth:
            return tex[at + 1 : end - 1], end
    return tex[at + 1 :], len(tex)


Made = tuple[str, int]


def _as_is(inner: str, tex: str, at: int) -> Made:
    return f"{{{_commands(inner)}}}", at


def _nothing(inner: str, tex: str, at: int) -> Made:
    return "", at


def _second(inner: str, tex: str, at: int) -> Made:
    """The second argument alone, as of \textcolor."""
    shown, at = argument(tex, at)
    return f"{{{_commands(shown)}}}", at


def _slashed(inner: str, tex: str, at: int) -> Made:
    below, at = argument(tex, at)
    return f"{{{_commands(inner)}}}/{{{_commands(below)}}}", at


def _bold(inner: str, tex: str, at: int) -> Made:
    r"""Upright bold letters, written as characters: pandoc 3.9 makes slanted ones of them."""
    if inner and all(letter in _UPRIGHT_BOLD for letter in inner):
        return rf"\mathrm{{{''.join(_UPRIGHT_BOLD[letter] for letter in inner)}}}", at
    return rf"\mathbf{{{_commands(inner)}}}", at


def _tagged(inner: str, tex: str, at: int) -> Made:
    """The number of a display, which pandoc loses: in brackets, but for that of `\tag*`."""
    shown = inner if re.search(r"\\tag\*[ \t]*\{[^{}]*\}$", tex[:at]) else f"({inner})"
    return rf"\qquad\text{{{shown}}}", at


def _chemical(inner: str, tex: str, at: int) -> Made:
    return chemistry(inner), at


def _negated(inner: str, tex: str, at: int) -> Made:
    return rf"\text{{{inner}}}", at


_WITH_ARGUMENT: dict[str, Callable[[str, str, int], Made]] = {
    **dict.fromkeys(_AS_IS, _as_is),
    **dict.fromkeys(("ce", "cf"), _chemical),
    **dict.fromkeys(("nicefrac", "sfrac", "flatfrac"), _slashed),
    **dict.fromkeys(("textcolor", "colorbox"), _second),
    **dict.fromkeys(("vphantom", "label", "hypertarget"), _nothing),
    **dict.fromkeys(("eqref", "ref", "textup", "textnormal"), _negated),
    "mathbf": _bold,
    "tag": _tagged,
    "eqno": _tagged,
    "leqno": _tagged,
}
