"""What is on the page and not in the essay: buttons and dates of publishing sites, and the frame of Project Gutenberg.

A pattern of a site must match the whole paragraph, near the front or the end: "14 min read" within a sentence is the author's.
Everything taken off stands in the record with its words and its place.
"""

from __future__ import annotations

import re

from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.table import Table

CHROME = "page chrome"
_THANKS = re.compile(r"thanks for reading ([^.!]{3,60})[.!]", re.I)
_FRONT = 40  # paragraphs at either end in which chrome is looked for
_END = 60
_UNIT = r"(?:second|sec|minute|min|hour|hr|day|week|wk|month|mo|year|yr)s?"
_SITE = re.compile(
    rf"""(?: \d+\s*{_UNIT}\.?\s+ago | (?:just\s+now|yesterday) |
    \d+[ -]?min(?:ute)?s?(?:\s+(?:read|de\s+lecture|lesezeit|de\s+lectura|di\s+lettura|leestijd))?\.? |
    (?:reading|read)\s+time:?.{{0,20}} | share(?:\s+(?:this|on|via|it).{{0,40}})?:? | tweet(?:\s+this)? |
    (?:e-?)?mail(?:\s+this)? | print | pin(?:terest|\s+it)? | facebook | twitter | linkedin | whatsapp | reddit |
    tumblr | telegram | pocket | copy\s+link | blogthis! | email\s*this | share\s+to\s+\w+ | save | listen |
    follow(?:ing)? | subscribe(?:\s+(?:now|to\s+.{{1,40}}))? | sign\s+(?:in|up) | log\s?(?:in|out) |
    get\s+(?:the\s+)?app | open\s+in\s+app | write | search | menu | home | about(?:\s+(?:us|me))? |
    contact(?:\s+us)? | archive | all\s+posts | skip\s+to\s+(?:main\s+)?content | member-only\s+story | upgrade |
    start\s+writing | (?:\d+|no)\s+(?:comments?|responses?|likes?|claps?|views?|shares?|followers|restacks) |
    \d+(?:\.\d+)?k?\s+followers | comments?(?:\s+\(\d+\))? | responses?(?:\s+\(\d+\))? | likes? | like\s+this:? |
    like\s+loading\.* | loading\.* | reply | restack | (?:leave|post|add|write)\s+a\s+(?:comment|reply) |
    leave\s+a\s+reply | view\s+all(?:\s+\w+)? | related(?:\s+(?:posts?|articles?|stories))?:? | recent\s+posts |
    you\s+(?:may|might)\s+also\s+like:? | see\s+all | read\s+more | more\s+from\s+.{{1,40}} |
    recommended\s+(?:from|for)\s+.{{1,40}} | (?:previous|next|older|newer)(?:\s+(?:post|article|story|posts))? |
    ←.{{0,80}} | .{{0,80}}→ | thanks\s+for\s+reading.{{0,80}} | subscribe\s+for\s+free.{{0,80}} |
    (?:posted|filed|tagged)\s+(?:in|under|with):?\s.{{1,80}} |
    (?:labels|tags|categories|category|topics):\s.{{1,80}} | posted\s+by\s.{{1,60}}\sat\s.{{1,40}} |
    (?:powered|published)\s+(?:by|with)\s.{{1,40}} | ©?\s*\d{{4}}\s.{{1,40}}all\s+rights\s+reserved\.? |
    privacy(?:\s+policy)? | terms(?:\s+of\s+(?:use|service))? | cookies?(?:\s+policy)? | accept(?:\s+all)? |
    (?:help|status|blog|careers|press|teams)(?:\s+(?:help|status|about|careers|press|blog|privacy|terms|text\s+to\s+speech|teams))+
    | advertisement | (?:top|bottom)\s+of\s+(?:page|form) | to\s+(?:get|read)\s+.{{0,60}}subscribe.{{0,40}} |
    [·•|\-–—]+ | \d{{1,3}}\s*[·•|]\s*\d{{1,3}} )""",
    re.I | re.X,
)
# After these at the end, nothing of the essay follows: comments, and what else the site has.
_AFTER = re.compile(
    r"(?:(?:leave|post|add|write) a (?:comment|reply)|leave a reply|related(?: (?:posts?|articles?|stories))?:?|recent posts"
    r"|you (?:may|might) also like:?|more from .{1,40}|recommended (?:from|for) .{1,40}|share this:|like this:"
    r"|\d+ (?:comments|responses|thoughts on .{1,100})|responses \(\d+\)|comments \(\d+\)|discussion about this post)",
    re.I,
)
_UPDATED = re.compile(
    r"(?:updated|last updated|published|posted|originally published)(?: on)?:?\s(?P<date>.{0,20}\d.{0,20})", re.I
)

_START = re.compile(r"\*{2,3}\s*START OF (?:THIS|THE) PROJECT GUTENBERG", re.I)
_STOP = re.compile(r"\*{2,3}\s*END OF (?:THIS|THE) PROJECT GUTENBERG|\*?\*?\*?\s*End of (?:the |this )?Project Gutenberg", re.I)
_GUTENBERG = re.compile(
    r"(?:The )?Project Gutenberg(?:'s|’s)?\s|This eBook is for the use of anyone|\*{2,3}\s*START OF|Release Date:|Posting Date:"
    r"|[A-Z][a-z]+,? \d{4}\s+\[E(?:text|Book) ?#|Character set encoding:"
    r"|(?:Last|Most recently) updated:|\[?Last updated:|Language:\s+\w+$"
    r"|(?:HTML|Text) file produced by|Produced by\s|E-?text prepared by|Transcribed from the"
    r"|This (?:file|e-?text) was (?:first )?(?:produced|prepared)|Credits:\s"
    r"|Note: Project Gutenberg also has|Note: Images of the original pages|\*\*\*",
    re.I,
)
_FIELD = re.compile(
    r"(?P<key>Title|Author|Authors|Translator|Editor|Illustrator|Language|Release Date|Posting Date):\s*(?P<value>\S.*)", re.S
)
_TRANSCRIBER = re.compile(r"[\[\s]*(?:Transcriber|Transcription)(?:['’]?s?['’]?)? notes?\b", re.I)


