r"""Chemical formulas of \ce{...} (the package mhchem) as plain TeX.

What is known: elements and their numbers, charges, isotopes, states, arrows with words over them, bonds, water of
crystallization. What is not stays as it is written.
"""

from __future__ import annotations

import re

_ARROWS = {
    "<=>>": r"\rightleftharpoons", "<<=>": r"\rightleftharpoons", "<=>": r"\rightleftharpoons", "<->": r"\leftrightarrow",
    "<-->": r"\leftrightarrow", "->": r"\longrightarrow", "<-": r"\longleftarrow",
}  # fmt: skip
_OTHER = {"=": "{=}", "#": r"{\equiv}", ".": r"\cdot ", "*": r"\cdot ", "·": r"\cdot "}
_TOKEN = re.compile(
    r"(?P<arrow><=>>|<<=>|<=>|<-->|<->|->|<-)(?:\[(?P<over>[^\]]{0,80})\])?(?:\[(?P<under>[^\]]{0,80})\])?"
    r"|\^(?:\{(?P<raised>[^{}]{0,40})\}|(?P<charge>\d{0,3}[+\-−.]|\d{1,3}))"
    r"|_(?:\{(?P<lowered>[^{}]{0,40})\}|(?P<index>\w))"
    r"|(?P<letters>[A-Z][a-z]?|[a-z]+)"
    r"|(?P<number>\d+(?:[./]\d+)?)"
    r"|(?P<sign>[+\-−])"
    r"|(?P<dot>[.*·])"
    r"|(?P<math>\$[^$]{1,80}\$)"
    r"|(?P<space>\s+)"
    r"|(?P<other>\\[A-Za-z]+|[\s\S])"
)


def chemistry(text: str) -> str:
    r"""What stands in \ce{...} as TeX.

    >>> chemistry("SO4^2-"), chemistry("2H2 + O2")
    ('\\mathrm{SO}_{4}^{2-}', '2\\mathrm{H}_{2} + \\mathrm{O}_{2}')
    """
    out: list[str] = []
    within = ""  # "letter" after what an index belongs to
    for match in _TOKEN.finditer(text):
        kind, part = match.lastgroup or "", match[0]
        kind = "arrow" if match["arrow"] else kind
        made, within = _token(kind, part, match, within, text[match.end() : match.end() + 1])
        if kind == "letters" and out and out[-1].startswith(r"\mathrm{"):
            out[-1] = out[-1][:-1] + made[len(r"\mathrm{") :]
        else:
            out.append(made)
    return "".join(out)


def _token(kind: str, part: str, match: re.Match[str], within: str, after: str) -> tuple[str, str]:
    """What a token is in TeX, and what an index that follows would belong to."""
    if kind == "arrow":
        return _arrow(match), ""
    if kind in ("raised", "charge"):
        return f"^{{{match[kind].replace('−', '-')}}}", "letter"
    if kind in ("lowered", "index"):
        return f"_{{{match[kind]}}}", "letter"
    if kind == "letters":
        return rf"\mathrm{{{part}}}", "letter"
    if kind == "number":
        return (f"_{{{part}}}", "letter") if within else (part, "")
    if kind == "sign":
        charge = within and (not after or after.isspace() or after in ")]}")
        plain = part if part == "+" else r"\text{–}"
        return (f"^{{{part.replace('−', '-')}}}", "letter") if charge else (plain, "")
    if kind == "math":
        return part[1:-1], "letter"
    return _OTHER.get(part, " " if kind == "space" else part), "letter" if part in ")]" else ""


def _arrow(match: re.Match[str]) -> str:
    """An arrow, with what stands over and under it."""
    over, under = match["over"], match["under"]
    if not over:
        return f" {_ARROWS[match['arrow']]} "
    command = r"\xleftarrow" if match["arrow"] == "<-" else r"\xrightarrow"
    below = rf"[\text{{{under}}}]" if under else ""
    return rf" {command}{below}{{{_words(over)}}} "


def _words(text: str) -> str:
    return text[1:-1] if text.startswith("$") and text.endswith("$") else rf"\text{{{text}}}"
