"""The lines under a title, one paragraph after the other until the text starts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pressline.locale.bylines import BY, BY_OR_PARTICLE
from pressline.locale.headings import ABOUT_AUTHOR, ABSTRACT, KEYWORDS
from pressline.locale.markers import NUMBERED
from pressline.locale.names import bare_name
from pressline.locale.tables import any_of, words_of
from pressline.model import Author, Call
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.addresses import common_words, in_address, is_address_block
from pressline.normalize.metadata_extraction.bare_names import bare_names
from pressline.normalize.metadata_extraction.boilerplate import BOILERPLATE
from pressline.normalize.metadata_extraction.contents import key
from pressline.normalize.metadata_extraction.days import day_of
from pressline.normalize.metadata_extraction.reached import INTO, PLACED
from pressline.normalize.metadata_extraction.table import Draft, Table

_ABSTRACT = re.compile(rf"{any_of(ABSTRACT)}\s*(?P<end>[.:—–-]*)\s*", re.I)
_KEYWORDS = re.compile(rf"{any_of(KEYWORDS)}\s*[.:—–-]+\s*", re.I)
_BY = words_of(BY, BY_OR_PARTICLE)
_ABOUT_AUTHOR = re.compile(f"{any_of(ABOUT_AUTHOR)}:?", re.I)


def is_listed(table: Table, at: int) -> bool:
    """Whether a paragraph was an item of a pasted list: "- Ann Lee"."""
    return any(c.kind == "bullet" for c in table.paragraphs[at].containers) or table.texts[at].startswith(("- ", "– ", "— "))


def is_known_line(table: Table, at: int) -> bool:
    """Whether a paragraph is a byline or a date."""
    line = table.line(at)
    if day_of(line) or names.dated_byline(line)[1] or line.lower().strip(":") in _BY or key(line) in table.known:
        return True
    return bool(names.byline_of(line, is_listed(table, at)) or names.names_in(line) and _vouched(table, at, line))


def known_authors(draft: Draft, said: Sequence[str]) -> None:
    """The authors that the file's frame or metadata names, when the essay itself names none."""
    if any(said) and not draft.authors:
        draft.authors = tuple(map(names.author_of, said))


def take_lines(draft: Draft, hints: Mapping[str, str]) -> None:
    """Extract byline, date, affiliation, address, bio, abstract and keywords, in order.

    Until the text starts.
    """
    table = draft.table
    misses = 0
    start = draft.title_at + 1 if draft.title_at > table.first_prose() else 0
    for at in list(table.left(start))[: thresholds.LINES_FRONT]:
        if at in table.taken:
            continue
        if table.is_prose(at) and misses > thresholds.MISSES:
            break
        known = {key(author.name) for author in draft.authors}
        if misses > thresholds.MISSES and not _late(draft, at, known):
            continue
        taken = _take_line(draft, at, hints)
        misses += not taken
        if not taken and table.is_prose(at):
            break


def _late(draft: Draft, at: int, known: set[str]) -> bool:
    """Whether a line below others may still be a byline.

    Of a known author, or of anybody when none is known yet.

    False positive it avoids: "by Ann Lee" under an epigraph or a picture, once there is an author.
    """
    line = draft.table.line(at)
    byline = known & set(map(key, names.byline_of(line, False))) or key(line) in draft.table.known
    explicit = names.explicit_byline(line) or line.lower().strip(":") in _BY
    return bool(byline or explicit and (not draft.authors or draft.sender))


def _take_line(draft: Draft, at: int, hints: Mapping[str, str]) -> bool:
    """Take one paragraph, if it is front matter."""
    line = draft.table.line(at)
    why = _take_dated(draft, at, line) or _take_placed(draft, at, line)
    if not why and _take_byline(draft, at, hints):
        why = "byline"
    for take in (_take_keywords, _take_abstract, _take_bio):
        why = why or take(draft, at, line)
    why = why or _take_affiliation(draft, at, line, hints.get("affiliation"))
    if not why and draft.authors and in_address(draft.table, at):
        draft.table.take(at, "dropped", "an address of the author")
        return True
    if why:
        draft.table.take(at, "moved", f"{why}, into the metadata")
    return bool(why)


def _take_dated(draft: Draft, at: int, line: str) -> str:
    found, both = names.dated_byline(draft.table.texts[at])
    day = day_of(line) or (both if not draft.authors else None)
    if not day:
        return ""
    draft.date = draft.date or day
    if found and not draft.authors:
        draft.authors = tuple(map(names.author_of, found))
        return "byline and date"
    return "date"


def _take_placed(draft: Draft, at: int, line: str) -> str:
    """The first line under the title, when it is a name, a place and a month.

    The place and the month are left out and said.
    """
    found, day = names.placed_byline(line) if not draft.authors and at == next(iter(draft.table.left()), None) else ((), None)
    if not found:
        return ""
    draft.authors = tuple(map(names.author_of, found))
    draft.date = draft.date or day
    return PLACED


