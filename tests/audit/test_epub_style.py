"""What style does to words, where it is right: none of these hides, adds or moves a word, and none may be called a doubt."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pressline.audit.epub.css.rules import Sheets, read_sheet, settle
from pressline.audit.epub.css.seen import judged
from pressline.audit.epub.opened import Doc
from pressline.audit.epub.visible import check_seen
from pressline.model import Artifact, Book

PAGE = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body class="b"><h1>Head</h1>
<p id="one">First <em>word</em>.<sup>2</sup></p><p class="x">Second <a href="#one">link</a>.</p>
<div tabindex="0"><table><tr><td>cell</td></tr></table></div><ul><li>item</li></ul></body></html>"""

RIGHT = """
div { overflow-x: auto; max-width: 100% }
img { background-color: #fff; padding: 0.2em }
p { display: none } p { display: block }
p { display: none } body p { display: revert }
p { visibility: hidden } p, p * { visibility: visible }
p { color: white; background: black }
p { color: #000 }
p { color: #555; background: #fefefe }
@media (prefers-color-scheme: dark) { body { background: #000; color: #eee } }
@media (prefers-color-scheme: dark) { p { color: #fff } }
@media print { p { display: none } }
@media not screen { p { display: none } }
@media amzn-mobi { p { display: none } }
p:hover { opacity: 0 }
p::selection { color: transparent }
@layer low { p { display: none } } p { display: block }
@layer a, b; @layer b { p { display: block } } @layer a { p { display: none } }
p { display: none } p { display: block !important } #one { color: inherit }
p { --x: none; display: block }
p { font: bold italic 1em/1.4 serif } em { font-size: smaller } sup { font-size: 60%; line-height: 0 }
p { text-indent: -1.5em; margin-left: 1.5em } li { text-indent: -1em }
h1 { margin-top: 30%; letter-spacing: 0.2em; text-transform: uppercase }
p { position: relative; top: -0.2em }
p::before { content: "“" } p::after { content: close-quote } q { quotes: "«" "»" }
h1 { counter-increment: c } h1::before { content: counter(c) ". " } li { list-style-type: "– " }
li::marker { content: "• " }
p::before { content: "words"; display: none }
.gone { display: none } p.no { content: "x" }
p { clip: rect(0 0 0 0) }
p { width: 0 } div { overflow: hidden }
p { transform: rotate(2deg) translate(-50%, 0) } h1 { transform: scale(1.2) }
p { opacity: 0.6 } em { opacity: 0.8 }
p { display: bogus; visibility: nothing; opacity: none; font-size: 12 }
body { background: linear-gradient(#fff, #eee); color: #111 }
p { padding: env(safe-area-inset-top) } @media (prefers-color-scheme: dark) { img { filter: invert(1) } }
section { display: flex; flex-direction: row-reverse }
"""


def found_in(css: str, page: str = PAGE) -> set[tuple[str, str]]:
    sheets = Sheets()
    read_sheet(sheets, css.encode(), "style.css", lambda base, target: (target, None))
    settle(sheets)
    return set(judged(Doc("a.xhtml", etree.fromstring(page)), sheets).found)


@pytest.mark.parametrize("css", [line for line in RIGHT.split("\n") if line])
def test_style_that_hides_nothing_is_passed_over(css: str) -> None:
    assert found_in(css) == set()


