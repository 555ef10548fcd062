"""Known essays set in many ways: how calls and notes are marked, where notes stand, how lines are wrapped and parted."""

from __future__ import annotations

import html
import random
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

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


def _signs(number: int) -> str:
    """The signs of Chicago (17th ed., 14.25) in their order, doubled after the fourth."""
    return "*†‡§"[(number - 1) % 4] * ((number + 3) // 4)


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
    ("<sup>1</sup>", ("1.", "[1]")),
    ("*1", ("*1", "1.")),
    ("@1", ("@1",)),
    ("[see note 1]", ("1.", "[1]")),
    ("[en1]", ("[en1]", "1.")),
    ("(1.)", ("(1.)", "1.")),
    ("[Anm. 1]", ("[Anm. 1]", "1.")),
    ("[nota 1]", ("[nota 1]", "1.")),
)


def styles() -> list[Style]:
    """All styles, by their names: "[1] with 1."."""
    made = [Style(f"{call} with {note}", _plain(call), _plain(note)) for call, notes in _PAIRS for note in notes]
    for note in ("¹", "1.", "[1]", "1", "(1)"):
        made.append(Style(f"¹ with {note}", _RAISED, _RAISED if note == "¹" else _plain(note)))
    made.append(Style("(¹) with 1.", lambda n: f"({_RAISED(n)})", _plain("1.")))
    made.append(Style("① with ①", lambda n: chr(0x245F + n), lambda n: chr(0x245F + n)))
    made.append(Style("① with 1.", lambda n: chr(0x245F + n), _plain("1.")))
    made.append(Style("* † ‡ §", _signs, _signs))
    for opened, closed in ("[]", "<>"):
        made.append(Style(f"{opened}a{closed}", *[lambda n, o=opened, c=closed: f"{o}{chr(96 + n)}{c}"] * 2))
        made.append(Style(f"{opened}i{closed}", *[lambda n, o=opened, c=closed: f"{o}{_ROMAN[n]}{c}"] * 2))
    return made


@dataclass(frozen=True)
class Setting:
    """One way to set an essay; `width` 0: each paragraph is a line."""

    style: Style
    width: int
    spacing: str  # "blank"; "indent": first lines set in; "double": a blank line between all lines
    place: str
    hanging: bool
    before: str  # what stands between a word and its call
    newline: str
    inside: str  # what stands between two paragraphs
    long: str  # "two": a note has two paragraphs; "twice": a note is called twice
    kind: str  # of file, by its ending

    @property
    def name(self) -> str:
        """All of it in a line."""
        axes = (self.width, self.spacing, self.place, "hanging" * self.hanging, repr(self.before), self.inside, self.long)
        return f"{self.kind} {self.style.name} | {' '.join(str(axis) for axis in axes if axis != '')} {self.newline!r}"


@dataclass
class Block:
    """A paragraph as it must be read back: its text, and each call by its offset in it, with the note's paragraphs."""

    text: str
    heading: bool = False
    calls: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


AXES: dict[str, tuple[object, ...]] = {
    "style": tuple(styles()),
    "width": (0, 60, 66, 72),
    "spacing": ("blank", "blank", "indent", "double"),
    # "restart": sections whose numbers start again; "chapters": the same with a heading over the notes of each
    "place": ("heading", "end", "paragraph", "section", "restart", "page", "chapters"),
    "hanging": (False, True),
    "before": ("", " "),
    "newline": ("\n", "\n", "\r\n"),
    "inside": ("", "list", "numbers", "verse", "quotation"),
    "long": ("", "", "two", "twice"),
    "kind": (".txt", ".txt", ".txt", ".md", ".html"),
}
_NEAR = ("paragraph", "section", "restart", "page")  # notes that follow their text with no heading over them


