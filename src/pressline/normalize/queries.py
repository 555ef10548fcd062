"""What a careful production editor asks, found from the text alone.

Nothing here changes a word.

A query that is wrong more than one time in twenty is worth less than none, so each looks only for what it can be sure of,
and says which false alarm it avoids.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pressline.findings import Finding, finding
from pressline.locale.citations import AVAILABLE, CHANGED_QUOTATION, EDITORS, PINPOINTS, POINTED, SIGNALS, UNDATED
from pressline.locale.prose import DOUBLED, GLUED
from pressline.locale.tables import any_of, words_of
from pressline.locale.tags import primary
from pressline.model import Call, DraftNote, Paragraph
from pressline.normalize import thresholds
from pressline.normalize.partners import TEX_QUOTATION, blanks, lonely_brackets, open_quotations
from pressline.pandoc.passages import excerpt_at, place_of, text_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph to look at: its text, and its note ("" for the text of the essay)."""

    paragraph: Paragraph
    text: str
    note: str = ""

    def say(self, code: str, at: int, **values: object) -> Finding:
        """The finding `code` about what stands at a character."""
        place = place_of(self.paragraph, at)
        return finding(code, place, excerpt=excerpt_at(self.paragraph, place), **values)


def ask(blocks: Sequence[Paragraph], notes: Sequence[DraftNote], language: str) -> Iterator[Finding]:
    """All queries on the text of an essay and of its notes."""
    passages = [Passage(p, text_of(p)) for p in blocks if p.kind != "code"]
    passages += [Passage(p, text_of(p), note.label) for note in notes for p in note.body if p.kind != "code"]
    for query in _QUERIES:
        yield from query(passages)
    yield from two_spellings(passages, language)
    if primary(language) == "en":
        yield from doubled_words(passages)
    yield from older_sources(blocks, notes)
    yield from same_notes(notes)


# A function word glued to an abbreviation, "forUNAMIR"; and a possessive with a stray capital, "UNAMIR'sR". False
# positives it avoids: "eBook", "iPhone", "miRNA", "mtDNA" and "pH", whose small letters are no function word; "McDONALD".
_GLUED = re.compile(rf"(?<![\w])(?:{any_of(GLUED)}[A-Z]{{3,}}\w*(?:[’']s[A-Z]\b)?|\w+[’']s[A-Z]\b)")


def paste_damage(passages: list[Passage]) -> Iterator[Finding]:
    """Words that a paste has glued together."""
    for passage in passages:
        for match in _GLUED.finditer(passage.text):
            yield passage.say("Q001", match.start(), text=match[0])


# What stands before a word within its sentence: not "Esta", which starts one, beside the verb "Está".
_WITHIN = re.compile(r"[\w,;)’”»] ")


