"""What Pressline has to say: the one shape in which every room complains, and the one table of all complaints.

A finding is a code, a severity, a place, a message and a hint that says what to do. Code, severity, message and hint
stand together in one row of `CATALOGUE`, so that nothing ever matches a message by its words, and the README can list
them all. Stages return findings and go on; `PresslineError` carries a finding where no next stage is possible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "query"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands: a file, a line and column of it (counting from 1; 0: unknown), or a spot in an output."""

    path: str
    line: int = 0
    column: int = 0
    spot: str = ""  # "page 3", "EPUB/s01.xhtml", "word/footnotes.xml"

    def __str__(self) -> str:
        """`essay.txt:5:20`, `essay.txt:5`, `essay.pdf, page 3` or `essay.txt`."""
        if self.spot:
            return f"{self.path}, {self.spot}"
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint or question. `excerpt` is the line concerned, as the raw file has it."""

    code: str
    severity: Severity
    message: str
    place: Place
    hint: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the catalogue; `message` and `hint` are formatted with the finding's values."""

    severity: Severity
    message: str
    hint: str


_BROKEN = "do not send this file: please report it with the essay"

# The letter names the room: R readers, C cleaning, S structure, N notes, Q queries on the text, M metadata, L layout,
# P parsing essay.md, G guard, W writing files, B backends, A audits, T tools.
CATALOGUE: dict[str, Rule] = {
    "R001": Rule("error", "there is no such file", "check the path: {path}"),
    "R002": Rule("error", "this is a folder, not an essay", "name the essay in it, for example {example}"),
    "R003": Rule("error", "the file is empty", "paste the essay into it and save it as UTF-8 text"),
    "R004": Rule("error", "this is {kind}, whatever its name says", "{remedy}"),
    "R005": Rule(
        "error", "byte {byte} is not valid UTF-8", "open the file in your editor and save it again with encoding UTF-8"
    ),
    "R006": Rule("error", "files of the kind {suffix!r} cannot be read yet", "save the essay as plain text (.txt)"),
    "R007": Rule("error", "the file cannot be read: {reason}", "check its permissions"),
    "R008": Rule("error", "the file holds a NUL character: it is no text", "save the essay as plain text, encoding UTF-8"),
    "C001": Rule("warning", "{count} invisible characters taken out ({names})", "nothing to do; the record lists them"),
    "S001": Rule("warning", "no title found: the first line is too long for one", "give the title in metadata.yaml"),
    "S002": Rule("query", "no author found", "give the author's name in metadata.yaml"),
    "S003": Rule("query", "“{text}” was a link, and its address was lost in the paste", "give its url in metadata.yaml"),
    "S004": Rule("query", "the page chrome {text!r} was left out", "nothing to do, unless it belongs to the essay"),
    "S005": Rule(
        "query", "no date found: the files carry none", "give the date of the essay in metadata.yaml (date: 2026-01-31)"
    ),
    "N001": Rule("error", "note {label} is called but never defined", "add a line that starts with [{label}] to the notes"),
    "N002": Rule("error", "note {label} is defined but never called", "put its marker in the text, or delete the note"),
    "N003": Rule(
        "query",
        "note {label} is called {count} times, here again after {after}",
        "is the second call meant? one note with {count} calls is printed; if not, correct the marker",
    ),
    "N004": Rule(
        "query", "note {label} starts in the middle of the line of note {host}", "nothing to do if both notes are right"
    ),
    "N005": Rule("error", "note {label} is defined twice", "give each note its own number; the second is here"),
    "Q001": Rule(
        "query",
        "{text!r} looks like damage from a paste",
        "it was left as it is: correct it in the essay if it is wrong",
    ),
    "M001": Rule("error", "unknown key {key!r}", "{suggestion}"),
    "M002": Rule("error", "{key}: {problem}", "{remedy}"),
    "M003": Rule("error", "this is not the YAML that metadata needs: {problem}", "{remedy}"),
    "M004": Rule("error", "{what} is refused in metadata", "write the value itself, in quotation marks if need be"),
    "M005": Rule("error", "the key {key!r} stands here a second time", "delete one of the two"),
    "M006": Rule("error", "there is no metadata.yaml beside {essay}", "make one: pressline normalize RAW writes both files"),
    "L001": Rule("error", "there is no layout {name!r}", "choose one of: {known}"),
    "L002": Rule("error", "layout.yaml, {key}: {problem}", "{remedy}"),
    "L003": Rule("error", "{what} is missing from this installation", "install Pressline again: pip install ."),
    "P001": Rule("error", "note {label} is called but never defined", "add a line: [^{label}]: the note's text"),
    "P002": Rule("error", "note {label} is defined but never called", "call it in the text with [^{label}], or delete it"),
    "P003": Rule("error", "note {label} is defined a second time", "give it a label of its own"),
    "P004": Rule("error", "note {label} calls note {inner}: a note within a note cannot be set", "move the call"),
    "P005": Rule("error", "note {label} is empty", "write the note, or delete it and its call"),
    "P006": Rule("error", "the essay has no text", "write at least one paragraph"),
    "P007": Rule("warning", "the picture {target!r} was not found", "put it beside the essay, or correct its name"),
    "P008": Rule("error", "the control character {character} cannot be printed", "delete it"),
    "P009": Rule("error", "more than {depth} quotations, lists or styles stand within each other", "write it flatter"),
    "G001": Rule(
        "error",
        "{where}: the words differ: expected “{expected}”, found “{found}”",
        "this is a fault of Pressline, not of the essay: please report it with the essay",
    ),
    "G002": Rule(
        "error",
        "these words would be missing from the book: {words}",
        "look at the markup on this line: something in it hides them",
    ),
    "W001": Rule(
        "error",
        "{name} was edited after Pressline wrote it, and is not overwritten",
        "build from it: pressline build {essay}   (or move it away, or choose another folder with -o)",
    ),
    "W002": Rule("error", "cannot write here: {reason}", "choose another folder with -o"),
    "B001": Rule("error", "the face {face!r} could not be used: {reason}", "run: pressline doctor"),
    "B002": Rule("warning", "WeasyPrint says: {text}", "look at the page concerned"),
    "B003": Rule("error", "WeasyPrint could not be loaded: {reason}", "run: pressline doctor"),
    "B004": Rule(
        "error",
        "no glyph in the faces of this layout for: {characters}",
        "choose another layout, or write {characters} otherwise",
    ),
    "B010": Rule("error", "the essay is nested too deeply to be set", "write lists and quotations within fewer others"),
    "B011": Rule(
        "warning",
        "WeasyPrint {version} sets this page without our mends: lines are looser, and notes may be lost",
        "install the version that Pressline is made for: pip install 'weasyprint==70.*'",
    ),
    "B012": Rule(
        "warning",
        "a picture has {dpi} points to the inch at the size it is printed in; printers ask for {least}",
        "take the picture from a larger original, or set it smaller",
    ),
    "B050": Rule("warning", "the picture {target!r} cannot be set: {reason}", "save it as PNG or JPEG"),
    "B030": Rule(
        "warning",
        "the picture {target!r} was left out: {reason}",
        "put the picture beside the essay as a PNG or JPEG, and name it there",
    ),
    "B031": Rule(
        "warning",
        "the link to {target!r} was taken away, its text was kept",
        "link to an https:// address, an e-mail address or a place in the essay",
    ),
    "B032": Rule(
        "warning",
        "the heading “{heading}” is of level {level}, under one of level {above}",
        "give it level {mended}; the EPUB shows it so",
    ),
    "B033": Rule(
        "query",
        "the picture {target!r} has no alternative text",
        "describe it for those who cannot see it: ![what it shows]({target})",
    ),
    "B034": Rule(
        "warning",
        "the cover cannot show: {characters}",
        "choose a layout whose face has these characters",
    ),
    "A001": Rule(
        "error",
        "{where}: the words differ: expected “{expected}”, found “{found}”",
        "do not send this file: please report it with the essay",
    ),
    "A002": Rule("error", "{where}: expected {expected}, found {found}", "do not send this file: please report it"),
    "A003": Rule("error", "the finished file cannot be opened: {reason}", "build it again"),
    "A010": Rule("error", "the running head is wrong: expected {expected}, found {found}", _BROKEN),
    "A011": Rule("error", "the folio is wrong: expected {expected}, found {found}", _BROKEN),
    "A012": Rule("error", "text runs off the page: “{text}”", _BROKEN),
    "A013": Rule("error", "printed as empty boxes, or as nothing: {characters}", _BROKEN),
    "A014": Rule("error", "note {number} stands here, but is first called on page {call}", _BROKEN),
    "A015": Rule("error", "{link} leads nowhere, or to a wrong place", _BROKEN),
    "A016": Rule("error", "the outline differs from the headings: expected “{expected}”, found “{found}”", _BROKEN),
    "A017": Rule("error", "the font {name} is not embedded", _BROKEN),
    "A018": Rule("error", "the document property {key} is wrong: expected “{expected}”, found “{found}”", _BROKEN),
    "A019": Rule("error", "the {part} is wrong or missing: expected “{expected}”, found “{found}”", _BROKEN),
    "A020": Rule("error", "{what}: expected {expected}, found {found}", _BROKEN),
    "A021": Rule("error", "{what}: expected {expected}, found {found}", "do not send this file to a printer: please report it"),
    "A030": Rule("error", "the package, {where}: expected {expected}, found {found}", _BROKEN),
    "A031": Rule("error", "{name} is not in the file, or not in its manifest", _BROKEN),
    "A032": Rule("error", "the link to {target!r} leads nowhere", _BROKEN),
    "A033": Rule("error", "call {call} does not lead to its note: {problem}", _BROKEN),
    "A034": Rule("error", "note {note} does not lead back to its calls: expected {expected}, found {found}", _BROKEN),
    "A035": Rule("error", "the contents differ from the headings: expected “{expected}”, found “{found}”", _BROKEN),
    "A036": Rule("error", "the metadata {key}: expected “{expected}”, found “{found}”", _BROKEN),
    "A037": Rule("error", "the title page, {what}: expected “{expected}”, found “{found}”", _BROKEN),
    "A038": Rule("error", "the page about the author: expected “{expected}”, found “{found}”", _BROKEN),
    "A039": Rule("error", "the cover: {problem}", _BROKEN),
    "A040": Rule("error", "picture {number}: expected {expected}, found {found}", _BROKEN),
    "A041": Rule("error", "words outside the notes on their page: “{found}”", _BROKEN),
    "A050": Rule("error", "a call leads to note {id}, which is not there", "do not send this file: please report it"),
    "A051": Rule("error", "note {id} {problem}", "do not send this file: please report it"),
    "A052": Rule("error", "note {id} is never called", "do not send this file: please report it"),
    "A053": Rule("error", "note {id} {problem}", "do not send this file: please report it"),
    "A054": Rule("error", "a broken field: {problem}", "do not send this file: please report it"),
    "A055": Rule(
        "error",
        "a NOTEREF field leads to the bookmark {name}, which encloses no call",
        "do not send this file: please report it",
    ),
    "A056": Rule(
        "error",
        "the field to {name} shows {shown!r}; the note has the number {right}",
        "do not send this file: please report it",
    ),
    "A057": Rule("error", "{problem}", "do not send this file: please report it"),
    "A058": Rule("error", "{problem}", "do not send this file: please report it"),
    "A059": Rule("error", "the notes are not numbered through: {name} is {value}", "do not send this file: please report it"),
    "A060": Rule("error", "the language is {found}, not {expected}", "do not send this file: please report it"),
    "A061": Rule("error", "the property {name} is {found!r}, not {expected!r}", "do not send this file: please report it"),
    "A062": Rule("error", "Word would drop the space at the edge of {text!r}", "do not send this file: please report it"),
    "A063": Rule("error", "{problem}", "do not send this file: please report it"),
    "A064": Rule("error", "the author note: {problem}", "do not send this file: please report it"),
    "A065": Rule("error", "{problem}", "do not send this file: please report it"),
    "A067": Rule("error", "the page: {problem}", "do not send this file: please report it"),
    "A068": Rule("error", "{expected} {what} expected, {found} found", "do not send this file: please report it"),
    "T001": Rule("error", "pandoc failed: {reason}", "run: pressline doctor"),
    "T002": Rule("error", "pandoc was stopped after {seconds} seconds", "split the essay, or report it"),
    "T003": Rule("error", "{tool} is missing", "{remedy}"),
}


def finding(code: str, place: Place, *, excerpt: str = "", **values: object) -> Finding:
    """The finding `code` at `place`, its message and hint filled with `values`.

    >>> finding("N001", Place("essay.txt", 5, 20), label="7").message
    'note 7 is called but never defined'
    """
    rule = CATALOGUE[code]
    return Finding(code, rule.severity, rule.message.format(**values), place, rule.hint.format(**values), excerpt)


class PresslineError(Exception):
    """No next stage is possible; `findings` say why. The command line shows them and exits with 2."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{f.place}: {f.severity} {f.code}: {f.message}" for f in self.findings))


def stop(code: str, place: Place, *, excerpt: str = "", **values: object) -> PresslineError:
    """The error that ends the line with one finding: `raise stop("R001", place, path=...)`."""
    return PresslineError([finding(code, place, excerpt=excerpt, **values)])
