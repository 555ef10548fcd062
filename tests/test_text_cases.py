"""Cases of plain text: what is read of it, as an outline that an editor can read; and its front matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from casefile import cases_in, check_case, lines_of, read_case
from pressline.compare.text_compare import atoms
from pressline.model import Paragraph
from pressline.normalize.metadata_extraction import take_front
from pressline.readers.plaintext import sheet_of_text, stretches

CASES = Path(__file__).parent / "cases"


def outline(paragraphs: tuple[Paragraph, ...]) -> str:
    """A line for each paragraph: place, kind, level, containers, and how its text starts and ends."""
    return "".join(f"{_line(p)}\n" for p in paragraphs)


def _line(p: Paragraph) -> str:
    text = "".join(part for _, _, part in stretches(p)).replace("\n", " / ")
    inside = " ".join(
        f"{c.kind}{f' {c.number}' if c.number else f' item {c.item + 1}' if c.kind == 'bullet' else ''}" for c in p.containers
    )
    kind = f"{p.kind} {p.level}" if p.level else p.kind
    short = text if len(text) <= 64 else f"{text[:40]} … {text[-20:]}"
    place = p.origins[0].place
    return f"{place.line}:{place.column} {', '.join(x for x in (kind, inside) if x)}: {short}".removesuffix(": ")


def run_text(text: str) -> dict[str, str]:
    sheet = sheet_of_text(text.encode(), Path("essay.txt"))
    steps = "".join(f"{s.place.line}:{s.place.column} {s.kind} {s.text[:50]!r}: {s.why}\n" for s in sheet.steps)
    return {"outline": outline(sheet.paragraphs), "changes": steps, "findings": lines_of(list(sheet.findings))}


def run_front(text: str) -> dict[str, str]:
    sheet = sheet_of_text(text.encode(), Path("essay.txt"))
    front = take_front(sheet.paragraphs, {}, "essay.txt")
    left = sorted(atom for p in front.body for _, _, part in stretches(p) for atom in atoms(part))
    taken = sorted(atom for piece in front.pieces for atom in atoms(piece.text))
    given = sorted(atom for p in sheet.paragraphs for _, _, part in stretches(p) for atom in atoms(part))
    assert sorted([*left, *taken]) == given
    fields = ("title", "subtitle", "date", "abstract", "keywords")
    said = "".join(f"{name}: {getattr(front, name)}\n" for name in fields if getattr(front, name))
    said += "".join(f"author: {a.name} | {a.affiliation or '-'} | {a.email or '-'} | {a.bio or '-'}\n" for a in front.authors)
    steps = "".join(f"{s.place.line}:{s.place.column} {s.kind} {s.text[:50]!r}: {s.why}\n" for s in front.steps)
    return {"front": said, "body": outline(front.body), "changes": steps, "findings": lines_of(list(front.findings))}


RUNS = {"text": run_text, "front": run_front}


@pytest.mark.parametrize(
    "path", [p for kind in RUNS for p in cases_in(CASES / kind)], ids=lambda p: f"{p.parent.name}/{p.stem}"
)
def test_case(path: Path, accept: bool) -> None:
    case = read_case(path)
    check_case(case, RUNS[path.parent.name](case.parts["in"]), accept)