def two_spellings(passages: list[Passage], language: str) -> Iterator[Finding]:
    """A name with and without its accents, "Romeo" and "Roméo".

    Only capitalized words: "resume" and "résumé" are two. Where common words bear accents, as in most languages but
    English, a word without any is looked at only if it stands within a sentence.
    """
    places: dict[str, dict[str, tuple[Passage, int]]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    within: set[str] = set()
    for passage in passages:
        for match in re.finditer(r"(?<!\w)[^\W\d_]*[^\x00-\x7f\W]\w*|(?<!\w)[A-Z][a-z]{3,}\b", passage.text):
            word, start = match[0], match.start()
            if word[0].isupper() and not word.isupper():
                counts[word] += 1
                places[_plain(word)].setdefault(word, (passage, start))
                if word not in within and _WITHIN.fullmatch(passage.text, max(0, start - 2), start):
                    within.add(word)
    for plain, spellings in places.items():
        sure = primary(language) == "en" or plain not in spellings or within.issuperset(spellings)
        if len(spellings) == 2 and sure:
            rare, common = sorted(spellings, key=lambda word: counts[word])
            passage, at = spellings[rare]
            yield passage.say("Q002", at, one=rare, other=common, count=counts[common])


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")


def mixed_quotes(passages: list[Passage]) -> Iterator[Finding]:
    """Straight and curly quotation marks in one essay.

    Said once, where the rarer kind first stands.
    """
    found: dict[str, list[tuple[Passage, int]]] = {"straight": [], "curly": []}
    for passage in passages:
        for match in re.finditer("[\"“”‘’]|(?<=\\w)'(?=\\w)", TEX_QUOTATION.sub(blanks, passage.text)):
            found["straight" if match[0] in "\"'" else "curly"].append((passage, match.start()))
    rare, common = sorted(found, key=lambda kind: len(found[kind]))
    if found[rare]:
        passage, at = found[rare][0]
        yield passage.say("Q003", at, rare=rare, few=len(found[rare]), many=len(found[common]))


# A range of numbers with a hyphen. False positives it avoids: dates (2020-01-31), ISBNs, telephone and document numbers.
_HYPHENED = re.compile(r"(?<![\w.,/-])(\d{1,4})-(\d{1,4})(?![\w/-]|[.,]\d)")
_DASHED = re.compile(r"\d[–]\d")


def hyphen_for_dash(passages: list[Passage]) -> Iterator[Finding]:
    """Ranges with a hyphen in an essay whose other ranges have a dash."""
    dashes = sum(len(_DASHED.findall(passage.text)) for passage in passages)
    hyphens = [(p, m) for p in passages for m in _HYPHENED.finditer(p.text) if _is_range(m[1], m[2])]
    if len(hyphens) * thresholds.DASHES_TO_HYPHENS <= dashes:
        for passage, match in hyphens:
            yield passage.say("Q004", match.start(), text=match[0], dashes=dashes)


def _is_range(first: str, last: str) -> bool:
    """Whether two numbers count up: "1992-1993", "142-68". "51-4" is a number of something."""
    full = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    return int(full) > int(first)


def mixed_abbreviations(passages: list[Passage]) -> Iterator[Finding]:
    """An abbreviation with points and without, "U.S." and "US".

    The pronoun "us" is another word.
    """
    pointed: dict[str, list[tuple[Passage, int]]] = defaultdict(list)
    bare: Counter[str] = Counter()
    for passage in passages:
        for match in re.finditer(r"\b(?:[A-Z]\.){2,4}", passage.text):
            pointed[match[0].replace(".", "")].append((passage, match.start()))
        bare.update(re.findall(r"(?<![\w.-])[A-Z]{2,4}(?![\w-])", passage.text))
    for letters, found in pointed.items():
        # Two letters with points are most often initials of a name; only known abbreviations are asked about.
        if bare[letters] and letters in _POINTED:
            passage, at = found[0]
            with_points = ".".join(letters) + "."
            yield passage.say("Q005", at, one=with_points, few=len(found), other=letters, many=bare[letters])


_NO_ADDRESS = re.compile(rf"\b{any_of(AVAILABLE)}:?\s*+(?!(?:<?https?:|www\.|doi|[\w-]+\.[a-z]{{2,}}/))(?=\S)", re.I)
_POINTED = words_of(POINTED)


def available_nowhere(passages: list[Passage]) -> Iterator[Finding]:
    """The words "Available at:" without an address.

    False positive it avoids: "available at the library" outside the notes.
    """
    for passage in passages:
        for match in _NO_ADDRESS.finditer(passage.text) if passage.note else ():
            if ":" in match[0]:
                yield passage.say(
                    "Q006", match.start(), text=passage.text[match.start() : match.end() + thresholds.ADDRESS_SHOWN]
                )


_ONCE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Q007", re.compile(rf"\({any_of(UNDATED)}\)", re.I)),
    ("Q008", re.compile(rf"\b{any_of(CHANGED_QUOTATION)}\b", re.I)),
)


def marked_by_the_author(passages: list[Passage]) -> Iterator[Finding]:
    """What the notes say of themselves: undated sources, quotations that were changed."""
    for code, pattern in _ONCE:
        found = [(p, m) for p in passages if p.note for m in pattern.finditer(p.text)]
        if found:
            passage, match = found[0]
            notes = ", ".join(dict.fromkeys(p.note for p, _ in found))
            yield passage.say(code, match.start(), text=match[0], notes=notes)


# --- works ----------------------------------------------------------------------------------------------------------

# "Prunier, G. (1997) The Rwanda crisis: history of a genocide. London": an author with initials or a body, a year in
# parentheses, a title up to a full stop. False positive it avoids: the short form "Prunier (1997), pp. 61–62".
_WORK = re.compile(
    rf"(?:^|[;.] )(?P<author>[A-Z][^();]{{2,80}}?) \((?:{any_of(EDITORS)} \()?(?P<year>\d{{4}}[a-z]?)\) "
    r"['‘“\"]?(?P<title>[A-Za-z][^.;()]{12,160})"
)


