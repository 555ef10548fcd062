"""report.html: the report as a page that a person likes to look at.

One file, without script, that fetches nothing.

Everything in it stands in report.json too; the pictures of the pages are drawn from the finished PDF. The same report gives
the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pressline.audit.format_agreement import CHECKS
from pressline.findings import Finding
from pressline.model import Artifact, Checked, Proof, Report
from pressline.report.page.markup import Markup, joined, tag
from pressline.report.page.record import quoted, raw_lines, record
from pressline.report.page.thumbnails import FIRST, MOST, page_count, thumbnails
from pressline.report.queries_report import grouped, where
from pressline.runtime.generated_files import IN_MARKUP, PAGE

FILE_NAME = PAGE
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_FOLDED_NOTES = 40
_COUNTED = frozenset({"emphasis", "links", "pictures", "notes", "calls"})  # what an essay need not have
_PLURALS = {"error": "errors", "warning": "warnings", "query": "queries"}


def report_page(report: Report) -> str:
    """The page as HTML text."""
    provenance = report.provenance
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag(
            "meta", http_equiv="Content-Security-Policy", content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        ),
        tag("title", f"Report on {provenance.title or report.source.name}"),
        tag("style", Markup(style)),
    )
    sections = [section for section in _sections(report) if section]
    main = tag("main", *sections, id="report")
    body = tag("body", _header(report), main, tag("footer", tag("p", _colophon(report))))
    return f'<!DOCTYPE html>{IN_MARKUP}\n<html lang="en">{head}{body}</html>\n'


def _sections(report: Report) -> Iterator[Markup]:
    yield _refused(report)
    yield _pages(report)
    yield _queries(report)
    yield _checks(report)
    yield _record(report)
    yield _notes(report)
    yield _files(report)


def _section(name: str, title: str, *content: Markup) -> Markup:
    return tag("section", tag("h2", title, id=name), *content, aria_labelledby=name)


# --- the top --------------------------------------------------------------------------------------------------------


def _header(report: Report) -> Markup:
    """Title, byline, the verdict, and the figures."""
    provenance = report.provenance
    errors = [found for found in report.findings if found.severity == "error"]
    verdict = "Nothing lost, nothing let in." if report.proofs else "Nothing was compared."
    kind = "good"
    if errors:
        count = f"{len(errors)} errors" if len(errors) > 1 else "One error"
        kind, verdict = "bad", f"{count}: what did not pass was not put in place."
    rows = [("words", provenance.words), ("words in notes", provenance.words_of_notes), ("notes", len(report.notes))]
    rows += [("pages", page_count(pdf.path)) for pdf in _pdfs(report)[:1]]
    terms = [tag("div", tag("dt", name), tag("dd", f"{count:,}")) for name, count in rows]
    sign = tag("span", "✗" if errors else "✓", aria_hidden="true", class_="sign")
    return tag(
        "header",
        tag("p", "Pressline · the proof", class_="kicker"),
        tag("h1", provenance.title or report.source.name),
        tag("p", provenance.subtitle, class_="subtitle") if provenance.subtitle else Markup(),
        tag("p", provenance.byline, class_="byline") if provenance.byline else Markup(),
        tag("p", sign, f" {verdict}", class_=f"verdict {kind}"),
        tag("p", _tally(report), class_="tally"),
        tag("dl", *terms, class_="figures"),
    )


def _tally(report: Report) -> str:
    counts = Counter(found.severity for found in report.findings)
    parts = [f"{n} {_PLURALS[s] if n > 1 else s}" for s in ("error", "warning", "query") if (n := counts[s])]
    made = ", ".join(proof.artifact.path.name for proof in report.proofs)
    return f"{made or 'No file'}, opened afresh and compared with the essay. " + (
        f"To look at: {', '.join(parts)}." if parts else "Nothing to look at."
    )


def _pdfs(report: Report) -> list[Artifact]:
    """The PDFs that are there, those for the screen first."""
    made = [proof.artifact for proof in report.proofs if proof.artifact.path.suffix.lower() == ".pdf"]
    return sorted((pdf for pdf in made if pdf.path.is_file()), key=lambda pdf: pdf.format != "pdf")


# --- what to look at ------------------------------------------------------------------------------------------------


def _queries(report: Report) -> Markup:
    if not report.findings:
        return Markup()
    parts = []
    for heading, members in grouped(report.findings):
        items = [_finding(found) for found in members]
        parts.append(joined(tag("h3", heading), tag("ol", *items, class_="queries")))
    return _section("queries", "To look at", *parts)


def _finding(found: Finding) -> Markup:
    """A finding: where it is, what it says, its line, what to do."""
    line = quoted(found)
    return tag(
        "li",
        tag("p", tag("span", where(found), class_="where"), " ", tag("span", found.code, class_=f"code {found.severity}")),
        tag("p", found.message, class_="message"),
        tag("blockquote", tag("p", line)) if line else Markup(),
        tag("p", found.hint, class_="hint") if found.hint else Markup(),
    )


# --- what was refused -----------------------------------------------------------------------------------------------


def _refused(report: Report) -> Markup:
    """The files that did not pass: where each was kept, and what stands in its place."""
    if not report.refused:
        return Markup()
    items = []
    for row in report.refused:
        words = [f" was refused: {len(row.findings)} places are wrong." if len(row.findings) > 1 else " was refused."]
        words += [f" It was kept as {row.draft.name}, to be looked at."] if row.draft else []
        words += [f" The {row.path.name} beside it is old: it is of an earlier build."] if row.earlier else []
        items.append(tag("li", tag("strong", row.path.name), "".join(words)))
    return _section("refused", "Not put in place", tag("ul", *items))


# --- the pages ------------------------------------------------------------------------------------------------------


def _pages(report: Report) -> Markup:
    """The pages of the first PDF, small; those after the first thirty are folded away."""
    pdfs = _pdfs(report)[:1]
    if not pdfs:
        return Markup()
    items, drawn = [], report.thumbnails
    pictures = drawn.pictures if drawn and drawn.sha256 == pdfs[0].sha256 else thumbnails(pdfs[0].path)
    for number, (uri, width, height) in enumerate(pictures, start=1):
        picture = tag("img", src=uri, width=str(width), height=str(height), alt=f"page {number}")
        items.append(tag("li", picture, tag("span", str(number), aria_hidden="true")))
    shown = tag("ol", *items[:FIRST], class_="pages")
    count = page_count(pdfs[0].path)
    if len(items) > FIRST:
        said = f"pages {FIRST + 1} to {len(items)}" + (f" of {count}" if count > MOST else "")
        rest = tag("ol", *items[FIRST:], class_="pages small", start=str(FIRST + 1))
        shown = joined(shown, tag("details", tag("summary", said), rest))
    return _section("pages", "The pages", shown)


# --- what was compared ----------------------------------------------------------------------------------------------


def _checks(report: Report) -> Markup:
    """A row for each check, a column for each file."""
    if not report.proofs:
        return Markup()
    by_name = [{check.what: check for check in proof.checks} for proof in report.proofs]
    heads = [tag("th", _format(proof), scope="col") for proof in report.proofs]
    rows = []
    for what, label in CHECKS.items():
        if any(what in rows_of for rows_of in by_name):
            cells = [_cell(rows_of.get(what)) for rows_of in by_name]
            rows.append(tag("tr", tag("th", label, scope="row"), *cells))
    head = tag("thead", tag("tr", tag("td", ""), *heads))
    said = "Each file was opened afresh. A figure says how many were compared with the essay, and all were equal."
    return _section("checks", "What was compared", tag("p", said), _wide("checks", tag("table", head, tag("tbody", *rows))))


def _wide(name: str, table: Markup) -> Markup:
    """A table that scrolls by itself where the page is narrow; a keyboard can reach it."""
    return tag("div", table, class_="wide", tabindex="0", role="region", aria_label=f"the table: {name}")


def _format(proof: Proof) -> Markup:
    return joined(proof.artifact.path.name, Markup() if proof.ours else tag("small", " made by another hand"))


def _cell(check: Checked | None) -> Markup:
    if check is None:
        return tag("td", "·", class_="none")
    if check.findings:
        return tag("td", f"✗ {len(check.findings)}", class_="bad")
    if check.left_out:
        return tag("td", check.left_out, class_="none")
    if not check.compared and check.what in _COUNTED:
        return tag("td", "none", class_="none")
    return tag("td", f"{check.compared:,} ✓" if check.compared else "✓", class_="good")


# --- the record -----------------------------------------------------------------------------------------------------


def _record(report: Report) -> Markup:
    provenance = report.provenance
    if not report.steps:
        said = f"{report.source.name} is the manuscript itself: nothing stands between it and the files."
        return _section("record", "From the raw essay", tag("p", said)) if report.proofs else Markup()
    said = (
        f"What was done to {report.source.name} on the way to essay.md, with its line and column. Everything else was "
        f"proven equal, word for word and mark for mark in its order: {provenance.words:,} words of text, "
        f"{provenance.words_of_notes:,} of notes."
    )
    return _section("record", "From the raw essay", tag("p", said), record(report.steps, raw_lines(report.source)))


# --- notes and files ------------------------------------------------------------------------------------------------


def _notes(report: Report) -> Markup:
    """The table of notes: where each format has each."""
    if not report.notes:
        return Markup()
    formats = list(dict.fromkeys(name for row in report.notes for name, _ in row.where))
    heads = [tag("th", text, scope="col") for text in ("Note", "in essay.md", "calls", "begins", *map(str.upper, formats))]
    rows = []
    for row in report.notes:
        places = dict(row.where)
        cells = [tag("td", text) for text in (f"[^{row.label}]", str(row.calls), row.words)]
        cells += [tag("td", places.get(name, "–")) for name in formats]
        rows.append(tag("tr", tag("th", str(row.number), scope="row"), *cells))
    table = _wide("notes", tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="notes"))
    if len(rows) > _FOLDED_NOTES:
        table = tag("details", tag("summary", f"all {len(rows)} notes, and where each stands"), table)
    return _section("notes", "The notes", table)


def _files(report: Report) -> Markup:
    """What was made, what of, and with what: names, sizes, digests, versions."""
    provenance = report.provenance
    files = [(a.path.name, a.bytes, a.sha256) for a in (proof.artifact for proof in report.proofs)]
    inputs = [(digest.name, digest.bytes, digest.sha256) for digest in provenance.inputs]
    parts = [joined(tag("h3", title), _digests(rows)) for title, rows in (("Made", files), ("Made of", inputs)) if rows]
    if provenance.tools or provenance.layout:
        tools = [("layout", provenance.layout), *provenance.tools]
        items = [tag("div", tag("dt", name), tag("dd", version)) for name, version in tools]
        parts.append(joined(tag("h3", "Made with"), tag("dl", *items, class_="tools")))
    return _section("files", "Files and tools", *parts) if parts else Markup()


def _digests(rows: list[tuple[str, int, str]]) -> Markup:
    items = [
        tag("li", tag("span", name, class_="name"), tag("span", f" {size / 1000:,.1f} kB ", class_="size"), tag("code", digest))
        for name, size, digest in rows
    ]
    return tag("ul", *items, class_="digests")


def _colophon(report: Report) -> str:
    return "A digest is SHA-256. The same essay gives the same files, byte for byte, and this page."
