"""What may mark a note in a line of plain text.

At the start of a row, or within its sentences.

A token is a label that can count, with up to three marks on each side: "[12]", "(n. 3)", "<4>", "¹", "7.". Its template is
the token with the label left out, "[1]"; only tokens of one template count together. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import ascii_lowercase
from unicodedata import numeric

from pressline.locale.headings import SMALL_WORDS
from pressline.locale.markers import CALL_WORDS, COUNTED_THINGS, TYPED_SIGNS
from pressline.locale.numerals import ENCLOSED, SUPERSCRIPTS, lowered, roman_value
from pressline.locale.tables import any_of, words_of
from pressline.readers.thresholds import LAST_OF_THREE_FIGURES, RANGE_AT_MOST

_OPEN, _CLOSE = "[({<⟨«〔【（［", "])}>⟩»〕】）］"
_PARTNER = dict(zip(_OPEN, _CLOSE, strict=True))
_WORD = any_of(CALL_WORDS)
_SIGN = rf"\*\s?\(\d{{1,2}}\)|[{TYPED_SIGNS}]{{1,6}}"
_EMPHASIS = re.compile(r"\*(?=[^\s*\d).,;:!?])[^*\n]*[^\s*]\*")
_SMALL = rf"[{SUPERSCRIPTS}]{{1,4}}|[{ENCLOSED}]"
_LABEL = rf"\d{{1,4}}(?!l)|[l\d]{{2,3}}(?=[.:)\]])|{_SMALL}|[ivxlcIVXLC]{{1,7}}(?!\w)|[A-Za-z](?!\w)"
_OF_A_CLAUSE = "0123456789)]"  # before a letter: "clause 4(b)(iv)" counts no note
_MISREAD = re.compile(r"(?=.*l)[l\d]{2,3}")  # "ll." and "l2." as a scanner reads 11 and 12
_START = re.compile(
    rf"""(?P<open>[\^~]?(?:<sup>|[{re.escape(_OPEN)}]{{1,2}}\#?\s?+|\*(?=\d)|[/|\#\\@※]?)\^?)(?:(?P<word>(?i:{_WORD}))(?:\b|(?=\d))[.\s]{{0,2}})?
    (?P<label>{_SIGN}|{_LABEL})
    (?P<close>[.:]?(?:</sup>|\s?[{re.escape(_CLOSE)}/|~^]{{1,2}})?[.:：]?)
    (?P<dash>\s?[-–—↑^](?=\s)|(?<=[\]).:])—)?
    (?P<fence>[=_*~-]{{4,}}+)?(?P<gap>\s*+)(?:(?=\S)(?!=\s)|(?<=[=_*~-]{{4}})$)""",
    re.X,
)
_NUMBERS = r"\d{1,4}(?:\s?[,;–-]\s?\d{1,4}){0,8}"
# False positives that the pattern avoids: "2^8" and "1/2" (a digit in front), "[sic]", "$4.03[4]" (a digit in front too).
_CALL = re.compile(
    rf"""(?<![\d$])(?:
    (?P<open>[\^~]?[{re.escape(_OPEN)}]{{1,2}}\s?[\#^*]?)(?:see\s)?(?:(?P<word>(?i:{_WORD}))(?:\b|(?=\d))[.\s]{{0,2}})?
        (?P<label>{_NUMBERS}(?!l)|[l\d]{{2,3}}|{_SMALL}|[ivxlcIVXLC]{{1,7}}|[A-Za-z])(?P<close>[.:]?\s?[{re.escape(_CLOSE)}]{{1,2}}[\^~]?)
    | (?P<fence><sup>|[/|~\#^\\@※])(?P<fenced>\d{{1,4}})(?P<after></sup>|(?P=fence))?(?![\w/])
    | (?P<small>{_SMALL})
    )
    | (?<=[^\s\d{TYPED_SIGNS}])\s?\*(?P<counted>\d{{1,3}})(?!\w)
    | (?:^|(?<=[^\s{TYPED_SIGNS}])\s?)(?P<sign>{_SIGN})(?=$|[\s.,;:!?)\]"”’'—–-])
    | (?<=[a-zé.,;:!?”"’)])(?<!\d[.,])(?P<glued>\d{{1,3}})(?=$|[\s)])
    | (?<=[a-zé][a-zé])(?P<ending>\d{{1,3}})(?=[.,;:!?]["”’»)]?(?:$|\s))
    | (?<=[\w.,;:!?”"’])\s?(?P<closed>\d{{1,3}}[)/])(?=$|[\s.,;:!?])""",
    re.X,
)

# Templates of calls that are often none: "1994 (p.2", "#1 of the list", "1/2/", "~5", "CO2.", "item 2)".
RISKY = frozenset({"glued", "#1", "/1", "|1", "~1", "\\1", "@1", "1)", "1/", "*1"})
# The templates of calls that stand in no brackets, by the groups of the pattern.
_PLAIN = {"sign": "*", "glued": "glued", "ending": "glued", "counted": "*1"}
_SMALL_WORD = "|".join(sorted(words_of(SMALL_WORDS)))
# "by (2)", "equation (2)", "3, [4]"; and "x^2", "x²", behind a letter that is no word.
_BEFORE_A_CLAUSE = re.compile(rf"(?:[,;:(]|(?<!\w)(?:{_SMALL_WORD}|{any_of(COUNTED_THINGS)})|\d)\s$|(?<!\w)[b-zB-HJ-Z]$", re.I)
_LONE = 16  # characters of a row that is a marker alone
_WORDS_BEFORE = 16  # characters before a call in which such a word ends
_SENTENCE_END = re.compile(r"[.!?][\"”’)\]]*\s+(?=\W?[^\W\d_a-z])|[。！？]")

# What every call has at least one of: a figure, a bracket, a sign; most rows of prose have none, and are not looked at again.
_MAY = re.compile(r"[^A-Za-zÀ-ɏͰ-ӿ\s.,;:'’‘“”\"!?—–_-]")


@dataclass(frozen=True, slots=True)
class Token:
    """What may be a marker.

    `values` are what it counts: (3, 4) of "[3, 4]"; `family` is "1", "a", "i" or "*".
    """

    row: int
    start: int
    end: int
    template: str
    family: str
    values: tuple[int, ...]
    labels: tuple[str, ...]  # the same as they are shown, numbers without zeros before them


def is_weak(template: str) -> bool:
    """Whether numbered paragraphs and lists are marked so too: "1.", "1)", "1", "a.".

    >>> is_weak("1."), is_weak("1-"), is_weak("[1]")
    (True, True, False)
    """
    return re.fullmatch(r"[1ai][.):-]*", template) is not None


def start_tokens(row: int, text: str) -> Iterator[Token]:
    """The tokens that a row may start with: "(i)" counts Roman numerals, or letters.

    >>> [(token.template, token.values) for token in start_tokens(0, "(i) So")]
    [('(i)', (1,)), ('(a)', (9,))]
    """
    token = start_token(row, text)
    if token:
        yield from _both(token)


def _both(token: Token) -> Iterator[Token]:
    """A token, and as a letter where it is a Roman numeral of one letter."""
    yield token
    label = token.labels[0]
    if token.family == "i" and len(label) == 1:
        values = (ascii_lowercase.index(label.lower()) + 1,)
        yield replace(token, template=token.template.replace("i", "a"), family="a", values=values)


def lone_tokens(row: int, text: str) -> Iterator[Token]:
    """The tokens that a row is, with nothing behind them: the note stands in the next row.

    >>> [token.template for token in lone_tokens(0, "[1]")], list(lone_tokens(0, "[1] So"))
    (['[1]'], [])
    """
    if len(text) <= _LONE:
        yield from (replace(token, end=len(text)) for token in start_tokens(row, f"{text} X") if token.end >= len(text))


def start_token(row: int, text: str) -> Token | None:
    """The token that a row starts with.

    >>> [start_token(0, text).template for text in ("[12] Smith", "3 - Jones", "(n. 4) So", "² So", "5. So")]
    ['[1]', '1-', '(w1)', 's', '1.']
    >>> start_token(0, "A man"), start_token(0, "1992 was"), start_token(0, "[sic] he")
    (None, None, None)
    """
    match = _START.match(text)
    if match is None:
        return None
    opened, close = match["open"].strip(), match["close"].replace(" ", "")
    family, value = _value(match["label"])
    bracket = next((c for c in opened if c in _PARTNER), "")
    if bracket and _PARTNER[bracket] not in close and not (match["word"] and match["close"].strip()[-1:] in (":", ".")):
        return None
    small = _is_one_sign(match["label"])
    bare = not opened and not match["word"] and not small and family != "*"
    apart = bool(match["gap"] or match["fence"]) or bool(bracket) or small or family == "*"
    apart = (
        apart
        or bool(match["dash"])
        or close.endswith("：")
        or close[-1:] in (".", ")")
        and family == "1"
        and text[match.end()].isupper()
    )
    if not apart or bare and (not close and not match["dash"] and family != "1" or value > LAST_OF_THREE_FIGURES) or not value:
        return None
    template = f"{opened}{'w' if match['word'] else ''}{_kind(match['label'])}{close}{'-' if match['dash'] else ''}"
    return Token(row, 0, match.end(), template, family, (value,), _labels(family, match["label"], (value,)))


def call_tokens(row: int, text: str) -> Iterator[Token]:
    """What may be calls in a row, from left to right.

    >>> [(t.template, t.values) for t in call_tokens(0, "word[3, 4] and (note 5) or word.6 The ⑦ of 1/2")]
    [('[1]', (3, 4)), ('(w1)', (5,)), ('glued', (6,)), ('o', (7,))]
    """
    if not _MAY.search(text):
        return
    if "*" in text:
        text = _EMPHASIS.sub(lambda match: "x" * len(match[0]), text)
    seen = depth = 0
    for match in _CALL.finditer(text):
        if match["closed"]:
            depth += text.count("(", seen, match.start()) - text.count(")", seen, match.start())
            seen = match.start()
        if match["label"]:
            yield from _bracketed(row, match, text)
        elif not match["closed"] or match["closed"][-1] == "/" or depth <= 0:  # else its parenthesis closes another
            yield _plain(row, match, text)


def _plain(row: int, match: re.Match[str], text: str) -> Token:
    """A call without brackets, between two signs, or with a bracket behind it ("¹)")."""
    group = match.lastgroup or ""
    if group == "after":
        group = "fenced"
    label = match[group].rstrip(")/")
    family, value = _value(label)
    template = _PLAIN.get(group) or f"{match['fence']}1{match['after'] or ''}"
    template = _kind(label) if group == "small" else f"1{match[group][-1]}" if group == "closed" else template
    start = match.start() if group == "fenced" else match.start(group) - (group == "counted")
    end = match.end()
    if (
        group in ("small", "sign", "glued")
        and text[end : end + 1] == ")"
        and text.count("(", 0, end) <= text.count(")", 0, end)
    ):
        end, template = end + 1, f"{'1' if group == 'glued' else template})"
    return Token(row, start, end, template, family, (value,), _labels(family, label, (value,)))


def _bracketed(row: int, match: re.Match[str], text: str) -> Iterator[Token]:
    """A call in brackets; none for a clause of a clause."""
    label = match["label"]
    plain = label[0].isdecimal() and not _MISREAD.fullmatch(label)
    values = _expanded(label) if plain else (_value(label)[1],)
    family = "1" if plain else _value(label)[0]
    before, after = f"{match['open'].strip()}{'w' if match['word'] else ''}", match["close"].replace(" ", "")
    template = f"{before}{'1' if plain else _kind(label)}{after}"
    listed = family in ("a", "i") and match.start() > 0 and text[match.start() - 1] in _OF_A_CLAUSE
    if values and not listed:
        yield from _both(Token(row, match.start(), match.end(), template, family, values, _labels(family, label, values)))


def is_clause(text: str, start: int) -> bool:
    """Whether a marker within a text is a word of its sentence.

    The number of a clause, an equation, a paragraph of an act.

    False positives it avoids: "[3] above" behind a full stop; "bench [3] why": what stands before must lead on to it.

    >>> [is_clause(text, text.index("(2)")) for text in ("(1) a lamp, (2) a bench", "by (2)", "a bench (2) why", "word(2)")]
    [True, True, False, False]
    """
    return bool(_BEFORE_A_CLAUSE.search(text[max(0, start - _WORDS_BEFORE) : start]))


def may_enumerate(template: str) -> bool:
    """Whether parts of a sentence are often numbered so: "(1)", "{1}", "[a]", "①", "#1".

    >>> [may_enumerate(template) for template in ("(1)", "o", "[a]", "[1]", "s", "*", "(w1)")]
    [True, True, True, False, False, False, False]
    """
    if "w" in template or "*" in template or template == "s":
        return False
    return template in RISKY or template[:1] in ("(", "{", "（") or "1" not in template


def is_one_sentence(text: str) -> bool:
    """Whether no sentence ends within a text.

    >>> is_one_sentence("a lamp (1), a bench (2) and a boat"), is_one_sentence("a lamp (1). A bench (2)")
    (True, False)
    """
    return not _SENTENCE_END.search(text)


def _labels(family: str, label: str, values: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(map(str, values)) if family == "1" else (label.replace(" ", ""),)


def _kind(label: str) -> str:
    if label[0] in TYPED_SIGNS:
        return "*"
    return _value(label)[0] if not _is_one_sign(label) else "s" if label[0] in SUPERSCRIPTS else "o"  # "o": in a circle, "①"


def _is_one_sign(label: str) -> bool:
    """Whether a label is a raised or encircled figure, which needs no brackets.

    "١٢" and "१२" are figures like 12.
    """
    return not label.isascii() and not label[0].isdecimal()


def _value(label: str) -> tuple[str, int]:
    """The family of a label, and what it counts."""
    if label.isdecimal():
        return "1", int(label)
    if label[0] in TYPED_SIGNS:
        number = re.search(r"\d+", label)
        return "*", int(number[0]) if number else len(label) + TYPED_SIGNS.index(label[0])
    if _MISREAD.fullmatch(label):
        return "1", int(label.replace("l", "1"))
    if label[0] in SUPERSCRIPTS:
        return "1", int(lowered(label))
    if not label.isascii():
        return "1", int(label) if label.isdecimal() else int(numeric(label[0], 0))
    roman = roman_value(label) if label.lower() in ("i", "v", "x") or len(label) > 1 else 0
    return ("i", roman) if roman else ("a", ascii_lowercase.index(label.lower()) + 1)


def _expanded(label: str) -> tuple[int, ...]:
    """The numbers of "3", "3, 4" and "3-5"; () for what is no list of calls."""
    values: list[int] = []
    for part in re.split(r"\s?[,;]\s?", label):
        ends = [int(number) for number in re.split(r"\s?[–-]\s?", part)]
        if len(ends) == 1:
            values += ends
        elif len(ends) == 2 and 0 < ends[1] - ends[0] <= RANGE_AT_MOST:
            values += range(ends[0], ends[1] + 1)
        else:
            return ()
    return tuple(values)
