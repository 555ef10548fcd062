"""A paragraph under construction.

Text is appended with its marks, spaces are settled, places are kept.

White space is one space between words, "\\n" where the source breaks a line, and none at the edges. Code keeps all of it, verse
what its lines are set in by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pressline.findings import Place
from pressline.model import Call, Inline, Mark, Origin, Run

_WHITE_SPACE = " \n\t\r\f\v"  # not the no-break space: it may be half of a letter that is corrected later
_SPACES = re.compile(r"[ \t\r\f\v]+")


@dataclass
class Line:
    """The inlines of one paragraph as they come in."""

    place: Place
    verbatim: bool = False  # code: all spaces stay
    set_in: bool = False  # verse: spaces at the start of a line stay, and the tab before its number
    inlines: list[Inline] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    at: int = 0  # characters so far
    last: str = "\n"  # the character before
    _parts: list[str] = field(default_factory=list)
    _marks: tuple[Mark, ...] = ()

    def text(self, text: str, marks: tuple[Mark, ...]) -> None:
        """Append text. A space after a space, or at the start of a line, is none."""
        if self.set_in and (self.last == "\n" and text.isspace() and "\n" not in text or text == "\t"):
            pass
        elif not self.verbatim and not text.isalnum():
            text = _SPACES.sub(" ", text)
            if self.last in " \n" and text.startswith(" "):
                text = text[1:]
        if not text:
            return
        if not self.origins:
            self.origins.append(Origin(0, self.place))
        if marks != self._marks:
            self._flush()
            self._marks = marks
        self._parts.append(text)
        self.at += len(text)
        self.last = text[-1]

    def line_break(self, marks: tuple[Mark, ...]) -> None:
        """Append "\\n", without the space before it."""
        if self.last == " " and self._parts:
            self._parts[-1] = self._parts[-1][:-1]
            self.at -= 1
        self.text("\n", marks)

    def anchor(self, id: str) -> None:
        """A run of no text whose mark is the anchor."""
        self._flush()
        self.inlines.append(Run("", (Mark("anchor", id),)))

    def call(self, call: Call) -> None:
        """Append a call."""
        self._flush()
        self.inlines.append(call)
        self.last = "]"

    def move_to(self, place: Place) -> None:
        """What comes next comes from `place`."""
        self.place = place
        if self.origins and place == self.origins[-1].place:
            return
        if self.origins and self.origins[-1].at == self.at:
            self.origins.pop()
        self.origins.append(Origin(self.at, place))

    def _flush(self) -> None:
        text = "".join(self._parts)
        if text:
            self.inlines.append(Run(text, self._marks))
        self._parts = []

    def whole(self) -> tuple[Inline, ...]:
        """The inlines, without white space at the end."""
        self._flush()
        if not self.verbatim:
            for k in range(len(self.inlines) - 1, -1, -1):
                item = self.inlines[k]
                if not isinstance(item, Run):
                    break
                if item.text:
                    self.inlines[k] = Run(item.text.rstrip(_WHITE_SPACE), item.marks)
                    if self.inlines[k].text.strip():  # type: ignore[union-attr]
                        break
        return tuple(i for i in self.inlines if not isinstance(i, Run) or i.text or i.marks)

    def starts(self) -> tuple[Origin, ...]:
        """The origins, at least one, the first at 0."""
        origins = [o for k, o in enumerate(self.origins) if k + 1 == len(self.origins) or self.origins[k + 1].at != o.at]
        if not origins or origins[0].at != 0:
            origins.insert(0, Origin(0, origins[0].place if origins else self.place))
        return tuple(origins)
