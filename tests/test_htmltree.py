"""HTML is read as a browser reads it, at any depth, in time that grows with its length."""

from __future__ import annotations

import time
from pathlib import Path

import lxml.html
import pytest

from pressline.findings import Place, PresslineError
from pressline.model import Source
from pressline.pandoc.passages import text_of
from pressline.readers.documents.html_tree import tree_of
from pressline.readers.source import sheet_of

PLACE = Place("page.html")


def shown(html: str) -> str:
    root = tree_of(html, PLACE)
    for element in root.iter():
        element.attrib.pop("data-at", "")
    body: str = lxml.html.tostring(next(root.iter("body")), encoding="unicode")
    return body.removeprefix("<body>").removesuffix("</body>")


# What the standard makes of each (html5lib's tests and its section 13.2.10, "an introduction to error handling").
TREES = [
    ("<p>one<p>two", "<p>one</p><p>two</p>"),
    ("<ul><li>one<li>two</ul>", "<ul><li>one</li><li>two</li></ul>"),
    ("<p>1<b>2<i>3</b>4</i>5</p>", "<p>1<b>2<i>3</i></b><i>4</i>5</p>"),
    ("<b>1<p>2</b>3</p>", "<b>1</b><p><b>2</b>3</p>"),
    ("<p><b>one<p>two", "<p><b>one</b></p><p><b>two</b></p>"),
    (
        "<table><b><tr><td>aaa</td></tr>bbb</table>ccc",
        "<b></b><b>bbb</b><table><tbody><tr><td>aaa</td></tr></tbody></table><b>ccc</b>",
    ),
    (
        "<table><tr><td>1<td>2<tr><td>3</table>",
        "<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table>",
    ),
    ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
    ("<a href=x>one<a href=y>two</a>", '<a href="x">one</a><a href="y">two</a>'),
    ("<p><a id=x>one<p>two", '<p><a id="x">one</a></p><p><a>two</a></p>'),
    ("<o:p>word</o:p>", "<span>word</span>"),
    ("<b><b><font size=1><font size=2>x", '<b><font size="1">x</font></b>'),
]


@pytest.mark.parametrize(("html", "tree"), TREES)
def test_the_tree_is_that_of_a_browser(html: str, tree: str) -> None:
    assert shown(html) == tree


@pytest.mark.parametrize(
    "tag", ["<span>", "<b>", "<font color=red>", "<span class=x>", "<i><u><font size=2>", "<p><font size=1>"]
)
def test_phrases_that_are_never_closed_are_read(tag: str) -> None:
    sheet = sheet_of(Source(Path("page.html"), "html", (f"{tag}word " * 300 + "<p>last").encode()))
    assert sum(text_of(p).split().count("word") for p in sheet.paragraphs) == 300
    assert text_of(sheet.paragraphs[-1]) == "last"
    assert sheet.findings == ()


def test_words_behind_deep_containers_stay_in_order() -> None:
    page = "<div>one" * 300 + "<div>two</div>three" + "</div>four" * 300
    text = " ".join(tree_of(page, PLACE).itertext())
    assert text.replace("one", "").replace("four", "").split() == ["two", "three"]
    assert text.index("one") < text.index("two") < text.index("three") < text.index("four")
    depths = [sum(1 for _ in element.iterancestors()) for element in tree_of(page, PLACE).iter()]
    assert max(depths) < 120


@pytest.mark.parametrize("depth", [2060, 20_000])
@pytest.mark.parametrize("tag", ["<div>", "<span>", "<b>", "<ul><li>", "<blockquote>", "<table><tr><td>", "<p><font color=x>"])
def test_deep_pages_are_read_whole_or_refused_in_linear_time(tag: str, depth: int) -> None:
    began = time.process_time()
    try:
        words = " ".join(tree_of(tag * depth + "deep<p>last", PLACE).itertext()).split()
        assert words == ["deep", "last"]
    except PresslineError as error:
        assert error.findings[0].code in ("R024", "R026")
    assert time.process_time() - began < 20  # quadratic time would take minutes


def test_formatting_that_is_opened_again_and_again_is_refused() -> None:
    page = "".join(f"<font color={k}>" for k in range(2000)) + "<p>x" * 2000
    with pytest.raises(PresslineError) as error:
        tree_of(page, PLACE)
    assert error.value.findings[0].code == "R026"


def test_lines_are_those_of_the_file() -> None:
    page = '<html>\n<script>"<p>"\n</script><!-- <p>\n --><p title="a\n<p>">one\n<p>two<pre>\nthree</pre>'
    lines = [element.get("data-at", "").partition(":")[0] for element in tree_of(page, PLACE).iter("p", "pre")]
    assert lines == ["4", "6", "7"]


def test_xhtml_is_read_as_xml_and_what_is_none_as_html() -> None:
    head = '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>'
    assert shown(f"{head}<p><a/>one&nbsp;two</p></body></html>") == "<p><a></a>one\u00a0two</p>"
    assert "<p>one</p><p>two</p>" in shown(f"{head}<p>one<p>two")
