"""What a build asks about a whole book: formulas, references to figures, names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pressline.findings import Place, PresslineError, finding
from pressline.model import Book, Report


def with_unread_formulas(report: Report, book: Book, essay: Path) -> Report:
    """The report with findings P011 and B048 for formulas that are shown as their source."""
    from pressline.transforms.formulas import typed_formulas, unread_formulas

    return replace(report, findings=(*report.findings, *unread_formulas(book, essay), *typed_formulas(book, essay)))


# --- from the book to the files -------------------------------------------------------------------------------------


def ask_about_references(book: Book, report: Report, essay: Path) -> Report:
    """The report with the references that lead to no figure.

    They are printed as they are typed.
    """
    from pressline.transforms.figures import unknown_references

    unknown = unknown_references(book)
    if not unknown:
        return report
    lines = essay.read_text(encoding="utf-8").split("\n")
    found = [
        finding("B051", Place(str(essay), next((n for n, line in enumerate(lines, 1) if f"@{name}" in line), 0)), id=name)
        for name in unknown
    ]
    return replace(report, findings=(*report.findings, *found))


def ask_about_names(book: Book, report: Report, essay: Path) -> Report:
    """The report with what in the essay gives its author away.

    The line ends where no copy could be anonymous.
    """
    from pressline.transforms.anonymize import given_away

    found = given_away(book, essay)
    if any(f.severity == "error" for f in found):
        raise PresslineError([*report.findings, *found])
    return replace(report, findings=(*report.findings, *found))