@pytest.mark.parametrize(
    ("css", "what"),
    [
        ("@media (prefers-color-scheme: dark) { p { display: none } }", ("hidden", "display: none")),
        ("@import 'more.css' screen; p { display: none !important } p { display: block }", ("hidden", "display: none")),
        ("@layer b { p { display: block !important } } p { display: none !important }", None),
        ("@layer a, b; @layer b { p { display: none } } @layer a { p { display: block } }", ("hidden", "display: none")),
        ("p { display: none } p:not(#one) { display: block }", ("hidden", "display: none")),
        ("p ~ p { opacity: 0 }", ("hidden", "opacity: 0")),
        ("p:nth-of-type(2) a { font-size: 1px }", ("hidden", "letters 1.0 px high")),
        ("body { color: #fff } em { color: black }", ("hidden", "color: #fff, on white paper")),
        ("p { opacity: 0.3 } em { opacity: 0.3 }", ("hidden", "opacity: 0.3")),
        (
            "@property --a { syntax: '*'; initial-value: none } p { display: var(--a) }",
            ("hidden", "display: none"),
        ),
        ("p { width: calc(1em - 16px); overflow: hidden }", ("hidden", "width: calc(1em - 16px); overflow-x: hidden")),
        ("p { filter: opacity(0) }", ("hidden", "filter: opacity(0)")),
        ("P { DISPLAY: NONE }", ("hidden", "display: NONE")),
        (
            "body { background: linear-gradient(#fff, #fff) } p { color: #fff }",
            ("hidden", "color: #fff, on a ground of the same colour"),
        ),
        ("p::before { --q: 'BUY'; content: var(--q) }", ("added", '::before { content: "BUY" }')),
        ("body { background: url(paper.png) #fff }", ("doubt", "background-image: url(paper.png)")),
        ("p { color: oklch(1 0 0) }", ("doubt", "color: oklch(1 0 0)")),
        ("p { font-size: round(up, 0px, 1px) }", ("doubt", "font-size: round(up, 0px, 1px)")),
        ("p { filter: invert(1) }", ("doubt", "filter: invert(1)")),
        ("p { mix-blend-mode: difference }", ("doubt", "mix-blend-mode: difference")),
        ("p:target { display: none }", ("doubt", "p:target { display: none }")),
        ("@scope (body) { p { display: none } }", ("doubt", "p { display: none }")),
        ("p { position: absolute; background: #fff }", ("doubt", "position: absolute; a background")),
        ("p { unicode-bidi: bidi-override; direction: rtl }", ("moved", "unicode-bidi: bidi-override")),
        ("@counter-style x { system: cyclic; symbols: 'BUY' }", ("added", '@counter-style { symbols: "BUY" }')),
    ],
)
def test_style_that_hides_is_named_by_what_holds_in_the_end(css: str, what: tuple[str, str] | None) -> None:
    assert (what in found_in(css)) if what else (found_in(css) == set())


def test_variables_that_grow_without_end_are_a_doubt() -> None:
    doubling = "".join(f"--v{k}: var(--v{k + 1}) var(--v{k + 1}); " for k in range(40))
    assert any(what == "doubt" for what, _ in found_in(f"p {{ {doubling} display: var(--v0) }}"))
    assert any(what == "doubt" for what, _ in found_in("p { --a: var(--b); --b: var(--a); display: var(--a) }"))


def test_deep_rules_and_long_rows_of_siblings_end() -> None:
    assert ("doubt", "rules within each other, more than 20") in found_in("p{" * 100 + "display:none" + "}" * 100)
    page = PAGE.replace("<ul>", "<p>w</p>" * 3000 + "<ul>")
    assert ("hidden", "opacity: 0") in found_in("p ~ p { opacity: 0 }", page)


def test_the_sheet_of_a_book_is_reckoned_some_dozens_of_times(seed_epub: Artifact, seed_book: Book) -> None:
    """A style is shared by all elements of one kind, or a long book would take longer than its words do."""
    from pressline.audit.epub.opened import open_epub
    from pressline.audit.epub.reading import with_notes

    opened = with_notes(open_epub(Path(seed_epub.path)), {})
    assert list(check_seen(opened, seed_book)) == []
    sheets = Sheets()
    read_sheet(sheets, opened.files["EPUB/style.css"], "EPUB/style.css", lambda base, target: (target, None))
    settle(sheets)
    for doc in opened.reading_order:
        judged(doc, sheets)
    assert 5 < len(sheets.styles) < 80
