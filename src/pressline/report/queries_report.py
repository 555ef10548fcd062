"""queries.md: what the author is asked, grouped, in reading order, with quoted lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pressline.book.escaped_markdown import escape_markdown
from pressline.findings import Finding
from pressline.model import Report
from pressline.runtime.generated_files import IN_MARKUP, QUERIES

FILE_NAME = QUERIES
_AROUND = 60  # characters quoted on each side of the place
# Headings of the sheet, and the codes that stand under them, by how they begin.
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The essay as a whole", ("S", "M", "R", "C")),
    ("Notes and their calls", ("N", "P", "Q012")),
    ("Words and marks", ("Q001", "Q002", "Q003", "Q004", "Q005", "Q013", "Q014", "Q015", "Q017")),
    ("Sources", ("Q006", "Q007", "Q008", "Q009", "Q010", "Q011", "Q016", "Q018")),
    ("Files", ("",)),
)


def queries_text(report: Report) -> str:
    """The sheet as Markdown; empty groups are left out."""
    lines = [IN_MARKUP, "", f"# Queries on {escape_markdown(report.source.name)}", ""]
    for heading, members in grouped(report.findings):
        lines += [f"## {heading}", "", *_entries(members)]
    if not report.findings:
        lines += ["Nothing to ask.", ""]
    return "\n".join(lines)


def grouped(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """The findings under the headings of the sheet, in the order of their places.

    Empty groups are left out.
    """
    groups: dict[str, list[Finding]] = {heading: [] for heading, _ in _GROUPS}
    for found in findings:
        heading = next(heading for heading, codes in _GROUPS if found.code.startswith(codes))
        groups[heading].append(found)
    order = ((heading, sorted(members, key=lambda f: (f.place.line, f.place.column))) for heading, members in groups.items())
    return [(heading, members) for heading, members in order if members]


def _entries(findings: Sequence[Finding]) -> Iterator[str]:
    for found in findings:
        kind = "" if found.severity == "query" else f"**{found.severity}** "
        yield f"- {escape_markdown(where(found))}: {kind}{escape_markdown(found.message)} ({found.code})"
        quoted = _quote(found)
        if quoted:
            yield f"  > {quoted}"
        if found.hint:
            yield f"  *{escape_markdown(found.hint)}*"
        yield ""


def where(found: Finding) -> str:
    """The place of a finding in words: "line 14, column 3", "page 2", "the whole"."""
    place = found.place
    if place.spot:
        return place.spot
    if not place.line:
        return "the whole"
    return f"line {place.line}, column {place.column}" if place.column else f"line {place.line}"


def _quote(found: Finding) -> str:
    """The words around the place, the place itself marked; "" when the finding has no line."""
    at = found.place.column - 1
    text = found.excerpt
    if not text.strip() or at < 0 or at >= len(text):
        return ""
    start, end = max(0, at - _AROUND), min(len(text), at + _AROUND)
    before, after = text[start:at].lstrip(), text[at:end]
    word, _, rest = after.partition(" ")
    gap = " " if before.endswith(" ") else ""
    quoted = f"{escape_markdown(before)}{gap}**{escape_markdown(word)}** {escape_markdown(rest)}".strip()
    return f"{'… ' if start else ''}{quoted}{' …' if end < len(text) else ''}"
