"""A DOCX that came back: its text by letter, with insertions, deletions, comments.

Chosen: WordprocessingML as it stands, instead of pandoc's reader, because pandoc 3.9 moves the spaces at the edges of an
insertion or deletion out of it, and a change whose spaces are lost cannot be placed without a guess.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from pressline.findings import Place, stop
from pressline.runtime.faults import faults
from pressline.runtime.input_files import missing
from pressline.runtime.namespaces import W
from pressline.runtime.zip_limits import opened, twice

CALL = "\ufffc"  # stands for the call of a note
# Paragraphs made from metadata.yaml and from the headings: they have no place in essay.md.
_FRONT = re.compile(r"Title|Subtitle|Author|Abstract|Keywords|(?:TOC|Contents)(?:Heading|\d)")  # LibreOffice: Contents
_REVISIONS = {W + "ins": "ins", W + "moveTo": "ins", W + "del": "del", W + "moveFrom": "del"}
_TRUE = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class Revision:
    """Who inserted ("ins") or deleted ("del") something, and when (ISO 8601, as in Word)."""

    kind: str
    author: str
    date: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A character, the end of a paragraph ("\\n") or a call (`CALL`)."""

    char: str
    revision: Revision | None = None
    style: str = ""  # "*" emphasis, "**" strong, "***" both
    note: str = ""  # of a call, the id of its note; "" for a further call


@dataclass(slots=True)
class EditedText:
    """The text of the essay, of a note, or of the title block.

    `remarks`: comments by the letter they begin at.
    """

    letters: list[Letter] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Comment:
    """What an editor asks."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A DOCX that came back. Notes and comments by their ids."""

    front: EditedText
    body: EditedText
    notes: dict[str, EditedText]
    comments: dict[str, Comment]


def read_returned(path: Path) -> Returned:
    """The text, notes, changes and comments of a DOCX.

    Raises:
        PresslineError: R001 when there is none, R004 when it is no DOCX, R007 when it
            cannot be read, R021 when it would unpack to too much.
    """
    parts = _parts(path)
    document, footnotes, comments = (parts.get(f"word/{name}.xml") for name in ("document", "footnotes", "comments"))
    if document is None:
        raise stop("R004", Place(str(path)), kind="no Word document", remedy="name the DOCX that the editors returned")
    front, body = EditedText(), EditedText()
    for p in document.iter(W + "p"):
        _read_paragraph(p, front if _FRONT.fullmatch(_style_of(p)) else body)
    notes: dict[str, EditedText] = {}
    for note in [] if footnotes is None else footnotes.iter(W + "footnote"):
        if note.get(W + "type") in (None, "normal"):
            story = notes.setdefault(str(note.get(W + "id")), EditedText())
            for p in note.iter(W + "p"):
                _read_paragraph(p, story)
    said = {} if comments is None else {str(c.get(W + "id")): _comment(c) for c in comments.iter(W + "comment")}
    return Returned(front, body, notes, said)


def _parts(path: Path) -> dict[str, etree._Element]:
    place = Place(str(path))
    if not path.is_file():
        raise missing(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        with opened(path) as archive:
            if name := twice(archive.infolist()):
                raise stop("R007", place, reason=f"{name} stands in it twice")
            wanted = [n for n in archive.namelist() if re.fullmatch(r"word/(document|footnotes|comments)\.xml", n)]
            return {name: etree.fromstring(archive.read(name), parser) for name in wanted}
    except zipfile.BadZipFile as error:
        raise stop("R004", place, kind="no Word document", remedy="name the DOCX that the editors returned") from error
    except faults() as error:  # of any kind: a damaged archive has many
        raise stop("R007", place, reason=error) from error


def _style_of(p: etree._Element) -> str:
    style = p.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(W + "val"))


def _comment(element: etree._Element) -> Comment:
    paragraphs = ["".join(t.text or "" for t in p.iter(W + "t")) for p in element.iter(W + "p")]
    return Comment(str(element.get(W + "author") or "an editor"), " ".join(" ".join(paragraphs).split()))


def _read_paragraph(p: etree._Element, story: EditedText) -> None:
    """Add a paragraph to a text, its end with who inserted or deleted that."""
    reader = _RunReader(story)
    reader.read(p, None)
    mark = p.find(f"{W}pPr/{W}rPr")
    changes = [] if mark is None else [e for e in mark if e.tag in _REVISIONS]
    story.letters.append(Letter("\n", _revision(changes[0]) if changes else None))


def _revision(element: etree._Element) -> Revision:
    author, date = (str(element.get(W + key) or "") for key in ("author", "date"))
    return Revision(_REVISIONS[str(element.tag)], author or "an editor", date)


@dataclass(slots=True)
class _RunReader:
    """Reads the runs of a paragraph.

    Knows which fields are open, because a further call is one.
    """

    story: EditedText
    instructions: list[str] = field(default_factory=list)  # of the open fields

    def read(self, element: etree._Element, revision: Revision | None) -> None:
        for child in element:
            tag = str(child.tag)
            if tag == W + "r":
                self._run(child, revision)
            elif tag in _REVISIONS:
                self.read(child, _revision(child))
            elif tag == W + "commentRangeStart":
                self.story.remarks.append((len(self.story.letters), str(child.get(W + "id"))))
            elif tag not in (W + "pPr", W + "p") and not tag.endswith("}Fallback"):  # a text box's paragraphs are met apart
                self.read(child, revision)

    def _run(self, run: etree._Element, revision: Revision | None) -> None:
        style = _style_of_run(run)
        letters = self.story.letters
        for child in run:
            tag = str(child.tag)
            if tag == W + "fldChar":
                self._field(str(child.get(W + "fldCharType")), revision)
            elif tag == W + "instrText" and self.instructions:
                self.instructions[-1] += child.text or ""
            elif tag == W + "footnoteReference":
                if child.get(W + "customMarkFollows") in _TRUE:
                    return  # the author note: its mark is no text
                letters.append(Letter(CALL, revision, note=str(child.get(W + "id"))))
            elif not any(_is_call(instruction) for instruction in self.instructions):
                letters.extend(Letter(char, revision, style) for char in _text(child))

    def _field(self, kind: str, revision: Revision | None) -> None:
        if kind == "begin":
            self.instructions.append("")
        elif kind == "end" and self.instructions and _is_call(self.instructions.pop()):
            self.story.letters.append(Letter(CALL, revision))


def _is_call(instruction: str) -> bool:
    """Whether a field is a further call.

    The one that stands in "See supra note 14." is a word.
    """
    return instruction.lstrip().startswith("NOTEREF ") and "\\f" in instruction


def _text(element: etree._Element) -> str:
    """The text of an element of a run; white space of every kind is one space."""
    shapes = {W + "br": " ", W + "cr": " ", W + "tab": " ", W + "noBreakHyphen": "-"}
    if element.tag in (W + "t", W + "delText"):
        return re.sub(r"\s", " ", element.text or "")
    return shapes.get(str(element.tag), "")


def _style_of_run(run: etree._Element) -> str:
    """How Markdown marks a run: its own italic and bold; a style's are not the author's."""

    def on(name: str) -> bool:
        element = run.find(f"{W}rPr/{W}{name}")
        return element is not None and element.get(W + "val") not in ("0", "false", "off", "none")

    return "*" * (on("i") + 2 * on("b"))


def letters_of(story: EditedText, *, without: str) -> Iterator[tuple[int, Letter]]:
    """The letters of a text but those of one kind of revision, with their indices."""
    for at, letter in enumerate(story.letters):
        if letter.revision is None or letter.revision.kind != without:
            yield at, letter
