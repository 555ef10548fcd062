"""What of a saved page is no part of the essay.

A table of what page boilerplate is called, and where the essay stands.

Nothing is dropped that holds most of the words, or that a call of the essay leads to. To add a kind of boilerplate, add a row,
a case, and a case with an essay that has something of nearly that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pressline.findings import Place
from pressline.model import Step
from pressline.readers import thresholds
from pressline.readers.documents.density import core_of, heading_over, is_text, leaves_enough, measured, rows_of, series_of
from pressline.readers.documents.html_decode import INLINE, classes, text_of, visible
from pressline.readers.documents.html_tree import line_of

# Elements whose words no reader of the page sees, or that are no text: never counted, never recorded.
SILENT = frozenset({"script", "style", "head", "template", "iframe", "object", "embed", "applet", "param", "input", "datalist"})
_FORMS = frozenset(
    {"form", "button", "select", "textarea", "label", "fieldset", "canvas", "audio", "video", "noscript", "dialog"}
)


# What the record calls it, and the ids, classes and roles by which common publishing systems name it: regular
# expressions of whole names, so that "nav" does not match "navigate"; "-?" also stands for "_".
_NAMES = {
    "navigation": r"""
        nav navigation navbar menu breadcrumbs? pager pagination page-links skip-?link screen-reader-text nav-panel
        (?:main|site|top|primary|secondary|global|posts?|book|page|entry|comment)-?nav(?:igation|bar)?(?:-\d+)?
        book-navigation-\d+ nav-(?:links|previous|next|below|above|single) menu-[\w-]*container default-wp-page mw-jump
        mw-jump-link mw-jump-to-nav jump-to-nav mw-navigation mw-head mw-panel sitesub contentsub2? navheader navfooter
        navpanel prev-?next previous-?next blog-pager post-?nav-?links?""",
    "page head": "banner masthead site-?header page-?header-?bar global-?header top-?bar site-branding",
    "page foot": """
        contentinfo colophon site-?footer page-?footer global-?footer footer printfooter mw-footer post-?footer
        entry-?footer""",
    "side bar": r"complementary sidebar(?:-\w+)? secondary widget widget-area side-?bar rail right-rail",
    "comments": """
        comments? comments?-(?:area|section|list|form|wrap|respond) commentlist respond disqus_thread reader-comments
        akismet_comment_form_privacy_notice livefyre""",
    "share buttons": r"""
        share sharing sharedaddy share-?(?:buttons?|bar|links?|tools?|this) social_share_privacy twoclick-js sd-sharing
        social(?:-?(?:share|links?|media|icons?|buttons?|bar))? addtoany\w* addthis\w* a2a_kit article-?tools?
        post-?actions?""",
    "related posts": r"""
        related(?:-?(?:posts?|articles?|content|stories|links))? jp-relatedposts recommended more-stories yarpp[\w-]* outbrain
        taboola trending most-?(?:read|popular)""",
    "cookie banner": r"cookie[\w-]* gdpr[\w-]* consent[\w-]* onetrust[\w-]* cc-window",
    "advertisement": r"""
        ads? advert(?:isement)?s? ad-?(?:slot|container|unit|wrapper) sponsored? promo newsletter(?:-?(?:signup|form))?
        subscri(?:be|ption)[\w-]* paywall donate signup""",
    "search form": "search searchform search-?(?:form|box|bar)",
    "edit links": "mw-editsection editsection edit-link post-edit-link",
    "table of contents": "toc mw-toc table-?of-?contents toc_container ez-toc-container doc-toc",
    "boxes of a wiki": r"""
        navbox[\w-]* infobox vertical-navbox metadata ambox tmbox portal portalbox sistersitebox side-box catlinks noprint
        magnify mw-indicators mw-hidden-catlinks mw-empty-elt succession-box authority-control stub shortdescription
        nomobile""",
    "page numbers": "pagenum pageno page-?number pagebreak",
    "tags and categories": "cat-links tags-links tag-links post-?tags entry-?tags post-?categories tagcloud sep",
}


def _named(names: str) -> re.Pattern[str]:
    return re.compile(" (?:" + "|".join(names.replace("-?", "[-_]?").split()) + ") ")


BOILERPLATE = tuple((f"web page boilerplate: {why}", _named(names)) for why, names in _NAMES.items())
# Of them those that nothing else on a page is called.
_BODIES = _named("article-?body article__body article-?content story-?body entry-?content post-?body hentry h-entry")
_COMMENTS = next(pattern for why, pattern in BOILERPLATE if why.endswith("comments"))
_NEVER = frozenset({"html", "body", "article", "main", "h1", "tbody", "td", "tr"})
# Where the words stand that a page is about, by the names that common systems give it, the surest first.
_ROOTS = _named(
    """mw-content-text mw-parser-output article-?body article__body article-?content story-?body entry-?content post-?content
    post-?body post-?entry main-?content content-?body node-?content field-name-body prose hentry h-entry article post story
    main content"""
)
_TALK = "comments"
_BYLINE = 160  # characters; what is longer than this is no byline
_ESSAY = 1500  # characters beside the comments that are an essay, however long those are


@dataclass
class HtmlPage:
    """A page while boilerplate is taken out of it."""

    root: HtmlElement
    path: str
    called: frozenset[str]  # ids that links which look like calls lead to
    title: str = ""  # as the page's head gives it
    authors: frozenset[str] = frozenset()  # as the page gives them, in lower case
    host: str = ""  # of the page's own address
    steps: list[Step] = field(default_factory=list)
    essay: HtmlElement | None = None  # the one part that is named as an essay's

    def drop(self, element: HtmlElement, why: str) -> None:
        """Take an element out, and record its words."""
        if element.getparent() is None:
            return
        text = " ".join(visible(element).split())
        if text:
            self.steps.append(Step("dropped", Place(self.path, line_of(element)), text, why))
        if element.tag not in INLINE:  # what stood on both sides of a button are two words
            element.tail = f" {element.tail or ''}"
        element.drop_tree()


def strip_boilerplate(page: HtmlPage) -> None:
    """Take out of a page all that is not the essay."""
    _silence(page)
    page.essay = _named_essay(page.root)
    for element in list(page.root.iter()):
        if isinstance(element.tag, str) and _attached(element, page.root):
            why = _why(element, page)
            if why:
                page.drop(element, why)
    _contents(page)
    _series(page)
    _outside(page)


def _series(page: HtmlPage) -> None:
    """Threads of comments and rows of cards, by their shape."""
    measures = measured(page.root)
    for group in list(series_of(page.root, lambda element: _holds_notes(element, page))):
        if not leaves_enough(group, page.root, measures):
            continue
        heading = heading_over(group[0]) if group[0].getprevious() is not None else None
        for part in [*group, *([heading] if heading is not None else [])]:
            page.drop(part, "web page boilerplate: comments or cards")


def _silence(page: HtmlPage) -> None:
    for element in list(page.root.iter("object", "applet", "datalist")):
        page.drop(element, "shown only where a program is missing")
    for drawing in page.root.iter("svg"):
        text = " ".join(" ".join(drawing.itertext()).split())
        if text:
            page.steps.append(Step("dropped", Place(page.path, line_of(drawing)), text, "words of a drawing"))
    for element in list(page.root.iter(*SILENT)):
        if element.getparent() is not None and element.tag != "head":
            element.drop_tree()
    for element in list(page.root.iter("head")):
        element.getparent().remove(element)


def _attached(element: HtmlElement, root: HtmlElement) -> bool:
    """Whether no ancestor of an element has been dropped."""
    while element is not None:
        if element is root:
            return True
        element = element.getparent()
    return False


def _why(element: HtmlElement, page: HtmlPage) -> str:
    """Why an element is page boilerplate; "" when it is none."""
    tag = element.tag
    why = ""
    if tag in _FORMS:
        why = "web page boilerplate: form"
    elif tag == "nav":
        why = "web page boilerplate: navigation"
    elif _hidden(element):
        why = "hidden on the page"
    elif tag == "div" and element.get("title") in ("header", "footer"):  # as LibreOffice saves them
        why = f"web page boilerplate: page {'head' if element.get('title') == 'header' else 'foot'}"
    elif tag in ("header", "footer") and not _inside(element, ("article", "main", "blockquote", "section")):
        why = "web page boilerplate: page head" if tag == "header" else "web page boilerplate: page foot"
    elif tag not in _NEVER:
        names = classes(element)
        why = next((name for name, pattern in BOILERPLATE if pattern.search(names)), "") if names.strip() else ""
    if tag == "a" and not why and _is_button(element):
        why = "web page boilerplate: button"
    if tag == "aside" and not why and not _inside(element, ("article", "main", "p", "blockquote")):
        why = "web page boilerplate: side bar"
    if tag == "time" and " updated " in classes(element) and len(element.xpath("../time")) > 1:
        why = "web page boilerplate: time of change"
    return why if why and not _precious(element, page, why) else ""


# What an element's class calls a button. False positive it avoids: "button-group", "no-button".
_BUTTON = re.compile(r" (?:wds-|ui-|post-|mw-ui-)?(?:button|btn) ")
_BUTTON_LONG = 40  # characters


def _is_button(element: HtmlElement) -> bool:
    """Whether a link is shown as a button, alone in its line.

    False positives it avoids: a call, which leads to a place of the page; a link within a sentence.
    """
    if not _BUTTON.search(classes(element)) or (element.get("href") or "").startswith("#"):
        return False
    parent, before, after = element.getparent(), element.getprevious(), element.getnext()
    if parent is None or len(text_of(element)) > _BUTTON_LONG or (element.tail or "").strip():
        return False
    if any(beside is not None and beside.tag in INLINE and beside.tag != "a" for beside in (before, after)):
        return False
    return not ((before.tail if before is not None else parent.text) or "").strip()


def _hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    gone = element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style
    return gone and next(element.iter("math"), None) is None


def _inside(element: HtmlElement, tags: tuple[str, ...]) -> bool:
    return any(parent.tag in tags for parent in element.iterancestors())


def _precious(element: HtmlElement, page: HtmlPage, why: str) -> bool:
    """Whether an element must stay whatever it is called.

    It holds the notes, the title, or most of the words.
    """
    if why == "web page boilerplate: edit links":
        return False
    if "table of contents" not in why and _holds_notes(element, page):
        return True
    if page.essay is not None and (element is page.essay or element in page.essay.iterancestors()):
        return True
    if element.tag in ("span", "a", "label", "input", "button"):
        return False
    length, whole = len(text_of(element)), len(text_of(page.root))
    if length > thresholds.PRECIOUS and length > thresholds.MOST * whole and (_TALK not in why or whole - length < _ESSAY):
        return True
    heading = next(element.iter("h1"), None)
    alone = heading is not None and sum(1 for _ in page.root.iter("h1")) == 1
    return alone and why == "web page boilerplate: page head" and element.tag == "header"


def _named_essay(root: HtmlElement) -> HtmlElement | None:
    """The one part that is named as an essay's; None where several may be.

    However little of the page it is: Blogger puts the essay into a "widget", and the comments may be longer than what they
    answer.
    """
    measures = measured(root)
    tops: list[HtmlElement] = []
    inside: set[HtmlElement] = set()
    for element in root.iter("article", "div", "section", "td"):
        names = classes(element)
        if element in inside or not (_COMMENTS.search(names) or _is_surely_named(element, names)):
            continue
        inside.update(element.iter())
        if not _COMMENTS.search(names) and element in measures:
            tops.append(element)
    best = max(tops, key=lambda e: measures[e].prose, default=None)
    if best is None or measures[best].prose < _ESSAY:
        return None
    return best if measures[best].prose > thresholds.MOST * sum(measures[e].prose for e in tops) else None


def _is_surely_named(element: HtmlElement, names: str) -> bool:
    return element.tag == "article" or element.get("itemprop") == "articleBody" or bool(_BODIES.search(names))


def _is_named(element: HtmlElement) -> bool:
    """Whether an element is called what common systems call the part of the essay."""
    named = element.tag in ("article", "main") or element.get("itemprop") == "articleBody"
    return named or bool(_ROOTS.search(classes(element)))


def _holds_notes(element: HtmlElement, page: HtmlPage) -> bool:
    """Whether short links from elsewhere lead into an element, as calls lead to notes."""
    ids = {e.get("id") or e.get("name") for e in element.iter() if isinstance(e.tag, str) and (e.get("id") or e.get("name"))}
    return bool(ids & page.called)


def _contents(page: HtmlPage) -> None:
    """Lists whose every entry links to a heading of the page: they repeat the headings."""
    headings = {i for e in page.root.iter("h1", "h2", "h3", "h4", "h5", "h6") for i in _ids_at(e)}
    for element in list(page.root.iter("ul", "ol", "dl", "table", "p", "div")):
        if not _attached(element, page.root) or len(element) < 1:
            continue
        links = [a for a in element.iter("a") if a.get("href")]
        if len(links) < thresholds.CONTENTS_LINKS or not all((a.get("href") or "").startswith("#") for a in links):
            continue
        targets = {(a.get("href") or "")[1:] for a in links}
        inside = sum(len(text_of(a)) for a in links)
        if targets <= headings and inside > thresholds.CONTENTS_SHARE * len(text_of(element)):
            page.drop(element, "web page boilerplate: table of contents")
    _rows(page, headings)


def _rows(page: HtmlPage, headings: set[str]) -> None:
    """Headings and paragraphs that are nothing but a link to a heading, two and more of them."""
    rows = []
    for element in page.root.iter("h1", "h2", "h3", "h4", "h5", "h6", "p"):
        links = [a for a in element.iter("a") if a.get("href")]
        target = (links[0].get("href") or "") if len(links) == 1 else ""
        if target.startswith("#") and target[1:] in headings and text_of(links[0]) == text_of(element):
            rows.append(element)
    for element in rows if len(rows) > 1 else []:
        page.drop(element, "web page boilerplate: table of contents")


def _ids_at(heading: HtmlElement) -> Iterator[str]:
    """The ids of a heading, of what is in it, and of an empty anchor right before it."""
    before = heading.getprevious()
    for element in [*heading.iter(), *([before] if before is not None and not text_of(before) else [])]:
        for name in (element.get("id"), element.get("name")):
            if name:
                yield name


def _outside(page: HtmlPage) -> None:
    """Drop what stands outside the element that holds the essay.

    Titles, bylines and called notes stay.
    """
    measures = measured(page.root)
    named = _essay(page)
    if named is None and page.essay is not None and _attached(page.essay, page.root):
        named = page.essay
    core = named if named is not None else core_of(page.root, measures)
    rows = list(rows_of(page.root, core, measures, page.host))
    node = core
    while node.tag != "body" and node is not page.root and (parent := node.getparent()) is not None:
        before = True
        for sibling in list(parent):
            if sibling is node:
                before = False
            elif named is not None or not is_text(sibling, measures):
                _prune(sibling, page, before)
        node = parent
    for row in rows:
        if _attached(row, page.root) and not _holds_notes(row, page) and not _is_byline(row, page):
            heading = heading_over(row)
            page.drop(row, "web page boilerplate: row of links")
            if heading is not None:
                page.drop(heading, "web page boilerplate: row of links")


def _prune(element: HtmlElement, page: HtmlPage, before: bool) -> None:
    """Drop an element outside the essay, except for what of it belongs to the essay.

    Bylines only before it.
    """
    if _belongs(element, page, before):
        return
    if any(_belongs(inner, page, before) for inner in element.iterdescendants()):
        for child in list(element):
            _prune(child, page, before)
        if element.text and element.text.strip():
            page.steps.append(Step("dropped", Place(page.path, line_of(element)), element.text.strip(), _OUTSIDE))
            element.text = None
        for child in element:
            if child.tail and child.tail.strip():
                page.steps.append(Step("dropped", Place(page.path, line_of(child)), child.tail.strip(), _OUTSIDE))
                child.tail = None
        return
    page.drop(element, _OUTSIDE)


_OUTSIDE = "web page boilerplate: outside the essay"
_FRONT = _named(
    r"""by-?line author entry-?title post-?title article-?title headline subtitle dek standfirst lede entry-?date published
    dateline [\w-]{0,40}(?:foot|end)-?notes?[\w-]{0,40} references reflist notes works-?cited bibliography"""
)


def _belongs(element: HtmlElement, page: HtmlPage, before: bool) -> bool:
    if element.tag == "h1":
        return _is_title(element, page)
    if element.tag == "time" or element.get("rel") == "author" or element.get("itemprop") in ("author", "headline"):
        return True
    if _FRONT.search(classes(element)):
        return True
    if before and _is_byline(element, page) and not any(_is_byline(e, page) for e in element if e.tag not in INLINE):
        return True
    name = element.get("id") or element.get("name")
    return bool(name and name in page.called)


# The address of an author's own page. False positive it avoids: "/authority/".
_AUTHOR = re.compile(r"/(?:authors?|autor(?:es|en)?|auteurs?|people|contributors?|profile|staff|@[\w.-]+)(?:/|$)", re.I)


def _is_byline(element: HtmlElement, page: HtmlPage) -> bool:
    """Whether a short element names the author, by the page's head or by its link."""
    text = text_of(element).casefold()
    if not text or len(text) > _BYLINE:
        return False
    linked = any(_AUTHOR.search(a.get("href") or "") or a.get("rel") == "author" for a in element.iter("a"))
    return linked or any(name in text for name in page.authors)


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _is_title(heading: HtmlElement, page: HtmlPage) -> bool:
    """Whether a heading outside the essay is its title, and not the name of the site."""
    title = _key(page.title)
    if not title or _key(text_of(heading)) == title:
        return True
    return all(_key(text_of(other)) != title for other in page.root.iter("h1", "h2", "h3"))


def _essay(page: HtmlPage) -> HtmlElement | None:
    """The element that holds the essay.

    The smallest well-named one with most of the page's prose; else None.
    """
    whole = _prose(page.root)
    best: HtmlElement | None = None
    for element in page.root.iter("article", "main", "div", "section", "td"):
        if _is_named(element) and _prose(element) > thresholds.MOST * whole and not _FRONT.search(classes(element)):
            best = element  # a later one that passes stands within the earlier one
    return best


def _prose(element: HtmlElement) -> int:
    """How many characters of an element stand in paragraphs and not in links."""
    blocks = element.iter("p", "li", "blockquote", "pre", "dd", "td")
    total = sum(len(text_of(p)) for p in blocks if p.tag == "p" or len(p) == 0 or (p.text or "").strip())
    return total or len(text_of(element))