def _works(passages: list[Passage]) -> list[tuple[str, str, str, Passage, int]]:
    """Works cited in full in the notes: author, year, title, where."""
    return [
        (m["author"].strip(), m["year"], m["title"].strip(" ,'’”\""), passage, m.start("author"))
        for passage in passages
        if passage.note
        for m in _WORK.finditer(passage.text)
    ]


def works_cited(passages: list[Passage]) -> Iterator[Finding]:
    """One work cited in full again and again; two works of one author and year.

    One title under two authors.
    """
    works = _works(passages)
    by_title: dict[str, list[tuple[str, str, str, Passage, int]]] = defaultdict(list)
    by_author: dict[tuple[str, str], dict[str, tuple[str, str, str, Passage, int]]] = defaultdict(dict)
    for work in works:
        short = re.split(r"[:,]", work[2].casefold())[0]
        by_title[short].append(work)
        by_author[work[0], work[1]].setdefault(short, work)
    for found in by_title.values():
        author, year, _, passage, at = found[0]
        same = [w for w in found if w[0] == author]
        if len(same) >= thresholds.TIMES_CITED_IN_FULL:
            notes = ", ".join(dict.fromkeys(w[3].note for w in same))
            yield passage.say("Q009", at, author=author, year=year, count=len(same), notes=notes)
        others = [w for w in found if w[0].split(",")[0] != author.split(",")[0]]
        if others:
            other = others[0]
            yield other[3].say("Q011", other[4], title=other[2], one=author, other=other[0])
    for (author, year), titles in by_author.items():
        if len(titles) > 1:
            first, second = list(titles.values())[:2]
            yield second[3].say("Q010", second[4], author=author, year=year, one=first[2], other=second[2])


# A work cited in a note, in full or in short, and what of a citation says where in the work.
_CITED = re.compile(
    rf"(?:^|; ){any_of(SIGNALS)}{{0,4}}(?P<author>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)[^();]{{0,40}}? \((?P<year>\d{{4}}[a-z]?)\)",
    re.I,
)
_PINPOINT = re.compile(any_of(PINPOINTS), re.I)


def missing_pages(passages: list[Passage]) -> Iterator[Finding]:
    """A work cited without a page that other notes cite with one.

    False positive it avoids: a work never cited by page.
    """
    places: dict[tuple[str, str], list[tuple[Passage, int, bool]]] = defaultdict(list)
    for passage in passages if any(p.note for p in passages) else ():
        for match in _CITED.finditer(passage.text) if passage.note else ():
            rest = passage.text[match.end() :].split(";", 1)[0]
            key = match["author"].split()[0].casefold(), match["year"]
            places[key].append((passage, match.start("author"), bool(_PINPOINT.search(rest))))
    for (_, year), found in places.items():
        paged = [passage.note for passage, _, has in found if has]
        for passage, at, has in found:
            if not has and len(paged) >= thresholds.TIMES_PAGED:
                work = passage.text[at : passage.text.index(year, at)].rstrip(" (") + f" ({year})"
                yield passage.say("Q016", at, work=work, notes=", ".join(dict.fromkeys(paged)))


_YEAR = re.compile(r"(?<![\d/–-])(1[6-9]\d\d|20[0-4]\d)(?![\d/])")
_PUBLISHED = re.compile(r"\((\d{4})[a-z]?\)|, (\d{4})\b")
_SENTENCE_END = re.compile(r"[.!?][”\"’']? ")


def _start(match: re.Match[str]) -> int:
    return match.start()


def _end(match: re.Match[str]) -> int:
    return match.end()


def older_sources(blocks: Sequence[Paragraph], notes: Sequence[DraftNote]) -> Iterator[Finding]:
    """A sentence of which every year is later than every source of its note.

    False positives it avoids: a sentence that also names an earlier year, and a note one of whose sources is late enough.
    """
    published = {
        note.label: [int(year) for p in note.body for pair in _PUBLISHED.findall(text_of(p)) for year in pair if year]
        for note in notes
    }
    for block in blocks:
        text, at = text_of(block), 0
        ends = [0, *(m.end() for m in _SENTENCE_END.finditer(text))]
        dated = list(_YEAR.finditer(text))
        for inline in block.inlines:
            if not isinstance(inline, Call):
                at += len(inline.text)
                continue
            start = ends[bisect_right(ends, max(at - 2, 0)) - 1]
            told = dated[bisect_left(dated, start, key=_start) : bisect_right(dated, at, key=_end)]
            years = [int(match[0]) for match in told]
            sources = published.get(inline.label, [])
            if years and sources and max(sources) < min(years):
                values = {"label": inline.label, "newest": max(sources), "year": min(years)}
                yield finding("Q018", inline.place, excerpt=excerpt_at(block, inline.place), **values)


