"""What stands before and behind a person's name and belongs to it.

Titles, generations, degrees, orders.
"""

from __future__ import annotations

import re

from pressline.locale.tables import any_of

# After a comma these belong to the name before it, and are no second author.
# False positives they avoid: "M. A. Lee", where initials stand before a name, and "Ann Lee, Maria Ek", two names.
_GENERATION = r"(?:[JS][rR]|II|III|IV)\b\.?"
_DEGREE = (
    r"(?:P[hH]\.?\ ?D|D\.?Phil|M\.?\ ?Phil|Ed\.?D|Th\.?D|Psy\.?D|M\.?D|J\.?D|S\.?J\.?D|LL\.?[BMD]|M\.?B\.?A|M\.?F\.?A"
    r"|M\.?P\.?[AHP]|M\.?Sc|B\.?Sc|[MB]\.?A|M\.?S|E(?:sq|SQ)|F\.?R\.?S|Q\.?C|K\.?C|R\.?N|S\.?J|O\.[PF]\.?M?|OP|OFM|CBE|OBE|MBE|MP)\b\.?"
)
BEHIND_NAMES = rf"(?:{_GENERATION}|{_DEGREE})"
# These stay as they are where a whole name was printed in capitals.
IN_CAPITALS = frozenset({"II", "III", "IV", "PHD", "MA", "BA", "MD", "JD", "MBA", "MFA", "MPH", "QC", "KC", "SJ", "OBE", "CBE"})
# Titles before a name, by which catalogues do not sort. `spacing.TITLES` has those that no line ends after: "St" is one, and
# part of the name.
_TITLES = {"en": "Dr|Prof|Professor|Rev|Revd|Fr|Sir|Dame|Mr|Mrs|Ms|Hon", "de": r"Dipl\.-Ing"}
_BEHIND = re.compile(rf",?\s{{1,9}}{BEHIND_NAMES}(?=,|\s|$)")
_BEFORE = re.compile(rf"^(?:{any_of(_TITLES)}\b\.?\s+)+")


def bare_name(name: str) -> str:
    """A name without what stands behind it.

    To see whether it is made like a name, and to look for it.

    >>> bare_name("Dr. Martin Luther King, Jr."), bare_name("Ann Lee, PhD, Esq."), bare_name("M. A. Lee")
    ('Dr. Martin Luther King', 'Ann Lee', 'M. A. Lee')
    """
    return _BEHIND.sub("", name).strip(" ,")


def sort_as(name: str) -> str | None:
    """How catalogues sort a name that something stands behind.

    None where the last word alone tells.

    >>> sort_as("Dr. Martin Luther King, Jr."), sort_as("Ann Lee, PhD"), sort_as("Lou E. Cardot")
    ('King, Martin Luther, Jr.', 'Lee, Ann', None)
    """
    bare = bare_name(name)
    first, _, last = _BEFORE.sub("", bare).rpartition(" ")
    if bare == name.strip() or not first:
        return None
    generation = re.search(rf"(?:,|\s)\s*({_GENERATION})(?=,|\s|$)", name[len(bare) :])
    return f"{last}, {first}" + (f", {generation[1]}" if generation else "")
