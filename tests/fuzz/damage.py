"""What the fuzzer does to finished files, layouts, pictures, pages and command lines, and what each of them must lose."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from inputs import SALTS, archive_of

from pressline.runtime.faults import faults

# --- style sheets and layouts -----------------------------------------------------------------------------------------

_SELECTORS_TEXT = """
p h1 .note .fn a * body img section:first-child li::marker p::before p::after :root @page @page:left html .call td
table ::footnote-call ::footnote-marker p:nth-child(2n+1) p:is(p,a) p:not(.a) #s1 a[href] p>p p~p p+p
"""
_SELECTORS = _SELECTORS_TEXT.split()
_PROPERTIES_TEXT = """
display visibility color background font-size font-family font position float width height margin padding opacity
content transform clip clip-path text-indent line-height columns column-gap break-before break-after hyphens
letter-spacing text-align white-space direction writing-mode overflow z-index top left counter-reset counter-increment
string-set quotes bookmark-level size border outline text-transform list-style footnote-display footnote-policy
--text-size --leading orphans widows box-decoration-break flex grid gap order min-width max-height text-decoration
vertical-align unicode-bidi
"""
_PROPERTIES = _PROPERTIES_TEXT.split()
_VALUES_TEXT = r"""
none hidden 0 1px -9999px 1em 0em 1e9mm 100% -1% 1e400px red transparent #fff rgb(1,2,3) rgba(0,0,0,0)
device-cmyk(0_0_0_1) absolute fixed relative running(x) footnote left right inline block table table-cell flex grid
contents inherit initial var(--a) var(--text-size) calc(1px_+_2em) calc(1/0) min(1px,2px) url(x.png) url(../../x)
url(data:,x) 'a' "b" '\d800' counter(a) counters(a,'.') attr(href) string(x) element(x) target-counter('#s1',page)
leader('.') rotate(30deg) scale(0) always avoid page auto rtl vertical-rl pre nowrap bold italic 1000 -1 9999999999
nan infinity 3 2 all justify center super normal open-quote 2_3 1px_solid linear-gradient(red,blue) inset(50%)
circle(0) !important \ ( ) [ ] { } /* */ ; : @ < <!--
"""
_VALUES = _VALUES_TEXT.split()


@st.composite
def style_sheets(draw: DrawFn) -> str:
    """A random style sheet of rules that browsers and printers know, perhaps broken in places."""
    rules = []
    for _ in range(draw(st.integers(0, 6))):
        pairs = draw(st.lists(st.tuples(st.sampled_from(_PROPERTIES), st.sampled_from(_VALUES)), max_size=4))
        said = "; ".join(f"{name}: {value.replace('_', ' ')}" for name, value in pairs)
        rules.append(f"{draw(st.sampled_from(_SELECTORS))} {{ {said} }}")
    text = "\n".join(rules)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        bad = draw(
            st.sampled_from(["(", "{", "}", "\\", "/*", "'", "@media print{", "@import 'x';", ":is(", "\0", "<!--", ";"])
        )
        text = text[:at] + bad * draw(st.sampled_from((1, 1, 3, 70, 2000))) + text[at:]
    return text


_KEYS = (
    "face",
    "quotes",
    "acronyms",
    "repeated_calls",
    "page.width_mm",
    "text.size_pt",
    "notes.size_pt",
    "headings",
    "edition",
)
LAYOUTS = st.dictionaries(
    st.sampled_from(_KEYS),
    st.sampled_from(["0", "1", "-1", "1e9", "x", "[]", "{}", "single", "null", ".nan", "7.5", "600"]),
    max_size=3,
)

# --- pictures ---------------------------------------------------------------------------------------------------------

_CHUNKS_TEXT = """
tEXt zTXt iTXt iCCP gAMA cHRM sRGB pHYs tRNS PLTE bKGD hIST sBIT tIME eXIf acTL fcTL fdAT sPLT oFFs xxXx IDAT IEND
"""
_CHUNKS = _CHUNKS_TEXT.split()


def _chunk(kind: str, data: bytes, *, sound: bool = True) -> bytes:
    sum_ = zlib.crc32(kind.encode() + data) ^ (not sound)
    return struct.pack(">I", len(data)) + kind.encode() + data + struct.pack(">I", sum_)


@st.composite
def pictures(draw: DrawFn) -> bytes:
    """A PNG with chunks that no camera writes: doubled, torn, compressed a thousand times, or of another kind of picture."""
    color = draw(st.sampled_from((0, 2, 3, 4, 6)))
    bits = draw(st.sampled_from((8, 8, 8, 16, 1)))
    width, height = draw(st.sampled_from(((4, 4), (1, 1), (300, 2), (2, 5000), (0, 0))))
    head = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, draw(st.sampled_from((0, 0, 1))))
    row = b"\0" + b"\x55" * ((width * bits * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color] + 7) // 8)
    data = b"\x89PNG\r\n\x1a\n" + _chunk("IHDR", head) + (_chunk("PLTE", bytes(range(48))) if color == 3 else b"")
    more = st.tuples(
        st.sampled_from(_CHUNKS),
        st.one_of(st.binary(max_size=20), st.just(_BOMB), st.just(b"k\0\0" + zlib.compress(b"a"))),
        st.booleans(),
    )
    before, after = draw(st.lists(more, max_size=3)), draw(st.lists(more, max_size=2))
    data += b"".join(_chunk(kind, part, sound=sound) for kind, part, sound in before)
    data += _chunk("IDAT", zlib.compress(row * height))
    data += b"".join(_chunk(kind, part, sound=sound) for kind, part, sound in after) + _chunk("IEND", b"")
    if draw(st.integers(0, 4)) == 0:
        data = data[: draw(st.integers(0, len(data)))]
    return data


_BOMB = b"k\0\0" + zlib.compress(b"a" * 5_000_000)

# --- pages with tags left open ----------------------------------------------------------------------------------------

_TAGS_TEXT = """
p div span b i em a li ul ol table tr td blockquote h1 h2 sup font center dl dt dd pre section small u code
"""
_TAGS = _TAGS_TEXT.split()


@dataclass(frozen=True)
class Planted:
    """A document, and the words that it says, each of them once."""

    data: bytes
    words: tuple[str, ...]


@st.composite
def soups(draw: DrawFn) -> Planted:
    """HTML in which tags are left open, closed twice and closed in the wrong order; every word of it is seen in a browser."""
    out, words = ["<title>Title here</title><body><h1>Title here</h1><p>It begins here.</p>"], []
    for number in range(draw(st.integers(1, 25))):
        kind = draw(st.sampled_from(("open", "open", "close", "void", "odd")))
        tag = draw(st.sampled_from(_TAGS))
        if kind == "open":
            out.append(f"<{tag}>")
        elif kind == "close":
            out.append(f"</{tag}>")
        elif kind == "void":
            out.append(draw(st.sampled_from(["<br>", "<hr>", "<p/>", "<br/></br>", "<wbr>", "<!-- x -->"])))
        else:
            out.append(
                draw(st.sampled_from(["<p class=a b='c'>", "<P>", "<b >", "</p >", "<o:p></o:p>", "&nbsp;", "<a name=x></a>"]))
            )
        word = f"word{'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10]}"
        words.append(word)
        out.append(f"The {word} stands. ")
    return Planted("".join(out).encode(), tuple(words))


# --- Word -------------------------------------------------------------------------------------------------------------

_BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>'
    "</v:shape></w:pict></w:r>"
)
_WRAPPERS = (  # of a run within a paragraph
    "{}",
    '<w:dir w:val="rtl">{}</w:dir>',
    '<w:bdo w:val="ltr">{}</w:bdo>',
    '<w:smartTag w:element="x">{}</w:smartTag>',
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '<w:ins w:id="1" w:author="E">{}</w:ins>',
    '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    '<w:fldSimple w:instr="REF x">{}</w:fldSimple>',
    '<w:moveTo w:id="2" w:author="E">{}</w:moveTo>',
)
_CELL = ("", '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:hMerge w:val="restart"/>')
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@st.composite
def words_of_word(draw: DrawFn) -> Planted:
    """A DOCX with text boxes, directions, controls and merged cells; Word shows every word of it."""
    words: list[str] = []

    def run() -> str:
        words.append(f"word{'abcdefghij'[len(words) % 10]}{'klmnopqrst'[len(words) // 10 % 10]}")
        text = f'<w:r><w:t xml:space="preserve">The {words[-1]} stands. </w:t></w:r>'
        for wrapper in draw(st.lists(st.sampled_from(_WRAPPERS), max_size=2)):
            text = wrapper.format(text)
        return text

    def paragraph() -> str:
        return f"<w:p>{run()}</w:p>"

    body = ["<w:p><w:r><w:t>Title here</w:t></w:r></w:p>", "<w:p><w:r><w:t>It begins here and goes on.</w:t></w:r></w:p>"]
    for kind in draw(st.lists(st.sampled_from(("p", "p", "box", "table", "control")), min_size=1, max_size=5)):
        if kind == "box":
            body.append(f"<w:p>{run()}{_BOX.format(paragraph())}</w:p>")
        elif kind == "table":
            cells = "".join(f"<w:tc><w:tcPr>{draw(st.sampled_from(_CELL))}</w:tcPr>{paragraph()}</w:tc>" for _ in range(2))
            body.append(f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells.replace('word', 'next')}</w:tr></w:tbl>")
            words += re.findall(r"next\w\w", cells.replace("word", "next"))
        elif kind == "control":
            body.append(f"<w:sdt><w:sdtContent>{paragraph()}</w:sdtContent></w:sdt>")
        else:
            body.append(paragraph())
    document = f'<?xml version="1.0"?><w:document {_NAMESPACE}><w:body>{"".join(body)}</w:body></w:document>'
    return Planted(zipped({**_docx_parts(), "word/document.xml": document.encode()}), tuple(words))


@cache
def _docx_parts() -> dict[str, bytes]:
    return archive_of("docx")


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive of some parts, the same bytes at any time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return stream.getvalue()


# --- finished files ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Blow:
    """A damage to a finished file: where it falls (0 to 1 of the file or of its parts), its kind, and with what."""

    kind: str
    part: float
    at: float
    salt: str


BLOWS: SearchStrategy[Blow] = st.builds(
    Blow,
    st.sampled_from(("word", "word", "part", "salt", "bytes", "cut", "css", "nothing", "numbers", "deep", "doubled")),
    st.floats(0, 0.999),
    st.floats(0, 0.999),
    st.one_of(st.sampled_from([salt for salt in SALTS if salt > "\x1f"]), style_sheets()),
)


def struck(data: bytes, blow: Blow) -> tuple[bytes, bool]:
    """A finished file after a blow; whether a word that it said is surely gone."""
    if blow.kind == "cut":
        return data[: int(len(data) * blow.at)], True
    if not data.startswith(b"PK") or blow.kind == "bytes":
        at = int(len(data) * blow.at)
        return data[:at] + blow.salt.encode("utf-8", "replace")[:40] + data[at + 3 :], False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except faults():  # it was damaged by a blow before
        return data, False
    names = sorted(name for name in parts if not name.endswith((".ttf", ".otf", ".png")))
    said = [name for name in names if re.search(r"section-\d+\.xhtml$|word/(document|footnotes)\.xml$", name)]
    name = said[int(len(said) * blow.part)] if blow.kind == "word" else names[int(len(names) * blow.part)]
    parts[name], gone = _struck_part(parts[name], blow)
    if blow.kind == "part":
        del parts[name]
    return zipped(parts), gone


def _struck_part(data: bytes, blow: Blow) -> tuple[bytes, bool]:
    text = data.decode("utf-8", "replace")
    at = int(len(text) * blow.at)
    if blow.kind == "word":
        words = [found.span() for found in re.finditer(r"(?<=[ >])planted\w+(?=[ .<])", text)]
        if not words:
            return data, False
        start, end = words[int(len(words) * blow.at)]
        return (text[:start] + text[end:]).encode(), True
    if blow.kind == "salt":
        text = text[:at] + blow.salt + text[at:]
    elif blow.kind == "css":
        text = text.replace("</head>", f"<style>{blow.salt}</style></head>") if "</head>" in text else text + blow.salt
    elif blow.kind == "numbers":
        text = re.sub(r'"\d+"', '"' + ("9" * 5000 if blow.at < 0.5 else "x") + '"', text)
    elif blow.kind == "deep":
        text = text[:at] + "<a>" * 5000 + text[at:]
    elif blow.kind == "doubled":
        text += text
    return text.encode("utf-8", "replace"), False


# --- names and command lines ------------------------------------------------------------------------------------------

_ODD = [
    ".",
    "..",
    " ",
    "-",
    "--",
    "~",
    "*",
    "?",
    "[1]",
    "{a}",
    "'",
    '"',
    "\\",
    "é",
    "é",
    "漢",
    "😀",
    "\u202e",
    "\n",
    "\t",
    "%00",
    "&",
]
NAMES = st.lists(st.one_of(st.sampled_from(_ODD), st.text("abc012", min_size=1, max_size=3)), min_size=1, max_size=5).map(
    "".join
)
_FILES = (
    "essay.md",
    "raw.txt",
    "essay.pdf",
    "essay.epub",
    "essay.docx",
    "nothing.txt",
    ".",
    "",
    "-",
    "a" * 300,
    "/dev/null",
    "loop",
)
_VERBS = ("build", "check", "normalize", "pack", "absorb", "audit", "batch", "layout", "schema", "doctor", "bild", "")
_OPTIONS_TEXT = """
--json --to_docx --to_epub --to_x -o_out -o_loop/x -o_essay.md -o_LONG --layout_pocket --layout_./loop --layout_ --spine_nan
--printer_kdp
--jobs_0 --jobs_NINES --accept_all --accept_NINES --against_essay.md --against_loop --for_plain --seconds_1 --memory_1
--anonymous new list
--help --version -- --no --print_x-1a --imposition_booklet --marks --no-fonts --preview
"""
_OPTIONS = [option.replace("LONG", "a" * 300).replace("NINES", "9" * 30).split("_") for option in _OPTIONS_TEXT.split()]
_SITUATIONS_TEXT = """
exec <&-|exec >&-|exec >&- 2>&-|exec >/dev/full|exec 2>/dev/full|ulimit -n 12|ulimit -f 4|ulimit -v 400000
export LC_ALL=C PYTHONUTF8=0|export PYTHONIOENCODING=ascii|export COLUMNS=1 TERM=dumb|export TMPDIR=/nonexistent|unset HOME
export SOURCE_DATE_EPOCH=-1|cd gone && rmdir ../gone|export PYTHONOPTIMIZE=2|true|true|true
"""
SITUATIONS = [f"{situation};" for situation in re.split(r"[|\n]", _SITUATIONS_TEXT.strip())]
COMMANDS = st.tuples(
    st.sampled_from(SITUATIONS),
    st.sampled_from(_VERBS),
    st.lists(st.sampled_from(_FILES), max_size=3),
    st.lists(st.sampled_from(_OPTIONS), max_size=3),
)
