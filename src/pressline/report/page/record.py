"""The record of changes as a diff.

Each with the words of the raw line around it, when the raw essay is plain text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pressline.findings import Finding
from pressline.model import Step
from pressline.report.page.markup import Markup, joined, tag

_AROUND = 48  # characters of a line on each side of a change
_FOLDED = 8  # changes of one kind that are shown; the others unfold
_TEXTUAL = frozenset({".txt", ".md", ".text", ".markdown", ""})
_MOST_BYTES = 8_000_000
_KINDS = (("dropped", "Left out"), ("moved", "Moved"), ("changed", "Changed"), ("cleaned", "Cleaned"), ("read", "Read as"))


def raw_lines(path: Path) -> list[str]:
    """The lines of a raw essay that is plain text; none of any other, or when it is gone."""
    try:
        if path.suffix.lower() not in _TEXTUAL or path.stat().st_size > _MOST_BYTES:
            return []
        return path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    except OSError:
        return []


def record(steps: Sequence[Step], lines: Sequence[str]) -> Markup:
    """The changes, kind by kind and reason by reason, each with its line."""
    parts = []
    for kind, heading in _KINDS:
        reasons: dict[str, list[Step]] = {}
        for step in steps:
            if step.kind == kind:
                reasons.setdefault(step.why, []).append(step)
        for why, members in reasons.items():
            title = tag("h3", tag("span", heading, class_="kind"), f" {why}", tag("span", f" × {len(members)}", class_="count"))
            rows = [_row(step, lines) for step in members]
            shown = tag("table", tag("tbody", *rows[:_FOLDED]), class_="diff")
            if len(rows) > _FOLDED:
                rest = tag("table", tag("tbody", *rows[_FOLDED:]), class_="diff")
                shown = joined(shown, tag("details", tag("summary", f"the other {len(rows) - _FOLDED}"), rest))
            parts.append(joined(title, shown))
    return joined(*parts)


def _row(step: Step, lines: Sequence[str]) -> Markup:
    place = step.place
    where = f"{place.line}:{place.column}" if place.column else str(place.line or place.spot or "")
    head = tag("th", where or "–", scope="row")
    return tag("tr", head, tag("td", _diff(step, lines)))


def _diff(step: Step, lines: Sequence[str]) -> Markup:
    """The words concerned, struck out where they were left out, with what stands around them."""
    name = {"dropped": "del", "read": "em"}.get(step.kind, "mark")
    words = tag(name, step.text if step.text.strip() else step.text.replace(" ", "␣") or "␣")
    at = step.place.column - 1
    line = lines[step.place.line - 1] if 0 < step.place.line <= len(lines) else ""
    if at < 0 or not step.text or not line.startswith(step.text, at):
        return words
    return joined(_before(line, at, _AROUND), words, _after(line, at + len(step.text), _AROUND))


def _before(line: str, at: int, size: int) -> str:
    """Whole words of a line before a place."""
    if at <= size:
        return line[:at].lstrip()
    return "… " + line[at - size : at].partition(" ")[2]


def _after(line: str, at: int, size: int) -> str:
    """Whole words of a line from a place on."""
    if len(line) - at <= size:
        return line[at:]
    return line[at : at + size].rpartition(" ")[0] + " …"


def quoted(found: Finding) -> Markup:
    """The line of a finding, the word concerned marked; "" when it has none."""
    at, text = found.place.column - 1, found.excerpt
    if not text.strip() or not 0 <= at < len(text):
        return Markup()
    word = text[at:].split(" ", 1)[0]
    return joined(_before(text, at, 2 * _AROUND), tag("mark", word or " "), _after(text, at + len(word), 2 * _AROUND))
