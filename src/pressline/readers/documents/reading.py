"""One reader for each kind of rich document, and the account of their words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pressline.findings import Finding, Place, finding, stop
from pressline.locale.headings import is_note_heading
from pressline.model import Call, Candidate, NativeNote, Node, Paragraph, Sheet, Step
from pressline.pandoc.input_limits import require_usual
from pressline.pandoc.passages import relabelled, text_of
from pressline.pandoc.program import parse, read_document
from pressline.pandoc.tree import plain, rewrite, string
from pressline.readers.dialects.languages import LANGUAGES, prepared, without_raw
from pressline.readers.dialects.markdown import plain_markdown
from pressline.readers.documents.archives import open_archive, properties
from pressline.readers.documents.ast_to_paragraphs import DEPTH, Flat, flatten
from pressline.readers.documents.bold_headings import with_bold_headings
from pressline.readers.documents.embedded_html import html_read
from pressline.readers.documents.epub import page_of
from pressline.readers.documents.html_cleanup import clean_page
from pressline.readers.documents.html_decode import decode
from pressline.readers.documents.html_to_ast import blocks_of
from pressline.readers.documents.links import bare_notes
from pressline.readers.documents.office_parts import (
    docx_opened,
    edits_of_docx,
    left_out_of_docx,
    left_out_of_odt,
    odt_opened,
)
from pressline.readers.documents.own_files import metadata_of_docx
from pressline.readers.documents.paragraph_cleaning import cleaned
from pressline.readers.documents.pictures import left_out, notes_without_pictures, taken_out, without_pictures
from pressline.readers.documents.preamble import preamble_of
from pressline.readers.documents.rtf_parts import notes_apart, notes_back, rtf_apart, rtf_opened
from pressline.readers.documents.same_notes import one_note_each
from pressline.readers.documents.star_notes import counted, plain_runs, without_star_notes
from pressline.readers.documents.word_front import front_hints

KINDS = ("html", "docx", "odt", "rtf", "epub", "md", *LANGUAGES)
_SHOWN = 12  # of the words that are missing, how many are named
_WORD = re.compile(r"[^\W_]+")  # letters and digits: what counts as lost
_FRONT = ("title", "subtitle", "author", "date", "abstract")


def sheet_of_document(data: bytes, kind: str, path: Path) -> Sheet:
    """What a rich document says, as paragraphs and notes.

    Places are lines for "html" and "md", and "paragraph 12" for the other kinds. `linked_notes` is yet to be asked for
    notes that the file makes by links.

    Raises:
        PresslineError: R003 when it is empty; R005 when it cannot be decoded; R020 to R022 when the archive is refused;
            R024 when it nests too deeply; T001 to T003 when pandoc fails.
    """
    try:
        return _READERS[kind](data, path) if kind in _READERS else _markup(data, path, kind)
    except RecursionError as error:
        raise stop("R024", Place(str(path)), depth=DEPTH) from error


def _sheet(
    path: Path,
    flat: Flat,
    hints: dict[str, str],
    steps: Iterable[Step],
    found: Iterable[Finding],
    media: Mapping[str, bytes] = {},
) -> Sheet:
    paragraphs, parted = without_pictures(tuple(flat.paragraphs), path, media)
    notes, of_notes = notes_without_pictures(tuple(flat.notes.values()), path, media)
    steps = (*steps, *parted, *of_notes)
    gone = [step for step in (*parted, *of_notes) if step.kind == "changed"]
    if gone:
        found = (*found, finding("R025", gone[0].place, count=len(gone), names=left_out(gone)))
    sheet = Sheet(
        path=path,
        paragraphs=paragraphs,
        notes=notes,
        hints={key: value for key, value in hints.items() if value},
        steps=tuple(sorted((*steps, *flat.steps), key=lambda step: step.place.line)),
        findings=tuple(found),
        media=media,
    )
    return cleaned(sheet)


def _pandoc_html(html: bytes) -> list[Node]:
    return list(read_document(html, "html-auto_identifiers")["blocks"])


def _html(data: bytes, path: Path) -> Sheet:
    page = clean_page(data, str(path))
    blocks = blocks_of(page.root, _pandoc_html)
    flat = flatten(blocks, Flat(str(path), by_line=True))
    sheet = _sheet(path, flat, page.hints, page.steps, page.findings)
    return replace(sheet, paragraphs=with_bold_headings(sheet.paragraphs), candidates=page.candidates)


def _docx(data: bytes, path: Path) -> Sheet:
    place = Place(str(path))
    archive = open_archive(data, "docx", place)
    opened = docx_opened(data, archive, place)
    ast = read_document(opened.data, "docx-auto_identifiers")
    blocks, media = taken_out([*_front(ast["meta"]), *ast["blocks"]], archive, "docx", place)
    flat = flatten(blocks, Flat(str(path), by_line=False))
    said = opened.candidates
    hints = properties(archive, "docx", place) | _hints(ast["meta"]) | front_hints(said)
    sheet = _sheet(path, flat, hints, left_out_of_docx(archive, place), edits_of_docx(archive, place), media)
    if not opened.own:
        sheet, noted = without_star_notes(sheet, flat.stars, said)
        return replace(sheet, candidates=(*said, *noted))
    front = tuple(Step("dropped", place, text, f"{key}, made from the metadata") for key, text in opened.taken)
    return _own_docx(replace(sheet, steps=(*front, *sheet.steps)), flat.stars, archive, said)


def _own_docx(sheet: Sheet, stars: Collection[str], archive: zipfile.ZipFile, said: Sequence[Candidate]) -> Sheet:
    """A DOCX of ours: its front is off already, and the author note goes with it."""
    note = [plain_runs(p) for n in sheet.notes if n.label in stars for p in n.body]
    own = metadata_of_docx(archive, Place(str(sheet.path)), said, note)
    paragraphs = (
        replace(p, inlines=tuple(i for i in p.inlines if not (isinstance(i, Call) and i.label in stars)))
        for p in sheet.paragraphs
    )
    told = [
        Step("dropped", Place(str(sheet.path)), "".join(t for t, _ in p), "author note, made from the metadata") for p in note
    ]
    kept = tuple(p for p in paragraphs if p.node or any(isinstance(i, Call) or i.text.strip() for i in p.inlines))
    notes = tuple(n for n in sheet.notes if n.label not in stars)
    return counted(replace(sheet, paragraphs=kept, notes=notes, steps=(*told, *sheet.steps), own=own))


def _odt(data: bytes, path: Path) -> Sheet:
    place = Place(str(path))
    archive = open_archive(data, "odt", place)
    ast = read_document(odt_opened(data, archive, place), "odt-auto_identifiers")
    blocks, media = taken_out([*_front(ast["meta"]), *ast["blocks"]], archive, "odt", place)
    flat = flatten(blocks, Flat(str(path), by_line=False))
    hints = properties(archive, "odt", place) | _hints(ast["meta"])
    return _sheet(path, flat, hints, left_out_of_odt(archive, place), (), media)


def _rtf(data: bytes, path: Path) -> Sheet:
    data, apart = rtf_apart(data)
    opened, characters = rtf_opened(data)
    ast = read_document(notes_apart(opened), "rtf")
    ast["blocks"] = notes_back(ast["blocks"])
    if characters:
        ast["blocks"] = rewrite(ast["blocks"], lambda node: string(node["c"].translate(characters)), "Str")
    flat = flatten(ast["blocks"], Flat(str(path), by_line=False))
    steps = [step for why, part in apart.items() for step in _apart(part, why, path)]
    return _sheet(path, flat, _hints(ast["meta"]), steps, ())


def _apart(rtf: bytes, why: str, path: Path) -> Iterator[Step]:
    """A step for each paragraph of what was left out of an RTF."""
    for block in read_document(rtf_opened(rtf)[0], "rtf")["blocks"]:
        if text := " ".join(plain(block).split()):
            yield Step("dropped", Place(str(path)), text, why)


def _epub(data: bytes, path: Path) -> Sheet:
    place = Place(str(path))
    archive = open_archive(data, "epub", place)
    page = page_of(archive, place)
    ast = read_document(page.html, "html+epub_html_exts-auto_identifiers")
    blocks, media = taken_out(ast["blocks"], archive, "epub", place)
    sheet = _sheet(path, flatten(blocks, Flat(str(path), by_line=False)), page.hints, page.steps, (), media)
    notes, steps = bare_notes(sheet.notes)
    if page.own:
        return replace(sheet, notes=notes, steps=(*sheet.steps, *steps), own=page.own)
    paragraphs, over = _without_bare_heading(sheet.paragraphs) if notes else (sheet.paragraphs, [])
    paragraphs = with_bold_headings(paragraphs)
    said = tuple(Candidate("title", title, "package") for title in [page.hints.get("title", "")] if title)
    return replace(sheet, paragraphs=paragraphs, notes=notes, steps=(*sheet.steps, *steps, *over), candidates=said)


def _without_bare_heading(paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], list[Step]]:
    """The paragraphs without the heading and the rule that only notes stood under."""
    kept, steps = list(paragraphs), []
    while kept and (kept[-1].kind == "rule" or (kept[-1].kind == "heading" and is_note_heading(text_of(kept[-1])))):
        last = kept.pop()
        if text := text_of(last).strip():
            steps.append(Step("dropped", last.origins[0].place, text, "heading of the notes"))
    return tuple(kept), steps


def _front(meta: dict[str, Any]) -> list[Node]:
    """What pandoc took out of the text as metadata, put back as paragraphs."""
    found: list[Node] = []
    for key in _FRONT:
        value = meta.get(key)
        for item in (value["c"] if value and value["t"] == "MetaList" else [value]) if value else []:
            content = item["c"]
            if item["t"] == "MetaInlines":
                found.append({"t": "Para", "c": content})
            elif item["t"] == "MetaBlocks":
                found += content
            elif item["t"] == "MetaString":
                found.append({"t": "Para", "c": [{"t": "Str", "c": content}]})
    return found


def _hints(meta: dict[str, Any]) -> dict[str, str]:
    """Title, author, language and date of pandoc's metadata."""
    found: dict[str, str] = {key: _said(meta[key]) for key in ("title", "author", "date", "language", "lang") if key in meta}
    if "lang" in found:
        found["language"] = found.pop("lang")
    date = re.match(r"\d{4}-\d{2}-\d{2}", found.pop("date", ""))
    return {k: v for k, v in found.items() if v} | ({"date": date[0]} if date else {})


