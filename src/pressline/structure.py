"""The parts of a raw essay: title, byline, page chrome and bio in front; headings and paragraphs; the notes at the end.

Lines are told apart by what they look like beside their neighbours, because a paste has lost every other mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from pressline.findings import Finding, finding
from pressline.model import Author, Line, Link, Piece, Step

# --- the front ------------------------------------------------------------------------------------------------------

# What publishing sites put around an essay. Looked for only in the lines in front of the text, and each pattern must
# match the whole line: "14 min read" within a sentence is the author's.
CHROME = (
    re.compile(r"\d+ (?:second|minute|min|hour|hr|day|week|month|year)s? ago", re.I),
    re.compile(r"\d+[ -]min(?:ute)?s?(?: read)?", re.I),
    re.compile(r"(?:share|tweet|save|listen|follow|subscribe|sign (?:in|up)|member-only story|comments?|\d+ comments?)", re.I),
    re.compile(r"(?:updated|published|posted):? .{0,20}\d.{0,10}", re.I),
)
# "By Ann Lee" or "- Ann Lee": up to six words that start with capitals or are name particles. False positive it avoids:
# a bare line of capitalized words, which may be a heading; without "By" or a dash it must be the name in the bio.
_BYLINE = re.compile(r"(?:(?:by|par|von|por|door|di)\s*:?\s+|[-–—•]\s+)(?P<name>.{3,80})$", re.I)
_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]*|de|da|di|del|du|van|von|der|den|la|le|bin|al|y|and|&|Jr\.?|[A-Z]\.)(?:,?\s+|$)")
_LIST_DASH = re.compile(r"^[-–—•]\s+")
# "(lou@cardot.me | LinkedIn)" at the end of a bio: the parentheses hold an e-mail address.
_CONTACT = re.compile(r"\s*\((?P<inside>[^()]*@[^()]*)\)\s*$")
_EMAIL = re.compile(r"[^@\s<>()|,;]+@[^@\s<>()|,;]+\.[A-Za-z]{2,}")
_DATES = ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%Y-%m-%d")
_FRONT_LINES = 12
_TITLE_CHARACTERS = 250
_BIO_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before the text. `pieces` are its words by place; `left` are the lines after it."""

    title: str = ""
    subtitle: str | None = None
    author: Author | None = None
    date: date | None = None
    pieces: tuple[Piece, ...] = ()
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()
    left: tuple[Line, ...] = field(default=())


def take_front(lines: list[Line], path: str) -> Front:
    """Title, subtitle, byline, bio and date, and the page chrome, off the front of an essay."""
    front = _take_title(Front(left=tuple(lines)), path)
    for line in front.left[:_FRONT_LINES]:
        after = _take_line(front, line, path)
        if after is front:
            break
        front = replace(after, left=front.left[1:])
    return front


def _take_title(front: Front, path: str) -> Front:
    """The first line as the title; what follows its first colon is the subtitle."""
    line = front.left[0]
    text = line.text.lstrip("# ")
    if len(text) > _TITLE_CHARACTERS:
        return replace(front, findings=(finding("S001", line.place(path), excerpt=line.text[:80]),))
    title, colon, subtitle = text.partition(": ")
    piece = Piece(line.place(path), line.text)
    steps = [Step("moved", line.place(path), line.text, "title, into the metadata")]
    if colon:
        steps.append(Step("dropped", line.place(path, line.text.index(": ")), ":", "the subtitle stands on its own line"))
    return replace(front, title=title, subtitle=subtitle or None, pieces=(piece,), steps=tuple(steps), left=front.left[1:])


def _take_line(front: Front, line: Line, path: str) -> Front:
    """The front with one more line taken, or the same front when the line belongs to the text."""
    place = line.place(path)
    bare = _LIST_DASH.sub("", line.text).strip()
    byline = _BYLINE.match(line.text)
    day = _date(bare)
    if any(pattern.fullmatch(bare) for pattern in CHROME):
        return _taken(front, line, Step("dropped", place, line.text, "page chrome"))
    if day:
        return replace(_taken(front, line, Step("moved", place, line.text, "date, into the metadata")), date=day)
    if byline and not front.author and _is_name(byline["name"]):
        step = Step("moved", place, line.text, "byline, into the metadata")
        return replace(_taken(front, line, step), author=Author(byline["name"].strip()))
    if front.author and not front.author.bio and _is_bio(line.text, front.author.name):
        return _take_bio(front, front.author, line, path)
    return front


def _taken(front: Front, line: Line, step: Step) -> Front:
    return replace(front, pieces=(*front.pieces, Piece(step.place, line.text)), steps=(*front.steps, step))


