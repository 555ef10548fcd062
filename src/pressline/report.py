"""report.json: what a build made, changed and asks, for machines. Its bytes depend on the essay alone, not on the clock."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pressline.findings import Place
from pressline.model import Report

FILE_NAME = "report.json"


def as_data(report: Report, *, timings: bool = False) -> dict[str, Any]:
    """A report as plain data: artifacts, record of changes, findings; and the timings if asked for."""
    data: dict[str, Any] = {
        "source": str(report.source),
        "folder": str(report.folder),
        "artifacts": [asdict(artifact) | {"path": str(artifact.path)} for artifact in report.artifacts],
        "changes": [asdict(step) | {"place": _place(step.place)} for step in report.steps],
        "findings": [asdict(finding) | {"place": _place(finding.place)} for finding in report.findings],
    }
    if report.concordance:
        data["concordance"] = [asdict(row) for row in report.concordance]
    if timings:
        data["seconds"] = {timing.stage: round(timing.seconds, 3) for timing in report.timings} | {
            "all": round(report.seconds, 3)
        }
    return data


def _place(place: Place) -> dict[str, Any]:
    return {key: value for key, value in asdict(place).items() if value}


def as_json(report: Report, *, timings: bool = False) -> str:
    """A report as JSON text, readable by people too."""
    return json.dumps(as_data(report, timings=timings), ensure_ascii=False, indent=1) + "\n"