def is_clear(setting: Setting) -> bool:
    """Whether anybody could tell what is meant; each rule says why not."""
    start = setting.style.note(1)
    weak = start[0].isdigit()
    rules = (
        # they have no pages
        setting.kind != ".txt" and setting.place == "page",
        # what was printed to a file has lines; its first lines are set in elsewhere
        setting.place == "page" and (setting.width == 0 or setting.spacing != "blank"),
        # a numbered list under a paragraph looks the same
        setting.place in _NEAR and weak,
        # "1 So" ends an essay as a table does
        setting.place == "end" and weak and start[1:] not in (".", ")"),
        # a note that is set in as its paragraph is part of it
        setting.spacing == "indent" and setting.place == "paragraph",
        # the second paragraph of the last note could be the text that goes on, and one set in starts a paragraph
        setting.long == "two" and (setting.place in _NEAR or setting.spacing != "blank"),
        # the note stands in another section
        setting.long == "twice" and setting.place not in ("heading", "end"),
        # signs come again in their order, not in that of the calls
        setting.long == "twice" and setting.style.name == "* † ‡ §",
        # what is set in by a mark or a space is a note's or the text's
        setting.inside != "" and (setting.spacing == "double" or setting.place == "paragraph"),
        # items that count as notes do, right before them
        setting.inside == "numbers" and (weak and setting.place == "end"),
        # "[1]: So" defines a link; "^1^", "~1~", "<1>" and "*1" mean something else
        setting.kind == ".md" and setting.style.name.partition(" with ")[0] in _OTHERS_IN_MARKDOWN,
        setting.kind == ".md" and start in ("[1]:", "^1", "~1~", "|1|"),
    )
    return not any(rules)


_OTHERS_IN_MARKDOWN = ("^1^", "~1~", "<1>", "<a>", "<i>", "|1|", "*1", "^[1]", "* † ‡ §")


def settings(count: int, seed: int = 14) -> list[Setting]:
    """So many settings, all different, drawn from all axes with a fixed seed."""
    draw = random.Random(seed)
    found: dict[str, Setting] = {}
    while len(found) < count:
        drawn = {name: draw.choice(values) for name, values in AXES.items()}
        if drawn["kind"] != ".txt" or drawn["width"] == 0:
            drawn |= {"width": 0, "spacing": "blank", "hanging": False}  # there are no lines to set in
        setting = Setting(**drawn)  # type: ignore[arg-type]
        if is_clear(setting):
            found.setdefault(setting.name, setting)
    return list(found.values())


INSIDE: dict[str, tuple[str, ...]] = {
    "list": ("a rope of forty fathoms,", "a lamp with its oil,", "a bell for the fog."),
    "numbers": ("Rope of forty fathoms.", "A lamp with its oil.", "A bell for the fog."),
    "verse": ("The ferry goes, the ferry stays,", "The water takes the rope,", "And nobody will count the days"),
    "quotation": ("He was a slow man, and he was never known to be late; the boat was slower, and it was always late.",),
}
SECOND = "The second copy of it is lost."


def note_of(number: int, setting: Setting) -> tuple[str, ...]:
    """The paragraphs of a note by its number in the essay, from 1."""
    return (NOTES[number - 1], SECOND) if setting.long == "two" and number == 4 else (NOTES[number - 1],)


def numbers_of(setting: Setting) -> list[int]:
    """Which note each sentence calls."""
    return [1, 2, 3, 4, 5, 6, 7, 2, 8, 9, 10, 11] if setting.long == "twice" else list(range(1, 13))


def shown_of(number: int, setting: Setting) -> int:
    """The number that a note shows; signs start again on each page."""
    signs = setting.place == "page" and setting.style.name == "* † ‡ §"
    return number - 6 if number > 6 and (setting.place in ("restart", "chapters") or signs) else number


def expected(setting: Setting) -> list[Block]:
    """The essay as it must be read back."""
    blocks: list[Block] = []
    for at in range(4):
        if at == 2 and setting.place in ("section", "restart", "chapters"):
            blocks.append(Block("The Pier", heading=True))
        block = Block("")
        for k in range(3 * at, 3 * at + 3):
            block.text += " " * bool(block.text) + SENTENCES[k]
            block.calls.append((len(block.text), note_of(numbers_of(setting)[k], setting)))
        blocks.append(block)
        if at == 0 and setting.inside:
            lines = INSIDE[setting.inside]
            blocks += [Block(" ".join(lines))] if setting.inside == "verse" else [Block(line) for line in lines]
    return blocks