def take_chrome(table: Table) -> dict[str, str]:
    """Take the page chrome off; what it says of the essay by the keys "title", "author", "updated"."""
    said = _take_gutenberg(table)
    _take_end(table)
    sites = {match[1].casefold() for text in table.texts[-_END:] for match in _THANKS.finditer(text)}
    region = list(table.left(0, min(table.first_prose(), _FRONT)))
    for at in (*region, *reversed(region)):
        if names.dated_byline(table.texts[at])[1]:
            continue
        updated = _UPDATED.fullmatch(table.line(at))
        if updated:
            said.setdefault("updated", updated["date"])
        if updated or table.line(at).casefold() in sites or _is_site(table, at) or _is_count(table, at):
            table.take(at, "dropped", CHROME)
    return said


def _is_site(table: Table, at: int) -> bool:
    """Whether a paragraph is a site's; a heading "About" above text, with no chrome beside it, may be the author's."""
    line = re.sub(r"^(?:\[\d{1,3}\])+", "", " ".join(table.texts[at].split()))  # a text browser numbers its links
    if not line or len(line) > 160 or not (_SITE.fullmatch(line) or _SITE.fullmatch(table.line(at))):
        return False
    above_text = any(table.is_prose(k) for k in table.left(at + 1, at + 2))
    return table.paragraphs[at].kind != "heading" or not above_text or _beside(table, at)


def _is_count(table: Table, at: int) -> bool:
    """A bare number beside chrome: how many liked it."""
    return bool(re.fullmatch(r"\d{1,6}(?:[.,]\d)?k?", table.line(at), re.I)) and _beside(table, at)


def _beside(table: Table, at: int) -> bool:
    return any(k in table.taken and table.taken[k].why.startswith(CHROME) for k in (at - 1, at + 1))


def _take_end(table: Table) -> None:
    """The chrome after the essay: from the last paragraphs upwards, and all after what starts a site's own part."""
    total = len(table.texts)
    start = max(total - _END, total // 2)
    anchor = next((k for k in table.left(start) if _AFTER.fullmatch(table.line(k)) and _ends_here(table, k)), None)
    if anchor is not None:
        for at in list(table.left(anchor)):
            table.take(at, "dropped", CHROME + ", and what the site has under the essay")
    for at in reversed(list(table.left(start))):
        if table.is_prose(at) or len(table.line(at)) > 160:
            break
        if (
            _is_site(table, at)
            or _is_count(table, at)
            or _beside(table, at)
            and re.match(r"written by\s", table.line(at), re.I)
        ):
            table.take(at, "dropped", CHROME)
        elif table.paragraphs[at].kind == "text" and len(table.line(at)) > 60:
            break


def _ends_here(table: Table, anchor: int) -> bool:
    """Whether only a site's own things follow: no notes, and little that is long."""
    after = [table.line(k) for k in table.left(anchor + 1)]
    notes = sum(bool(re.match(r"[\[(^]?\d{1,3}[\])]|notes$|references$|works cited$", line, re.I)) for line in after)
    return notes == 0 and sum(len(line) > 600 for line in after) <= len(after) // 4


def _take_gutenberg(table: Table) -> dict[str, str]:
    """The frame of a Project Gutenberg text: all before its START line, all from its END line on, its credits."""
    said: dict[str, str] = {}
    head = range(min(120, len(table.texts)))
    if not any(
        "gutenberg" in table.texts[k].lower() for k in (*head[:60], *range(max(0, len(table.texts) - 30), len(table.texts)))
    ):
        return said
    start = next((k for k in head if _START.search(table.texts[k])), -1)
    for at in head:
        field = _FIELD.match(table.texts[at]) if at <= max(start, 30) else None
        if field:
            said.setdefault(field["key"].lower().rstrip("s"), " ".join(field["value"].split()))
        if at <= start or field and at <= 30:
            table.take(at, "dropped", "the frame of Project Gutenberg")
    stop = next(
        (k for k in range(max(start + 1, len(table.texts) // 3), len(table.texts)) if _STOP.match(table.texts[k])), None
    )
    if stop is not None:
        for at in range(stop, len(table.texts)):
            table.take(at, "dropped", "the frame of Project Gutenberg")
    _take_credits(table)
    return said


def _take_credits(table: Table) -> None:
    """Who made the file, and the transcriber's note with what is set in under it."""
    under = False
    for at in list(table.left(0, 60)):
        paragraph = table.paragraphs[at]
        if table.is_prose(at) and not under:
            break
        note = _TRANSCRIBER.match(table.texts[at])
        goes_on = under and (paragraph.indent > 1 or bool(paragraph.containers)) and paragraph.kind != "heading"
        if note or goes_on or _GUTENBERG.match(table.texts[at]):
            table.take(at, "dropped", "the frame of Project Gutenberg")
            under = goes_on or note is not None and not table.texts[at].startswith("[") or table.texts[at].startswith("Note:")
        else:
            under = False
