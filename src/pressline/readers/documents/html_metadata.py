"""What an HTML page says of itself.

Title, author, date and the like, from its head and from its byline.

Every source is heard, in one table in order of belief: what is written for libraries (citation_*, Dublin Core) before what
is written for feeds and previews (JSON-LD, og:, twitter:), and that before what stands on the page. Which of them is right
is judged by `normalize`, beside the paragraphs; here nothing is ranked or thrown away but what cannot be a value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from pressline.locale.boilerplate import GUTENBERG_TITLE
from pressline.locale.bylines import BY, BY_OR_PARTICLE, NO_AUTHORS, POSTED, WRITTEN
from pressline.locale.headings import is_section_name
from pressline.locale.tables import any_of, words_of
from pressline.model import Candidate
from pressline.readers.documents.html_decode import classes, start_of, text_of

# The names of <meta> (name, property or itemprop), the surest first, by the key they are candidates for. Google Scholar's
# inclusion guidelines (citation_*), DCMI terms (dc., dcterms.), ogp.me (og:, article:), Parse.ly, The New York Times (byl).
_METAS: dict[str, tuple[str, ...]] = {
    "title": ("citation_title", "og:title", "headline", "twitter:title", "parsely-title", "dc.title", "dcterms.title"),
    "author": (
        *("citation_author", "citation_authors", "dc.creator", "dcterms.creator", "author", "article:author"),
        *("parsely-author", "sailthru.author", "byl", "twitter:data1"),
    ),
    "date": (
        *("citation_publication_date", "citation_date", "article:published_time", "datepublished", "dc.date.issued", "dc.date"),
        *("dcterms.created", "dcterms.issued", "dcterms.date", "parsely-pub-date", "date", "pubdate", "publish-date"),
    ),
    "language": ("dc.language", "dcterms.language", "citation_language", "content-language", "og:locale"),
    "site": ("og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "application-name"),
    "abstract": ("citation_abstract", "dcterms.abstract", "dc.description.abstract"),
    "description": ("description", "og:description", "twitter:description", "dc.description"),
    "keywords": ("citation_keywords", "keywords", "news_keywords", "article:tag", "dc.subject"),
}
# The classes of bylines and titles. False positive it avoids: "author-box", which holds a biography.
_BYLINE = re.compile(r"(?:^| )(?:by[-_]?line|author|vcard|p-author|entry-author|post-author|auteur|article[-_]author)(?: |$)")
_TITLES = re.compile(r" (?:(?:entry|post|article|page|story|p)[-_]?(?:title|name)|headline|firstheading|titolo|titre|titel) ")
_DAYS = re.compile(r" (?:(?:entry|post|article|pub)[-_]?date|date[-_]header|(?:dt-)?published) ")
_DAY_LONG = 60  # characters
_SUBTITLES = re.compile(r" (?:sub-?title|subhead(?:ing|line)?|dek|deck|standfirst|lede|tagline-article|untertitel|sous-titre) ")
_DATE = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})")
_BY = re.compile(rf"^(?:(?:{any_of(WRITTEN)}|{any_of(POSTED)}\s|author\s)?{any_of(BY, BY_OR_PARTICLE)}\s+|author:\s*)", re.I)
# What Project Gutenberg puts around title and author.
_FRAMED = re.compile(GUTENBERG_TITLE, re.I)
_TALK = re.compile(
    r" (?:(?:\w{1,20}[-_]){0,3}comments?(?:[-_](?:list|area|section|body|author|content|thread|meta))?|commentlist|replies"
    r"|u-comment|h-cite|webmentions?|mentions?) "
)
_SEVERAL, _OF_EACH = 3, 150  # people, and characters around each
_ADDRESS = re.compile(r"\s?[(<](?:https?://|mailto:|[\w.+-]{1,64}@)[^()<>\s]{1,200}[)>]")  # behind a name
_ARTICLE = re.compile(r"Article|Posting|Report|WebPage|CreativeWork|Essay")
_LONGEST = 300  # characters; what is longer is no title and no name
_SEPARATORS = (" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ")
_NOBODY = words_of(NO_AUTHORS)


def candidates_of(root: HtmlElement) -> tuple[Candidate, ...]:
    """All that a page says of itself, the surest source of each key first.

    No value is given twice by one source.
    """
    found = [*_from_root(root), *_from_metas(root), *_from_linked_data(root), *_from_page(root)]
    cleaned = (Candidate(c.key, " ".join(c.value.replace("\u00ad", "").split()), c.source) for c in found)
    return tuple(dict.fromkeys(c for c in cleaned if c.value and _may_be(c)))


def hints_of(candidates: tuple[Candidate, ...]) -> dict[str, str]:
    """The first title, author, day (ISO 8601) and language of some candidates.

    Authors of one source are joined by commas.
    """
    titles = [c.value for c in candidates if c.key == "title" and not c.source.startswith(("h1", "class", "itemprop"))]
    sites = {c.value.casefold() for c in candidates if c.key == "site"}
    authors = [c for c in candidates if c.key == "author" and c.value.casefold() not in sites]
    found = {
        "title": next(iter(titles), ""),
        "author": ", ".join(c.value for c in authors if c.source == authors[0].source),
        "date": next((day for c in candidates if c.key == "date" and (day := _iso(c.value))), ""),
        "language": next((c.value for c in candidates if c.key == "language"), ""),
    }
    return {key: value for key, value in found.items() if value}


def _may_be(candidate: Candidate) -> bool:
    """Whether a value can be what its key says.

    False positives it avoids: Facebook's address as article:author, "admin".
    """
    if candidate.key == "author":
        nobody = "://" in candidate.value or candidate.value.casefold() in _NOBODY
        return not nobody and len(candidate.value) < _LONGEST
    return candidate.key not in ("title", "subtitle") or len(candidate.value) < 2 * _LONGEST


def _from_root(root: HtmlElement) -> Iterator[Candidate]:
    language = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    ).strip()
    if language:
        yield Candidate("language", language, "lang")


def _from_metas(root: HtmlElement) -> Iterator[Candidate]:
    said: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        for name in {meta.get("property"), meta.get("name"), meta.get("itemprop"), meta.get("http-equiv")}:
            if name and meta.get("content"):
                said.setdefault(name.lower(), []).append(meta.get("content"))
    for key, names in _METAS.items():
        for name in names:
            if name == "twitter:data1" and "written by" not in " ".join(said.get("twitter:label1", [])).lower():
                continue
            for value in said.get(name, []):
                bare = _ADDRESS.sub("", _BY.sub("", value.strip())) if key == "author" else value
                yield Candidate(key, bare.replace("_", "-") if key == "language" else bare, name)


# --- JSON-LD --------------------------------------------------------------------------------------------------------


def _from_linked_data(root: HtmlElement) -> Iterator[Candidate]:
    """Headline, authors, day and publisher of the articles in JSON-LD (schema.org)."""
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _articles(data):
            for key, field in (("title", "headline"), ("subtitle", "alternativeHeadline"), ("date", "datePublished")):
                yield from (Candidate(key, value, f"json-ld {field}") for value in _words(item.get(field)))
            yield from (Candidate("author", _BY.sub("", name), "json-ld author") for name in _names(item.get("author")))
            yield from (Candidate("site", name, "json-ld publisher") for name in _names(item.get("publisher")))


def _articles(data: Any) -> Iterator[dict[str, Any]]:
    items = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and _ARTICLE.search(str(item.get("@type"))):
            yield item


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value


def _names(value: Any) -> Iterator[str]:
    for person in value if isinstance(value, list) else [value]:
        yield from _words(person.get("name") if isinstance(person, dict) else person)


# --- the page itself ------------------------------------------------------------------------------------------------


def _from_page(root: HtmlElement) -> Iterator[Candidate]:
    title = next((text_of(e) for e in root.iter("title") if not _in_drawing(e)), "")
    framed = _FRAMED.fullmatch(title)
    if framed and any(framed.groupdict().values()):
        yield Candidate("title", framed["before"] or framed["behind"], "title element")
        yield Candidate("author", framed["author"] or framed["writer"], "title element")
    elif title:
        yield Candidate("title", _without_site(title, root), "title element")
        yield Candidate("title", title, "title element, whole")
    said = [(candidate, element) for element in _own_elements(root) for candidate in _from_element(element)]
    apart = _apart(said)
    first = next((candidate.value for candidate, _ in said if candidate.source == "h1"), "")
    sections = {"h1"} if is_section_name(first) else set()  # the first is the contents or an introduction: none is the title
    for element in _styled(root):
        yield Candidate("title", text_of(element), "class title")
    for candidate, _ in said:
        if candidate.source not in (apart if candidate.key == "author" else sections):
            yield candidate


def _styled(root: HtmlElement) -> list[HtmlElement]:
    """The one paragraph of the style "Title", as Google Docs and LibreOffice write it.

    False positive it avoids: a page whose boxes all have such a line.
    """
    found = [e for e in root.iter("p", "h1", "div") if "title" in (e.get("class") or "").lower().split()]
    return found if len(found) == 1 and found[0].tag == "p" else []


def _own_elements(root: HtmlElement) -> Iterator[HtmlElement]:
    """The elements of a page but those of comments, which have authors and days of their own."""
    stack = [root]
    while stack:
        element = stack.pop()
        if element.tag in ("meta", "script", "style") or _is_talk(element):
            continue
        if element.tag not in ("body", "html"):
            yield element
        stack += [child for child in reversed(element) if isinstance(child.tag, str)]


def _is_talk(element: HtmlElement) -> bool:
    """Whether an element holds what readers say, by its microdata or by its classes.

    False positive it avoids: the article itself, which may be called "has-comments".
    """
    kind = f"{element.get('itemprop') or ''} {element.get('itemtype') or ''}"
    return "omment" in kind or (element.tag not in ("article", "main", "body", "html") and bool(_TALK.search(classes(element))))


def _apart(said: list[tuple[Candidate, HtmlElement]]) -> frozenset[str]:
    """The sources on a page that name several people, each beside words of their own.

    Who is quoted, who answers, who wrote the other articles of a site. The authors of one essay stand in one place.
    """
    by_source: dict[str, dict[str, HtmlElement]] = {}
    for candidate, element in said:
        if candidate.key == "author":
            by_source.setdefault(candidate.source, {}).setdefault(candidate.value, element)
    return frozenset(source for source, named in by_source.items() if len(named) >= _SEVERAL and _spread(list(named.values())))


def _spread(elements: list[HtmlElement]) -> bool:
    common = next((e for e in elements[0].iterancestors() if all(e in other.iterancestors() for other in elements[1:])), None)
    return common is None or len(start_of(common, _OF_EACH * len(elements) + 1)) > _OF_EACH * len(elements)


def _in_drawing(element: HtmlElement) -> bool:
    return any(parent.tag == "svg" for parent in element.iterancestors())


def _from_element(element: HtmlElement) -> Iterator[Candidate]:
    """What one element of the page says, by what it is, by its microdata or by its classes."""
    prop = element.get("itemprop") or ""
    if element.tag == "time" and element.get("datetime"):
        yield Candidate("date", element.get("datetime"), "time")
    elif prop == "datePublished":
        said = element.get("content") or element.get("datetime") or element.get("title")
        yield Candidate("date", said or text_of(element), "itemprop datePublished")
    if element.tag == "h1" or prop == "headline":
        yield Candidate("title", text_of(element), "h1" if element.tag == "h1" else "itemprop headline")
    named = classes(element) if element.get("class") or element.get("id") or element.get("rel") else ""
    if element.tag != "h1" and (match := _TITLES.search(named)):
        yield Candidate("title", text_of(element), f"class {match[0].strip()}")
    if _DAYS.search(named) and not prop:
        yield Candidate("date", element.get("title") or start_of(element, _DAY_LONG), "class date")
    if match := _SUBTITLES.search(named):
        yield Candidate("subtitle", text_of(element), f"class {match[0].strip()}")
    yield from _byline(element, named, prop)


def _byline(element: HtmlElement, named: str, prop: str) -> Iterator[Candidate]:
    rel = "author" in (element.get("rel") or "").lower().split()
    classed = element.tag in ("a", "span", "p", "div", "address", "cite") and _BYLINE.search(named)
    if not (rel or "author" in prop.split() or classed):
        return
    inner = next((e for e in element.iter() if e is not element and e.get("itemprop") == "name"), element)
    text = _BY.sub("", text_of(inner))
    if text and len(text.split()) <= 8 and not re.search(r"\d", text):
        yield Candidate("author", text, "rel author" if rel else "itemprop author" if prop else "class byline")


def _without_site(title: str, root: HtmlElement) -> str:
    """The title element without the site's name, where a heading confirms the rest."""
    headings = {text_of(e).casefold() for e in root.iter("h1", "h2", "h3")}
    for separator in _SEPARATORS:
        parts = title.split(separator)
        for k in range(len(parts) - 1, 0, -1):
            for part in (separator.join(parts[:k]), separator.join(parts[-k:])):
                if part.strip().casefold() in headings:
                    return part.strip()
    return title


def _iso(text: str) -> str:
    match = _DATE.search(text)
    return "-".join(match.groups()) if match else ""
