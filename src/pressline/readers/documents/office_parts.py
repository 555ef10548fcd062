"""DOCX and ODT as pandoc can read them whole.

What its readers leave out is set where they find it, or recorded.

Seen with pandoc 3.9: words in text boxes, in w:dir and w:bdo, in ruby, in most fields of OpenDocument are left out without a
word. A test for each says when one is not needed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pressline.findings import Finding, Place, finding
from pressline.model import Candidate, Step
from pressline.readers.documents.archives import read, xml_tree
from pressline.readers.documents.own_files import is_own_docx
from pressline.readers.documents.word_front import FrontLine, candidates_of, front_of, front_styles, settle, take_off
from pressline.readers.documents.word_notes import own_marks, settle_notes
from pressline.runtime.zip_dates import EARLIEST, zip_date

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK = f"{_MC}Fallback"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"

# What shows a picture: a drawing's, and that of VML.
_PICTURED = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata")
_TRACKED = tuple(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_COLUMNS = 63  # of a table of Word

Change = Callable[[etree._Element], bool]  # changes a tree; whether it did


@dataclass(frozen=True, slots=True)
class OpenedDocx:
    """A DOCX for pandoc, and what the styles of its front say.

    `own`: Pressline made it, and its front is taken off.
    """

    data: bytes
    candidates: tuple[Candidate, ...]
    taken: tuple[tuple[str, str], ...]  # what was taken off, and its words
    own: bool


def docx_opened(data: bytes, archive: zipfile.ZipFile, place: Place) -> OpenedDocx:
    """A DOCX with text boxes as paragraphs after their holder, other wrappers removed."""
    names = [n for n in archive.namelist() if re.fullmatch(r"word/(?:document|footnotes|endnotes)\d*\.xml", n)]
    styles = front_styles(xml_tree(read(archive, "word/styles.xml", "docx", place)))
    own = is_own_docx(archive, place)
    lines: list[FrontLine] = []

    def together(roots: Mapping[str, etree._Element]) -> bool:
        noted = settle_notes(roots)
        document = next((root for name, root in roots.items() if "document" in name), None)
        lines.extend(front_of(document, styles) if document is not None else ())
        return (take_off(lines) if own else settle(lines)) or noted

    opened = _changed(data, archive, place, names, _DOCX_CHANGES, together)
    return OpenedDocx(opened, candidates_of(lines), tuple((line.key, line.text) for line in lines) if own else (), own)


def odt_opened(data: bytes, archive: zipfile.ZipFile, place: Place) -> bytes:
    """An ODT with text boxes as paragraphs after their holder, fields as text."""
    return _changed(data, archive, place, ["content.xml"], (_boxes_of_odt, _fields, _bibliography, _bare_rows, _inner_tables))


def _instructions(root: etree._Element) -> bool:
    """Fields that show words of their instruction, for they have no result.

    EQ and MACROBUTTON (ECMA-376, part 1, 17.16.5).
    """
    said: list[etree._Element] = []
    within = found = False
    for element in list(root.iter(f"{_W}fldChar", f"{_W}instrText")):
        kind = element.get(f"{_W}fldCharType")
        if kind is None:
            said += [element] if within else []
        elif kind == "begin":
            said, within = [], True
        elif within:
            within = False
            shown = _shown_of("".join(part.text or "" for part in said)) if kind == "end" else ""
            if shown:
                run = etree.Element(f"{_W}r")
                text = etree.SubElement(run, f"{_W}t")
                text.text = shown
                text.set(_XML_SPACE, "preserve")
                _outer(element, (f"{_W}r",)).addnext(run)  # type: ignore[union-attr]
                found = True
    return found


def _shown_of(instruction: str) -> str:
    """The words that a field shows of its instruction.

    A reading over a word stands in brackets behind it.

    >>> _shown_of(" MACROBUTTON NoMacro Click here ")
    'Click here'
    >>> _shown_of(r' EQ \\* hps10 \\o\\ad(\\s\\up 9(kan),Han) ')
    'Han (kan)'
    """
    button = re.match(r"\s*MACROBUTTON\s+\S+\s(.*)", instruction, re.I | re.S)
    if button:
        return button[1].strip()
    if not re.match(r"\s*EQ\s", instruction, re.I):
        return ""
    text = re.sub(r'\\\*\s*(?:"[^"]*"|\S+)', "", instruction.strip()[2:])
    ruby = re.fullmatch(r"\s*+\\o(?:\\a[a-z])?\s*+\(\\s\\up\s*+\d*+\s*+\(([^()]*+)\)\s*+[,;]([^()]*+)\)\s*+", text, re.I)
    if ruby:
        return f"{ruby[2].strip()} ({ruby[1].strip()})"
    text = re.sub(r"\\f\s*\(([^(),;]*)[,;]([^()]*)\)", r"\1/\2", text)
    return " ".join(re.sub(r"\\[A-Za-z]{1,4}\s*\d*\s*|[()\\]", " ", text).split())


def _lettering(root: etree._Element) -> bool:
    """The words of WordArt (VML, v:textpath) as a paragraph after the one that holds it."""
    found = False
    for path in list(root.iter("{urn:schemas-microsoft-com:vml}textpath")):
        words, holder = (path.get("string") or "").strip(), _outer(path, (f"{_W}p",))
        if words and holder is not None and next(path.iterancestors(_FALLBACK), None) is None:
            paragraph = etree.Element(f"{_W}p")
            etree.SubElement(etree.SubElement(paragraph, f"{_W}r"), f"{_W}t").text = words
            holder.addnext(paragraph)
            found = True
    return found


def _changed(
    data: bytes,
    archive: zipfile.ZipFile,
    place: Place,
    names: list[str],
    changes: tuple[Change, ...],
    together: Callable[[Mapping[str, etree._Element]], bool] = lambda roots: False,
) -> bytes:
    """An archive some of whose parts were changed, one by one and together.

    The same bytes when none was.
    """
    found = {name: xml_tree(read(archive, name, place.path.rpartition(".")[2], place)) for name in names}
    roots = {name: root for name, root in found.items() if root is not None}
    every = together(roots)
    changed = [name for name, root in roots.items() if sum(change(root) for change in changes) or every]
    if not changed:
        return data
    made = {name: etree.tostring(roots[name]) for name in changed}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for entry in archive.infolist():
            part = made.get(entry.filename) or read(archive, entry.filename, "zip", place)
            opened.writestr(zipfile.ZipInfo(entry.filename, zip_date(EARLIEST)), part)
    return stream.getvalue()


def _lift(box: etree._Element, holder: etree._Element | None, last: dict[etree._Element, etree._Element]) -> bool:
    """Put what a box holds behind a paragraph, after what was put there before."""
    if holder is None or holder.getparent() is None:
        return False
    for child in list(box):
        child.tail = None
        last.get(holder, holder).addnext(child)
        last[holder] = child
    return True


def _outer(element: etree._Element, tags: tuple[str, ...]) -> etree._Element | None:
    return next((e for e in element.iterancestors() if e.tag in tags), None)


def _alternatives(root: etree._Element) -> bool:
    """Choose between two alternative contents: the one with words, the first if both."""
    found = False
    for both in list(root.iter(f"{_MC}AlternateContent")):
        parent = both.getparent()
        if parent is None or parent.tag == f"{_W}r":
            continue
        ways = list(both)
        way = next((w for w in ways if any((t.text or "").strip() for t in w.iter(f"{_W}t"))), ways[0] if ways else None)
        at = parent.index(both)
        parent[at : at + 1] = list(way) if way is not None else []
        found = True
    return found


def _boxes_of_docx(root: etree._Element) -> bool:
    last: dict[etree._Element, etree._Element] = {}
    boxes = [b for b in root.iter(f"{_W}txbxContent") if next(b.iterancestors(_FALLBACK), None) is None]
    lifted = [box for box in boxes if _lift(box, _outer(box, (f"{_W}p",)), last)]
    for box in lifted:  # what drew it goes as well, for pandoc reads a text box that is left over instead of its paragraph
        drawn = _outer(box, (f"{_MC}AlternateContent",))
        drawn = box if drawn is None or any(True for _ in drawn.iter(*_PICTURED)) else drawn
        if (parent := drawn.getparent()) is not None:
            parent.remove(drawn)
    for copy in [b for b in root.iter(f"{_W}txbxContent") if next(b.iterancestors(_FALLBACK), None) is not None]:
        copy.getparent().remove(copy)  # type: ignore[union-attr]
    return bool(lifted)


def _breaks(root: etree._Element) -> bool:
    """A carriage return is a break (17.3.3.4), w:caps shows capitals (17.3.2.5)."""
    returns = list(root.iter(f"{_W}cr"))
    for sign in returns:
        sign.tag = f"{_W}br"
    capitals = [run for run in root.iter(f"{_W}r") if _is_on(run, "caps")]
    for text in (text for run in capitals for text in run.iter(f"{_W}t")):
        text.text = (text.text or "").upper()
    return bool(returns or capitals)


def _is_on(run: etree._Element, name: str) -> bool:
    """Whether a property of a run is switched on, by the run itself."""
    said = run.find(f"{_W}rPr/{_W}{name}")
    return said is not None and said.get(f"{_W}val") not in ("0", "false", "off", "none")


def _hidden(root: etree._Element) -> bool:
    """Hidden text (17.3.2.41) is not read; `left_out_of_docx` records it."""
    runs = [run for run in root.iter(f"{_W}r") if _is_on(run, "vanish") and any(True for _ in run.iter(f"{_W}t"))]
    for text in [text for run in runs for text in run.iter(f"{_W}t")]:
        text.getparent().remove(text)  # type: ignore[union-attr]
    return bool(runs)


def _bare_runs(root: etree._Element) -> bool:
    """What only says in which direction or of which kind its runs are."""
    wrappings = list(
        root.iter(f"{_W}dir", f"{_W}bdo", f"{_W}smartTag", f"{_W}customXml", f"{_W}fldSimple", f"{_W}ins", f"{_W}moveTo")
    )
    for wrapping in wrappings:
        parent = wrapping.getparent()
        if parent is not None:
            at = parent.index(wrapping)
            parent[at : at + 1] = [child for child in wrapping if not str(child.tag).endswith("Pr")]
    return bool(wrappings)


def _ruby(root: etree._Element) -> bool:
    """The base of each ruby as runs, its reading in brackets after it, as in browsers."""
    found = list(root.iter(f"{_W}ruby"))
    for ruby in found:
        run = ruby.getparent()
        if run is None or run.getparent() is None:
            continue
        base = [r for part in ruby.iter(f"{_W}rubyBase") for r in part.iter(f"{_W}r")]
        reading = "".join(t.text or "" for part in ruby.iter(f"{_W}rt") for t in part.iter(f"{_W}t"))
        said = etree.SubElement(etree.Element(f"{_W}r"), f"{_W}t")
        said.text = f" ({reading})"
        said.set(_XML_SPACE, "preserve")
        for new in reversed([*base, said.getparent()]):
            run.addnext(new)  # type: ignore[arg-type]
        run.remove(ruby)
    return bool(found)


def _merged_cells(root: etree._Element) -> bool:
    """A cell that another covers, and that has words of its own, is a cell again."""
    found = False
    for merge in list(root.iter(f"{_W}vMerge")):
        cell = _outer(merge, (f"{_W}tc",))
        words = cell is not None and any((t.text or "").strip() for t in cell.iter(f"{_W}t"))
        if words and (merge.get(f"{_W}val") or "continue") == "continue":
            merge.getparent().remove(merge)  # type: ignore[union-attr]
            found = True
    return found


def _grids(root: etree._Element) -> bool:
    """A table that names too few columns, or none.

    Pandoc leaves out what stands in the others.
    """
    found = False
    for table in root.iter(f"{_W}tbl"):
        rows = [[_span(cell) for cell in row.iter(f"{_W}tc") if cell.getparent() is row] for row in table.iter(f"{_W}tr")]
        most = max((sum(row) for row in rows), default=0)
        grid = table.find(f"{_W}tblGrid")
        if grid is not None and sum(1 for column in grid if column.get(f"{_W}w")) >= most:
            continue
        if grid is None:
            grid = etree.Element(f"{_W}tblGrid")
            table.insert(1 if table.find(f"{_W}tblPr") is not None else 0, grid)
        grid[:] = [etree.Element(f"{_W}gridCol", {f"{_W}w": "1000"}) for _ in range(min(most, _COLUMNS))]
        found = True
    return found


def _span(cell: etree._Element) -> int:
    """Over how many columns a cell goes."""
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    said = span.get(f"{_W}val") or "" if span is not None else ""
    return int(said) if said.isdigit() and len(said) < 4 else 1


_DOCX_CHANGES: tuple[Change, ...] = (
    _hidden,
    _breaks,
    _alternatives,
    _instructions,
    _lettering,
    _boxes_of_docx,
    _bare_runs,
    _ruby,
    _merged_cells,
    _grids,
)


def _boxes_of_odt(root: etree._Element) -> bool:
    """Text boxes, and shapes with words in them."""
    last: dict[etree._Element, etree._Element] = {}
    lines = (f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}list")
    shapes = [e for e in root.iter(f"{_DRAW}*") if any(child.tag in lines for child in e)]
    for shape in shapes:
        holder = _outer(shape, lines[:2])
        if holder is None:  # it is anchored to a page or a frame
            frame = next((e for e in shape.iterancestors(f"{_DRAW}frame")), shape)
            _lift(shape, frame, last)
        else:
            _lift(shape, holder, last)
    return bool(shapes)


def _bare_rows(root: etree._Element) -> bool:
    """Remove the wrappers of row groups and of separately numbered paragraphs."""
    groups = list(root.iter(f"{_TABLE}table-row-group", f"{_TABLE}table-rows", f"{_TEXT}numbered-paragraph"))
    for group in groups:
        parent = group.getparent()
        if parent is not None:
            at = parent.index(group)
            parent[at : at + 1] = list(group)
    return bool(groups)


def _inner_tables(root: etree._Element) -> bool:
    """A table within a cell of another is the paragraphs of its cells."""
    cells = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
    tables = [table for table in root.iter(f"{_TABLE}table") if _outer(table, cells[:1]) is not None]
    for table in reversed(tables):  # the innermost first
        parent = table.getparent()
        if parent is not None:
            at = parent.index(table)
            parent[at : at + 1] = [block for cell in list(table.iter(cells[0])) for block in cell]
    return bool(tables)


# Elements within a paragraph whose text pandoc 3.9 reads; of all others in the text namespace it would read none.
_READ = frozenset(
    {"p", "h", "span", "a", "s", "tab", "line-break", "note", "note-body", "note-citation", "list", "list-item", "section"}
    | {"bookmark", "bookmark-start", "bookmark-end", "bookmark-ref", "reference-mark-start", "reference-mark-end"}
    | {"reference-ref", "reference-mark", "list-header", "tracked-changes", "changed-region", "deletion", "insertion"}
    | {"change", "change-start", "change-end", "soft-page-break", "table-of-content", "index-body", "index-title"}
    | {"bibliography", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index"}
    | {"sequence-decls", "sequence-decl", "variable-decls", "user-field-decls", "note-ref", "numbered-paragraph"}
)


def _fields(root: etree._Element) -> bool:
    """Fields, ruby and whatever else stands within a line become phrases with what they show."""
    body = next(root.iter(f"{_OFFICE}text"), None)
    found = False
    for element in body.iter() if body is not None else ():
        if not isinstance(element.tag, str) or not element.tag.startswith(_TEXT):
            continue
        name = element.tag.removeprefix(_TEXT)
        within = _outer(element, (f"{_TEXT}p", f"{_TEXT}h")) is not None
        if name not in _READ and within and "".join(map(str, element.itertext())).strip():
            if name == "ruby-text":
                element.text, element.tail = f" ({element.text or ''}", f"){element.tail or ''}"
            element.tag = f"{_TEXT}span"
            element.attrib.clear()
            found = True
    return found


def _bibliography(root: etree._Element) -> bool:
    """A bibliography that the program made is text like all other: it stands nowhere else."""
    found = list(root.iter(f"{_TEXT}bibliography"))
    for index in found:
        parent, body = index.getparent(), index.find(f"{_TEXT}index-body")
        if parent is not None and body is not None:
            at = parent.index(index)
            lines = [line for e in body for line in (list(e) if e.tag == f"{_TEXT}index-title" else [e])]
            parent[at : at + 1] = lines
    return bool(found)


# --- what is left out, for the record ---------------------------------------------------------------------------------

_DOCX_APART = (
    (re.compile(r"word/header\d*\.xml"), "page head"),
    (re.compile(r"word/footer\d*\.xml"), "page foot"),
    (re.compile(r"word/comments\d*\.xml"), "comment"),
)


def left_out_of_docx(archive: zipfile.ZipFile, place: Place) -> tuple[Step, ...]:
    """A step for each page head, page foot, comment and deleted text of a DOCX."""
    steps: list[Step] = []
    for name in archive.namelist():
        why = next((why for pattern, why in _DOCX_APART if pattern.fullmatch(name)), "")
        root = xml_tree(read(archive, name, "docx", place)) if why else None
        for paragraph in root.iter(f"{_W}p") if root is not None else ():
            steps += _step(place, (t.text or "" for t in paragraph.iter(f"{_W}t")), why)
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        root = xml_tree(read(archive, name, "docx", place))
        for gone in root.iter(f"{_W}del", f"{_W}moveFrom") if root is not None else ():
            texts = (t.text or "" for t in gone.iter(f"{_W}delText", f"{_W}t"))
            steps += _step(place, texts, "deleted text of a tracked change")
        for mark in own_marks(root) if root is not None else ():
            steps += _step(place, iter((mark, " ", mark)), "mark of a note, at its call and before its words")
        for run in root.iter(f"{_W}r") if root is not None else ():
            if _is_on(run, "vanish"):
                steps += _step(place, (t.text or "" for t in run.iter(f"{_W}t")), "hidden text")
    return tuple(steps)


def edits_of_docx(archive: zipfile.ZipFile, place: Place) -> Iterator[Finding]:
    """R028 when a DOCX holds tracked changes or comments.

    Which reading is meant is the author's to say.
    """
    changes = comments = 0
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        root = xml_tree(read(archive, name, "docx", place))
        changes += sum(1 for _ in root.iter(*_TRACKED)) if root is not None else 0
        comments += sum(1 for _ in root.iter(f"{_W}commentReference")) if root is not None else 0
    if changes or comments:
        yield finding("R028", place, changes=changes, comments=comments)


def left_out_of_odt(archive: zipfile.ZipFile, place: Place) -> tuple[Step, ...]:
    """A step for each page head, page foot, comment, deleted text and index of an ODT."""
    steps: list[Step] = []
    styles = xml_tree(read(archive, "styles.xml", "odt", place))
    for head in styles.iter(f"{_STYLE}header", f"{_STYLE}footer") if styles is not None else ():
        steps += _step(place, map(str, head.itertext()), "page head" if head.tag.endswith("header") else "page foot")
    root = xml_tree(read(archive, "content.xml", "odt", place))
    apart = {f"{_OFFICE}annotation": "comment", f"{_TEXT}deletion": "deleted text of a tracked change"}
    apart |= {f"{_TEXT}{name}-index": "index made by the program" for name in ("illustration", "table", "object", "user")}
    apart |= {f"{_TEXT}{name}": "index made by the program" for name in ("alphabetical-index", "table-of-content")}
    apart[f"{_TABLE}covered-table-cell"] = "covered by a merged cell"
    for element in root.iter(*apart) if root is not None else ():
        steps += _step(place, map(str, element.itertext()), apart[str(element.tag)])
    return tuple(steps)


def _step(place: Place, texts: Iterator[str], why: str) -> list[Step]:
    text = " ".join("".join(texts).split())
    return [Step("dropped", place, text, why)] if text else []