def same_notes(notes: Sequence[DraftNote]) -> Iterator[Finding]:
    """Two notes that say the same.

    False positive it avoids: "Ibid." and its like, which are meant to come again.
    """
    seen: dict[str, str] = {}
    for note in notes:
        text = " ".join(text_of(p) for p in note.body).strip()
        if len(text) > thresholds.SAME_NOTE and text in seen:
            yield finding("Q012", note.place, excerpt=text, label=note.label, other=seen[text])
        seen.setdefault(text, note.label)


# --- marks and words ------------------------------------------------------------------------------------------------


def unbalanced(passages: list[Passage]) -> Iterator[Finding]:
    """A bracket that is never closed or never opened.

    False positives it avoids: "1)" and "a)" in an enumeration, ":-)", and interval notation, whose brackets mix.
    """
    texts = [passage for passage in passages if passage.paragraph.kind == "text"]
    for opening, closing in ("()", "[]"):
        for number, at in lonely_brackets([p.text for p in texts], [p.note for p in texts], opening, closing):
            yield texts[number].say("Q013", at, mark=texts[number].text[at])


def open_quotes(passages: list[Passage]) -> Iterator[Finding]:
    """A quotation that is not closed in its paragraph, nor in a later one."""
    texts = [p for p in passages if p.paragraph.kind == "text" and not p.note]
    for number, at in open_quotations([passage.text for passage in texts]):
        yield texts[number].say("Q017", at)


_SPACES = re.compile(r"(?<=[\w,;]) {2,3}(?=\w)(?!\w{1,12}:)")


def doubled_spaces(passages: list[Passage]) -> Iterator[Finding]:
    """Two spaces within a sentence, said once.

    False positives it avoids: the typist's two spaces after a full stop, columns, and "Tel: 1234  Fax: 5678".
    """
    texts = [p for p in passages if p.paragraph.kind == "text" and " " * thresholds.BETWEEN_COLUMNS not in p.text]
    found = [(p, m.start()) for p in texts for m in _SPACES.finditer(p.text)]
    if 0 < len(found) <= thresholds.TYPEWRITTEN:
        passage, at = found[0]
        yield passage.say("Q015", at, count=len(found))


# False positives it avoids: doublings that English knows ("that that", "had had"), names and numbers.
_DOUBLED = re.compile(r"(?<![\w’'-])([a-z]{2,})\s+\1(?![\w’'-])")
_MEANT = words_of(DOUBLED)
_CLAUSE = re.compile(r"\b(?:what|where|who|how|all)(?: \w{1,20}){1,3}$")  # of "where he was was in Leeds"


def doubled_words(passages: list[Passage]) -> Iterator[Finding]:
    """A word that stands twice in a row.

    False positives it avoids: "drop drop drop" and "fun, fun fun", which are meant; "what it is is this".
    """
    for passage in passages:
        for match in _DOUBLED.finditer(passage.text) if passage.paragraph.kind == "text" else ():
            if match[1] not in _MEANT and not _is_meant(passage.text, match):
                yield passage.say("Q014", match.start(), text=match[0])


def _is_meant(text: str, match: re.Match[str]) -> bool:
    word = match[1]
    before = text[max(0, match.start() - thresholds.BEFORE_DOUBLED) : match.start()].casefold().split()
    after = text[match.end() : match.end() + thresholds.BEFORE_DOUBLED].casefold().split()
    again = word in (one[0].strip(",;–—") for one in (before[-1:], after[:1]) if one)
    return again or (word in ("is", "was") and _CLAUSE.search(" ".join(before)) is not None)


_QUERIES: tuple[Callable[[list[Passage]], Iterator[Finding]], ...] = (
    paste_damage,
    mixed_quotes,
    hyphen_for_dash,
    mixed_abbreviations,
    available_nowhere,
    marked_by_the_author,
    works_cited,
    missing_pages,
    unbalanced,
    open_quotes,
    doubled_spaces,
)