def _take_keywords(draft: Draft, at: int, line: str) -> str:
    if not _KEYWORDS.match(line):
        return ""
    rest = _KEYWORDS.sub("", line, count=1).rstrip(".")
    draft.keywords = tuple(part.strip() for part in re.split(r"[;,·•]", rest) if part.strip())
    return "keywords"


def _take_bio(draft: Draft, at: int, line: str) -> str:
    at_author = names.whose_bio(line, draft.authors)
    if at_author is None or draft.authors[at_author].bio or len(line.split()) < thresholds.SHORTEST_BIO:
        return ""
    author, lost = names.with_bio(draft.authors[at_author], line)
    draft.authors = tuple(author if k == at_author else other for k, other in enumerate(draft.authors))
    for text in lost:
        draft.find("S003", at, text)
    return "bio"


def take_bio_at_the_end(draft: Draft) -> None:
    """The bio under an essay: it starts with the author's full name, near the end.

    Before the notes or after them.

    False positive it avoids: a paragraph of the essay that speaks of the author, further up or with a note in it.
    """
    table = draft.table
    left = list(table.left())
    for at in left[max(int(len(left) * thresholds.BIO_AFTER), len(left) - thresholds.BIO_LAST) :]:
        line = table.line(at)
        if (
            not draft.authors
            or draft.authors[0].bio
            or table.paragraphs[at].kind != "text"
            or len(line) > thresholds.LONGEST_BIO
        ):
            continue
        named = line.startswith(draft.authors[0].name + " ") and names.is_bio(line, draft.authors)
        following = next(iter(table.left(at + 1)), None)
        last = following is None or table.paragraphs[following].kind == "heading" or not table.is_prose(following)
        if named and last and not NUMBERED.search(line):
            why = _take_bio(draft, at, line)
            table.take(at, "moved", f"{why}, into the metadata")
            if at and _ABOUT_AUTHOR.fullmatch(table.line(at - 1)):
                table.take(at - 1, "moved", "bio, into the metadata")


def _take_affiliation(draft: Draft, at: int, line: str, said: str | None) -> str:
    """A university, an address, or both on one line.

    The affiliation is said of all authors, the address of the first.
    """
    above = draft.table.taken.get(at - 1)
    kinds = ("text", "verse", "heading") if above is not None and above.why == f"byline{INTO}" else ("text", "verse")
    if not draft.authors or draft.table.paragraphs[at].kind not in kinds:
        return ""
    email = names.address_of(line)
    bare = line.replace(email or "\n", "").strip(" ,;")
    here = [at for at, author in enumerate(draft.authors) if key(author.name) in draft.named] or list(range(len(draft.authors)))
    first = draft.authors[here[0]]
    known = (names.is_affiliation(bare) or bare == said) and not first.affiliation
    if not known and not (email and len(line) < thresholds.ADDRESS_LINE and not first.email):
        return ""
    authors = [replace(a, affiliation=bare) if known and at in here else a for at, a in enumerate(draft.authors)]
    authors[here[0]] = replace(authors[here[0]], email=first.email or email)
    draft.authors = tuple(authors)
    return "affiliation" if known else "address"


def _take_byline(draft: Draft, at: int, hints: Mapping[str, str]) -> bool:
    """A byline: marked as one, or a bare name that metadata or the next lines confirm."""
    table = draft.table
    line = table.line(at)
    if len(line) > thresholds.BYLINE:
        return False
    found = names.byline_of(table.texts[at] if not is_listed(table, at) else line, is_listed(table, at))
    following = next(iter(table.left(at + 1)), None)
    if line.lower().strip(":") in _BY and following is not None:
        found = names.names_in(table.line(following))
        if found:
            table.take(following, "moved", "byline, into the metadata")
    known = {key(author.name) for author in draft.authors} | {key(hints.get("author", ""))} | table.known
    if not found and names.names_in(line) and (key(line) in known or _may_begin(draft, at) and _vouched(table, at, line)):
        found = names.names_in(line)
    found = found or _whole_line(draft, at, line)
    if not found and not draft.authors:
        found = bare_names(table, at, line)
    if not found:
        return False
    if draft.sender and not {key(a.name) for a in draft.authors} & set(map(key, found)):
        draft.authors = ()
    draft.sender = False
    draft.named = frozenset(map(key, found))
    new = not {key(author.name) for author in draft.authors} & draft.named
    if draft.authors and new and (draft.named <= table.known or _may_begin(draft, at)):
        draft.authors = (*draft.authors, *map(names.author_of, found))  # a line for each author
        return True
    if not draft.authors or draft.authors[0].bio is None and {key(a.name) for a in draft.authors} == {key(n) for n in found}:
        email, home = names.address_of(line), names.home_in(line)
        old = {key(author.name): author for author in draft.authors}
        draft.authors = tuple(old.get(key(name), names.author_of(name, email, home)) for name in found)
        return True
    return any(key(author.name) in {key(name) for name in found} for author in draft.authors)


