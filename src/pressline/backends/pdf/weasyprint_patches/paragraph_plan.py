"""A paragraph as planned: its lines, and its places as WeasyPrint writes them.

Lines are chosen anew where a page asks for others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pressline.backends.pdf.weasyprint_patches.balanced_headings import even_lines
from pressline.backends.pdf.weasyprint_patches.line_breaking import Break, PlannedLine, lines_in
from pressline.backends.pdf.weasyprint_patches.paragraph import Leaf
from pressline.backends.pdf.weasyprint_patches.paragraph_cache import LineChoices
from pressline.backends.pdf.weasyprint_patches.rivers import Column, calm_lines, look_over

COUNTED = 1.57  # how many times `Fit.stretch` a space may grow in a paragraph that is given another number of lines
AT_ONCE = 8_000  # breaks planned together, about 5,000 words: no line depends on one so far behind it
UNSURE = 20  # lines before such an end that are planned again with what follows: they were set as a paragraph's last
LOOKED_OVER = 400  # lines compared when one of them is changed: more than the pages ahead that are planned
TURNED = 1.46  # natural spaces: the mean space of a line that is still good when it keeps a hole out of a page


@dataclass(slots=True)
class PlannedParagraph:
    """A paragraph and its plan: the lines by the character they start with."""

    linebox: Any
    leaves: list[Leaf]
    plan: LineChoices
    lines: dict[int, PlannedLine] = field(default_factory=dict)
    barred: set[int] = field(default_factory=set)  # characters before which no line is to start
    balanced: bool = False  # a heading: its lines are even, and not justified
    forced: set[int] = field(default_factory=set)  # characters before which one must
    called: list[tuple[int, Any]] | None = None  # the notes, once they have been asked for
    page: int = 0  # the last page that asked for a line of it

    def line_from(self, start: int) -> PlannedLine | None:
        """The line that starts with a character.

        The paragraph is planned from there on if it has not been.
        """
        if start not in self.lines:
            asked = start, frozenset(self.barred), frozenset(self.forced)
            if asked not in self.plan.lines:
                self.plan.lines[asked] = self._planned(start)
            self.lines |= {line.start: line for line in self.plan.lines[asked]}
        return self.lines.get(start)

    def _planned(self, start: int) -> list[PlannedLine]:
        """The lines from a character on; none from where no line can start."""
        rest, column = self._rest(start), self._column(start)
        if len(rest) < 2:
            return []
        if self.balanced:
            return even_lines(rest, self._text(), column.measure)
        lines = calm_lines(rest[:AT_ONCE], column)
        return lines if len(rest) <= AT_ONCE else lines[: max(1, len(lines) - UNSURE)]

    def _rest(self, start: int) -> list[Break]:
        """The places where a line may end, from the one before a line's first character."""
        at = next((k for k, b in enumerate(self.breaks) if b.start == start), len(self.breaks))
        rest = [*self.breaks[at : at + 1], *(b for b in self.breaks[at + 1 :] if b.start not in self.barred)]
        return [replace(b, forced=True) if b.start in self.forced else b for b in rest] if self.forced else rest

    @property
    def breaks(self) -> list[Break]:
        """The places where a line may end."""
        return self.plan.breaks

    @property
    def measure(self) -> float:
        """The width of its lines, px."""
        return self.plan.column.measure

    def in_lines(self, start: int, count: int) -> list[PlannedLine]:
        """The best `count` lines from a character on, if nearly as good as planned; else []."""
        key = start, count, frozenset(self.barred), frozenset(self.forced)
        if key not in self.plan.others:
            self.plan.others[key] = self._in_lines(start, count) if self._may_fill(start, count) else []
        return self.plan.others[key]

    def _in_lines(self, start: int, count: int) -> list[PlannedLine]:
        rest, column = self._rest(start), self._column(start)
        lines = lines_in(count, rest, column.measure, column.indent, replace(column.fit, tolerance=COUNTED))
        if not lines:
            return []
        rivers, hyphens, loosest = self._quality(start)
        now, loose = look_over(lines, rest[0], column)
        ends = sum(line.stop.hyphenated for line in lines)
        return lines if len(now) <= rivers and ends <= max(hyphens, 1) and loose <= max(TURNED, loosest) else []

    def _may_fill(self, start: int, count: int) -> bool:
        """Whether the text from a character on could be so many lines, at extreme spacing."""
        first, last, column = next(b for b in self.breaks if b.start == start), self.breaks[-1], self._column(start)
        width, spaces, fit = last.to_end - first.to_start, last.spaces_to_end - first.spaces_to_start, column.fit
        least = width * (1 - fit.expand) - spaces * fit.shrink
        most = width * (1 + fit.expand) + spaces * fit.stretch * COUNTED
        return least <= count * column.measure - column.indent and most >= (count - 1) * column.measure - column.indent

    def take(self, lines: list[PlannedLine]) -> None:
        """Have these lines instead of those planned from where they start."""
        start = lines[0].start
        self.lines = {at: line for at, line in self.lines.items() if at < start} | {line.start: line for line in lines}

    def _text(self) -> str:
        return "".join(leaf.text for leaf in self.leaves)

    def bar(self, start: int, since: int) -> None:
        """Do not hyphenate the word before a character; plan again what comes after `since`."""
        text = self._text()
        word = text.rfind(" ", 0, start) + 1, text.find(" ", start) % (len(text) + 1)
        self.barred |= {b.start for b in self.breaks if b.hyphenated and word[0] <= b.start <= word[1]}
        self.lines = {at: line for at, line in self.lines.items() if at < since}

    def turn(self, character: int, since: int) -> bool:
        """Move the word before a character to the next line; plan again from `since` on.

        False, and nothing is changed, when a line would be looser for it than is good, or a river would run.
        """
        start = max((b.start for b in self.breaks[1:-1] if b.start < character and not b.hyphenated), default=0)
        if start <= since or start in self.barred or start in self._starts(since):
            return False
        before = dict(self.lines)
        rivers, hyphens, loosest = self._quality(since)
        most = rivers, hyphens, max(TURNED, loosest)
        self.forced.add(start)
        self.lines = {at: line for at, line in self.lines.items() if at < since}
        if start in self._starts(since) and all(now <= limit for now, limit in zip(self._quality(since), most, strict=True)):
            return True
        self.forced.discard(start)
        self.lines = before
        return False

    def _quality(self, since: int) -> tuple[int, int, float]:
        """How many rivers and hyphens come after a line's character, and the loosest spacing."""
        first = next(b for b in self.breaks if b.start == since)
        lines = self.lines_from(since)
        rivers, loosest = look_over(lines, first, self._column(since))
        return len(rivers), sum(line.stop.hyphenated for line in lines), loosest

    def _starts(self, since: int) -> set[int]:
        return {line.start for line in self.lines_from(since)}

    def lines_from(self, start: int) -> list[PlannedLine]:
        """The lines planned from a character on; of a paragraph without end, those of some pages."""
        lines: list[PlannedLine] = []
        while len(lines) < LOOKED_OVER and (line := self.line_from(start)):
            lines.append(line)
            start = line.stop.start
        return lines

    def _column(self, start: int) -> Column:
        return replace(self.plan.column, indent=0.0) if start else self.plan.column

    def character_at(self, skip_stack: Any) -> int:
        """The character that a place of WeasyPrint's stands before.

        Such a place is {child: {child: {byte: None}}}.
        """
        path: list[int] = []
        while skip_stack is not None:
            ((index, skip_stack),) = skip_stack.items()
            path.append(index)
        for leaf in self.leaves:
            if tuple(path[:-1]) == leaf.path:
                return leaf.start + len(leaf.text.encode()[: path[-1]].decode())
            if leaf.path >= tuple(path):
                return leaf.start
        return self.breaks[-1].start

    def calls(self) -> list[tuple[int, Any]]:
        """The notes called in the paragraph, each with the character after its call."""
        end = self.breaks[-1].start
        return [
            (next((leaf.start for leaf in self.leaves if leaf.path > path), end), note)
            for path, note in _notes_in(self.linebox, ())
        ]

    def call_of(self, note: Any) -> int:
        """The character that stands after the call of a note; 0 when it is not called here."""
        return next((character for character, called in self.calls() if called is note), 0)

    def leaf_at(self, character: int) -> Leaf:
        """The leaf that a character belongs to."""
        return next(leaf for leaf in self.leaves if leaf.start <= character < leaf.start + len(leaf.text))

    def place_of(self, character: int) -> Any:
        """The place of a character as WeasyPrint writes it."""
        leaf = self.leaf_at(character)
        stack = None if leaf.box is not None else _level(len(leaf.text[: character - leaf.start].encode()), None)
        for index in reversed(leaf.path):
            stack = _level(index, stack)
        return stack

    def text_until(self, line: PlannedLine) -> Any:
        """The line box with nothing after the end of a line but its hyphen."""
        if line.last:
            return self.linebox
        leaf = self.leaf_at(line.stop.start)
        keep = max(0, line.stop.end - leaf.start) if leaf.box is None else 0
        text = leaf.text[:keep] if line.stop.start > leaf.start else ""
        if line.stop.hyphen:
            if not text:
                return _cut(self.linebox, leaf.path, "")
            text += leaf.style["hyphenate_character"]
        return _cut(self.linebox, leaf.path, text)


def _level(index: int, inner: Any) -> Any:
    return {index: inner} if index or inner else None


def _notes_in(box: Any, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Any]]:
    """The notes that hang on what is in a box, each with the way down to its call."""
    for index, child in enumerate(getattr(box, "children", ())):
        if getattr(child, "footnote", None) is not None:
            yield (*path, index), child.footnote
        yield from _notes_in(child, (*path, index))


def _cut(box: Any, path: tuple[int, ...], text: str) -> Any:
    """A copy of an inline box with `text` at the end of `path` and nothing after it."""
    index, *rest = path
    kept = list(box.children[:index])
    child = box.children[index]
    if rest:
        inner = _cut(child, tuple(rest), text)
        if text or any(rest):
            kept.append(inner)
    elif text:
        kept.append(child.copy_with_text(text))
    return box.copy_with_children(kept)
