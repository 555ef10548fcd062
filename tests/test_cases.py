"""The cases: files that an editor can read, what is given and what must come out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from casefile import cases_in, check_case, lines_of, read_case
from pressline.book.markdown import parse_essay
from pressline.book.metadata import parse_metadata, write_metadata
from pressline.findings import PresslineError
from pressline.model import Identifiers, Metadata, Report, Source
from pressline.normalize import normalizer
from pressline.normalize.readings import best_reading
from pressline.normalize.writer import write
from pressline.readers.source import sheet_of
from pressline.report.queries_report import queries_text

CASES = Path(__file__).parent / "cases"


def run_normalize(text: str, kind: str = "txt") -> dict[str, str]:
    sheet, drafted = best_reading(Source(Path(f"essay.{kind}"), kind, text.encode()))
    manuscript = normalizer.with_queries(drafted, sheet)
    changes = "".join(
        f"{step.place.line}:{step.place.column} {step.kind} {step.text[:60]!r}: {step.why}\n" for step in manuscript.steps
    )
    return {
        "metadata.yaml": write_metadata(replace(manuscript.metadata, identifiers=Identifiers())).split("\n", 2)[2],
        "essay.md": write(manuscript),
        "changes": changes,
        "findings": lines_of(list(manuscript.findings)),
    }


def run_markdown(text: str) -> dict[str, str]:
    return run_normalize(text, "md")


def run_parse(text: str) -> dict[str, str]:
    try:
        parse_essay(text, Metadata("T"), Path("essay.md"), stamp=0)
    except PresslineError as error:
        return {"findings": lines_of(list(error.findings))}
    return {"findings": ""}


def run_metadata(text: str) -> dict[str, str]:
    try:
        parse_metadata(text, "metadata.yaml")
    except PresslineError as error:
        return {"findings": "".join(lines_of([f]) + f"    {f.hint}\n" for f in error.findings)}
    return {"findings": ""}


RUNS = {"normalize": run_normalize, "markdown": run_markdown, "parse": run_parse, "metadata": run_metadata}


@pytest.mark.parametrize(
    "path", [p for kind in RUNS for p in cases_in(CASES / kind)], ids=lambda p: f"{p.parent.name}/{p.stem}"
)
def test_case(path: Path, accept: bool) -> None:
    case = read_case(path)
    check_case(case, RUNS[path.parent.name](case.parts["in"]), accept)


@pytest.mark.xfail(strict=True, reason="what is not right yet; a case that passes moves to its fellows")
@pytest.mark.parametrize("path", cases_in(CASES / "known-failures"), ids=lambda p: p.stem)
def test_known_failure(path: Path) -> None:
    case = read_case(path)
    check_case(case, run_normalize(case.parts["in"]), accept=False)


def test_the_seed(accept: bool) -> None:
    """The essay that started it all: golden essay.md, metadata.yaml, changes and findings, checked by hand."""
    source = Path(__file__).parents[1] / "seeds" / "never-again-yet-again.txt"
    came = run_normalize(source.read_text(encoding="utf-8"))
    manuscript = normalizer.normalize(sheet_of(Source(Path("essay.txt"), "txt", source.read_bytes())))
    came["metadata.yaml"] = write_metadata(manuscript.metadata)
    report = Report(source, Path("out"), "essay", findings=manuscript.findings)
    came["queries.md"] = queries_text(report)
    for name, text in came.items():
        golden = Path(__file__).parent / "seed" / (name if "." in name else f"{name}.txt")
        if accept:
            golden.write_text(text, encoding="utf-8")
        assert golden.read_text(encoding="utf-8") == text