def _said(value: Any) -> str:
    """The words of a value, without those of its notes."""
    if value["t"] == "MetaList":
        return ", ".join(_said(item) for item in value["c"])
    return (
        str(value["c"])
        if value["t"] == "MetaString"
        else plain(_noteless(value["c"])).strip()
        if value["t"] != "MetaMap"
        else ""
    )


def _noteless(nodes: list[Node]) -> list[Node]:
    bare: list[Node] = rewrite(nodes, lambda node: [], "Note")
    return bare


# --- Markdown -------------------------------------------------------------------------------------------------------

_DEFINED = re.compile(r"^ {0,3}\[\^([^\]\s]{1,80})\]:", re.M)


def _md(data: bytes, path: Path) -> Sheet:
    """Markdown in our dialect.

    A note that is defined and never called is kept: each label is called once at the end.
    """
    decoded, steps, found = decode(data, Place(str(path)))
    whole = decoded.encode("utf-8", "replace").decode()  # a lone surrogate is no character
    require_usual(whole, str(path))
    preamble = preamble_of(whole, str(path))
    text, told, undefined = plain_markdown(preamble.rest, str(path))
    steps, found = (*steps, *preamble.steps, *told), (*found, *undefined)
    labels = list(dict.fromkeys(_DEFINED.findall(text)))
    calls = "".join(f"\n\n[^{label}]" for label in labels)
    blocks = _with_html(text + calls + "\n", path)
    tail = blocks[len(blocks) - len(labels) :] if labels else []
    if all(block["t"] == "Para" and len(block["c"]) <= 3 for block in tail):
        blocks = blocks[: len(blocks) - len(tail)]
    else:  # the file ends within a block that goes on to its end
        blocks, tail = _with_html(text, path), []
    flat = Flat(str(path), by_line=True, locate=_locator(whole))
    flatten([*preamble.blocks, *blocks], flat)
    body = list(flat.paragraphs)
    names: dict[str, str] = {}
    for block, label in zip(tail, labels, strict=False):
        before = len(flat.notes)
        flat.paragraphs = []
        flatten([block], flat)
        made = [i.label for p in flat.paragraphs for i in p.inlines if isinstance(i, Call)]
        if made and (len(flat.notes) > before or made[0] in flat.notes):
            names.setdefault(made[0], label)
    flat.paragraphs = body
    sheet = replace(_sheet(path, flat, preamble.hints, steps, found), candidates=preamble.candidates)
    return _renamed(sheet, names)


