"""What is said of a file that its audit refused, and where it is kept to be looked at.

A refusal is one finding, with the cause that explains most of the others; all of them stand in report.json. The draft lies
beside the finished files as essay.refused.pdf until a build succeeds; it is in no manifest, and it never takes the place of
a file that passed, or of somebody else's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from pressline.findings import BROKEN, Finding, finding
from pressline.model import Copy, RefusedFile, Report
from pressline.pipeline.formats import FORMATS
from pressline.runtime.ownership import WritePlan, clear_pictures, put, refusals

# What explains others comes first: a file that cannot be read, fonts, what is not to be seen, the title, the words.
_CAUSES = ("A003", "A017", "A013", "A023", "A012", "A087", "A019", "A025", "A001", "A014")


def is_of_audit(found: Finding) -> bool:
    """Whether a finding says that a finished file is wrong."""
    return found.severity == "error" and found.code.startswith("A")


def refused_file(format: str, final: Path, findings: Sequence[Finding], copy: Copy) -> tuple[RefusedFile, Finding]:
    """A file that did not pass, its draft not kept yet, and one finding for all of them."""
    wrong = tuple(filter(is_of_audit, findings))
    first = min(wrong, key=lambda found: _CAUSES.index(found.code) if found.code in _CAUSES else len(_CAUSES))
    others = Counter(found.code for found in wrong)
    others[first.code] -= 1
    rest = ", ".join(f"{code} × {count}" if count > 1 else code for code, count in sorted(others.items()) if count)
    said = f"{first.message} ({first.code}" + (f"; also {rest})" if rest else ")")
    place = replace(first.place, path=str(final))
    refused = RefusedFile(format, final, None, final.is_file(), wrong)
    return refused, finding("A089", place, name=final.name, cause=said, way=_way(first, copy, draft_name(final)))


def draft_name(final: Path) -> str:
    """What the draft of a file is kept as.

    >>> draft_name(Path("essay-print.pdf"))
    'essay-print.refused.pdf'
    """
    return f"{final.stem}.refused{final.suffix}"


def _way(first: Finding, copy: Copy, draft: str) -> str:
    """What can be done: what the finding itself says, or where the fault may lie."""
    if first.hint != BROKEN:
        return first.hint
    if copy.book.additions.own:
        return (
            f"look at {draft}: the style sheets of the layout {copy.layout.name} may cause it; it is tried with --layout essay"
        )
    return f"look at {draft}; it is a fault of Pressline: please report it with the essay"


def keep_drafts(report: Report, drafts: dict[str, bytes], formats: Collection[str], stems: Collection[str]) -> Report:
    """The report, with the drafts of refused files kept, and those of earlier builds removed.

    Raises:
        PresslineError: W002 when a draft cannot be written.
    """
    names = [draft_name(Path(f"{stem}{FORMATS[name].suffix}")) for stem in stems for name in formats]
    old = [name for name in names if _is_there(report.folder / name) and name not in drafts]
    if old:
        clear_pictures(WritePlan(report.folder, report.source, dict.fromkeys(old)), ())
    safe = {name: data for name, data in drafts.items() if not refusals(WritePlan(report.folder, report.source, {name: data}))}
    if safe:
        put(WritePlan(report.folder, report.source, safe))
    kept = tuple(
        replace(row, draft=report.folder / draft_name(row.path)) if draft_name(row.path) in safe else row
        for row in report.refused
    )
    return replace(report, refused=kept)


def _is_there(path: Path) -> bool:
    """Whether there is a file of a name, which may be too long for the system."""
    try:
        return path.exists()
    except OSError:
        return False
