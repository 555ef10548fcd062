"""Notes of Word that pandoc reads otherwise than Word shows them.

Marks of one's own, and further calls of a note.

A note with a mark of its own (w:customMarkFollows, ECMA-376 part 1, 17.11.14) has the mark as text behind its reference and
before its words; a further call is a NOTEREF field to a bookmark round the reference (17.16.5.39). Such a note is given a tag
before its words, which `tag_of` takes off again: with it, two calls are known as those of one note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from pressline.model import Node

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_REFERENCES = (f"{_W}footnoteReference", f"{_W}endnoteReference")
_PARTS = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
TAG = "\ufdd0"  # a noncharacter: no text holds it
_STAR = "*"
_LONGEST = 4  # characters of a mark: "***", "a", "(a)"; Word allows ten, and inserts them by hand
_NOTEREF = re.compile(r"\s*NOTEREF\s+(\S+)(.*)", re.I | re.S)


def settle_notes(roots: Mapping[str, etree._Element]) -> bool:
    """Take off the marks that notes have of their own; make calls of fields that call."""
    document = next((root for name, root in roots.items() if "document" in name), None)
    if document is None:
        return False
    notes = {(part, str(note.get(f"{_W}id"))): note for part, note in _notes(roots)}
    tags: dict[tuple[str, str], str] = {}
    for reference in list(document.iter(*_REFERENCES)):
        if reference.get(f"{_W}customMarkFollows") in ("1", "true", "on"):
            key = _key(reference)
            _take_mark(reference, notes.get(key))
            tags[key] = _STAR
    for key in _further_calls(document):
        tags.setdefault(key, "")
    for key, mark in tags.items():
        if key in notes:
            _tag(notes[key], f"{TAG}{key[0]}-{key[1]}{mark}{TAG}")
    return bool(tags)


def own_marks(root: etree._Element) -> Iterator[str]:
    """The marks of notes that have their own, where those are letters or numbers.

    Words, to whoever counts them.
    """
    for reference in root.iter(*_REFERENCES):
        mark = "".join(e.text or "" for e in _signs(reference)).strip()
        if len(mark) <= _LONGEST and any(map(str.isalnum, mark)):
            yield mark


def _signs(reference: etree._Element) -> list[etree._Element]:
    """What shows the mark of a note that has its own.

    Behind the reference, or in the run after it.
    """
    run = reference.getparent()
    if run is None or reference.get(f"{_W}customMarkFollows") not in ("1", "true", "on"):
        return []
    signs = [e for e in reference.itersiblings() if e.tag in (f"{_W}t", f"{_W}sym")]
    following = run.getnext()
    if not signs and following is not None and following.tag == f"{_W}r":
        signs = [e for e in following if e.tag in (f"{_W}t", f"{_W}sym")]
    return signs


def _notes(roots: Mapping[str, etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    for name, root in roots.items():
        for part in ("footnotes", "endnotes"):
            if part in name:
                yield from ((part, note) for note in root.iter(f"{_W}{part[:-1]}"))


def _key(reference: etree._Element) -> tuple[str, str]:
    return _PARTS[str(reference.tag)], str(reference.get(f"{_W}id"))


def _take_mark(reference: etree._Element, note: etree._Element | None) -> None:
    """Take a mark away behind its reference, and before the words of the note."""
    signs = _signs(reference)
    mark = "".join(e.text or "" for e in signs if e.tag == f"{_W}t").strip()
    if not signs or len(mark) > _LONGEST:
        return
    for sign in signs:
        sign.getparent().remove(sign)  # type: ignore[union-attr]
    if note is not None:
        _take_from(note, mark)


def _take_from(note: etree._Element, mark: str) -> None:
    for sign in note.iter(f"{_W}t", f"{_W}sym"):
        if sign.tag == f"{_W}sym":
            sign.getparent().remove(sign)  # type: ignore[union-attr]
            return
        text = (sign.text or "").lstrip()
        if text:
            # False positive it avoids: a note that does not say its mark, but begins with the same letter ("a", "And so").
            if mark and text.startswith(mark) and not (mark[-1].isalnum() and text[len(mark) : len(mark) + 1].isalnum()):
                sign.text = text.removeprefix(mark).lstrip() if len(text) > len(mark) else ""
            return


def _tag(note: etree._Element, tag: str) -> None:
    """Put a tag before the words of a note."""
    paragraph = next(note.iter(f"{_W}p"), None)
    if paragraph is None:
        return
    run = etree.Element(f"{_W}r")
    said = etree.SubElement(run, f"{_W}t")
    said.text = tag
    said.set(_XML_SPACE, "preserve")
    first = next((k for k, e in enumerate(paragraph) if e.tag != f"{_W}pPr"), len(paragraph))
    paragraph.insert(first, run)


def _further_calls(document: etree._Element) -> Iterator[tuple[str, str]]:
    """Make references of the fields that call a note again, and give those notes."""
    called = _bookmarked(document)
    for runs, instruction in list(_fields(document)):
        found = _NOTEREF.match(instruction)
        key = called.get(found[1].strip('"')) if found else None
        if not found or key is None or not ("\\f" in found[2].lower() or any(map(_is_raised, runs))):
            continue
        reference = etree.Element(f"{_W}{key[0][:-1]}Reference", {f"{_W}id": key[1]})
        run = etree.Element(f"{_W}r")
        run.append(reference)
        runs[0].addprevious(run)
        for old in runs:
            old.getparent().remove(old)  # type: ignore[union-attr]
        yield key


def _bookmarked(document: etree._Element) -> dict[str, tuple[str, str]]:
    """The note whose reference each bookmark encloses, by the bookmark's name."""
    found: dict[str, tuple[str, str]] = {}
    open_now: dict[str, str] = {}
    for element in document.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd", *_REFERENCES):
        if element.tag == f"{_W}bookmarkStart":
            open_now[str(element.get(f"{_W}id"))] = str(element.get(f"{_W}name"))
        elif element.tag == f"{_W}bookmarkEnd":
            open_now.pop(str(element.get(f"{_W}id")), None)
        else:
            for name in open_now.values():
                found.setdefault(name, _key(element))
    return found


