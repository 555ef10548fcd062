"""What a careful production editor asks, found from the text alone. Nothing here changes a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressline.findings import Finding, finding
from pressline.model import Line

# A function word glued to an abbreviation, "forUNAMIR"; and a possessive with a stray capital, "UNAMIR'sR". False
# positives it avoids: "eBook", "iPhone", "miRNA", "mtDNA" and "pH", whose small letters are no function word; "McDONALD".
_GLUED = re.compile(
    r"(?<![\w])(?:(?:a|an|and|as|at|by|for|from|in|of|on|that|the|to|with)[A-Z]{3,}\w*(?:[’']s[A-Z]\b)?|\w+[’']s[A-Z]\b)"
)


def paste_damage(lines: list[Line], path: str) -> Iterator[Finding]:
    """Words that a paste has glued together."""
    for line in lines:
        for match in _GLUED.finditer(line.text):
            yield finding("Q001", line.place(path, match.start()), excerpt=line.text, text=match[0])
