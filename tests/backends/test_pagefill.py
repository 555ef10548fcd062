"""Where pages end best, by the heights of their lines and notes."""

from __future__ import annotations

from collections.abc import Sequence

from pressline.backends.pdf.weasyprint_patches.page_breaking.cost import (
    Choice,
    NoteHeights,
    PageLine,
    PageStartPoint,
    Room,
    Way,
    choose,
)

ROOM = Room(height=100.0, above_notes=10.0, leading=10.0)
LINE = PageLine(10.0, 0.0, 0.0, (), ends=True)


def lines(*notes: float) -> list[PageLine]:
    """Lines of a paragraph, with the height of the note that each calls; 0: none."""
    return [PageLine(10.0, 0.0, 0.0, (NoteHeights(height),) if height else (), ends=True) for height in notes]


def ended(*ways: Sequence[Way], start: PageStartPoint | None = None) -> Choice:
    choice = choose(ways, start or PageStartPoint(0), ROOM)
    assert choice is not None
    return choice


def test_a_page_ends_full() -> None:
    assert ended([Way([LINE] * 30)]).end.rows == 10


def test_what_fits_needs_no_end() -> None:
    assert choose([[Way([LINE] * 9)]], PageStartPoint(0), ROOM) is None


def test_a_page_ends_before_a_line_whose_note_has_no_room() -> None:
    end = ended([Way([*lines(0, 0, 0, 0, 0, 0, 40), *[LINE] * 40])]).end
    assert (end.rows, end.short) == (6, 4)


def test_a_page_ends_a_line_early_when_the_next_ends_better_for_it() -> None:
    """Full, the first page leaves the second to end three lines short, before a call."""
    assert ended([Way([*[LINE] * 17, *lines(40), *[LINE] * 30])]).end.rows == 9


def test_a_paragraph_is_set_longer_when_that_fills_the_page() -> None:
    """A heading must stay with the lines below it: three lines are over, and the paragraph before can be three lines longer."""
    heading = [PageLine(10.0, 10.0, 0.0, (), ends=False), PageLine(10.0, 0.0, 0.0, (), ends=False)]
    ways = [Way([LINE] * 7), Way([LINE] * 9, cost=2.0)]
    choice = ended(ways, [Way([*heading, *[LINE] * 40])])
    assert (choice.piece, choice.way, choice.end.short) == (0, 1, 1)


def test_a_note_runs_on_rather_than_leave_a_hole() -> None:
    note = NoteHeights(60.0, parts=(20.0, 30.0, 40.0))
    rows = [*[LINE] * 4, PageLine(10.0, 0.0, 0.0, (note,), ends=True), *[LINE] * 30]
    end = ended([Way(rows)]).end
    assert (end.rows, end.carried) == (5, 20.0)


def test_what_a_note_left_is_room_that_the_next_page_has_not() -> None:
    assert ended([Way([LINE] * 30)], start=PageStartPoint(0, carried=20.0)).end.rows == 7


def test_the_pages_of_a_spread_that_have_no_notes_end_level() -> None:
    """The verso had to end a line early: so does the recto."""
    verso = ended([Way([*[LINE] * 9, *[PageLine(10.0, 0.0, 0.0, (), ends=False)] * 3, *[LINE] * 9])]).end
    assert verso.short == 1
    assert ended([Way([LINE] * 40)], start=PageStartPoint(0, recto=True, verso=verso)).end.short == 1


def test_a_heading_at_the_head_of_a_page_sinks_by_a_line_of_what_is_over() -> None:
    heading = PageLine(10.0, 10.0, 0.0, (), ends=False, opens=True, sinks=True)
    choice = ended([Way([heading, *[LINE] * 7, *lines(40), *[LINE] * 30])])
    assert (choice.end.rows, choice.end.short) == (8, 1)