def _fields(document: etree._Element) -> Iterator[tuple[list[etree._Element], str]]:
    """The runs and the instruction of each simple field within one paragraph."""
    for simple in document.iter(f"{_W}fldSimple"):
        yield [simple], str(simple.get(f"{_W}instr"))
    for paragraph in document.iter(f"{_W}p"):
        runs: list[etree._Element] = []
        for run in paragraph:
            kinds = [e.get(f"{_W}fldCharType") for e in run.iter(f"{_W}fldChar")] if run.tag == f"{_W}r" else []
            if "begin" in kinds:
                runs = [run]
            elif runs:
                runs.append(run)
            if runs and "end" in kinds:
                yield runs, "".join(e.text or "" for r in runs for e in r.iter(f"{_W}instrText"))
                runs = []


def _is_raised(run: etree._Element) -> bool:
    said = any((e.text or "").strip() for e in run.iter(f"{_W}t"))
    raised = any(e.get(f"{_W}val") == "superscript" for e in run.iter(f"{_W}vertAlign"))
    styled = any("reference" in str(e.get(f"{_W}val")).lower() for e in run.iter(f"{_W}rStyle"))
    return said and (raised or styled)


def tag_of(blocks: list[Node]) -> tuple[str, bool]:
    """The tag that `settle_notes` gave a note, taken off its words ("" for none).

    And whether it has a mark of its own.
    """
    first: Any = blocks[0]["c"] if blocks and blocks[0]["t"] in ("Para", "Plain") else []
    for k, node in enumerate(first):
        if node["t"] == "Str" and TAG in node["c"]:
            before, tag, after = node["c"].split(TAG, 2)
            rest = before + after
            first[k : k + 1] = [{"t": "Str", "c": rest}] if rest else []
            while first and first[0]["t"] in ("Space", "SoftBreak"):
                del first[0]
            return tag.removesuffix(_STAR), tag.endswith(_STAR)
        if node["t"] != "Space":
            return "", False
    return "", False
