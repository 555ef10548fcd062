"""How a report looks in a terminal: findings with lines and carets, table of outputs.

Prints nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, get_args

from pressline.audit.format_agreement import CHECKS
from pressline.cli.called import typed
from pressline.findings import Finding
from pressline.model import Checked, CheckName, EssayResult, Proof, Report
from pressline.runtime.generated_files import PAGE, QUERIES

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from pressline.report.doctor import Tool

_STYLES = {"error": "bold red", "warning": "yellow", "query": "cyan"}
_NARROWEST = 40


def finding_lines(finding: Finding, columns: int = 80) -> Iterator[RenderableType]:
    """A finding as lines: place and message, the line with a caret under it, the hint."""
    from rich.text import Text

    head = Text.assemble(
        f"{harmless(str(finding.place))}: ", (finding.severity, _STYLES[finding.severity]), f" {finding.code}: "
    )
    yield head.append(harmless(finding.message), style="bold")
    if finding.excerpt:
        excerpt, caret = _window(harmless(finding.excerpt), max(finding.place.column - 1, 0), max(columns - 8, _NARROWEST))
        yield Text(f"    {excerpt}", style="dim", no_wrap=True, overflow="crop")
        if finding.place.column:
            yield Text("    " + " " * caret + "^", style=_STYLES[finding.severity])
    if finding.hint:
        yield Text(f"    hint: {harmless(typed(finding.hint))}")


# What would steer the terminal, or turn the direction of what follows, is shown as one sign; a line stays as long as it is.
_SIGNS: dict[int, str | int] = {**{code: 0x2400 + code for code in range(32)}, 0x0A: " ", 0x09: " ", 0x7F: 0x2421}
_SIGNS |= dict.fromkeys((*range(0x80, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)


def harmless(text: str) -> str:
    """A text of somebody else's, fit for a terminal.

    >>> harmless("a\\x1b[31mb")
    'a␛[31mb'
    """
    return text.translate(_SIGNS)


def _window(line: str, at: int, size: int) -> tuple[str, int]:
    """As much of a long line as fits around the character `at`, and its place in that.

    >>> _window("abcdefgh", 4, 3)
    ('…def…', 2)
    """
    if len(line) <= size:
        return line, at
    start = max(0, min(at - size // 2, len(line) - size))
    cut = line[start : start + size]
    return ("…" if start else "") + cut + ("…" if start + len(cut) < len(line) else ""), at - start + bool(start)


def kind_lines(findings: Sequence[Finding], most: int) -> Iterator[Text]:
    """Findings counted: how many, and a line for each of the `most` commonest kinds.

    A kind is a code; its line has the words of its first finding. The codes of further kinds share one line.
    """
    from rich.text import Text

    firsts = {finding.code: finding for finding in reversed(findings)}
    counts = Counter(finding.code for finding in findings)
    codes = sorted(counts, key=lambda code: (firsts[code].severity == "query", -counts[code], code))
    if codes:
        yield Text(tally(findings), style="bold")
    shown = codes if len(codes) <= most + 1 else codes[:most]
    for code in shown:
        times = f"× {counts[code]}" if counts[code] > 1 else ""
        first = firsts[code]
        yield Text.assemble((f"  {code} {times:5}", _STYLES[first.severity]), f" {harmless(first.message)}")
    left = [f"{code} × {counts[code]}" if counts[code] > 1 else code for code in codes[len(shown) :]]
    if left:
        yield Text(f"  and {', '.join(left)}")


def changes_line(report: Report) -> Text:
    """The record of changes in one line.

    "changed on the way: 68 × space before the call taken out; 3 × the mark of a list item".
    """
    from rich.text import Text

    counts = Counter(step.why for step in report.steps)
    return Text("changed on the way: " + harmless("; ".join(f"{count} × {why}" for why, count in counts.most_common())))


def read_on(report: Report, *, counted: int) -> str:
    """Where the findings of a build are: the files, and the option for those counted."""
    papers = " and ".join(name for name in (QUERIES, PAGE) if (report.folder / name).is_file())
    if not report.findings or not papers:
        return tally(report.findings)
    return f"{tally(report.findings)}: in {papers}, each with its line" + ("; -v shows all" if counted else "")


def made_table(report: Report) -> RenderableType:
    """What was made, its size and its seconds, under the folder that holds all of it."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, justify in (("made", "left"), ("file", "left"), ("", "right"), ("time", "right")):
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    seconds = {timing.stage: timing.seconds for timing in report.timings}
    first = seconds.get("essay.md")
    if report.steps:  # a raw essay was normalized
        table.add_row("manuscript", "essay.md", "", f"{first:.2f} s" if first is not None else "")
        table.add_row("", "metadata.yaml", "", "")
    elif first is not None:
        table.add_row("(read)", _text(report.source.name), "", f"{first:.2f} s", style="dim")
    for artifact in report.artifacts:
        took = seconds.get(artifact.path.name, seconds.get(artifact.format))
        time = f"{took:.2f} s" if took is not None else ""
        table.add_row(artifact.format.upper(), _text(artifact.path.name), f"{artifact.bytes / 1000:,.0f} kB", time)
    for refused in report.refused:
        table.add_row(refused.format.upper(), _text(refused.path.name), "refused", "", style="bold red")
        if refused.draft:
            table.add_row("", _text(f"kept to look at: {refused.draft.name}"), "", "")
        if refused.earlier:
            table.add_row("", _text(f"{refused.path.name} is of an earlier build"), "old", "", style="yellow")
    for path in report.pictures:
        table.add_row("picture", _text(path.relative_to(report.folder)), "", "")
    if seconds:
        table.add_row("", "", "", f"{report.seconds:.2f} s", style="dim")
    return Group(Text(f"in {harmless(str(report.folder))}", style="dim"), table)