def _markup(data: bytes, path: Path, kind: str) -> Sheet:
    """A text in another language of marks than Markdown."""
    decoded, steps, found = decode(data, Place(str(path)))
    whole = decoded.encode("utf-8", "replace").decode()
    require_usual(whole, str(path))
    text, left_out = prepared(whole, kind, str(path))
    ast = read_document(text.encode(), LANGUAGES[kind].reader)
    raw = list(without_raw(ast["blocks"], kind, str(path)))
    flat = flatten([*_front(ast["meta"]), *ast["blocks"]], Flat(str(path), by_line=False))
    return one_note_each(_sheet(path, flat, _hints(ast["meta"]), (*steps, *left_out, *raw), found), whole)


def _with_html(text: str, path: Path) -> list[Node]:
    """The blocks of a Markdown text, its HTML read as HTML."""
    return list(html_read(parse(text, raw_html=True)["blocks"], str(path), _pandoc_html))


def _locator(text: str) -> Callable[[str, int], int]:
    """Which line, from a line on, starts with some words; 0 when none does."""
    lines = [re.sub(r"[\W_]+", "", _DEFINED.sub("", line)) for line in text.split("\n")]
    at: dict[str, list[int]] = {}
    for number, line in enumerate(lines, start=1):
        at.setdefault(line[:6], []).append(number)

    def locate(words: str, start: int) -> int:
        bare = re.sub(r"[\W_]+", "", words)
        if not bare:
            return 0
        for number in at.get(bare[:6], []):
            if number >= start and lines[number - 1].startswith(bare[:12][: len(lines[number - 1])]):
                return number
        window = range(start, min(start + 60, len(lines) + 1))
        return next((number for number in window if bare[:12] in lines[number - 1]), 0)

    return locate


def _renamed(sheet: Sheet, names: dict[str, str]) -> Sheet:
    """A sheet whose notes have the labels that the file gives them."""
    taken = set(names.values())
    final = {n.label: names.get(n.label, n.label if n.label not in taken else f"{n.label}-2") for n in sheet.notes}

    def paragraphs(given: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(relabelled(paragraph, final) for paragraph in given)

    notes = tuple(NativeNote(final[n.label], paragraphs(n.body)) for n in sheet.notes)
    return replace(sheet, paragraphs=paragraphs(sheet.paragraphs), notes=notes)


_READERS: dict[str, Callable[[bytes, Path], Sheet]] = {
    "html": _html,
    "docx": _docx,
    "odt": _odt,
    "rtf": _rtf,
    "epub": _epub,
    "md": _md,
}
