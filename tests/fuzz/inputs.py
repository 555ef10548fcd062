"""What the fuzzer tries: the project's own cases, cut up, mixed, and salted with what is hostile."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from pressline.pandoc.program import run

TESTS = Path(__file__).parents[1]
ARCHIVES = ("docx", "odt", "epub", "rtf")

# What means something to one of the parsers on the way, and what no careful program writes.
SALT = """
\\ ` * _ ~ ^ $ | > < & # [ ] ( ) { } ! : ; - + = % @ ' "
[1] [2], [^1] [^2] [^1]:_ [^x]:_ ^[a_note] ¹ (1) * † [a] [1]:_ [a](b) ![a](b) ![](data:,x) [a]{.call} {#s1} {.call note="1"}
<b> </b> <script>alert(1)</script> <!-- --> --> <![CDATA[ ]]> &#0; &#xD800; &amp;amp; &nbsp; <a_href="javascript:x">y</a>
<img_src="file:///etc/passwd"> <iframe> <p> </div> <table> <td> <li> <ul> <dl> <svg> <math> <pre> <textarea> <title> <base>
javascript:x file:///etc/passwd data:text/html,x http://a.b mailto:a@b //a.b ../../x C:\\x
\\input{/etc/passwd} .._include::_/etc/passwd #+INCLUDE:_"/etc/passwd" $$ $x$ $\\frac{1}{2}$ \\begin{x} `x`{=html} ```{=latex}
::: :::_{.x} ``` ~~~ | |---| |_a_|_b_| ---- *** === 1._ 12)_ -_ >_ >>>_ ####### %_ :_x +---+ [ [[ ]] {{ }} {% %}
é ü ß ﬁ ﷺ 漢字 שלום العربية हिन्दी ไทย 𝔘 👩‍👩‍👧‍👦 🇫🇷 a̐é Z̷̢̛a̸l̵g̴o̶ ‮evil‬ ​ ­ ⁠ ﻿ �   … “ ” ‘ ’ « » – — ‐ ‑
null ~ !!x &a *a <<: - ? | > 'a "a {a} [a] no 12:30 2026-02-30 0x10 1e400 .nan
"""
SALTS = [piece.replace("_", " ") for piece in SALT.split()]
SALTS += ["\n", "\n\n", "\n    ", "\t", "\r", "\r\n", "\x00", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ufffe"]
SALTS += ["\ue000", "\ue0000\ue001", "\U0010ffff", "(" * 40, "[" * 40, "> " * 40, "*" * 40, "a" * 300, "1" * 40]
LONE = ["\ud800", "\udcff"]

_YAML = [
    "title: A Title\nauthor:\n  name: Ann Lee\n  bio: She *writes* <b>.\n  email: ann@lee.example\n",
    "title: 'A: \"B\"'\nsubtitle: C & D\ndate: 2026-01-31\nlanguage: fr-FR\n"
    "keywords:\n- a\n- b\nabstract: |\n  One.\n\n  Two.\n",
    "title: T\nauthor:\n- name: A B\n  links:\n  - text: Home\n    url: https://a.example/\n- C D\n"
    "series:\n  name: S\n  number: 3\n"
    "identifiers:\n  isbn: 978-0-306-40615-7\n  doi: 10.1000/182\ncover: cover.png\nrights: © A\nrepeat_notes: new-note\n",
    "title: |-\n  <script>x</script>\n  }body{display:none}\nshort_title: '\"; content: url(http://a.b)'\ncategory: \\65\n",
]


@cache
def texts() -> list[str]:
    """The essays of the cases, and parts of the finished ones."""
    found = []
    for path in sorted((TESTS / "cases").glob("*/*.case")):
        if path.parent.name not in ("html", "metadata"):
            bodies = re.split(r"^=== .+\n", path.read_text(encoding="utf-8"), flags=re.M)[1:]
            found += [body for body in bodies if len(body) > 40]
    return found


@cache
def manuscripts() -> list[str]:
    """Parts of essay.md files that are whole: the notes that they call are defined."""
    rich = (TESTS / "rich" / "essay.md").read_text(encoding="utf-8").replace("日本語", "nothing")
    cases = [text for text in texts() if "[^" in text and "]: " in text]
    return [
        rich,
        *cases,
        "# A\n\nText.[^1] More.[^a b] Again.[^1]\n\n> Q\n\n- a\n- b\n\n[^1]: N *m*.\n",
        "A.[^1]\n\n[^1]: a\n\n    b\n",
    ]


@cache
def pages() -> list[str]:
    """The saved pages of the cases."""
    found = []
    for path in sorted((TESTS / "cases" / "html").glob("*.case")):
        bodies = re.split(r"^=== .+\n", path.read_text(encoding="utf-8"), flags=re.M)[1:]
        found += [body for body in bodies if "<" in body]
    return found


@st.composite
def mixed(draw: DrawFn, whole: Callable[[], list[str]], lone: bool = False) -> str:
    """A window of a text of the corpus after a few edits."""
    base = draw(st.sampled_from(whole()))
    lines = base.split("\n")
    if len(lines) > 30 and draw(st.booleans()):
        first = draw(st.integers(0, len(lines) - 2))
        lines = lines[first : first + draw(st.integers(1, 30))]
    text = "\n".join(lines)[:6000]
    salt = st.one_of(st.sampled_from(SALTS + (LONE if lone else [])), st.text(max_size=4))
    for _ in range(draw(st.integers(0, 8))):
        text = _edited(draw, text, salt)
    return text


def _edited(draw: DrawFn, text: str, salt: SearchStrategy[str]) -> str:
    at = draw(st.integers(0, len(text)))
    length = draw(st.sampled_from((0, 0, 1, 2, 7, 40)))
    kind = draw(st.sampled_from(("salt", "salt", "salt", "cut", "twice", "move", "many")))
    part = text[at : at + length]
    if kind == "salt":
        return text[:at] + draw(salt) + text[at:]
    if kind == "many":
        return text[:at] + draw(salt) * draw(st.sampled_from((2, 3, 70, 300))) + text[at:]
    if kind == "cut":
        return text[:at] + text[at + length :]
    if kind == "twice":
        return text[:at] + part + text[at:]
    rest = text[:at] + text[at + length :]
    to = draw(st.integers(0, len(rest)))
    return rest[:to] + part + rest[to:]


@st.composite
def damaged(draw: DrawFn, whole: Callable[[], list[str]]) -> bytes:
    """A mixed text in some encoding, perhaps with foreign bytes."""
    codec = draw(st.sampled_from(("utf-8", "utf-8", "utf-8", "cp1252", "utf-16", "mac_roman", "shift_jis")))
    text = draw(mixed(whole, lone=True))
    data = text.encode(codec, "surrogatepass" if codec.startswith("utf") else "replace")
    if draw(st.integers(0, 4)) == 0:
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.binary(max_size=3)) + data[at:]
    return data


@cache
def archive_of(kind: str) -> dict[str, bytes]:
    """The parts of a document of a kind, as pandoc writes it."""
    source = (TESTS / "rich" / "essay.md").read_text(encoding="utf-8").replace("![", "[")
    data = run(["-f", "markdown", "-t", kind, "-s", "--metadata=title:T", "-o", "-"], source.encode())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_MAIN = {
    "docx": (
        "word/document.xml",
        "word/footnotes.xml",
        "word/_rels/document.xml.rels",
        "[Content_Types].xml",
        "word/numbering.xml",
    ),
    "odt": ("content.xml", "meta.xml", "META-INF/manifest.xml"),
    "epub": ("EPUB/text/ch001.xhtml", "EPUB/content.opf", "META-INF/container.xml"),
}


@st.composite
def repacked(draw: DrawFn, kind: str) -> bytes:
    """A document whose parts were mixed: tags moved, doubled, salted and cut."""
    parts = dict(archive_of(kind))
    names = [name for name in _MAIN[kind] if name in parts]
    name = draw(st.sampled_from([names[0], names[0], *names]))
    pieces = re.split(r"(<[^>]*>)", parts[name].decode())
    for _ in range(draw(st.integers(1, 6))):
        at, to = draw(st.integers(0, len(pieces) - 1)), draw(st.integers(0, len(pieces) - 1))
        kind_of_edit = draw(st.sampled_from(("cut", "copy", "salt", "swap")))
        if kind_of_edit == "cut":
            del pieces[at]
        elif kind_of_edit == "copy":
            pieces.insert(to, pieces[at])
        elif kind_of_edit == "salt":
            pieces.insert(at, draw(st.sampled_from([s for s in SALTS if s > "\x1f"])))
        else:
            pieces[at], pieces[to] = pieces[to], pieces[at]
    parts[name] = "".join(pieces).encode("utf-8", "replace")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), data)
    return stream.getvalue()


@cache
def _rich_texts() -> list[str]:
    source = (TESTS / "rich" / "essay.md").read_bytes()
    return [run(["-f", "markdown", "-t", "rtf", "-s"], source).decode()]


METADATA = st.one_of(mixed(lambda: _YAML, lone=True), st.sampled_from(_YAML))
PASTES = st.one_of(damaged(texts), st.binary(max_size=60))
ESSAYS = mixed(manuscripts)
DOCUMENTS: dict[str, SearchStrategy[bytes]] = {
    "html": damaged(pages),
    "md": damaged(lambda: [*manuscripts(), *texts()]),
    "rtf": damaged(_rich_texts),
    **{kind: repacked(kind) for kind in _MAIN},
}
