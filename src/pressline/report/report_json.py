"""report.json: what a build made, changed and asks, for machines.

Its bytes depend on the essay alone, not on the clock.

`pressline schema report` prints its JSON Schema. What is added makes no new version; what is taken away, or means something
else, does.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pressline.findings import Finding, Place
from pressline.model import Artifact, Proof, RefusedFile, Report
from pressline.runtime.generated_files import REPORT

FILE_NAME = REPORT
VERSION = 1
LONGEST_EXCERPT = 10_000  # characters: no line that a person wrote is longer, but for a paragraph of some pages


def as_data(report: Report, *, timings: bool = False) -> dict[str, Any]:
    """A report as plain data: artifacts, sources, changes, findings, proofs, timings.

    Timings only if asked for.
    """
    provenance = report.provenance
    data: dict[str, Any] = {
        "version": VERSION,
        "source": str(report.source),
        "folder": str(report.folder),
        "layout": provenance.layout,
        "inputs": [asdict(each) for each in provenance.inputs],
        "tools": dict(provenance.tools),
        "artifacts": [_artifact(artifact) for artifact in report.artifacts],
        "changes": [asdict(step) | {"place": _place(step.place)} for step in report.steps],
        "findings": [_finding(finding) for finding in report.findings],
        "proofs": [_proof(proof) for proof in report.proofs],
        "notes": [asdict(row) | {"where": dict(row.where)} for row in report.notes],
    }
    if report.refused:
        data["refused"] = [_refused(row) for row in report.refused]
    if report.pictures:
        data["pictures"] = [str(path) for path in report.pictures]
    if report.readings:
        data["readings"] = [asdict(row) | {"against": dict(row.against)} for row in report.readings]
    if report.concordance:
        data["concordance"] = [asdict(row) for row in report.concordance]
    if timings:
        data["seconds"] = {timing.stage: round(timing.seconds, 3) for timing in report.timings} | {
            "all": round(report.seconds, 3)
        }
    return data


def _refused(row: RefusedFile) -> dict[str, Any]:
    """A file that did not pass, with all that is wrong in it."""
    return {
        "format": row.format,
        "path": str(row.path),
        "draft": str(row.draft) if row.draft else None,
        "earlier": row.earlier,
        "findings": [_finding(found) for found in row.findings],
    }


def _artifact(artifact: Artifact) -> dict[str, Any]:
    """A file; its fonts stand in manifest.json."""
    return {key: value for key, value in asdict(artifact).items() if key != "fonts"} | {"path": str(artifact.path)}


def _proof(proof: Proof) -> dict[str, Any]:
    """A proof as figures; its findings stand among the others."""
    rows = [
        {"what": check.what, "compared": check.compared, "wrong": len(check.findings)}
        | ({"left_out": check.left_out} if check.left_out else {})
        for check in proof.checks
    ]
    return {"format": proof.artifact.format, "path": str(proof.artifact.path), "ours": proof.ours, "checks": rows}


def _finding(found: Finding) -> dict[str, Any]:
    return asdict(found) | {"place": _place(found.place), "excerpt": _around(found.excerpt, found.place.column - 1)}


def _around(line: str, at: int) -> str:
    """A line of a usual length as it is; of a longer one, what stands around the place.

    A finding of each hundredth word of a paragraph without end would carry all of it.
    """
    if len(line) <= LONGEST_EXCERPT:
        return line
    start = max(0, min(at - LONGEST_EXCERPT // 2, len(line) - LONGEST_EXCERPT))
    cut = line[start : start + LONGEST_EXCERPT]
    return ("…" if start else "") + cut + ("…" if start + LONGEST_EXCERPT < len(line) else "")


def _place(place: Place) -> dict[str, Any]:
    return {key: value for key, value in asdict(place).items() if value}


def as_json(report: Report, *, timings: bool = False) -> str:
    """A report as JSON text, readable by people too."""
    return json.dumps(as_data(report, timings=timings), ensure_ascii=False, indent=1) + "\n"
