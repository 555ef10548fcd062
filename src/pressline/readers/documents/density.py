"""Page boilerplate told by its shape, in any language.

How much of each part of a page is text, and how much is links.

Text that is read stands in long stretches with few links; menus, rows of buttons, cards of other articles and threads of
comments are short stretches, links, and the same few words over and over (Kohlschütter, Fankhauser and Nejdl, "Boilerplate
Detection using Shallow Text Features", 2010). Names of classes are not asked here. Thresholds without another source were
chosen on the pages of tests/test_html_boilerplate.py.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from pressline.locale.boilerplate import SHARING
from pressline.readers.documents.html_decode import INLINE, text_of

_PROSE = 60  # characters outside of links: a stretch this long is running text (about ten words)
_MOST = 0.6  # of the running text: the part that holds it is where the essay stands
_LINKED = 0.5  # of a part's characters: the more are links, the less is it text
_ROW = 600  # characters; what is longer is no row of links
_CARDS = 3  # parts of one shape, and more, are a series
_LEFT = 800  # characters of running text that must stay when a series goes: else the series is the essay
_HOLDERS = frozenset({"div", "section", "article", "main", "td", "table", "tbody", "tr", "center", "form", "font"})
_PARTS = frozenset(
    {"div", "ul", "ol", "aside", "section", "p", "table", "dl", "nav", "footer", "header", "h2", "h3", "h4", "h5"}
)

# What only a page does and no essay says: addresses by which a page is shared, tagged, answered, subscribed to or printed.
_SERVICE = re.compile(
    r"""facebook\.com/(?:sharer|share|dialog)|(?:twitter|x)\.com/(?:intent|share|home\?status)|linkedin\.com/(?:share|cws|sharing)
    |reddit\.com/submit|pinterest\.\w+/pin/create|(?:wa\.me|api\.whatsapp|t\.me/share|telegram\.me/share)|tumblr\.com/(?:share|widgets)
    |getpocket\.com/(?:save|edit)|ycombinator\.com/submit|bsky\.app/intent|threads\.net/intent|vk\.com/share|xing\.com/.{0,20}share
    |^mailto:\?|[?&]share=|\#respond|\#(?:comments?|disqus_thread)\b|replytocom|^javascript:.{0,20}print
    |/(?:tags?|categor(?:y|ies|ia|ie)|topics?|labels?|schlagwort\w*|mot-cle|etiquetas?|themen?)/|[?&](?:tag|cat)=
    |/(?:subscribe|login|signin|sign-in|register|account|cart|newsletter)\b|/(?:feed|rss)/?$""",
    re.I | re.X,
)


@dataclass(slots=True)
class Measure:
    """Characters of an element: all, those in links, and those of long stretches of text."""

    text: int = 0
    links: int = 0
    prose: int = 0
    stretches: int = 0

    def add(self, other: Measure) -> None:
        """Count what another element holds, too."""
        self.text += other.text
        self.links += other.links
        self.prose += other.prose
        self.stretches += other.stretches


def measured(root: HtmlElement) -> dict[HtmlElement, Measure]:
    """The measures of all elements of a page that are no phrases, in one walk."""
    found: dict[HtmlElement, Measure] = defaultdict(Measure)
    holders, link = [root], 0  # where words count, the innermost last, and how many links are open
    run = Measure()

    def flush() -> None:
        nonlocal run
        if run.text:
            prose = run.text - run.links if run.text - run.links >= _PROSE and run.links < _LINKED * run.text else 0
            found[holders[-1]].add(Measure(run.text, run.links, prose, 1))
        run = Measure()

    def count(text: str | None) -> None:
        size = len(" ".join((text or "").split()))
        run.text += size
        run.links += size if link else 0

    stack: list[tuple[HtmlElement, bool]] = [(root, False)]
    while stack:
        node, ended = stack.pop()
        block = node.tag not in INLINE and node.tag != "wbr"
        if ended:
            if block:
                flush()
                holders.pop()
                if holders:
                    found[holders[-1]].add(found[node])
            link -= node.tag == "a" and node.get("href") is not None
            count(node.tail if node is not root else "")
            continue
        if block:
            flush()
            if node is not root:
                holders.append(node)
        link += node.tag == "a" and node.get("href") is not None
        count(node.text)
        stack.append((node, True))
        stack += [(child, False) for child in reversed(node)]
    return found


def core_of(root: HtmlElement, measures: dict[HtmlElement, Measure]) -> HtmlElement:
    """The smallest part of a page that holds most of its running text."""
    node = next(root.iter("body"), root)
    while True:
        best = max(node, key=lambda child: measures[child].prose if child in measures else 0, default=None)
        if best is None or best not in measures or best.tag not in _HOLDERS:
            return node
        if measures[best].prose < _MOST * measures[node].prose or not measures[best].prose:
            return node
        node = best


def is_text(element: HtmlElement, measures: dict[HtmlElement, Measure]) -> bool:
    """Whether an element beside the essay may belong to it.

    Running text, or short lines that are no links.
    """
    m = measures.get(element, Measure())
    return m.links <= _LINKED * m.text and (m.prose > 0 or m.links <= _LINKED / 2 * m.text)


# --- rows of links --------------------------------------------------------------------------------------------------


def is_service(address: str) -> bool:
    """Whether an address shares, tags, answers or subscribes to a page.

    >>> is_service("https://twitter.com/intent/tweet?url=x"), is_service("/tag/rivers/"), is_service("https://x.com/ann/1")
    (True, True, False)
    """
    return bool(_SERVICE.search(address))


def host_of(root: HtmlElement) -> str:
    """The host of a page, by its head or by what most of its links lead to.

    "" when nothing tells.
    """
    said = [e.get("href") for e in root.iter("link") if e.get("rel") == "canonical"]
    said += [e.get("content") for e in root.iter("meta") if e.get("property") == "og:url"]
    linked = Counter(host for a in root.iter("a") if (host := _host(a.get("href") or "")))
    return next((host for address in said if (host := _host(address or ""))), "") or next(
        (h for h, _ in linked.most_common(1)), ""
    )


def _host(address: str) -> str:
    return re.sub(r"^www\.", "", address.partition("//")[2].partition("/")[0].lower()) if "//" in address[:8] else ""


def rows_of(root: HtmlElement, core: HtmlElement, measures: dict[HtmlElement, Measure], host: str) -> Iterator[HtmlElement]:
    """Rows of links in the essay's part that are none of its text.

    What shares or tags it, and lists at its edges.

    False positives they avoid: a list of links between two paragraphs, under a heading of the text, or to other sites (further
    reading); a line of text that ends in a colon before a list.
    """
    for element in root.iterdescendants(*_PARTS, "li"):
        links = _links_of_row(element, measures)
        service = sum(map(is_service, links))
        mostly = service and 2 * service >= len(links) and measures[element].links >= _LINKED * measures[element].text
        if mostly or _shares(element, measures):
            yield element
    prose = [e for e in core.iter() if _own_prose(e, measures)]
    order = {e: k for k, e in enumerate(core.iter())}
    first, last = (order[prose[0]], order[prose[-1]]) if prose else (0, 0)
    parents = {e.getparent() for e in prose}
    for element in core.iterdescendants(*_PARTS):
        links = _links_of_row(element, measures)
        if len(links) < _CARDS or any(link.startswith("#") for link in links) or first < order[element] < last:
            continue
        own = sum(_host(link) in ("", host) for link in links)
        within = element.getparent() in parents and _is_headed(element)
        row = measures[element].links >= 0.8 * measures[element].text and own > _MOST * len(links)
        if row and not within and not _introduced(element):
            yield element


def _shares(element: HtmlElement, measures: dict[HtmlElement, Measure]) -> bool:
    """Whether an element is a row of buttons named after services to share by.

    False positive it avoids: a list of services in a text, which are no links; two links to the author's own pages.
    """
    m = measures.get(element)
    if m is None or not m.text or m.text > _ROW or m.prose:
        return False
    shown = [text.casefold() for e in element.iter("a", "button") if (text := text_of(e))]
    named = sum(text in SHARING or (len(text) < _PROSE / 2 and text.split()[-1] in SHARING) for text in shown)
    return named >= _CARDS and named > _MOST * len(shown) and sum(map(len, shown)) > _MOST * m.text


def _links_of_row(element: HtmlElement, measures: dict[HtmlElement, Measure]) -> list[str]:
    """The addresses of an element that is short and no running text; none of any other."""
    m = measures.get(element)
    if m is None or not m.text or m.text > _ROW or m.prose:
        return []
    return [a.get("href") for a in element.iter("a") if a.get("href")]


def _is_headed(element: HtmlElement) -> bool:
    """Whether a list is all of a section among the sections of the text."""
    before = element.getprevious()
    return before is not None and before.tag in ("h2", "h3", "h4", "h5", "h6")


def _own_prose(element: HtmlElement, measures: dict[HtmlElement, Measure]) -> bool:
    """Whether running text stands in an element and in no element within it."""
    m = measures.get(element)
    return bool(m and m.prose) and not any(measures.get(child, Measure()).prose for child in element)


def _introduced(element: HtmlElement) -> bool:
    """Whether the text before a list says that it comes."""
    before = element.getprevious()
    return before is not None and before.tag == "p" and text_of(before).endswith((":", "：")) and len(text_of(before)) > _PROSE


def heading_over(element: HtmlElement) -> HtmlElement | None:
    """The short line over an element that goes, if nothing else stands under it.

    "Share this:", "10 comments".
    """
    before, after = element.getprevious(), element.getnext()
    alone = after is None or after.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "hr") or not text_of(after)
    if before is None or not alone or not text_of(before) or len(text_of(before)) >= _PROSE:
        return None
    headed = before.tag in ("h2", "h3", "h4", "h5", "h6") or text_of(before).endswith((":", "："))
    return before if headed and not (element.tail or "").strip() else None


# --- series: comments, cards ----------------------------------------------------------------------------------------


def series_of(root: HtmlElement, called: Callable[[HtmlElement], bool]) -> Iterator[list[HtmlElement]]:
    """Rows of parts that all have one shape and the same short words.

    Comments ("Reply"), cards of articles ("Read more").

    False positives they avoid: notes, which are called; entries of one stretch each, as of a bibliography; sections.
    """
    for parent in root.iter():
        groups: dict[str, list[HtmlElement]] = defaultdict(list)
        for child in parent:
            if child.tag in ("li", "div", "article", "section", "aside"):
                groups[f"{child.tag} {(child.get('class') or '').split(' ')[0]}"].append(child)
        for group in groups.values():
            if len(group) >= _CARDS and not any(map(called, group)) and _alike(group):
                yield group


def _alike(group: list[HtmlElement]) -> bool:
    """Whether nearly all of some parts link elsewhere and have a short line in common."""
    shown = [set(_short_lines(part)) for part in group]
    linked = sum(any(not (a.get("href") or "#").startswith("#") for a in part.iter("a")) or _has_button(part) for part in group)
    if linked < 0.8 * len(group) or sum(len(text_of(part)) for part in group) < _ROW / 2:
        return False
    counts = Counter(line for lines in shown for line in lines)
    return bool(counts) and max(counts.values()) >= 0.8 * len(group) and all(len(list(part.iter())) > 3 for part in group)


def _has_button(part: HtmlElement) -> bool:
    return next(part.iter("button", "time"), None) is not None


def _short_lines(part: HtmlElement) -> Iterator[str]:
    """The short texts of the links, buttons and lines of a part; digits are one sign."""
    for element in part.iter("a", "button", "span", "div", "p", "small", "time"):
        text = text_of(element) if len(element) < _CARDS else ""
        if 2 < len(text) <= 30 and element.tag != "p":
            yield "time" if element.tag == "time" else re.sub(r"\d+", "#", text)


def leaves_enough(group: list[HtmlElement], root: HtmlElement, measures: dict[HtmlElement, Measure]) -> bool:
    """Whether a page without a series still holds an essay."""
    return measures[root].prose - sum(measures[part].prose for part in group if part in measures) >= _LEFT