def _date(text: str) -> date | None:
    """The day that a whole line names, or None: "January 5, 2024", "5 January 2024", "2024-01-05"."""
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _is_name(text: str) -> bool:
    """Whether a text is made like a person's name.

    >>> _is_name("Lou E. Cardot"), _is_name("The story so far was long")
    (True, False)
    """
    return len(text.split()) <= 6 and "".join(m[0] for m in _NAME.finditer(text)) == text


def _is_bio(text: str, name: str) -> bool:
    """Whether a paragraph tells of the author: it is long, and starts with the author's first or last name."""
    names = {name.split()[0].casefold(), name.split()[-1].casefold()}
    start = {word.strip(",.").casefold() for word in text.split()[:3]}
    return len(text) > _BIO_CHARACTERS and bool(names & start)


def _take_bio(front: Front, author: Author, line: Line, path: str) -> Front:
    """The bio and, from the parentheses at its end, the e-mail address and the links."""
    match = _CONTACT.search(line.text)
    bio, email, links, findings = line.text, None, [], []
    steps = [Step("moved", line.place(path), line.text, "bio, into the metadata")]
    if match:
        bio = line.text[: match.start()]
        for part in re.split(r"\s*[|·•,;]\s*", match["inside"]):
            if _EMAIL.fullmatch(part):
                email = part
            elif part:
                at = line.text.index(part, match.start())
                links.append(Link(part))
                findings.append(finding("S003", line.place(path, at), excerpt=line.text, text=part))
        steps.append(Step("moved", line.place(path, match.start("inside") - 1), match[0].strip(), "contact"))
    known = replace(author, bio=bio, email=email, links=tuple(links))
    return replace(
        front,
        author=known,
        pieces=(*front.pieces, Piece(line.place(path), line.text)),
        steps=(*front.steps, *steps),
        findings=(*front.findings, *findings),
    )


# --- the text -------------------------------------------------------------------------------------------------------

_HEADING_CHARACTERS = 110
_ATX = re.compile(r"^(#{1,6})\s+(?P<text>.+?)\s*#*$")
_HARD_WRAP_COLUMNS = 100  # a text with no longer line, and with blank lines, was wrapped by hand or by a mailer
# Words that titles leave in lower case.
_SMALL = re.compile(r"(?:an?|and|as|at|but|by|for|from|in|into|nor|of|on|or|the|to|upon|via|vs|with)", re.I)


def join_wrapped(lines: list[Line], stands_alone: Callable[[str], bool]) -> list[Line]:
    """The lines of a hard-wrapped text joined into paragraphs; any other text as it is, one paragraph a line.

    `stands_alone` says of a line that it is never joined with the next: the heading of the notes.
    """
    gaps = sum(b.number - a.number > 1 for a, b in zip(lines, lines[1:], strict=False))
    if not gaps or max((len(line.text) for line in lines), default=0) > _HARD_WRAP_COLUMNS:
        return lines
    joined: list[Line] = []
    end = 0
    for line in lines:
        if joined and line.number == end + 1 and not _starts_anew(line, joined[-1]) and not stands_alone(joined[-1].text):
            last = joined[-1]
            joined[-1] = Line(last.number, f"{last.text} {line.text}", (*last.columns, 0, *line.columns))
        else:
            joined.append(line)
        end = line.number
    return joined


def _starts_anew(line: Line, last: Line) -> bool:
    """Whether a line that follows another directly is no continuation: a list item, a heading, a note."""
    return bool(re.match(r"\[\d+\]\s|[-*•]\s|#{1,6}\s", line.text) or _ATX.match(last.text))


def heading_level(line: Line, following: Line | None) -> int:
    """The level of a heading, or 0 for a paragraph. A bare heading is short, in title case, and stands above text."""
    match = _ATX.match(line.text)
    if len(line.text) > _HEADING_CHARACTERS:
        return 0
    if match:
        return len(match[1])
    if following is None or len(following.text) <= len(line.text):
        return 0
    return 1 if _is_title_case(line.text) else 0


def _is_title_case(text: str) -> bool:
    """Whether a line is set as titles are: words capitalized but for small ones, and no full stop at the end.

    False positive it avoids: a short sentence, which has more than one word in lower case or ends in a full stop.

    >>> _is_title_case("The Legacy of Inaction and Partial Reforms: Lessons Learned?"), _is_title_case("He said no.")
    (True, False)
    """
    words = [word.strip("“”\"'’‘():;,?!") for word in text.split()]
    words = [word for word in words if word and not _SMALL.fullmatch(word) and word[0].isalpha()]
    return bool(words) and not text.endswith((".", ",", ";", ":", "]")) and all(word[0].isupper() for word in words)


def bare_heading(text: str) -> str:
    """The words of a heading, without the marks of one."""
    match = _ATX.match(text)
    return match["text"] if match else text
