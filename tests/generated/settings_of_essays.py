"""Known essays set in many ways: how calls and notes are marked, where notes stand, how lines are wrapped and parted."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SENTENCES = (
    "The ferry had crossed the sound for as long as anybody could remember.",
    "Nobody had ever thought of asking who had paid for the boats and for the ropes.",
    "When the bridge was opened in 1911 the ferrymen were given a dinner and a clock.",
    "What they said of the clock has come down to us in a letter that was never sent.",
    "The harbour was dredged twice, and twice the sand came back in a single winter.",
    "A lamp stood on the pier, and a man was paid to look after it until he died.",
    "His daughter kept it burning for another year, and sent no bill to anybody.",
    "The accounts of the town name her once, among those who were owed for oil.",
    "There are four drawings of the pier, of which the third is the only honest one.",
    "It shows the mud, the dead dog, and the window behind which the clerk is asleep.",
    "Later writers have made much of the window, and have left out the dog.",
    "The rest is known from the book of the pilot, who wrote down every tide.",
)
NOTES = (
    "Holm, The Ferries of the Sound (1908), 12.",
    "Accounts of the town, folio 7, where two boats are named.",
    "Ibid.",
    "Private collection; the letter has no date.",
    "See Lund, Sand and Tide [Copenhagen, 1922], ch. 3.",
    "Register of the parish, 1884 to 1890.",
    "The bill was found in 1954, and paid.",
    "Holm, 15; but see the objection of Lund, 44.",
    "Now in the museum, no. 1184.",
    "The dog is not in the copy of 1901.",
    "For example Berg, Windows (1931), passim.",
    "Tide book, vol. 2.",
)


@dataclass(frozen=True)
class Style:
    """How the n-th call and the start of the n-th note are typed."""

    name: str
    call: Callable[[int], str]
    note: Callable[[int], str]


def _plain(template: str) -> Callable[[int], str]:
    return lambda number: template.replace("1", str(number))


def _with(signs: str) -> Callable[[int], str]:
    return lambda number: "".join(signs[int(digit)] for digit in str(number))


_RAISED = _with("⁰¹²³⁴⁵⁶⁷⁸⁹")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
# The call, and the starts of notes that go with it.
_PAIRS = (
    ("[1]", ("[1]", "1.", "1)", "1", "1 -", "[1]:", "(1)", "Note 1:", "1:")),
    ("(1)", ("(1)", "1.", "1)", "1 -")),
    ("{1}", ("{1}", "1.")),
    ("<1>", ("<1>", "1.", "1)")),
    ("^1", ("^1", "1.", "[1]")),
    ("^1^", ("^1^", "1.", "1")),
    ("^[1]", ("^[1]", "[1]", "1.")),
    ("^(1)", ("^(1)", "(1)")),
    ("/1/", ("/1/", "1.", "1 -")),
    ("~1~", ("~1~", "1.")),
    ("|1|", ("|1|", "1.")),
    ("[n1]", ("[n1]", "1.")),
    ("[fn1]", ("[fn1]", "1.")),
    ("[fn. 1]", ("[fn. 1]", "1.")),
    ("(note 1)", ("(note 1)", "1.", "Note 1.")),
    ("(n. 1)", ("(n. 1)", "1.")),
    ("[note 1]", ("[note 1]", "1.", "Note 1:")),
    ("[Footnote 1]", ("[Footnote 1]", "1.")),
    ("[1.]", ("[1.]", "1.")),
    ("(#1)", ("(#1)", "1.")),
    ("[#1]", ("[#1]", "1.")),
    ("〔1〕", ("〔1〕", "1.")),
    ("【1】", ("【1】", "1.")),
    ("[[1]]", ("[[1]]", "1.")),
    ("((1))", ("((1))", "1.")),
)


def styles() -> list[Style]:
    """All styles, by their names: "[1] with 1."."""
    made = [Style(f"{call} with {note}", _plain(call), _plain(note)) for call, notes in _PAIRS for note in notes]
    for note in ("¹", "1.", "[1]", "1", "(1)"):
        made.append(Style(f"¹ with {note}", _RAISED, _RAISED if note == "¹" else _plain(note)))
    made.append(Style("(¹) with 1.", lambda n: f"({_RAISED(n)})", _plain("1.")))
    made.append(Style("① with ①", lambda n: chr(0x245F + n), lambda n: chr(0x245F + n)))
    made.append(Style("① with 1.", lambda n: chr(0x245F + n), _plain("1.")))
    for opened, closed in ("[]", "<>"):
        made.append(Style(f"{opened}a{closed}", *[lambda n, o=opened, c=closed: f"{o}{chr(96 + n)}{c}"] * 2))
        made.append(Style(f"{opened}i{closed}", *[lambda n, o=opened, c=closed: f"{o}{_ROMAN[n]}{c}"] * 2))
    return made


@dataclass(frozen=True)
class Setting:
    """One way to set an essay; `width` 0: each paragraph is a line."""

    style: Style
    width: int
    spacing: str  # "blank", "indent"
    place: str  # one of PLACES
    hanging: bool
    before: str  # what stands between a word and its call: "" or " "

    @property
    def name(self) -> str:
        """All of it in a line."""
        return f"{self.style.name} | {self.width} {self.spacing} {self.place} {'hanging ' * self.hanging}{self.before!r}"


PLACES = ("heading", "end", "paragraph", "section", "restart", "page")  # "restart": sections whose numbers start again


def settings() -> Iterator[Setting]:
    """All settings but those in which nobody could tell what is meant."""
    for style, width, spacing, place, hanging, before in itertools.product(
        styles(), (0, 60, 66, 72), ("blank", "indent"), PLACES, (False, True), ("", " ")
    ):
        weak = style.note(1)[0].isdigit()
        if width == 0 and (spacing == "indent" or hanging):
            continue  # there are no lines to set in
        if place == "page" and (width == 0 or spacing == "indent"):
            continue  # what was printed to a file has lines; its first lines are set in elsewhere
        if place in ("paragraph", "section", "restart", "page") and weak:
            continue  # a numbered list under a paragraph looks the same
        if place == "end" and weak and style.note(1)[1:] not in (".", ")"):
            continue  # "1 So" ends an essay as a table does
        if spacing == "indent" and place == "paragraph":
            continue  # a note that is set in as its paragraph is part of it
        yield Setting(style, width, spacing, place, hanging, before)


def paragraphs() -> list[tuple[str, ...]]:
    """The essay: four paragraphs of three sentences, each with a call at its end."""
    return [SENTENCES[k : k + 3] for k in range(0, len(SENTENCES), 3)]


def rendered(setting: Setting) -> str:
    """The essay as a text."""
    parts: list[str] = ["The Ferry"]
    waiting: list[str] = []
    for at, sentences in enumerate(paragraphs()):
        numbers = [3 * at + k + 1 for k in range(3)]
        shown = [n - 6 if setting.place == "restart" and n > 6 else n for n in numbers]
        called = [f"{s[:-1]}{setting.before}{setting.style.call(n)}." for s, n in zip(sentences, shown, strict=True)]
        if setting.place in ("section", "restart") and at == 2:
            parts += [*waiting, *([""] if setting.spacing == "indent" else []), "The Pier"]
            waiting = []
        parts.append(_wrapped(" ".join(called), setting, first="    " if setting.spacing == "indent" else ""))
        waiting += [_note(setting, n, NOTES[number - 1]) for n, number in zip(shown, numbers, strict=True)]
        if setting.place == "paragraph":
            parts += waiting
            waiting = []
        if setting.place == "page" and at % 2:
            parts += ["____________\n" + "\n".join(waiting), f"{at // 2 + 1}\n\f"]
            waiting = []
    if setting.place in ("heading", "end") and setting.spacing == "indent":
        parts.append("")
    parts += (["Notes"] if setting.place == "heading" else []) + waiting
    between = "\n\n" if setting.spacing == "blank" else "\n"
    return parts[0] + "\n\n" + between.join(parts[1:]) + "\n"


def _note(setting: Setting, number: int, words: str) -> str:
    text = f"{setting.style.note(number)} {words}"
    return _wrapped(text, setting, later="     " if setting.hanging else "")


def _wrapped(text: str, setting: Setting, first: str = "", later: str = "") -> str:
    if not setting.width:
        return text
    return textwrap.fill(text, setting.width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
