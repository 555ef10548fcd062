"""Attributes of somebody else's modules, replaced for a while."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

Replacement = tuple[Any, str, Any]  # a module or a class, the name of an attribute, what stands in its place


@contextmanager
def replaced(replacements: Iterable[Replacement]) -> Iterator[None]:
    """Put every replacement in place, and what was there back in the end, whatever happens."""
    done: list[tuple[Any, str, Any, bool]] = []
    try:
        for owner, name, new in replacements:
            had = name in vars(owner)
            done.append((owner, name, vars(owner).get(name), had))
            setattr(owner, name, new)
        yield
    finally:
        for owner, name, old, had in reversed(done):
            if had:
                setattr(owner, name, old)
            else:
                delattr(owner, name)