def rendered(setting: Setting, no_call: int = 0, no_note: int = 0) -> bytes:
    """The essay as a file, without the calls of one of its notes, or without that note."""
    parts: list[str] = [_heading("The Ferry", setting, 1)]
    waiting: list[str] = []
    called = numbers_of(setting)
    for at in range(4):
        numbers = called[3 * at : 3 * at + 3]
        shown = [shown_of(n, setting) for n in numbers]
        if at == 2 and setting.place in ("section", "restart", "chapters"):
            parts += [*waiting, *([""] if setting.spacing == "indent" else []), _heading("The Pier", setting, 2)]
            waiting = []
        sentences = [
            s if number == no_call else f"{s[:-1]}{setting.before}{setting.style.call(n)}."
            for s, n, number in zip(SENTENCES[3 * at : 3 * at + 3], shown, numbers, strict=True)
        ]
        first = "    " if setting.spacing == "indent" else ""
        parts.append(_wrapped(" ".join(sentences), setting, first=first))
        if at == 0 and setting.inside:
            parts += _inside(setting)
        fresh = [(n, number) for n, number in zip(shown, numbers, strict=True) if called.index(number) // 3 == at]
        waiting += [note for n, number in fresh if number != no_note for note in _note(setting, n, number)]
        if setting.place == "paragraph":
            parts += waiting
            waiting = []
        if setting.place == "page" and at % 2:
            parts += ["____________\n" + "\n".join(waiting), f"{at // 2 + 1}\n\f"]
            waiting = []
        if setting.place == "chapters" and at % 2:
            parts += [*([""] if setting.spacing == "indent" else []), _heading("Notes", setting, 3), *waiting]
            waiting = []
    if setting.place in ("heading", "end") and setting.spacing == "indent":
        parts.append("")
    parts += ([_heading("Notes", setting, 2)] if setting.place == "heading" else []) + waiting
    return _file(parts, setting).replace("\n", setting.newline).encode()


def _file(parts: list[str], setting: Setting) -> str:
    if setting.kind == ".html":
        paragraphs = (part if part.startswith(("<h", "<ul", "<ol", "<bl")) else f"<p>{part}</p>" for part in parts)
        return f"<html><body><article>{chr(10).join(paragraphs)}</article></body></html>"
    between = {"blank": "\n\n", "indent": "\n", "double": "\n\n\n"}[setting.spacing]
    return parts[0] + "\n\n" + between.join(parts[1:]) + "\n"


def _heading(text: str, setting: Setting, level: int) -> str:
    if setting.kind == ".html":
        return f"<h{level}>{text}</h{level}>"
    return f"{'#' * level} {text}" if setting.kind == ".md" else text


def _inside(setting: Setting) -> list[str]:
    lines = INSIDE[setting.inside]
    if setting.kind == ".html":
        if setting.inside == "verse":
            return ["<br>".join(lines)]
        tag = {"list": "ul", "numbers": "ol", "quotation": "blockquote"}[setting.inside]
        item = "p" if tag == "blockquote" else "li"
        return [f"<{tag}>{''.join(f'<{item}>{line}</{item}>' for line in lines)}</{tag}>"]
    gap = [""] if setting.spacing == "indent" else []  # in print an item stands apart from the text around it
    if setting.inside == "quotation":
        shown = f"> {lines[0]}" if setting.kind == ".md" else _wrapped(lines[0], setting, first="        ", later="        ")
    elif setting.inside == "verse":
        shown = "\\\n".join(lines) if setting.kind == ".md" else "\n".join(f"        {line}" for line in lines)
    else:
        marks = ("-", "-", "-") if setting.inside == "list" else ("1.", "2.", "3.")
        shown = "\n".join(f"{mark} {line}" for mark, line in zip(marks, lines, strict=True))
    return [*gap, shown, *gap]


def _note(setting: Setting, shown: int, number: int) -> list[str]:
    first, *more = note_of(number, setting)
    later = "     " if setting.hanging else ""
    made = [_wrapped(f"{setting.style.note(shown)} {first}", setting, later=later)]
    set_in = "    " if setting.kind == ".md" else later  # a further paragraph is set in, as Markdown has it
    return made + [_wrapped(text, setting, first=set_in, later=later) for text in more]


def _wrapped(text: str, setting: Setting, first: str = "", later: str = "") -> str:
    if setting.kind == ".html":
        raised = setting.style.name.startswith("<sup>")
        return text if raised else html.escape(text, quote=False)
    if not setting.width:
        return first + text
    filled = textwrap.fill(text, setting.width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
    return filled.replace("\n", "\n\n") if setting.spacing == "double" else filled