def _whole_line(draft: Draft, at: int, line: str) -> tuple[str, ...]:
    """A line that is an author although it is not made like a name.

    "bell hooks", "Plato", as the file names its author; a name in a script that parts no words.
    """
    named = key(line) and key(line) in draft.table.known
    unspaced = not draft.authors and names.is_unspaced_name(line) and _ends_first_block(draft, at)
    return (line,) if named or unspaced else ()


def _ends_first_block(draft: Draft, at: int) -> bool:
    """Whether a line is the last of those that stand together at the start.

    The title is the first. False positive it avoids: "はじめに" under the title, which a blank line parts from it.
    """
    table = draft.table
    places = [p.origins[0].place for p in table.paragraphs[: at + 2]]
    if not 0 < at < thresholds.FIRST_BLOCK or any(place.spot for place in places) or draft.title_at != 0:
        return False
    together = all(b.line - a.line == 1 for a, b in zip(places[: at + 1], places[1 : at + 1], strict=False))
    return together and (len(places) == at + 1 or places[at + 1].line - places[at].line > 1)


def _may_begin(draft: Draft, at: int) -> bool:
    """Whether a bare name may be an author's.

    Of the first, or of one more under the affiliation of another.
    """
    before = draft.table.taken.get(at - 1)
    return not draft.authors or before is not None and before.why.startswith(("affiliation", "address"))


def _vouched(table: Table, at: int, name: str) -> bool:
    """Whether what stands round a bare name says that it is an author's.

    A date, an address, a university, a bio, a button.

    Or the title in the line above, or all the text, which has the name nowhere and none of its words in small letters.
    """
    after = table.taken.get(at + 1)
    if after is not None and after.why.startswith(BOILERPLATE) and table.paragraphs[at].kind != "heading":
        return True
    following = next(iter(table.left(at + 1)), None)
    if following is None or _is_of_the_text(table, at, name):
        return False
    line = table.line(following)
    if day_of(line) or names.address_of(line) or names.is_affiliation(line) or is_address_block(table, following):
        return True
    return names.is_bio(line, (Author(name),)) or _under_title(table, at, name)


def _under_title(table: Table, at: int, name: str) -> bool:
    """Whether a bare name under the title is the author's.

    In the next line, or where nothing in the text speaks against it.

    False positives it avoids: "Early Years" over the first part, and the name of the person whom the essay is about.
    """
    above = table.taken.get(at - 1)
    if above is None or not above.why.startswith("title") or not table.is_prose(next(iter(table.left(at + 1)), at)):
        return False
    place, before = table.paragraphs[at].origins[0].place, table.paragraphs[at - 1].origins[-1].place
    if not place.spot and place.line - before.line == 1 or len(names.names_in(name)) > 1:
        return True
    if table.paragraphs[at].kind == "heading":
        return False
    body = " ".join(table.texts[at + 1 :])
    surname = bare_name(name).split()[-1]
    return not common_words(name, body) and len(body) > thresholds.TELLING and body.count(surname.capitalize()) <= 1


def _is_of_the_text(table: Table, at: int, name: str) -> bool:
    """Whether two words and more of a longer name are words of the text.

    "Weapons Testing Facts", over a day.
    """
    words = re.findall(r"[^\W\d_]{4,}", bare_name(name))
    body = " ".join(table.texts[at + 1 :])
    return len(words) > 2 and sum(bool(re.search(rf"\b{word.lower()}\b", body)) for word in words) > 1


def _take_abstract(draft: Draft, at: int, line: str) -> str:
    """The abstract: "Abstract: ..." in one paragraph, or under a heading of its own."""
    table = draft.table
    match = _ABSTRACT.match(line)
    if not match or draft.abstract:
        return ""
    if match["end"] and len(line) > match.end() + thresholds.ABSTRACT:
        draft.abstract = line[match.end() :]
        return "abstract"
    if match.end() < len(line):
        return ""
    under = []
    for k in table.left(at + 1, at + 1 + thresholds.ABSTRACT_PARAGRAPHS):
        if table.paragraphs[k].kind != "text" or _KEYWORDS.match(table.line(k)):
            break
        under.append(k)
    if len(under) > 1 and thresholds.SHORT_ABSTRACT * len(table.line(under[0])) < len(table.line(under[1])):
        under = under[:1]  # an abstract of a line, and the text after it
    ended = len(under) == 1 or (
        under
        and under[-1] + 1 < len(table.texts)
        and (table.paragraphs[under[-1] + 1].kind == "heading" or _KEYWORDS.match(table.line(under[-1] + 1)))
    )
    if not ended or any(
        isinstance(i, Call) or re.search(r"\[\d+\]", i.text) for k in under for i in table.paragraphs[k].inlines
    ):
        return ""
    draft.abstract = " ".join(table.line(k) for k in under)
    for k in under:
        table.take(k, "moved", "abstract, into the metadata")
    return "abstract"
