"""How essays mark a call and how they start a note.

One table of conventions, read by all rooms.

A pattern only finds candidates. Whether "[13]" is a call, a pinpoint or an index is decided by evidence from the whole
essay, never here. To add a convention, add a row to `CONVENTIONS`, a case, and a case that looks like it and is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pressline.locale.numerals import ROMAN, SUPERSCRIPTS
from pressline.locale.tables import any_of

SYMBOLS = "*†‡§¶‖#"  # the order of the Chicago Manual of Style (17th ed., 14.25)
# Names of the symbols, for labels made of letters.
SYMBOL_NAMES = {
    "*": "star-",
    "†": "dagger-",
    "‡": "double-dagger-",
    "§": "section-",
    "¶": "pilcrow-",
    "‖": "parallel-",
    "#": "hash-",
}
TYPED_SIGNS = SYMBOLS.removesuffix("#")  # false positive avoided: in typed text "#" is a number's sign or a heading's mark
_SYMBOLS = rf"[{TYPED_SIGNS}]{{1,6}}"
_NUMBER = r"(?:\d{1,3}|[1-9]\d{3})"  # one of four digits is a year until the count has come to it
_ROMAN = f"[{ROMAN}]"
_SUPERSCRIPTS = f"[{SUPERSCRIPTS}]{{1,4}}"
NOTE_WORDS = {"en": "(?:foot|end)?note"}  # in "[Note 1]", "Note 1:"
# Before a number in a call or at the start of a note: "(n. 4)", "[Voetnoot 4: …]".
CALL_WORDS = {
    "en": "(?:foot|end)?note|fn|en|nn?",
    "de": "anm(?:erkung)?|fu(?:ß|ss)note|endnote",
    "nl": "voetnoot|eindnoot|noot",
    "it": "nota",
    "es": "nota",
    "pt": "nota",
    "sv": "fotnot|not",
    "da": "fodnote|note",
    "pl": "przypis",
    "fi": "alaviite|viite",
    "ru": "прим|сноска",
    "ja": "脚?[注註]|尾注",
    "ko": "각?주",
}
# In "[Footnote: text]", a note in brackets where it is called.
_IN_PLACE_WORDS = {
    "en": "(?:foot|end)?note|fn",
    "de": "anm(?:erkung)?|fu(?:ß|ss)note",
    "it": "nota?",
    "es": "nota",
    "pt": "nota",
}
_NOTE = any_of(NOTE_WORDS)
_ANY_LABEL = rf"({_NUMBER}|[A-Za-z]|{_SYMBOLS})"


@dataclass(frozen=True, slots=True)
class Convention:
    """A way to mark calls, notes or both: regular expressions with the label as first group.

    "" where it has none.

    `row` is how a row of plain text starts that is a note of this kind, so that a wrapped line ends before it; in it the
    group `n` is a number that may go on from the one before. `answers` are the kinds of notes that may answer its calls.
    """

    call: str = ""
    note: str = ""
    row: str = ""
    answers: tuple[str, ...] = ()
    any_case: bool = False


# False positives that the patterns themselves avoid: "[sic]" and "[0012]" (no number of one to four digits), "2^8" (a digit
# in front), "§ 12" and "* item" (a symbol must follow a character and stand before a space or a mark); of rows "[sic]",
# "[x]", "(c)" and "1992.". The kinds "superscript" and "item" are found by marks and lists, and have no patterns.
CONVENTIONS: dict[str, Convention] = {
    "[1]": Convention(
        rf"\[({_NUMBER}(?:\s*+[,;–-]\s*+{_NUMBER}){{0,8}})\]",
        rf"\[({_NUMBER})\][.:]?\s*+(?=\S)(?!=\s)",
        r"\[(?P<n>\d{1,4})\]:?",
        ("[1]", "[Note 1: …]", "1.", "item", "Note 1:", "1:", "1", "(1)", "superscript"),
    ),
    "[a]": Convention(
        r"\[([A-Za-z])\]", r"\[([A-Za-z])\][.:]?\s*+(?=\S)(?!=\s)", r"\[[A-Za-z]\]:?", ("[a]", "[Note 1: …]", "a.")
    ),
    "[i]": Convention(
        rf"\[({_ROMAN}{{1,6}})\]",
        rf"\[({_ROMAN}{{1,6}})\][.:]?\s*(?=\S)",
        rf"\[{_ROMAN}{{2,6}}\]:?",
        ("[i]", "[Note 1: …]"),
    ),
    "[*]": Convention(
        rf"\[({_SYMBOLS})\]",
        rf"\[({_SYMBOLS})\][.:]?\s*(?=\S)",
        rf"\[{_SYMBOLS}\]:?",
        ("[*]", "[Note 1: …]", "*"),
    ),
    "(1)": Convention(
        rf"\(({_NUMBER}(?:\s*+[,;–-]\s*+{_NUMBER}){{0,8}})\)",
        rf"\(({_NUMBER})\)[.:]?\s*(?=\S)",
        r"\((?P<n>\d{1,3})\)",
        ("(1)", "[Note 1: …]", "1.", "item", "Note 1:", "1:", "1"),
    ),
    "(*)": Convention(rf"\(({_SYMBOLS})\)", rf"\(({_SYMBOLS})\)\s*(?=\S)", rf"\({_SYMBOLS}\)", ("(*)", "*")),
    "{1}": Convention(rf"\{{({_NUMBER})\}}", rf"\{{({_NUMBER})\}}\s*(?=\S)", r"\{(?P<n>\d{1,3})\}", ("{1}", "1.", "item", "1")),
    "^1": Convention(
        rf"(?<![\d^\[])\^({_NUMBER})(?![\w^])",
        rf"\^({_NUMBER})[.:]?\s+(?=\S)",
        r"\^(?P<n>\d{1,3})[.:]?",
        ("^1", "^[1]", "1.", "item", "1", "[1]"),
    ),
    "^[1]": Convention(
        rf"\^\[({_NUMBER}|[a-z])\]",
        rf"\^\[({_NUMBER}|[a-z])\][.:]?\s*(?=\S)",
        r"\^\[(?:(?P<n>\d{1,4})|[A-Za-z])\]:?",
        ("^[1]", "[1]", "1.", "item"),
    ),
    "^(1)": Convention(
        rf"\^\(({_NUMBER}|[a-z])\)",
        rf"\^\(({_NUMBER}|[a-z])\)[.:]?\s*(?=\S)",
        r"\^\((?:(?P<n>\d{1,4})|[a-z])\)",
        ("^(1)", "(1)", "1.", "item"),
    ),
    "[^1]": Convention(r"\[\^([^\]\s]{1,30})\](?!:)", r"\[\^([^\]\s]{1,30})\]:\s*(?=\S)", r"\[\^[\w-]{1,20}\]:?", ("[^1]",)),
    "¹": Convention(
        f"({_SUPERSCRIPTS})",
        rf"({_SUPERSCRIPTS})\s*(?=\S)",
        _SUPERSCRIPTS,
        ("¹", "1.", "item", "[1]", "1", "(1)", "superscript"),
    ),
    "[Note 1]": Convention(
        rf"\[{_NOTE}\s+{_ANY_LABEL}\]", answers=("[Note 1: …]", "Note 1:", "[1]", "1.", "item"), any_case=True
    ),
    "[Note 1: …]": Convention(
        note=rf"\[{_NOTE}\s+{_ANY_LABEL}\s*[:.]\s*(?=\S)", row=rf"\[(?i:{_NOTE})\b[^\]:]{{0,12}}:", any_case=True
    ),
    "Note 1:": Convention(note=rf"{_NOTE}\s+({_NUMBER})\s*[:.]\s+(?=\S)", any_case=True),
    "superscript": Convention(answers=("superscript", "1.", "item", "[1]", "1", "(1)", "*", "1:", "a.", "¹")),
    "*": Convention(
        rf"(?<=[^\s{TYPED_SIGNS}])[ ]?(\*\s?\(\d{{1,2}}\)|{_SYMBOLS})(?=$|[\s.,;:!?)\]\"”’'—–-])",
        rf"(\*\s?\(\d{{1,2}}\)|{_SYMBOLS})\s*+(?=[^\s{TYPED_SIGNS}])",
        rf"\*{{1,3}}(?=[A-ZÀ-Þ“\"][^*]*$)|\*{{1,5}}(?:\(\d{{1,2}}\)|(?=\d{{1,2}}\s)\d{{1,2}})?|[{TYPED_SIGNS[1:]}]{{1,4}}",
        ("*", "[Note 1: …]"),
    ),
    # A superscript whose shape a paste has lost: "politics.12 Belgium".
    "word1": Convention(
        rf"(?<=[a-zé.,;:!?”\"’)])(?<!\d[.,])({_NUMBER})(?=$|[\s)])",
        answers=("1.", "item", "[1]", "1", "1:", "superscript", "¹", "(1)"),
    ),
    "1.": Convention(note=rf"({_NUMBER})[.)]\s++(?=\S)", row=r"(?P<n>\d{1,3})[.)]"),
    "1:": Convention(note=rf"({_NUMBER}):\s++(?=\S)"),
    "1": Convention(note=rf"({_NUMBER})\s++(?=\S)"),
    "a.": Convention(note=r"([a-z])[.)]\s+(?=\S)"),
}
# Starts that numbered paragraphs and lists share: notes only under a heading of notes, or at the very end.
WEAK_STARTS = frozenset({"1.", "1:", "1", "item", "a.", "superscript"})


def _compiled(part: str) -> dict[str, re.Pattern[str]]:
    rows = ((kind, getattr(row, part), row.any_case) for kind, row in CONVENTIONS.items())
    return {kind: re.compile(pattern, re.I if any_case else 0) for kind, pattern, any_case in rows if pattern}


CALLS = _compiled("call")
NOTES = _compiled("note")
ANSWERS = {kind: row.answers for kind, row in CONVENTIONS.items() if row.answers}


def _rows() -> re.Pattern[str]:
    """Any of the rows of the conventions.

    The group "mark" is the marker, "n0", "n1" ... are the numbers.
    """
    rows = [row.row.replace("(?P<n>", f"(?P<n{at}>") for at, row in enumerate(CONVENTIONS.values()) if row.row]
    after = rf"(?:(?<=:)|(?<=[{SUPERSCRIPTS}†‡])|(?<=\*)(?=[A-ZÀ-Þ“\"])|(?=\s))\s*(?=\S)"
    return re.compile(rf"(?P<mark>{'|'.join(rows)}){after}")


ROW = _rows()
ROW_NUMBERS = tuple(name for name in ROW.groupindex if name != "mark")

# What a raised or linked call shows, in brackets or not. False positives avoided: words ("see"), arrows (they lead back),
# "1.2" (a section). A year is told apart by what is around it.
SUPERSCRIPT_LABEL = re.compile(rf"\s*[\[(]?({_NUMBER}|[a-z]|{_ROMAN}{{1,5}}|{_SYMBOLS})[\])]?\s*")
# What stands before the number of something that is no note: "equation (2)", "item [2]", "class [A]".
COUNTED_THINGS = {
    "en": (
        r"equations?|eqs?\.?|eqns?\.?|formulas?|formulae|figures?|figs?\.?|tables?|items?|points?|paragraphs?|paras?\.?"
        r"|(?:sub)?sections?|secs?\.?|articles?|arts?\.?|clauses?|rules?|steps?|cases?|lemmas?|theorems?|propositions?|examples?"
        r"|exercises?|questions?|answers?|problems?|numbers?|nos?\.?|pages?|pp?\.?|chapters?|ch\.?|lines?|verses?|vv?\.?|versions?"
        r"|options?|levels?|tasks?|tags?|marks?|classes|class|types?|kinds?|groups?|tracks?|parts?|rows?|columns?|days?"
    ),
    "de": (
        r"gleichung|gl\.?|abbildung|abb\.?|tabelle|tab\.?|absatz|abs\.?|satz|nummer|nr\.?|ziffer|ziff\.?|artikel|art\.?|rn\.?"
        r"|rz\.?|klasse|punkt|schritt|aufgabe"
    ),
    "fr": r"équation|figure|tableau|alinéa|article|paragraphe|numéro|point|étape|classe",
    "es": r"ecuación|figura|tabla|párrafo|artículo|número|apartado|punto|paso",
    "it": r"equazione|figura|tabella|comma|articolo|numero|punto",
    "nl": r"vergelijking|figuur|tabel|lid|artikel|nummer|punt|stap",
    "pt": r"equação|figura|tabela|parágrafo|artigo|número|ponto|passo",
    "ru": r"рис\.|табл\.|п\.|пункт|статья|ст\.",
}
# What leads to a note as well as to an item: "see [2]", "ref. [2]".
POINTERS = {
    "en": r"see|cf\.|refs?\.?|references?",
    "de": r"siehe|vgl\.?",
    "fr": "voir",
    "es": "véase",
    "it": "vedi",
    "nl": "zie",
    "ru": r"см\.",
}
_LINK_WORDS = {
    "en": r"(?:foot|end)?note|fn\.?|n\.?|nb",
    "de": r"anm\.?|fu(?:ß|ss)note",
    "es": "nota",
    "fr": r"nt\.?",
    "nl": "(?:voet|eind)?noot",
    "ru": r"прим\.?|сноска",
    "ja": "脚注|[注註※]",
    "ko": "[주]|각주",
}
LINK_LABEL = re.compile(rf"^{any_of(_LINK_WORDS)}?\s*(?:\d{{1,4}}|[a-z]{{1,2}}|{_ROMAN}{{1,7}}|[{SYMBOLS}]{{1,4}})$", re.I)
# A marker that a file's note repeats at its start, before a link back.
LINKED_NOTE = re.compile(
    rf"\s*+(?:[\^↑]\s*+)?[\[({{]?\s*+(\w{{1,7}}|[{SYMBOLS}]{{1,4}})\s*(?:[\])}}][.:]?|[.:)](?=\s|$)|(?=\s|$))\s*"
)
# Calls of numbers within a plain text, by which a list is known for notes: behind a word, so that "[1] Smith" is none.
NUMBER_CALL = re.compile(
    rf"(?<=\S)\s?(?:\^?\[(\d{{1,3}})\]|\((\d{{1,3}})\)|\^(\d{{1,3}})\b|\{{(\d{{1,3}})\}})|(?<=[^\s\d])([{SUPERSCRIPTS}]+)"
)
# A bare asterisk behind a word: a call. "*like this*" is emphasis, and is taken out first.
STAR_CALL = re.compile(r"(?<=[\w.,;:!?”\"’')])\s?\*(?=[\s.,;:)”\"]|$)")
# A marker at the end of a title.
AT_END = re.compile(
    rf"\s*(?:\^?\[\d{{1,3}}\]|\(\d{{1,2}}\)|\^\d{{1,3}}|\{{\d{{1,3}}\}}|[{SUPERSCRIPTS}]+|\*{{1,3}}|[†‡])(?=\W*$)"
)
# Something that looks like a numbered call anywhere in a line, or like the start of a numbered note.
NUMBERED = re.compile(rf"\[\d|\(\d{{1,2}}\)|[{SUPERSCRIPTS}]")
NUMBERED_START = re.compile(r"[\[(^]?\d{1,3}[\])]")
# "[Footnote: text]" and "^[text]" where they are called. False positive avoided: "^[1]", which is a marker.
IN_PLACE = re.compile(rf"\[{any_of(_IN_PLACE_WORDS)}\s*+:\s*+|\^\[(?!\w{{1,3}}\])", re.I)