def _text(value: object) -> RenderableType:
    """A path as it stands: a name in brackets is no style."""
    from rich.text import Text

    return Text(harmless(str(value)))


def proof_table(proofs: Sequence[Proof]) -> RenderableType:
    """What was compared in each file, and how much of it.

    A row for each check, a column for each file.
    """
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("compared")
    for proof in proofs:
        table.add_column(_text(proof.artifact.path.name), justify="right", overflow="fold")
    checks = [{check.what: check for check in proof.checks} for proof in proofs]
    for what in get_args(CheckName):
        if any(what in rows for rows in checks):
            table.add_row(CHECKS[what], *(_figure(rows.get(what)) for rows in checks))
    return table


def _figure(check: Checked | None) -> str:
    """A cell of the table: how many were compared, or how many findings there are."""
    if check is None or (check.left_out and not check.findings):
        return "[dim]–[/]"
    if check.findings:
        return f"[bold red]✗ {len(check.findings)}[/]"
    return f"{check.compared:,} [green]✓[/]" if check.compared else "[green]✓[/]"


def tally(findings: Sequence[Finding]) -> str:
    """How many findings there are: "1 error, 4 queries", or "nothing to look at"."""
    counts = Counter(finding.severity for finding in findings)
    plural = {"error": "errors", "warning": "warnings", "query": "queries"}
    words = [f"{n} {plural[s] if n > 1 else s}" for s in ("error", "warning", "query") if (n := counts[s])]
    return ", ".join(words) or "nothing to look at"


def doctor_table(tools: Sequence[Tool]) -> RenderableType:
    """What is installed, and how to get what is missing."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "tool", "version", "what for", "how to get it"):
        table.add_column(name)
    for tool in tools:
        mark = "[green]✓[/]" if tool.version else "[bold red]✗[/]"
        table.add_row(mark, tool.name, tool.version or "missing", tool.purpose, "" if tool.version else tool.remedy)
    return table


# --- many essays ----------------------------------------------------------------------------------------------------

_MOST_FAULTS = 20  # of the essays that failed, how many the summary names; batch.json has all


def batch_line(row: EssayResult) -> str:
    """A row as a line: state, essay, time, and the first error."""
    took = "" if row.kept else f"  {row.seconds.get('all', 0):.1f} s"
    fault = f"  {row.faults[0].code}: {row.faults[0].message}" if row.faults else ""
    return harmless(f"{'kept' if row.kept else row.state:6} {row.essay}{took}{fault}")


def batch_pace(rows: Collection[EssayResult], total: int, seconds: float) -> str:
    """The rate and the time left: "  (31 a minute, 6 min left)"; "" before there is one.

    Only essays that had to be made count.
    """
    made = sum(not row.kept for row in rows)
    if not made or seconds <= 0:
        return ""
    left = (total - len(rows)) * seconds / made
    return f"  ({made / seconds * 60:.0f} a minute, {duration(left)} left)"


def duration(seconds: float) -> str:
    """A time as people say it.

    >>> duration(42.4), duration(372), duration(41000)
    ('42 s', '6 min', '11.4 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def batch_summary(rows: Sequence[EssayResult], total: int, seconds: float, output: str) -> Iterator[RenderableType]:
    """The problematic essays of a batch, and the results of all, as texts and a table."""
    from rich.text import Text

    wrong = [row for row in rows if row.state != "done"]
    for row in wrong[:_MOST_FAULTS]:
        yield Text(harmless(batch_line(row)), style="red")
        if row.faults and row.faults[0].hint:
            yield Text(f"    hint: {harmless(row.faults[0].hint)}")
    if len(wrong) > _MOST_FAULTS:
        yield Text(f"… and {len(wrong) - _MOST_FAULTS:,} more")
    yield Text()
    yield _states_table(rows, total)
    counts = Counter({s: sum(row.findings.get(s, 0) for row in rows) for s in ("error", "warning", "query")})
    found = ", ".join(f"{n:,} {s if n == 1 else s[:-1] + 'ies' if s == 'query' else s + 's'}" for s, n in counts.items() if n)
    pace = batch_pace(rows, total, seconds).strip(" ()").split(",")[0]
    yield Text(f"{duration(seconds)}{', ' + pace if pace else ''}")
    yield Text(f"look at: {found or 'nothing'}; all rows are in {output}/batch.json")


def _states_table(rows: Sequence[EssayResult], total: int) -> RenderableType:
    """How many essays came to what."""
    from rich.table import Table

    states = Counter("kept" if row.kept else row.state for row in rows)
    states["not come to"] = total - len(rows)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("essays", "", "what"):
        table.add_column(name, justify="right" if name == "essays" else "left", overflow="fold")
    for state, what, style in _STATES:
        if states[state]:
            table.add_row(f"{states[state]:,}", state, what, style=style)
    return table


_STATES = (
    ("done", "made and proven", ""),
    ("kept", "made in an earlier run, and nothing has changed", "dim"),
    ("failed", "an error of the essay", "bold red"),
    ("broken", "took its worker down, or too long", "bold red"),
    ("not come to", "start again to go on", "yellow"),
)
