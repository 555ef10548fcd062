"""Patterns and sets out of tables by language."""

from __future__ import annotations

from collections.abc import Mapping

Rows = Mapping[str, str]  # by primary language: alternatives parted by "|"


def any_of(*tables: Rows) -> str:
    """A group that matches what any language has in any of the tables.

    >>> any_of({"en": "by", "de": "von"}, {"en": "author"})
    '(?:by|von|author)'
    """
    return f"(?:{'|'.join(dict.fromkeys(row for table in tables for row in table.values()))})"


def words_of(*tables: Rows) -> frozenset[str]:
    """Every word that any language has in any of the tables, where the rows are plain words.

    >>> sorted(words_of({"en": "and|or", "de": "und|oder"}))
    ['and', 'oder', 'or', 'und']
    """
    return frozenset(word for table in tables for row in table.values() for word in row.split("|"))
