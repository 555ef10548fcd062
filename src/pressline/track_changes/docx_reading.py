"""A DOCX that came back: its text by letter, with insertions, deletions, comments.

Chosen: WordprocessingML as it stands, instead of pandoc's reader, because pandoc 3.9 moves the spaces at the edges of an
insertion or deletion out of it, and a change whose spaces are lost cannot be placed without a guess.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from pressline.findings import Place, stop
from pressline.runtime.faults import faults
from pressline.runtime.input_files import missing
from pressline.runtime.namespaces import R, W, uri
from pressline.runtime.zip_limits import opened, twice

CALL = "\ufffc"  # stands for the call of a note
# Paragraphs made from metadata.yaml and from the headings: they have no place in essay.md.
_FRONT = re.compile(r"Title|Subtitle|Author|Abstract|Keywords|(?:TOC|Contents)(?:Heading|\d)")  # LibreOffice: Contents
_REVISIONS = {W + "ins": "ins", W + "moveTo": "ins", W + "del": "del", W + "moveFrom": "del"}
_TRUE = ("1", "true", "on")
# Stand for what is no character: a picture or another object, and what a run holds that is not read.
PICTURE = "\ue001"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # ISO/IEC 29500 Strict; its names are those of Transitional
_HEADING = re.compile(r"Heading(\d)")
_QUOTED = "BlockText"
CELL = "cell"
_EMPHASIZED = {"Emphasis": "*", "Strong": "**"}  # styles of runs that are the author's emphasis
_MARKED_BY = {"superscript": "^", "subscript": "~"}


@dataclass(frozen=True, slots=True)
class Revision:
    """Who inserted ("ins") or deleted ("del") something, and when (ISO 8601, as in Word)."""

    kind: str
    author: str
    date: str
    move: str = ""  # the name of the move that it is one half of


@dataclass(frozen=True, slots=True)
class Letter:
    """A character, the end of a paragraph ("\\n") or a call (`CALL`)."""

    char: str
    revision: Revision | None = None
    style: str = ""  # "*" emphasis, "**" strong, "***" both; "^" raised, "~" lowered, "-" struck, "c" small capitals
    note: str = ""  # of a call, the id of its note; "" for a further call
    link: str = ""  # where it leads, if it was inserted with a link
    block: str = ""  # of the end of a paragraph: "#" and more for a heading, "> ", "- ", or that it ends a cell of a table
    field: bool = False  # whether Word computes it: a number of a note or a page
    before: str | None = None  # the style that it had, where an editor changed that
    restyled: Revision | None = None  # who did


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
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """A DOCX that came back. Notes and comments by their ids.

    `about_author`: the notes that are the author note. `replies`: the comments that answer another, which stand nowhere.
    """

    front: EditedText
    body: EditedText
    notes: dict[str, EditedText]
    comments: dict[str, Comment]
    about_author: frozenset[str] = frozenset()
    replies: tuple[str, ...] = ()


def read_returned(path: Path) -> Returned:
    """The text, notes, changes and comments of a DOCX.

    Raises:
        PresslineError: R001 when there is none, R004 when it is no DOCX, R007 when it
            cannot be read, R021 when it would unpack to too much.
    """
    parts = _parts(path)
    document, footnotes, comments = (parts.get(kind) for kind in ("document", "footnotes", "comments"))
    if document is None:
        raise stop("R004", Place(str(path)), kind="no Word document", remedy="name the DOCX that the editors returned")
    links = {kind: parts.get(f"{kind} links") for kind in ("document", "footnotes")}
    front, body = EditedText(), EditedText()
    _name_moves(document)
    for p in document.iter(W + "p"):
        _read_paragraph(p, front if _FRONT.fullmatch(_style_of(p)) else body, links["document"])
    notes: dict[str, EditedText] = {}
    for note in [] if footnotes is None else footnotes.iter(W + "footnote"):
        if note.get(W + "type") in (None, "normal"):
            story = notes.setdefault(str(note.get(W + "id")), EditedText())
            for p in note.iter(W + "p"):
                _read_paragraph(p, story, links["footnotes"])
    resolved, replies = _threads(comments, parts.get("commentsExtended"))
    said = {} if comments is None else {str(c.get(W + "id")): _comment(c, resolved) for c in comments.iter(W + "comment")}
    own = (call for call in document.iter(W + "footnoteReference") if call.get(W + "customMarkFollows") in _TRUE)
    return Returned(front, body, notes, said, frozenset(str(call.get(W + "id")) for call in own), replies)


def _parts(path: Path) -> dict[str, etree._Element]:
    """The parts that are read, by kind.

    The links of the first two are called by their kind and " links".
    """
    place = Place(str(path))
    if not path.is_file():
        raise missing(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        with opened(path) as archive:
            if name := twice(archive.infolist()):
                raise stop("R007", place, reason=f"{name} stands in it twice")
            names = _names_of_parts(archive, parser)
            return {
                kind: etree.fromstring(archive.read(name).replace(_STRICT, uri(W).encode()), parser)
                for kind, name in names.items()
            }
    except zipfile.BadZipFile as error:
        raise stop("R004", place, kind="no Word document", remedy="name the DOCX that the editors returned") from error
    except faults() as error:  # of any kind: a damaged archive has many
        raise stop("R007", place, reason=error) from error


def _names_of_parts(archive: zipfile.ZipFile, parser: etree.XMLParser) -> dict[str, str]:
    """The parts by their kind, as relationships say (ECMA-376 part 2, 6.5).

    Their names are the program's own.
    """
    there = set(archive.namelist())

    def targets(name: str, folder: str) -> dict[str, str]:
        rels = etree.fromstring(archive.read(name), parser) if name in there else etree.Element("none")
        rows = ((str(row.get("Type") or "").rpartition("/")[2], str(row.get("Target") or "")) for row in rels)
        return {kind: path[1:] if path.startswith("/") else posixpath.normpath(folder + path) for kind, path in rows}

    document = targets("_rels/.rels", "").get("officeDocument", "word/document.xml")
    folder, _, file = document.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    found = {"document": document, "document links": rels}
    for kind in ("footnotes", "comments", "commentsExtended"):
        found[kind] = targets(rels, f"{folder}/").get(kind, f"{folder}/{kind}.xml")
    notes, _, name = found["footnotes"].rpartition("/")
    found["footnotes links"] = f"{notes}/_rels/{name}.rels"
    return {kind: name for kind, name in found.items() if name in there}


def _name_moves(document: etree._Element) -> None:
    """Write into the halves of each move the name that their ranges have.

    ECMA-376 part 1, 17.13.5.23.
    """
    open_ranges: dict[str, str] = {}
    for element in document.iter(*(W + f"{move}{end}" for move in _MOVES for end in ("RangeStart", "RangeEnd", ""))):
        tag, id = etree.QName(element).localname, str(element.get(W + "id"))
        if tag.endswith("RangeStart"):
            open_ranges[id] = str(element.get(W + "name") or id)
        elif tag.endswith("RangeEnd"):
            open_ranges.pop(id, "")
        else:
            element.set(_MOVE, next(reversed(open_ranges.values()), f"at {element.get(W + 'date')}"))


_MOVES, _MOVE = ("moveFrom", "moveTo"), "pressline-move"


def _threads(comments: etree._Element | None, extended: etree._Element | None) -> tuple[frozenset[str], tuple[str, ...]]:
    """The paragraphs of comments that are resolved, and the ids of replies.

    MS-DOCX, 2.5.4.3, commentEx.
    """
    if comments is None or extended is None:
        return frozenset(), ()
    own = {str(key).rpartition("}")[2]: str(key) for row in extended for key in row.attrib}
    rows = [{name: row.get(key) for name, key in own.items()} for row in extended]
    resolved = {str(row.get("paraId")) for row in rows if row.get("done") in _TRUE}
    answers = {str(row.get("paraId")) for row in rows if row.get("paraIdParent")}
    replies = (str(c.get(W + "id")) for c in comments.iter(W + "comment") if answers & _paragraphs_of(c))
    return frozenset(resolved), tuple(replies)


def _paragraphs_of(comment: etree._Element) -> set[str]:
    return {str(value) for p in comment.iter(W + "p") for key, value in p.attrib.items() if str(key).endswith("}paraId")}


def _style_of(p: etree._Element) -> str:
    style = p.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(W + "val"))


def _comment(element: etree._Element, resolved: frozenset[str]) -> Comment:
    paragraphs = ["".join(t.text or "" for t in p.iter(W + "t")) for p in element.iter(W + "p")]
    text = " ".join(" ".join(paragraphs).split())
    return Comment(str(element.get(W + "author") or "an editor"), text, bool(resolved & _paragraphs_of(element)))


def _read_paragraph(p: etree._Element, story: EditedText, links: etree._Element | None) -> None:
    """Add a paragraph to a text, its end with who inserted or deleted that."""
    reader = _RunReader(story, {str(row.get("Id")): str(row.get("Target")) for row in (links if links is not None else ())})
    reader.read(p, None)
    mark = p.find(f"{W}pPr/{W}rPr")
    changes = [] if mark is None else [e for e in mark if e.tag in _REVISIONS]
    story.letters.append(Letter("\n", _revision(changes[0]) if changes else _row_revision(p), block=_block_of(p)))


def _row_revision(p: etree._Element) -> Revision | None:
    """Who inserted or deleted the row of a table that a paragraph stands in."""
    row = next(p.iterancestors(W + "tr"), None)
    found = None if row is None else next((e for e in row.iterfind(f"{W}trPr/*") if e.tag in _REVISIONS), None)
    return None if found is None else _revision(found)


def _block_of(p: etree._Element) -> str:
    if next(p.iterancestors(W + "tc"), None) is not None:
        return CELL
    style = _style_of(p)
    heading = _HEADING.fullmatch(style)
    if heading:
        return "#" * int(heading[1]) + " "
    if p.find(f"{W}pPr/{W}numPr") is not None:
        return "- "
    return "> " if style == _QUOTED else ""


def _revision(element: etree._Element) -> Revision:
    author, date = (str(element.get(W + key) or "") for key in ("author", "date"))
    return Revision(_REVISIONS[str(element.tag)], author or "an editor", date, str(element.get(_MOVE) or ""))


@dataclass(slots=True)
class _RunReader:
    """Reads the runs of a paragraph.

    Knows which fields are open, because a further call is one.
    """

    story: EditedText
    links: dict[str, str]  # the addresses of links by their ids
    instructions: list[str] = field(default_factory=list)  # of the open fields

    def read(self, element: etree._Element, revision: Revision | None, link: str = "") -> None:
        for child in element:
            tag = str(child.tag)
            if tag == W + "r":
                self._run(child, revision, link)
            elif tag in _REVISIONS:
                own = _revision(child)
                # What one editor inserted and another deleted never was in the essay, and is in neither reading of both.
                if revision is None or {revision.kind, own.kind} != {"ins", "del"}:
                    self.read(child, own, link)
            elif tag == W + "commentRangeStart":
                self.story.remarks.append((len(self.story.letters), str(child.get(W + "id"))))
            elif tag == W + "hyperlink":
                self.read(child, revision, self.links.get(str(child.get(R + "id")), "") if _is_new(child) else "")
            elif tag not in (W + "pPr", W + "p") and not tag.endswith("}Fallback"):  # a text box's paragraphs are met apart
                self.read(child, revision, link)

    def _run(self, run: etree._Element, revision: Revision | None, link: str) -> None:
        style, before, restyled = _styles_of_run(run)
        letters = self.story.letters
        link = link if revision is not None and revision.kind == "ins" else ""
        for child in run:
            tag = str(child.tag)
            if tag == W + "fldChar":
                self._field(str(child.get(W + "fldCharType")), revision)
            elif tag in (W + "instrText", W + "delInstrText") and self.instructions:
                self.instructions[-1] += child.text or ""
            elif tag == W + "footnoteReference":
                if child.get(W + "customMarkFollows") in _TRUE:
                    return  # the author note: its mark is no text
                letters.append(Letter(CALL, revision, note=str(child.get(W + "id"))))
            elif tag == W + "commentReference":
                self._remark(str(child.get(W + "id")))
            elif tag in (W + "drawing", W + "pict", W + "object"):
                letters.extend([Letter(PICTURE, revision)] if revision is not None else [])
            elif not any(_is_call(instruction) for instruction in self.instructions):
                computed = any("REF" in instruction for instruction in self.instructions)
                letters.extend(
                    Letter(char, revision, style, link=link, field=computed, before=before, restyled=restyled)
                    for char in _text(child)
                )

    def _remark(self, id: str) -> None:
        """Note a comment at a point: one without a beginning."""
        if all(known != id for _, known in self.story.remarks):
            self.story.remarks.append((len(self.story.letters), id))

    def _field(self, kind: str, revision: Revision | None) -> None:
        if kind == "begin":
            self.instructions.append("")
        elif kind == "end" and self.instructions and _is_call(self.instructions.pop()):
            self.story.letters.append(Letter(CALL, revision))


def _is_new(link: etree._Element) -> bool:
    """Whether all words of a link were inserted.

    In one that stood there, new words are words of it.
    """
    inserted = (W + "ins", W + "moveTo")
    return all(any(above.tag in inserted for above in text.iterancestors()) for text in link.iter(W + "t", W + "delText"))


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
    if element.tag == W + "sym":  # of a font that gives its signs codes of its own (ECMA-376 part 1, 17.3.3.30)
        code = str(element.get(W + "char") or "")
        return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else PICTURE
    return shapes.get(str(element.tag), "")


def _styles_of_run(run: etree._Element) -> tuple[str, str | None, Revision | None]:
    """How a run is set, how it was where an editor changed that, and who did."""
    properties = run.find(W + "rPr")
    change = None if properties is None else properties.find(W + "rPrChange")
    style = _marks_of(properties)
    if change is None:
        return style, None, None
    before = _marks_of(change.find(W + "rPr"))
    author, date = (str(change.get(W + key) or "") for key in ("author", "date"))
    restyled = Revision("format", author or "an editor", date)
    return style, before if before != style else None, restyled if before != style else None


def _marks_of(properties: etree._Element | None) -> str:
    """How Markdown marks a run.

    By its own italic, bold and the like, and by styles that say no more than that.
    """
    if properties is None:
        return ""

    def on(name: str) -> bool:
        element = properties.find(W + name)
        return element is not None and element.get(W + "val") not in ("0", "false", "off", "none")

    stars = "*" * (on("i") + 2 * on("b"))
    style, raised = properties.find(W + "rStyle"), properties.find(W + "vertAlign")
    named = _EMPHASIZED.get(str(style.get(W + "val")), "") if style is not None else ""
    lifted = _MARKED_BY.get(str(raised.get(W + "val")), "") if raised is not None else ""
    return (stars or named) + lifted + "-" * on("strike") + "c" * on("smallCaps")


def letters_of(story: EditedText, *, without: str) -> Iterator[tuple[int, Letter]]:
    """The letters of a text but those of one kind of revision, with their indices."""
    for at, letter in enumerate(story.letters):
        if letter.revision is None or letter.revision.kind != without:
            yield at, letter
