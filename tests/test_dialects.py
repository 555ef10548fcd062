"""Dialects: what programs add to Markdown, front matter of any kind, and texts in another language of marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressline.model import Manuscript, Source
from pressline.normalize.normalizer import normalize
from pressline.normalize.writer import write
from pressline.readers.dialects.languages import LANGUAGES, language_of
from pressline.readers.dialects.literal import outside_literal
from pressline.readers.source import read, sheet_of

LOST = ("G001", "G010")


def manuscript_of(text: str, kind: str = "md") -> Manuscript:
    """What is made of a text; no word of it is lost."""
    made = normalize(sheet_of(Source(Path(f"essay.{kind}"), kind, text.encode())))
    assert [f.message for f in made.findings if f.code in LOST] == []
    return made


def essay_of(text: str, kind: str = "md") -> str:
    """essay.md of a text, without its blank lines."""
    return "\n".join(line for line in write(manuscript_of(text, kind)).split("\n") if line.strip())


HEAD = "---\ntitle: On Rivers\n---\n\n"


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("Costs 10^6 and 10^7, x^2 + y^2, ~5 km, a~b; ^_^.", r"Costs 10\^6 and 10\^7, x\^2 + y\^2, \~5 km, a\~b; \^\_\^."),
        ("The 10^th^, H~2~O, ~~gone away~~, `a^b c^d`.", "The 10^th^, H~2~O, ~~gone away~~, `a^b c^d`."),
        ("A ^[2](https://a.org/x)^ raised.", "A ^[2](https://a.org/x)^ raised."),
        ("A [^2^](https://a.org/x) raised.", "A ^[2](https://a.org/x)^ raised."),
        ("It rose.^[Hale [ed.],\n*Tolls* 4.] Then.", "It rose.[^1] Then.\n[^1]: Hale [ed.], *Tolls* 4."),
        ("In `^[code]` and\n\n# A Part^[In a heading.]", "In `^[code]` and\n# A Part[^1]\n[^1]: In a heading."),
        ("> Said.^[In a\n> quotation.]", "> Said.[^1]\n[^1]: In a quotation."),
        ("A.^[One.] B.[^1]\n\n[^1]: Two.", "A.[^2] B.[^1]\n[^2]: One.\n[^1]: Two."),
        ("A.[^1] B.[^2]\n\n[^1]: Ibid.\n[^2]: Ibid.", "A.[^1] B.[^2]\n[^1]: Ibid.\n[^2]: Ibid."),
        ("A.[^1]\n\n[^1]: x.\n\n# B\n\nC.[^1]\n\n[^1]: y.", "A.[^1]\n# B\nC.[^1-2]\n[^1]: x.\n[^1-2]: y."),
        (
            "A.[^1] B.[^2]\n\n# C\n\nD.[^1] E.[^2]\n\n[^1]: a.\n[^2]: b.\n\n[^1]: d.\n[^2]: e.",
            "A.[^1] B.[^2]\n# C\nD.[^1-2] E.[^2-2]\n[^1]: a.\n[^2]: b.\n[^1-2]: d.\n[^2-2]: e.",
        ),
        ("A.[^1] B.[^2]\n\n[^1]: x.\n\nMore.\n\n[^2]: y\nlazily.", "A.[^1] B.[^2]\n[^1]: x.\n    More.\n[^2]: y lazily."),
        ("A.[^1]\n\n[^1]: x.\n\nNo call.\n\nB.[^2]\n\n[^2]: y.", "A.[^1]\nNo call.\nB.[^2]\n[^1]: x.\n[^2]: y."),
        ("Limbs:\n(a) one;\n(b) two; and\n(c) three.", "Limbs:\n(a) one;\n(b) two; and\n(c) three."),
        ("We ask (a) whether it rose,\n(b) whether it fell.", "We ask (a) whether it rose, (b) whether it fell."),
        ("It rose¹, and fell².\n\n¹ Hale, 4.\n² Ibid.", "It rose,[^1] and fell.[^2]\n[^1]: Hale, 4.\n[^2]: Ibid."),
    ],
)  # fmt: skip
def test_marks_of_markdown(given: str, made: str) -> None:
    text = essay_of(HEAD + given + "\n")
    labels = {label: str(n) for n, label in enumerate(dict.fromkeys(_labels(text)), start=1)}
    wanted = {label: str(n) for n, label in enumerate(dict.fromkeys(_labels(made)), start=1)}
    assert _numbered(text, labels) == _numbered(made, wanted)


def _labels(text: str) -> list[str]:
    return [part.partition("]")[0] for part in text.split("[^")[1:]]


def _numbered(text: str, numbers: dict[str, str]) -> str:
    """A text with notes numbered by their first calls: what a label is called is no matter here."""
    first, *parts = text.split("[^")
    return first + "".join(f"[^{numbers[part.partition(']')[0]]}]{part.partition(']')[2]}" for part in parts)


def test_a_call_of_no_note_is_said_and_stays() -> None:
    made = manuscript_of(HEAD + "It rose.[^9] It fell.[^1]\n\n[^1]: A note.\n")
    assert [(f.place.line, f.message) for f in made.findings if f.code == "N001"] == [(5, "note 9 is called but never defined")]
    assert r"It rose.[\^9] It fell.[^1]" in write(made)


VAULT = """A claim with [[Hale 1901|a link of the vault]] and [[Quays#North]].[^1]
It is ==high water==, %%a private remark%%. ^block-id

> [!note] A title
> Its text.

![[map.png|A map]]

%%
Hidden words.
%%

[^1]: Hale, [[Tolls]] 4.
"""


def test_marks_of_obsidian() -> None:
    made = manuscript_of(HEAD + VAULT)
    text = "\n".join(line for line in write(made).split("\n") if line.strip(" >"))
    assert text == (
        "A claim with a link of the vault and Quays > North.[^1] It is high water,.\n"
        "> **A title**\n> Its text.\nA map\n[^1]: Hale, Tolls 4."
    ).replace(",.", ", .")
    dropped = [step.text for step in made.steps if step.kind == "dropped"]
    assert dropped == ["Hale 1901", "%%a private remark%%", "^block-id", "note", "%%\nHidden words.\n%%"]


@pytest.mark.parametrize(
    "text", ["He wrote [[sic]] there.", "A == b == c, and 100%% of it, 50%% of that.", "See [[1]] and x ^2"]
)
def test_what_only_looks_like_obsidian_stays(text: str) -> None:
    assert essay_of(HEAD + text).replace("\\", "") == text


@pytest.mark.parametrize(
    "head",
    [
        '+++\ntitle = "On Rivers"\ndate = 2026-01-03\nauthor = "Ann Lee"\ndraft = true\n+++\n',
        "+++\ntitle = 'On Rivers'\ndate = 2026-01-03T10:11:12+01:00\n[params]\nauthor = \"Ann Lee\"\n+++\n",
        '{\n  "title": "On Rivers",\n  "author": "Ann Lee",\n  "date": "2026-01-03",\n  "weight": 3\n}\n',
        "Title: On Rivers\nAuthor: Ann Lee\nDate: January 3, 2026\n",
        "% On Rivers\n% Ann Lee\n% January 3, 2026\n",
        "---\nlayout: post\ntitle:  On Rivers\nauthor: Ann Lee\ndate:   2026-01-03 10:11:12 +0100\n---\n",
        "\n---\ntitle: On Rivers\nauthor: Ann Lee\ndate: 2026-01-03\n---\n",
    ],
)
def test_front_matter_of_every_kind(head: str) -> None:
    made = manuscript_of(f"{head}\nSome words stand here.\n")
    said = made.metadata
    assert (said.title, [a.name for a in said.author], str(said.date)) == ("On Rivers", ["Ann Lee"], "2026-01-03")
    assert write(made) == "Some words stand here.\n"


@pytest.mark.parametrize(
    "text",
    ["Note: this is so.\nIt goes on: here.\n", "% no title block\nwithout a blank line\n", "+++\nno toml\n+++\n\nText.\n"],
)
def test_what_only_looks_like_front_matter_stays(text: str) -> None:
    made = manuscript_of(f"{text}\nMore words.\n")
    assert made.metadata.author == () and made.metadata.date is None
    assert text.split("\n")[0] in (made.metadata.title + write(made)).replace("\\", "")


LANGUAGE_TEXTS = {
    "rst": """On Rivers
=========

:Author: Ann Lee

The *river* [#a]_ rose [1]_ and fell [#b]_; so again [#a]_.

Lost
----

More.

.. [#a] Harrow, 1911.
.. [1] Ibid.
.. [#b] Ibid.
""",
    "org": """#+TITLE: On Rivers
#+AUTHOR: Ann Lee

The /river/[fn:1] rose[fn:: Ibid.] and fell[fn:x]; so again[fn:1].

* TODO Lost

More.

* Footnotes

[fn:1] Harrow, 1911.
[fn:x] Ibid.
""",
    "mediawiki": """The ''river''<ref name=h>Harrow, 1911.</ref> rose<ref>Ibid.</ref> and fell<ref>Ibid.</ref>; so
again<ref name="h" />.

== Lost ==

More of [[Rivers|it]].

== Notes ==
{{reflist}}
""",
    "latex": r"""\documentclass{article}
\title{On Rivers}
\author{Ann Lee}
\begin{document}
The \emph{river}\footnote{Harrow, 1911.} rose\footnote{Ibid.}
and fell\footnote{Ibid.}.
\section{Lost}
More.
\end{document}
""",
    "asciidoc": """= On Rivers
Ann Lee

The _river_ footnote:h[Harrow, 1911.] rose footnote:[Ibid.] and fell footnote:[Ibid.]; so again footnote:h[].

== Lost

More.
""",
    "textile": """h1. On Rivers

The _river_[1] rose[2] and fell[3].

h2. Lost

More.

fn1. Harrow, 1911.

fn2. Ibid.

fn3. Ibid.
""",
}


@pytest.mark.parametrize("kind", LANGUAGES)
def test_other_languages_of_marks(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "essay.txt"
    path.write_text(LANGUAGE_TEXTS[kind], encoding="utf-8")
    assert read(path).kind == kind
    text = essay_of(LANGUAGE_TEXTS[kind], kind)
    numbers = {label: str(n) for n, label in enumerate(dict.fromkeys(_labels(text)), start=1)}
    lines = _numbered(text, numbers).split("\n")
    assert lines[-3:] == ["[^1]: Harrow, 1911.", "[^2]: Ibid.", "[^3]: Ibid."]
    assert "# Lost" in lines and not any(line.startswith(("# Notes", "# Foot")) for line in lines)
    assert "*river*[^1] rose[^2] and fell[^3]" in _numbered(text, numbers).replace(" [^", "[^")
    again = ("again" in LANGUAGE_TEXTS[kind]) + 1
    assert _numbered(text, numbers).count("[^1]") == again + 1


@pytest.mark.parametrize(
    "text",
    [
        "In LaTeX one writes \\emph{word} and \\footnote{text} for notes; that is all.\n",
        "A wiki has == Heading == and '''bold''' in it, and [[links]].\n",
        "See [1]_ and [2]_ for more.\n",
        "* One item\n* Another item\n\nThe macro #+TITLE: is Org's.\n",
        "# Heading\n\nA note.[^1] In Org it is [fn:1].\n\n[fn:1] So.\n\n[^1]: Here.\n",
        "h1. is how Textile begins a heading.\n",
        "1. One\n2. Two\n\nPrices ==== up, see http://a.org/x[1].\n",
    ],
)
def test_an_essay_about_marks_is_plain_text(text: str) -> None:
    assert language_of(text) == ""


def test_what_is_put_away_comes_back() -> None:
    text = "a `b` c ``x ` y`` d ` e\n\n~~~\nf `g`\n~~~\n$x^2$ $5 and $6 <!-- k\n\n --> l\n```\nopen"
    seen: list[str] = []
    assert outside_literal(text, lambda free: seen.append(free) or free) == text  # type: ignore[func-returns-value]
    assert not {"b`", "f", "x^2", "k", "open"} & set(seen[0].split()) and "$5 and $6" in seen[0]
