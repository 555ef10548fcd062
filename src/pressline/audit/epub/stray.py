"""Check that the pages around the text say only what the metadata says, and all are read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from lxml import etree

from pressline.audit.epub.opened import CONTAINER, Doc, Opened, Problem, all_of, local, parse, types
from pressline.audit.epub.reading import body_docs, words_of
from pressline.compare.text_compare import atoms, words
from pressline.model import Book
from pressline.pandoc.tree import formulas
from pressline.runtime.namespaces import OPF

_NOTES = frozenset({"footnotes", "endnote", "endnotes", "rearnote", "rearnotes"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_LABEL = 5  # words of a heading that no metadata give, in any language: "About the author"


def check_pages_around(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that cover, title page, contents and end pages hold only metadata and labels."""
    text = body_docs(opened)
    known = _known(book)
    for doc in opened.reading_order:
        if doc in text or any(True for _ in all_of(doc.root, "section", "endnotes")):
            continue
        found = list(_around(doc, known))
        if found:
            yield "A088", doc.path, {"found": " ".join(found)[:80]}


def _around(doc: Doc, known: Counter[str]) -> Iterator[str]:
    """The words of a page that are none of `known`.

    Lists of places are compared by themselves.
    """
    left = known.copy()
    labels = 0
    for element in _leaves(doc.root):
        said = words_of(element)
        strange = list(_unexpected(said, left))
        if strange and local(element) in _HEADINGS and len(said) <= _LONGEST_LABEL and not labels:
            labels += 1  # the name of the page, or of the abstract on it
        else:
            yield from strange


def _unexpected(said: Iterable[str], left: Counter[str]) -> Iterator[str]:
    for word in said:
        for atom in atoms(word):
            if not any(map(str.isalnum, atom)):
                continue
            if left[atom.casefold()] <= 0:
                yield word
                break
            left[atom.casefold()] -= 1


def _leaves(root: etree._Element) -> Iterator[etree._Element]:
    """The blocks that hold words, each once.

    What stands loose in a page is read with the page.
    """
    body = next((e for e in root if local(e) == "body"), root)
    stack = [body]
    while stack:
        element = stack.pop()
        if local(element) in ("nav", "head") or not isinstance(element.tag, str):
            continue
        children = [child for child in element if local(child) in ("section", "div", "nav", "body")]
        blocks = [child for child in element if local(child) in _HEADINGS | {"p", "figure", "ul", "ol", "table", "blockquote"}]
        if not children and not blocks:
            yield element
            continue
        loose = etree.Element("p")
        loose.text = " ".join([element.text or "", *(child.tail or "" for child in element)])
        yield loose
        stack += reversed([child for child in element if isinstance(child.tag, str)])


def _known(book: Book) -> Counter[str]:
    """The words of the metadata, twice.

    The title and the names stand in more than one place of a page.
    """
    meta = book.metadata
    told = [json.dumps(asdict(meta), default=str, ensure_ascii=False)]
    told += ["".join(part.text for part in note) for note in book.composition.author_note]
    told += [str(meta.date.year), meta.date.isoformat()] if meta.date else []
    told += ["ISBN https doi org", meta.title, meta.byline]
    parts = (atom.casefold() for text in told for word in words(text.replace("\\n", " ")) for atom in atoms(word))
    return Counter(part for part in parts for _ in range(2))


OURS = frozenset(["EPUB/titlepage.xhtml", "EPUB/section-01.xhtml"])  # parts that every EPUB of Pressline has


def check_formulas(opened: Opened, book: Book) -> Iterator[Problem]:
    """No formula is lost or added.

    Their letters are not compared, because pandoc sets them anew.

    False positive it avoids: a book of another hand that sets formulas as plain text or pictures.
    """
    trees = (book.blocks, *(note.body for note in book.notes))
    wanted = sum(map(formulas, trees))
    found = sum(1 for doc in opened.reading_order for element in doc.root.iter(etree.Element) if _is_formula(element))
    as_formulas = opened.files.keys() >= OURS or any(True for doc in opened.reading_order for _ in all_of(doc.root, "math"))
    if found > wanted or (found < wanted and as_formulas):
        yield "A068", "the text", {"what": "formulas", "expected": wanted, "found": found}


def _is_formula(element: etree._Element) -> bool:
    return local(element) == "math" or (local(element) == "span" and (element.get("class") or "").split()[:1] == ["math"])


def check_renditions(opened: Opened, book: Book) -> Iterator[Problem]:
    """The book is one, and its lines flow.

    A reader's program may take another package, or pages of a fixed size.
    """
    packages = list(parse(opened.files, CONTAINER).iter("{*}rootfile"))
    if len(packages) > 1:
        names = ", ".join(str(package.get("full-path")) for package in packages[1:])
        yield "A083", CONTAINER, {"what": f"another package, {names[:80]}"}
    told = [str(e.text) for e in opened.package.iter(f"{OPF}meta") if e.get("property") == "rendition:layout"]
    told += [word for e in opened.package.iter(f"{OPF}itemref") for word in (e.get("properties") or "").split()]
    fixed = [word for word in told if word.endswith("pre-paginated")]
    if fixed:
        yield "A078", "the package", {"how": fixed[0], "text": "pages of a fixed size", "count": len(fixed)}


def check_apart(opened: Opened, book: Book) -> Iterator[Problem]:
    """What a page of the text marks as notes is one.

    Such words are not compared with the text.
    """
    for doc in body_docs(opened):
        for element in doc.root.iter(etree.Element):
            if set(types(element)) & _NOTES and element is not doc.root and not _in_or_with_notes(element):
                found = " ".join("".join(map(str, element.itertext())).split())
                if any(map(str.isalnum, found)):
                    yield "A088", doc.path, {"found": found[:80]}


def _in_or_with_notes(element: etree._Element) -> bool:
    """Whether an element is a note, stands in one, or holds some."""
    near = (element, *element.iterancestors(), *element.iterdescendants(etree.Element))
    return any("footnote" in types(each) for each in near)


def check_spine(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that every place in reading order is a compared page, and none is passed over."""
    text = {doc.path for doc in body_docs(opened)}
    for reference in opened.package.iter(f"{OPF}itemref"):
        item = opened.items.get(reference.get("idref") or "")
        if item is None:
            continue
        if item.path not in opened.docs:
            yield "A088", item.path, {"found": f"a page of the kind {item.media_type}"}
        if reference.get("linear") == "no" and item.path in text:
            yield "A079", item.path, {"how": 'linear="no"', "text": "a page of the text"}
