"""footnotes.xml: separators, author note, and one note per number, as first called."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from pressline.backends.docx.ooxml import paragraph, run, text, w
from pressline.model import AUTHOR_MARK, LinkedText
from pressline.runtime.namespaces import R, W

AUTHOR_NOTE_ID = 1
# Word reserves two notes for the rule above the notes; settings.xml names the same ids.
_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))

LinkTo = Callable[[str], str]  # a url -> the id of a relationship to it


def author_call() -> etree._Element:
    """The call of the author note.

    A mark of its own, which takes no number (ECMA-376 part 1, 17.11.14).
    """
    return run(w("footnoteReference", customMarkFollows=1, id=AUTHOR_NOTE_ID), _mark(), style="FootnoteReference")


def _mark() -> etree._Element:
    return text(AUTHOR_MARK)


def author_note(paragraphs: Sequence[Sequence[LinkedText]], link_to: LinkTo) -> etree._Element:
    """The author note. It stands first among the notes.

    LibreOffice 7.4 prints its mark twice otherwise.
    """
    first, *others = [[_words(words, link_to) for words in note] for note in paragraphs]
    opening = [run(_mark(), style="FootnoteReference"), run(text(" "))]
    blocks = [paragraph("FootnoteText", *opening, *first), *(paragraph("FootnoteText", *p) for p in others)]
    return w("footnote", *blocks, id=AUTHOR_NOTE_ID)


def _words(words: LinkedText, link_to: LinkTo) -> etree._Element:
    if not words.url:
        return run(text(words.text))
    link = w("hyperlink", run(text(words.text), style="Hyperlink"))
    link.set(R + "id", link_to(words.url))
    return link


def renumber(document: etree._Element, footnotes: etree._Element, first: int) -> list[etree._Element]:
    """pandoc's notes in the order of their calls; ids from `first` on, in the calls too."""
    written = {str(note.get(W + "id")): note for note in footnotes.iter(W + "footnote")}
    ordered = []
    for id, call in enumerate(document.iter(W + "footnoteReference"), start=first):
        note = written[str(call.get(W + "id"))]
        call.set(W + "id", str(id))
        note.set(W + "id", str(id))
        ordered.append(note)
    return ordered


def replace_notes(footnotes: etree._Element, notes: list[etree._Element]) -> None:
    """Put the separators and `notes` into footnotes.xml, and nothing else."""
    footnotes[:] = [w("footnote", paragraph("Compact", run(w(kind))), type=kind, id=id) for id, kind in _SEPARATORS] + notes
