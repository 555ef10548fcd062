"""Notes that pandoc repeats at each call, as one note again.

Two notes that only say the same stay two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from pressline.model import NativeNote, Sheet
from pressline.pandoc.passages import relabelled, text_of


def one_note_each(sheet: Sheet, raw: str) -> Sheet:
    """A sheet in which notes of the same words are one, where the raw text has fewer.

    False positive it avoids: "Ibid." in two notes; the raw text has it twice, too.
    """
    groups: dict[str, list[NativeNote]] = defaultdict(list)
    for note in sheet.notes:
        groups[_bare("".join(map(text_of, note.body)))].append(note)
    bare = _bare(raw) if any(len(group) > 1 for group in groups.values()) else ""
    final = {
        note.label: group[0].label
        for words, group in groups.items()
        if len(group) > 1 and words and bare.count(words) < len(group)
        for note in group
    }
    if not final:
        return sheet
    names = {note.label: final.get(note.label, note.label) for note in sheet.notes}
    return replace(
        sheet,
        paragraphs=tuple(relabelled(paragraph, names) for paragraph in sheet.paragraphs),
        notes=tuple(note for note in sheet.notes if names[note.label] == note.label),
    )


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
