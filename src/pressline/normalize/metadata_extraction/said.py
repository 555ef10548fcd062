"""What a file says of its essay outside the text.

Which titles and authors of its many sources are to be believed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from pressline.locale.bylines import NO_AUTHORS, NO_TITLES
from pressline.locale.tables import words_of
from pressline.model import Candidate
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.contents import key
from pressline.normalize.metadata_extraction.days import day_of

_NO_TITLES = frozenset(NO_TITLES.split())
_FILE = re.compile(r"\S+\.(?:docx?|odt|rtf|pdf|html?|txt|tex|indd|qxd)", re.I)
_PARTS = re.compile(r"\s{1,9}[|»·•–—-]\s{1,9}|\s{0,9}::\s{0,9}")
_NOBODY = words_of(NO_AUTHORS)
# In whose files the title that they name is the title of the essay; in others it may be that of a template.
_SAYS_TITLE = frozenset({".html", ".htm", ".xhtml", ".epub", ".md", ".markdown"})


def sites_of(hints: Mapping[str, str], candidates: Sequence[Candidate]) -> frozenset[str]:
    """The names of sites and publishers, as `key` writes them.

    What the file calls so, and what stands behind a title.
    """
    named = {key(c.value) for c in candidates if c.key == "site"}
    whole = [c.value for c in candidates if c.key == "title"] or [hints.get("title", "")]
    tails = [key(part) for title in whole for part in _PARTS.split(title)[1:]]
    people = {key(c.value) for c in candidates if c.key == "author" and c.source.startswith(("class", "rel", "itemprop"))}
    return frozenset({*named, *(tail for tail in tails if tail not in people)}) - {""}


def titles_of(hints: Mapping[str, str], candidates: Sequence[Candidate]) -> list[str]:
    """The titles that a file names, the surest first.

    None that programs fill in, and none of a site.

    One that several sources name comes first.
    """
    sites = sites_of(hints, candidates)
    found = [c.value for c in candidates if c.key == "title"] or [hints.get("title", "")]
    said = [title for value in found if (title := _without_site(value, sites))]
    counts = Counter(map(key, said))
    usable = [t for t in said if key(t) not in _NO_TITLES | sites and not _FILE.fullmatch(t) and not day_of(t)]
    return sorted(dict.fromkeys(usable), key=lambda title: -min(counts[key(title)], 2))


def believed_title(titles: Sequence[str], candidates: Sequence[Candidate], path: str) -> str:
    """The title that stands although no line of the text says the same.

    "" where the file's word is worth less.
    """
    surely = any(c.key == "title" and c.source.startswith(("yaml", "toml", "style")) for c in candidates)
    return titles[0] if titles and (surely or PurePath(path).suffix.lower() in _SAYS_TITLE) else ""


def package_title(titles: Sequence[str], candidates: Sequence[Candidate], path: str) -> str:
    """The title that the package of an EPUB names; "" where a program filled it in.

    A package must name one (EPUB 3.3, 5.5.3.1).

    False positives it avoids: the name of a file, which calibre takes for want of a title.
    """
    said = next((c.value for c in candidates if c.key == "title" and c.source == "package"), "")
    of_file = key(said) == key(PurePath(path).stem) or "_" in said
    return said if said in titles and not of_file else ""


def _without_site(title: str, sites: frozenset[str]) -> str:
    """The title of a page without the name of its site.

    "Title | Site", "Site: Title", "Title – Site".
    """
    text = " ".join(title.split())
    parts = _PARTS.split(text)
    if len(parts) > 1 and key(parts[0]) in sites and key(parts[-1]) not in sites:
        return parts[-1]
    return re.split(r"\s+[|»]\s+|\s+[–—-]\s+(?=[^–—-]{1,30}$)", text)[0]


def authors_of(hints: Mapping[str, str], candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """The authors that a file names, from the first source that names a person.

    No site, no address, no "admin".
    """
    sites = sites_of(hints, candidates)
    sources = dict.fromkeys(c.source for c in candidates if c.key == "author")
    groups = [[c.value for c in candidates if c.key == "author" and c.source == source] for source in sources]
    groups = groups or [[hints.get("author", "")]]
    found = [tuple(dict.fromkeys(n for v in group for n in _people(v) if _is_somebody(n, sites))) for group in groups]
    # Who has the form of a name before what has not: "View my complete profile" is a link to the author.
    return next((people for people in found if any(map(names.names_in, people))), next(filter(None, found), ()))


def _people(value: str) -> tuple[str, ...]:
    return names.names_in(value) or names.names_in(value.split(",")[0]) or (value,)


def _is_somebody(name: str, sites: frozenset[str]) -> bool:
    return bool(name) and key(name) not in sites and "://" not in name and name.casefold() not in _NOBODY
