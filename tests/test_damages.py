"""Ways to break a finished file, and the name by which each is caught: one essay with every construct, three formats.

A row says what is done, which finding must be among those of the audit, and words that its message or place must hold. The
audits' own tests have more, for what only one format has.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest

import pdffile
from conftest import TESTS, book_at
from pressline.audit.format_agreement import disagreements
from pressline.layouts import known_layouts, load_layout
from pressline.model import Artifact, Book
from pressline.pipeline.build import typeset
from pressline.pipeline.formats import FORMATS
from zipdamage import in_zip

PAGE, NOTES, OPF, CSS = "EPUB/section-01.xhtml", "EPUB/notes.xhtml", "EPUB/content.opf", "EPUB/style.css"
DOC, FOOT, RELS = "word/document.xml", "word/footnotes.xml", "word/_rels/document.xml.rels"
STYLES, SETTINGS = "word/styles.xml", "word/settings.xml"


# --- what is done to a PDF besides its words ----------------------------------------------------------------------------


def links(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [link for page in pdf.pages for link in page.obj.get("/Annots", []) if link.get("/Subtype") == "/Link"]


def tags(pdf: pikepdf.Pdf, name: str) -> list[pikepdf.Object]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == name]


def web(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [link for link in links(pdf) if "/A" in link and "example.org/a?" in str(link.A.get("/URI"))]


def retarget(pdf: pikepdf.Pdf) -> None:
    web(pdf)[0].A.URI = pikepdf.String("https://example.org/other")


def unlink(pdf: pikepdf.Pdf) -> None:
    web(pdf)[0].A.URI = pikepdf.String("")


def cross_calls(pdf: pikepdf.Pdf) -> None:
    calls = [link for link in links(pdf) if str(link.get("/Dest")) == "fn-3"]
    calls[0].Dest = pikepdf.String("fn-4")


def redescribe(pdf: pikepdf.Pdf) -> None:
    next(tag for tag in tags(pdf, "/Figure") if str(tag.get("/Alt")) == "a small square").Alt = pikepdf.String("a dot")


def undescribe(pdf: pikepdf.Pdf) -> None:
    del next(tag for tag in tags(pdf, "/Figure") if "/Alt" in tag)["/Alt"]


def flatten_outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.insert(1, outline.root[0].children.pop())


def shorten_outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.pop()


def unembed(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def untag(pdf: pikepdf.Pdf) -> None:
    tags(pdf, "/Note")[0].S = pikepdf.Name.Span


def retitle(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Another"


def turn_pages(pdf: pikepdf.Pdf) -> None:
    pdf.pages.reverse()


def drop_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def narrow(pdf: pikepdf.Pdf) -> None:
    for key in ("MediaBox", "CropBox", "TrimBox", "BleedBox"):
        pdf.pages[1].obj[f"/{key}"] = pikepdf.Array([0, 0, 250, 648])


def run_on_opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def launch(pdf: pikepdf.Pdf) -> None:
    web(pdf)[0].A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))


def attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["extra.txt"] = b"words"


def ask(pdf: pikepdf.Pdf) -> None:
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("name"))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.make_indirect(field)]))


def switch_off(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("the text")))
    usual = pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=usual)


def stick_over(pdf: pikepdf.Pdf) -> None:
    square = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[0, 0, 400, 600], IC=[1, 1, 1])
    page = pdf.pages[1].obj
    page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(square)])


def styled(rule: str) -> tuple[str, str, str]:
    """A rule at the end of the style sheet of an EPUB."""
    return CSS, r"\Z", rule.replace("\\", r"\\")


def written(attributes: str) -> tuple[str, str, str]:
    """Attributes of the first paragraph of an EPUB."""
    return PAGE, "<p>", f"<p {attributes}>"


def in_head(markup: str) -> tuple[str, str, str]:
    return PAGE, "</head>", f"{markup}</head>"


def in_run(properties: str) -> tuple[str, str, str]:
    """Properties of the first italic run of a DOCX."""
    return DOC, "<w:i/><w:iCs/>", f"<w:i/><w:iCs/>{properties}"


def external(kind: str, target: str) -> tuple[str, str, str]:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    row = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}" TargetMode="External"/>'
    return RELS, "</Relationships>", f"{row}</Relationships>"


def field(instruction: str) -> tuple[str, str, str]:
    return DOC, "</w:p>", f'<w:fldSimple w:instr="{instruction}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'


@dataclass(frozen=True)
class Row:
    name: str
    damage: pdffile.Damage | tuple[str, str, str]  # of a zip: the part, what stands there (an expression), what is put there
    code: str
    words: str


PDF = [
    Row("a word dropped", pdffile.lose("deletion"), "A001", "paragraph 1, “The first sentence has emphasis, …”"),
    Row("two pieces of text swapped", pdffile.swap("and this line follows", "façade, Ω"), "A025", "façade"),
    Row("two notes swapped", pdffile.swap(" A note inside a compound", " A first paragraph."), "A001", "note 3"),
    Row("a note cut at the page's end", pdffile.lose("with two items"), "A001", "note 4, paragraph 7, “with two items”"),
    Row("a call moved to the next page", pdffile.to_next_page("4"), "A001", "the calls"),
    Row("a call lost", pdffile.lose("4"), "A001", "the calls"),
    Row("a call that leads to another note", cross_calls, "A015", "call 3"),
    Row("a word painted in nothing", pdffile.unseen("deletion"), "A023", "deletion"),
    Row("a word in white", pdffile.whiten("deletion"), "A023", "deletion"),
    Row("a word under something", pdffile.under_paper("deletion"), "A023", "deletion"),
    Row("a line off the page", pdffile.shift("façade, Ω", right=-70), "A012", "faç"),
    Row("a paragraph that runs on", pdffile.shift("The paragraph after", 135, -28), "A005", "“The paragraph after a quotation.”"),  # noqa: E501
    Row("a bold word set plain", pdffile.recut("stren", "Text"), "A004", "“strength,”: set plain"),
    Row("an italic word set bold", pdffile.recut("emphasis", "Text-Bold"), "A004", "emphasis,"),
    Row("a link to another address", retarget, "A007", "a link, → https://example.org/other"),
    Row("a link taken away", unlink, "A007", "expected “a link, → https"),
    Row("a picture described otherwise", redescribe, "A008", "a small square"),
    Row("a picture without a description", undescribe, "A008", "picture count"),
    Row("a heading at another depth", flatten_outline, "A006", "the outline"),
    Row("a heading lost from the outline", shorten_outline, "A016", "Conclusion"),
    Row("a font not embedded", unembed, "A017", "Pressline-Text"),
    Row("a note that is not tagged", untag, "A020", "the tags"),
    Row("another title in the properties", retitle, "A018", "Title"),
    Row("the pages in another order", turn_pages, "A011", "page 3"),
    Row("a page lost", drop_page, "A001", "the text"),
    Row("a page cut narrower", narrow, "A012", "page 2"),
]  # fmt: skip
EPUB = [
    Row("a word dropped", (PAGE, "The first sentence", "The sentence"), "A001", "paragraph 1, “The first sentence has emphasis, …”"),  # noqa: E501
    Row("a word added", (PAGE, "And back", "And now back"), "A001", "found “now”"),
    Row("a comma lost", (PAGE, "quotation, and what", "quotation and what"), "A001", "heading, “A quotation, and"),
    Row("a word hidden", (PAGE, "And back", '<span hidden="">And</span> back'), "A001", "expected “And”"),
    Row("two notes swapped", (NOTES, "A note on a heading(.*?)A note inside a compound", r"A note inside a compound\1A note on a heading"), "A001", "note 1"),  # noqa: E501
    Row("a note cut short", (NOTES, "<p>A second paragraph of the same note.</p>", ""), "A001", "note 4, paragraph 2"),
    Row("a call with another number", (PAGE, r'(id="fnref-3".*?>)3<', r"\g<1>4<"), "A033", "call 4"),
    Row("a call to nowhere", (PAGE, '#fn-3"', '#fn-99"'), "A032", "fn-99"),
    Row("a link back lost", (NOTES, r'<a href="[^"]*#fnref-3".*?</a>', ""), "A034", "note 3"),
    Row("emphasis lost", (PAGE, "<em>emphasis</em>", "emphasis"), "A004", "“emphasis,”: set plain, not italic"),
    Row("bold made italic", (PAGE, "<strong>strength</strong>", "<em>strength</em>"), "A004", "not bold (8) plain (1)"),
    Row("small capitals lost", (PAGE, ' class="smallcaps"', ""), "A004", "not small capitals"),
    Row("a paragraph broken in two", (PAGE, "And back again", "And</p><p>back again"), "A005", "a new one at “back”"),
    Row("two paragraphs run together", (PAGE, r"ones\.</p>\n<p>", "ones.\n"), "A005", "no new paragraph"),
    Row("a heading of another level", (PAGE, '<h3 id="s3">Lists</h3>', '<h2 id="s3">Lists</h2>'), "A006", "“### Lists”, found “## Lists”"),  # noqa: E501
    Row("a link to another address", (PAGE, r"org/a\?b=1", "org/a?b=2"), "A007", "a link in the text"),
    Row("a link taken away", (PAGE, '<a href="https://example.org/plain">(.*?)</a>', r"\1"), "A007", "no link"),
    Row("a picture described otherwise", (PAGE, 'alt="a small square"', 'alt="a dot"'), "A040", "a small square"),
    Row("a line of the contents changed", ("EPUB/nav.xhtml", ">Lists<", ">List<"), "A035", "Lists"),
    Row("another author", (OPF, ">Bo Ek<", ">Eve<"), "A036", "creator"),
    Row("another identifier", (OPF, "urn:uuid:", "urn:uuid:0"), "A036", "identifier"),
    Row("another time of change", (OPF, 'dcterms:modified">1980', 'dcterms:modified">1981'), "A036", "dcterms:modified"),
    Row("conformance that nobody claims", (OPF, "</metadata>", '<meta property="dcterms:conformsTo">WCAG</meta></metadata>'), "A036", "conformsTo"),  # noqa: E501
    Row("a formula that no key reaches", (PAGE, ' tabindex="0"', ""), "A100", "a formula"),
    Row("a formula in a box without a name", (PAGE, ' aria-label="Formula 1"', ' aria-label=" "'), "A100", "a formula"),
    Row("a table too wide for its page", (PAGE, "<td[^>]*>b</td>", f"<td>{'b' * 30}</td>"), "A100", "a table"),
    Row("a caption heard twice", (PAGE, 'alt="Four dark lines[^"]*"', 'alt="A figure with its caption"'), "A040", "Four dark lines"),  # noqa: E501
    Row("an NCX without depth", ("EPUB/toc.ncx", r'content="\d" name="dtb:depth"', 'content="0" name="dtb:depth"'), "A101", "the depth of the NCX"),  # noqa: E501
    Row("a page that does not name its book", (NOTES, "<title>[^<]*", "<title>Notes"), "A101", "the title of the page"),
    Row("a section not in the spine", (OPF, '<itemref idref="section-02-xhtml"/>', ""), "A001", "paragraph"),
]  # fmt: skip
DOCX = [
    Row("a word dropped", (DOC, "The first sentence", "The sentence"), "A001", "paragraph 1, “The first sentence has emphasis, …”"),  # noqa: E501
    Row("two notes swapped", (FOOT, "A note on a heading(.*?)A note inside a compound", r"A note inside a compound\1A note on a heading"), "A001", "note 3"),  # noqa: E501
    Row("a note cut short", (FOOT, "A second paragraph of the same note.", "A second paragraph."), "A001", "note 4, paragraph 2"),  # noqa: E501
    Row("a call lost", (DOC, '<w:footnoteReference w:id="4"/>', ""), "A052", "note 4"),
    Row("a call to no note", (DOC, '<w:footnoteReference w:id="4"/>', '<w:footnoteReference w:id="99"/>'), "A050", "99"),
    Row("a further call with a stale number", (DOC, r"(separate.*?<w:t>)2(</w:t>)", r"\g<1>3\2"), "A056", "shows '3'"),
    Row("emphasis lost", (DOC, "<w:i/><w:iCs/>", ""), "A004", "“emphasis,”: set plain, not italic"),
    Row("bold added", (DOC, "<w:strike/>", "<w:strike/><w:b/>"), "A004", "bold struck out"),
    Row("small capitals lost", (DOC, "<w:smallCaps/>", ""), "A004", "not small capitals"),
    Row("a raised figure set level", (DOC, '<w:vertAlign w:val="superscript"/>', ""), "A004", "raised"),
    Row("a paragraph broken in two", (DOC, "And back again", "And </w:t></w:r></w:p><w:p><w:r><w:t>back again"), "A005", "a new one at “back”"),  # noqa: E501
    Row("two paragraphs run together", (DOC, r"And back again\.</w:t></w:r></w:p>\s*<w:p><w:pPr>.*?</w:pPr>", "And back again. </w:t></w:r>"), "A005", "“The paragraph after a quotation.”"),  # noqa: E501
    Row("a heading of another level", (DOC, '"Heading3"', '"Heading2"'), "A006", "“### Lists”, found “## Lists”"),
    Row("a heading that is none", (DOC, '"Heading3"', '"BodyText"'), "A006", "### Lists"),
    Row("a link to another address", (RELS, r"org/a\?b=1", "org/a?b=2"), "A007", "a link in the text"),
    Row("a link to nowhere", (DOC, 'w:anchor="s3"', 'w:anchor="s33"'), "A057", "s33"),
    Row("a picture described otherwise", (DOC, 'descr="a small square"', 'descr="a dot"'), "A008", "a small square"),
    Row("a picture lost", (DOC, r"<w:drawing>.*?</w:drawing>", ""), "A068", "pictures"),
    Row("a cell of a table changed", (DOC, "1,300", "1.300"), "A001", "“1,300”"),
    Row("another author", ("docProps/core.xml", "Bo Ek", "Eve"), "A061", "creator"),
]  # fmt: skip
# --- what is hidden, added, or acts ---------------------------------------------------------------------------------------

PDF += [
    Row("a program on opening", run_on_opening, "A072", "JavaScript"),
    Row("a link that starts a program", launch, "A072", "Launch"),
    Row("a file within the file", attach, "A073", "a file within"),
    Row("a form", ask, "A073", "a form"),
    Row("a layer that is off", switch_off, "A087", "the text"),
    Row("words under an annotation", stick_over, "A023", "page 2"),
    Row("a line cut off", pdffile.repaint("deletion", lambda o: b"q 0 0 9 9 re W n\n" + o + b"Q\n"), "A023", "deletion"),
]  # fmt: skip
SEEN = "The first sentence"
EPUB += [
    Row("all undisplayed", styled("body{display:none}"), "A070", "display: none"),
    Row("undisplayed in escapes", styled("p{dis\\70lay/**/:NO\\4e E!important}"), "A070", SEEN),
    Row("undisplayed, and then nonsense", styled("p{display:none;display:nothing}"), "A070", SEEN),
    Row("undisplayed in a nested rule", styled("section{& p{display:none}}"), "A070", SEEN),
    Row("undisplayed on screens alone", styled("@media screen and (min-width:1px){p{display:none}}"), "A070", SEEN),
    Row("undisplayed where that is known", styled("@supports (display:grid){p{display:none}}"), "A070", SEEN),
    Row("undisplayed in a layer", styled("@layer a{p{display:none!important}}"), "A070", SEEN),
    Row("undisplayed by a variable", styled("html{--x:none}p{display:var(--y,var(--x))}"), "A070", SEEN),
    Row("undisplayed by a parent of", styled("section:has(p) p{content-visibility:hidden}"), "A070", SEEN),
    Row("invisible", styled("p{visibility:collapse}"), "A070", "visibility: collapse"),
    Row("see-through", written('style="opacity:.2"><span style="opacity:20%">hidden words</span'), "A070", "hidden words"),
    Row("letters without size", styled("p{font:0/0 a}"), "A070", "0.0 px"),
    Row("letters that shrink", styled("p{font-size:calc(1em / 3)}em{font-size:50%}"), "A070", "emphasis"),
    Row("letters of no colour", styled("p{color:rgb(0 0 0/0)}"), "A070", "color: rgb"),
    Row("letters filled with nothing", styled("p{-webkit-text-fill-color:transparent}"), "A070", "text-fill-color"),
    Row("white on white", styled("p{color:#fefefe}"), "A070", "on white paper"),
    Row("black on black", styled("section{background:#000}"), "A070", "the reader's ink"),
    Row("red on red", styled("section{background-color:red}p{color:#f00}"), "A070", "the same colour"),
    Row("off the page", styled("p{position:absolute;inset:0 auto auto -999em}"), "A070", "left: -999em"),
    Row("indented off the page", styled("p{text-indent:-9999px}"), "A070", "text-indent"),
    Row("pushed off the page", styled("p{margin-inline-start:-200%}"), "A070", "margin-left"),
    Row("moved off the page", styled("p{transform:translateX(-9999px)}"), "A070", "transform"),
    Row("shrunk to nothing", styled("p{scale:0}"), "A070", "scale: 0"),
    Row("clipped", styled("p{position:absolute;clip:rect(0 0 0 0)}"), "A070", "clip: rect"),
    Row("clipped by a path", styled("p{clip-path:inset(50%)}"), "A070", "clip-path"),
    Row("in a box without room", styled("p{max-height:0;overflow:hidden}"), "A070", "max-height: 0"),
    Row("replaced", styled("p{content:''}"), "A070", "content:"),
    Row("a first letter without size", styled("p::first-letter{font-size:0}"), "A070", "::first-letter"),
    Row("letters in one place", styled("p{letter-spacing:-1em}"), "A070", "letter-spacing"),
    Row("hidden by an attribute of style", written('style="all:initial;display:none"'), "A070", SEEN),
    Row("hidden by a style element", in_head("<style>p{visibility:hidden}</style>"), "A070", SEEN),
    Row("hidden by markup", (PAGE, "And back", '<span popover="">And</span> back'), "A070", "popover"),
    Row("folded away", (PAGE, "And back", '<details><summary/><span>And</span></details> back'), "A079", "details"),
    Row("not read aloud", (PAGE, "And back", '<span aria-hidden="true">And</span> back'), "A079", "aria-hidden"),
    Row("words before paragraphs", styled('p::before{content:"BUY NOW "}'), "A071", "BUY NOW"),
    Row("words of an attribute", (PAGE, "</head>", '<style>h3::after{content:attr(id)}</style></head>'), "A071", "added"),
    Row("words before items", styled('li{list-style:"BUY " inside}'), "A071", "BUY"),
    Row("words on a page's edge", styled('@page{@top-left{content:"BUY NOW"}}'), "A071", "BUY NOW"),
    Row("words in another order", styled("section{display:flex;flex-direction:column-reverse}"), "A082", "column-reverse"),
    Row("a mask", styled("p{-webkit-mask:linear-gradient(#0000,#0000)}"), "A078", "mask-image"),
    Row("a selector nobody knows", styled("p:-x-any(a){display:none}"), "A078", "-x-any"),
    Row("an animation", styled("@keyframes x{to{opacity:0}}p{animation:x 1s forwards}"), "A078", "animation"),
    Row("a place in a grid", styled("section{display:grid}section p{grid-area:1/1}"), "A078", "grid-area"),
    Row("covered by what sticks", styled("h2{position:sticky;top:0;background:#fff}"), "A078", "sticky"),
    Row("covered by a shadow", styled("h2{position:relative;box-shadow:0 0 0 3000px #fff}"), "A078", "box-shadow"),
    Row("covered by a border", styled("h2{border-bottom:900px solid #fff}"), "A078", "border-bottom"),
    Row("covered by what is made", styled("section::before{content:'';position:absolute;inset:0;background:#fff}"), "A078", "::before, position"),  # noqa: E501
    Row("struck out by a thick line", styled("p{text-decoration:line-through 2em white}"), "A078", "text-decoration"),
    Row("letters with thick outlines", styled("p{-webkit-text-stroke:10px white}"), "A078", "text-stroke"),
    Row("lines over each other", styled("p{margin-top:-1.5em}"), "A078", "margin-top"),
    Row("paragraphs in one place", styled("p{position:absolute;top:0;left:0}"), "A078", "position: absolute"),
    Row("paragraphs that have changed places", styled("p{position:relative;top:-120px}"), "A078", "top: -120px"),
    Row("upside down", styled("p{transform:rotate(180deg)}"), "A078", "rotate"),
    Row("in a mirror", styled("p{scale:-1 1}"), "A078", "scale"),
    Row("edgewise", styled("p{rotate:y 90deg}"), "A078", "rotate"),
    Row("along a path", styled("p{offset-path:path('M-999 -999h1')}"), "A078", "offset-path"),
    Row("on a ground of its own ink", styled("p{background:currentColor}"), "A070", "the reader's ink"),
    Row("written the other way", styled("p{direction:rtl}"), "A082", "direction: rtl"),
    Row("rows in each other's place", styled("tbody tr:first-child{display:table-footer-group}"), "A082", "footer-group"),
    Row("boxes from the end", styled("section{display:-webkit-box;-webkit-box-direction:reverse}"), "A082", "reverse"),
    Row("rows of boxes from the end", styled("section{display:flex;flex-flow:row wrap-reverse}"), "A082", "wrap-reverse"),
    Row("a picture without size", styled("img{width:0}"), "A070", "the picture"),
    Row("words between counters", styled("p::before{content:counters(a,'BUY')}"), "A071", "BUY"),
    Row("words for quotation marks", styled("em::before{content:open-quote;quotes:'BUY ' ''}"), "A071", "BUY"),
    Row("words for symbols", styled("li{list-style:symbols('BUY')}"), "A071", "BUY"),
    Row("a word that looks like a note's number", (PAGE, "And back", '<span class="n">1945</span> And back'), "A001", "1945"),
    Row("words that are marked as notes", (PAGE, "And back", '<span epub:type="endnotes">BUY NOW</span>And back'), "A088", "BUY"),  # noqa: E501
    Row("words as a formula", (PAGE, "And back", '<math xmlns="http://www.w3.org/1998/Math/MathML"><mtext>BUY</mtext></math>And back'), "A068", "3 formulas expected, 4 found"),  # noqa: E501
    Row("another package", ("META-INF/container.xml", "</rootfiles>", '<rootfile full-path="EPUB/x.opf"/></rootfiles>'), "A083", "x.opf"),  # noqa: E501
    Row("pages of a fixed size", (OPF, "</metadata>", '<meta property="rendition:layout">pre-paginated</meta></metadata>'), "A078", "pre-paginated"),  # noqa: E501
    Row("pages from the end", (OPF, "<spine", '<spine page-progression-direction="rtl"'), "A077", "the direction of the pages"),
    Row("a transformation", (PAGE, "<html", '<?xml-stylesheet type="text/xsl" href="x.xsl"?><html'), "A072", "x.xsl"),
    Row("a page that handles", (OPF, "</package>", '<bindings><mediaType media-type="x/y"/></bindings></package>'), "A072", "x/y"),  # noqa: E501
    Row("a sign that parts letters", (PAGE, "first sentence", "first sen\u200ctence"), "A081", "parts letters"),
    Row("a soft hyphen", (PAGE, "first sentence", "first sen\u00adtence"), "A081", "a soft hyphen"),
    Row("a script", in_head("<script>alert(1)</script>"), "A072", "script"),
    Row("a handler", written('onclick="alert(1)"'), "A072", "onclick"),
    Row("a link that acts", (PAGE, 'href="https://example.org/plain"', 'href=" java&#10;script:alert(1)"'), "A072", "javascript:"),  # noqa: E501
    Row("a form", (PAGE, "</section>", '<form><input name="a"/></form></section>'), "A073", "form"),
    Row("a page within the page", (PAGE, "</section>", '<iframe src="notes.xhtml"></iframe></section>'), "A073", "iframe"),
    Row("a page that leads on", in_head('<meta http-equiv="Refresh" content="0;url=http://a.example"/>'), "A074", "a.example"),
    Row("a sheet of another place", styled("@im\\port 'https://a.example/x.css';"), "A075", "a.example"),
    Row("a face of another place", styled("@font-face{font-family:x;src:u\\72l(//a.example/x)}"), "A075", "//a.example"),
    Row("a base of another place", in_head('<base href="http://a.example/"/>'), "A075", "a.example"),
    Row("a sheet named before the root", (PAGE, "<html", '<?xml-stylesheet href="http://a.example/x.css"?><html'), "A075", "a.example"),  # noqa: E501
    Row("words on the title page", ("EPUB/titlepage.xhtml", "</section>", "<p>BUY NOW</p></section>"), "A088", "BUY"),
    Row("words by the contents", ("EPUB/nav.xhtml", "</body>", "<p>BUY NOW</p></body>"), "A088", "BUY"),
    Row("a page passed over", (OPF, 'idref="section-01-xhtml"', 'idref="section-01-xhtml" linear="no"'), "A079", "linear"),
    Row("an entity", (PAGE, "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY x "y">]>'), "A076", "section-01"),
    Row("another direction", written('dir="rtl"'), "A077", "rtl"),
    Row("another language", written('xml:lang="zh"'), "A077", "zh"),
]  # fmt: skip
DOCX += [
    Row("a hidden word", in_run("<w:vanish/>"), "A070", "w:vanish): “emphasis"),
    Row("a word in white", in_run('<w:color w:val="FFFFFF"/>'), "A070", "FFFFFF"),
    Row("a word in the colour of its ground", in_run('<w:color w:val="123456"/><w:shd w:val="clear" w:fill="123456"/>'), "A070", "123456"),  # noqa: E501
    Row("a word of 1 pt", in_run('<w:sz w:val="2"/>'), "A070", "w:sz 2"),
    Row("a word of no width", in_run('<w:w w:val="1"/>'), "A070", "w:w 1"),
    Row("letters in one place", in_run('<w:spacing w:val="-400"/>'), "A070", "w:spacing"),
    Row("all hidden by a style", (STYLES, r'(w:styleId="FootnoteText".*?<w:rPr>)', r"\1<w:vanish/>"), "A070", "footnotes.xml"),
    Row("all hidden by default", (STYLES, "<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:vanish/>"), "A070", "other places"),
    Row("a hidden picture", (DOC, "<wp:docPr ", '<wp:docPr hidden="1" '), "A070", "docPr hidden"),
    Row("lines without height", (DOC, "<w:pStyle w:val=\"Heading3\"/>", '<w:pStyle w:val="Heading3"/><w:spacing w:line="1" w:lineRule="exact"/>'), "A070", "w:line 1"),  # noqa: E501
    Row("a template of another place", external("attachedTemplate", "http://a.example/x.dotm"), "A075", "attachedTemplate"),
    Row("a picture of another place", external("image", "http://a.example/x.png"), "A075", "a.example"),
    Row("a link to a file", external("hyperlink", "file:///etc/passwd"), "A072", "file:"),
    Row("a field that fetches", field("INCLUDETEXT &quot;c:/x.docx&quot;"), "A075", "INCLUDETEXT"),
    Row("a field that asks", field("FILLIN name"), "A073", "FILLIN"),
    Row("a field that acts", field("MACROBUTTON x y"), "A072", "MACROBUTTON"),
    Row("text from elsewhere", (DOC, "<w:sectPr", '<w:altChunk r:id="rId1"/><w:sectPr'), "A075", "altChunk"),
    Row("text that data replace", (DOC, "<w:body>", '<w:body><w:sdt><w:sdtPr><w:dataBinding w:xpath="/x"/></w:sdtPr><w:sdtContent/></w:sdt>'), "A083", "/x"),  # noqa: E501
    Row("another text than is read", ("_rels/.rels", "word/document.xml", "word/styles.xml"), "A083", "word/styles.xml"),
    Row("a tracked change", (DOC, "<w:i/><w:iCs/>", '<w:ins w:id="9" w:author="A"/><w:i/><w:iCs/>'), "A084", "tracked changes (1)"),  # noqa: E501
    Row("a protection", (SETTINGS, "</w:settings>", '<w:documentProtection w:edit="forms" w:enforcement="1"/></w:settings>'), "A084", "documentProtection"),  # noqa: E501
    Row("an entity", (FOOT, r"\?>", '?><!DOCTYPE x [<!ENTITY a "b">]>'), "A076", "footnotes.xml"),
]  # fmt: skip
RUN = "(<w:r>(?:(?!</w:r>).)*emphasis.*?</w:r>)"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
FILL = '<w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>'


def in_style(properties: str) -> tuple[str, str, str]:
    """Properties of the paragraphs of the text."""
    return STYLES, '(w:styleId="BodyText".*?)<w:pPr>', rf"\1<w:pPr>{properties}"


DOCX += [
    Row("one of two texts", (DOC, RUN, rf"<mc:AlternateContent {MC}><mc:Choice/><mc:Fallback>\1</mc:Fallback></mc:AlternateContent>"), "A083", "emphasis"),  # noqa: E501
    Row("words that Word passes over", (DOC, RUN, r'<x:a xmlns:x="urn:x">\1</x:a>'), "A083", "does not know, a"),
    Row("words squeezed to a width", in_run('<w:fitText w:val="1"/>'), "A070", "fitText"),
    Row("letters as symbols", (DOC, RUN, r'\1<w:r><w:sym w:font="Arial" w:char="0042"/></w:r>'), "A071", "“B”"),
    Row("words before items", ("word/numbering.xml", r'<w:lvlText w:val="%1\.', '<w:lvlText w:val="BUY %1.'), "A071", "BUY"),
    Row("a field that says another word", field("QUOTE &quot;x&quot;"), "A083", "QUOTE"),
    Row("words in the rule above the notes", (FOOT, "<w:separator/>", "<w:separator/><w:t>BUY NOW</w:t>"), "A071", "BUY NOW"),
    Row("words in an ornament", (DOC, RUN, r'\1<w:r><w:pict><v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="BUY"/></w:pict></w:r>'), "A071", "BUY"),  # noqa: E501
    Row("a formula of words", (DOC, "</w:p>", '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/></w:p>'), "A068", "formulas"),  # noqa: E501
    Row("a style off the page", in_style('<w:ind w:left="30000"/>'), "A070", "w:ind left 30000"),
    Row("a style without height", in_style('<w:spacing w:line="1" w:lineRule="exact"/>'), "A070", "w:line 1, exact"),
    Row("a style in a frame off the page", in_style('<w:framePr w:x="99999"/>'), "A070", "framePr"),
    Row("a table off the page", (DOC, "<w:tblPr>", '<w:tblPr><w:tblInd w:w="30000"/>'), "A070", "tblInd"),
    Row("a hidden row", (DOC, "<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>"), "A070", "w:hidden"),
    Row("a word filled with white", in_run(f"<w14:textFill {W14}>{FILL}</w14:textFill>"), "A070", "FFFFFF"),
    Row("black on a ground of a theme", in_run('<w:color w:val="000000"/><w:shd w:fill="FFFFFF" w:themeFill="text1"/>'), "A070", "000000 on 000000"),  # noqa: E501
]  # fmt: skip
# --- what hides words of a PDF, or reads out others, in ways that its glyphs do not show -----------------------------------


def over(operators: bytes) -> pdffile.Damage:
    """Something painted over all of the second page."""

    def damage(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        white = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[1], N=1)
        shading = pikepdf.Dictionary(ShadingType=2, ColorSpace=pikepdf.Name.DeviceGray, Coords=[0, 0, 1, 0], Function=white)
        shading.Extend = [True, True]
        page.Resources.Shading["/Sx"] = shading
        page.Resources.XObject["/Fx"] = form(pdf, b"1 g 0 0 500 700 re f", [0, 0, 500, 700])
        page.Contents.write(b"q\n" + page.Contents.read_bytes() + b"\nQ\n" + operators)

    return damage


def form(pdf: pikepdf.Pdf, data: bytes, box: list[int]) -> pikepdf.Stream:
    return pdf.make_stream(data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=box)


def clip_in_form(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1]
    inner = form(pdf, page.Contents.read_bytes(), [0, 0, 10, 10])
    inner.Resources = page.Resources
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fx=inner), Font=page.Resources.Font)
    page.Contents = pdf.make_stream(b"/Fx Do")


def line(change: Callable[[bytes], bytes]) -> pdffile.Damage:
    return pdffile.repaint("The paragraph after", change)


def in_state(state: Callable[[pikepdf.Pdf], pikepdf.Dictionary]) -> pdffile.Damage:
    """A line painted in a state of graphics."""

    def damage(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Resources.ExtGState["/Gx"] = state(pdf)
        line(lambda operators: b"q /Gx gs\n" + operators + b"Q\n")(pdf)

    return damage


def mask(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    group = form(pdf, b"", [0, 0, 1, 1])
    group.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceGray)
    return pikepdf.Dictionary(SMask=pikepdf.Dictionary(S=pikepdf.Name.Luminosity, G=group))


def ground(operators: bytes) -> bytes:
    x, y = pdffile.place(operators)
    return f"q 0 0 0 rg {x - 2} {y - 14} 300 18 re f Q\n".encode() + operators


def say(key: str, words: str) -> pdffile.Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        tags(pdf, "/P")[0][key] = pikepdf.String(words)

    return damage


def lie(pdf: pikepdf.Pdf) -> None:
    """Every e of a face is read as an o."""
    font = next(font for font in pdf.pages[1].Resources.Font.values() if str(font.BaseFont).endswith("Pressline-Text"))
    font.ToUnicode = pdf.make_stream(font.ToUnicode.read_bytes().replace(b"> <0065>", b"> <006f>", 1))


def other_glyphs(pdf: pikepdf.Pdf) -> None:
    font = next(font for font in pdf.pages[1].Resources.Font.values() if str(font.BaseFont).endswith("Pressline-Text"))
    font.DescendantFonts[0].CIDToGIDMap = pdf.make_stream(b"".join((k ^ 1).to_bytes(2, "big") for k in range(4000)))


def layer(pdf: pikepdf.Pdf) -> None:
    """A line that shows when a layer is off, which is on."""
    group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("x")))
    usual = pikepdf.Dictionary(ON=pikepdf.Array([group]))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([group]), D=usual)
    rule = pikepdf.Dictionary(Type=pikepdf.Name.OCMD, OCGs=group, P=pikepdf.Name.AllOff)
    pdf.pages[1].Resources.Properties = pikepdf.Dictionary(Ox=pdf.make_indirect(rule))
    line(lambda operators: b"/OC /Ox BDC\n" + operators + b"EMC\n")(pdf)


def note_on(kind: str) -> pdffile.Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=[0, 0, 20, 10])
        note.AP = pikepdf.Dictionary(N=form(pdf, b"1 g 0 0 400 600 re f", [0, 0, 400, 600]))
        page = pdf.pages[1].obj
        page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(note)])

    return damage


def frame_link(pdf: pikepdf.Pdf) -> None:
    links(pdf)[0].BS = pikepdf.Dictionary(W=50)


def of_root(key: str, value: Callable[[pikepdf.Pdf], object]) -> pdffile.Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        pdf.Root[key] = value(pdf)

    return damage


def of_page(key: str, value: object) -> pdffile.Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj[key] = value

    return damage


def run_from_outline(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.A = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def misdirect_outline(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Dest = pikepdf.Array([pdf.pages[-1].obj, pikepdf.Name.XYZ, 0, 0, 0])


def blocks(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return tags(pdf, "/Document")[0]


def swap_tags(pdf: pikepdf.Pdf) -> None:
    kids = list(blocks(pdf).K)
    one, other = [at for at, kid in enumerate(kids) if kid.get("/S") == "/P"][:2]
    kids[one], kids[other] = kids[other], kids[one]
    blocks(pdf).K = pikepdf.Array(kids)


def drop_tag(pdf: pikepdf.Pdf) -> None:
    kids = list(blocks(pdf).K)
    kids.remove(next(kid for kid in kids if kid.get("/S") == "/P"))
    blocks(pdf).K = pikepdf.Array(kids)


def level_tag(pdf: pikepdf.Pdf) -> None:
    tags(pdf, "/H2")[0].S = pikepdf.Name.P


def empty_picture(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.Contents.write(re.sub(rb"/\S+ Do", b"", page.Contents.read_bytes()))


def as_artifact(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1]
    page.Contents.write(re.sub(rb"/Span\s*<</MCID 1>>\s*BDC", b"/Artifact BMC", page.Contents.read_bytes(), count=1))


def twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages.insert(2, pdf.pages[1])


def second_stream(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1]
    words = pdffile.piece(pdf, "The paragraph after").operators
    more = pdf.make_stream(b"q 0.75 0 0 0.75 0 0 cm 1 1 1 rg " + words + b" Q")
    page.Contents = pikepdf.Array([page.Contents, more])


def scaled(across: str, up: str) -> pdffile.Damage:
    return line(lambda operators: operators.replace(b"1 0 0 -1 ", f"{across} 0 0 {up} ".encode(), 1))


def coloured(before: bytes, mode: int = 0) -> pdffile.Damage:
    shown = f"BT\n{mode} Tr\n".encode()
    return line(lambda operators: b"q " + before + b"\n" + operators.replace(b"BT\n", shown, 1) + b"Q\n")


PDF += [
    Row("a form over words", over(b"/Fx Do"), "A023", "A hard break"),
    Row("a shading over words", over(b"/Sx sh"), "A023", "A hard break"),
    Row("a thick line over words", over(b"1 G 700 w 0 300 m 500 300 l S"), "A023", "A hard break"),
    Row("words clipped by a form", clip_in_form, "A023", "page 2"),
    Row("a line in faint ink", coloured(b"0.93 g"), "A023", "The paragraph"),
    Row("a line stroked in white", coloured(b"1 G", 1), "A023", "The paragraph"),
    Row("a line almost transparent", in_state(lambda pdf: pikepdf.Dictionary(ca=0.02)), "A023", "The paragraph"),
    Row("a line behind a mask", in_state(mask), "A023", "The paragraph"),
    Row("black on black", line(ground), "A023", "Th"),
    Row("a line made tiny", scaled("0.05", "-0.05"), "A023", "The paragraph"),
    Row("a line made flat", scaled("1", "-0.02"), "A023", "The paragraph"),
    Row("a line squeezed", line(lambda o: o.replace(b"BT\n", b"BT\n3 Tz\n").replace(b"ET\n", b"100 Tz\nET\n")), "A023", "h"),
    Row("a line upside down", scaled("1", "1"), "A023", "The paragraph"),
    Row("words in a second stream", second_stream, "A023", "The paragraph"),
    Row("a page twice", twice, "A001", "the text"),
    Row("a page turned", of_page("/Rotate", 90), "A083", "/Rotate of a page"),
    Row("a page cropped", of_page("/CropBox", pikepdf.Array([0, 0, 300, 648])), "A083", "/CropBox"),
    Row("a page in another unit", of_page("/UserUnit", 9), "A083", "/UserUnit"),
    Row("a page that leads on", of_page("/Dur", 1), "A083", "/Dur"),
    Row("a sheet larger than its page", of_page("/MediaBox", pikepdf.Array([0, 0, 4320, 6480])), "A083", "another size"),
    Row("a layer that is on", layer, "A083", "/OCProperties"),
    Row("other numbers of pages", of_root("/PageLabels", lambda pdf: pikepdf.Dictionary(Nums=pikepdf.Array([]))), "A083", "/PageLabels"),  # noqa: E501
    Row("a file beside the text", of_root("/AF", lambda pdf: pikepdf.Array([])), "A083", "/AF"),
    Row("opened at its end", of_root("/OpenAction", lambda pdf: pikepdf.Array([pdf.pages[-1].obj, pikepdf.Name.Fit])), "A083", "/OpenAction"),  # noqa: E501
    Row("a base for its addresses", of_root("/URI", lambda pdf: pikepdf.Dictionary(Base=pikepdf.String("http://a.example/"))), "A083", "/URI"),  # noqa: E501
    Row("a comment", note_on("Text"), "A083", "an annotation, Text"),
    Row("a highlight with a face of its own", note_on("Highlight"), "A083", "an annotation, Highlight"),
    Row("a link that covers", note_on("Link"), "A083", "a link that looks"),
    Row("a link in a thick frame", frame_link, "A083", "a link that looks"),
    Row("other words read aloud", say("/ActualText", "BUY NOW"), "A083", "BUY NOW"),
    Row("words instead of a paragraph", say("/Alt", "BUY NOW"), "A083", "BUY NOW"),
    Row("an abbreviation read as other words", say("/E", "BUY NOW"), "A083", "BUY NOW"),
    Row("a paragraph read in another language", say("/Lang", "zh"), "A083", "zh"),
    Row("a letter that is read as another", lie, "A083", "“o” is read where"),
    Row("letters that are painted as others", other_glyphs, "A083", "shows “another”"),
    Row("an outline that acts", run_from_outline, "A083", "the outline leads"),
    Row("an outline that leads elsewhere", misdirect_outline, "A083", "the outline leads"),
    Row("tags in another order", swap_tags, "A020", "the order of the tags"),
    Row("a paragraph without a tag", drop_tag, "A020", "tagged pieces"),
    Row("words said to be none", as_artifact, "A020", "tagged pieces"),
    Row("a heading tagged as a paragraph", level_tag, "A020", "headings in the tags"),
    Row("tags under other names", lambda pdf: setattr(pdf.Root.StructTreeRoot, "RoleMap", pikepdf.Dictionary(P=pikepdf.Name.Span)), "A083", "other roles"),  # noqa: E501
    Row("tags that do not count", of_root("/MarkInfo", lambda pdf: pikepdf.Dictionary(Marked=False)), "A083", "not to count"),
    Row("a picture that is not painted", empty_picture, "A020", "pictures"),
]  # fmt: skip
ROWS = [(kind, row) for kind, rows in (("pdf", PDF), ("epub", EPUB), ("docx", DOCX)) for row in rows]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The essay with every construct, but for letters that no face of ours has."""
    folder = tmp_path_factory.mktemp("essay")
    shutil.copytree(TESTS / "rich", folder, dirs_exist_ok=True)
    essay = folder / "essay.md"
    essay.write_text(essay.read_text(encoding="utf-8").replace(", e.g. 日本語 left out", ""), encoding="utf-8")
    return book_at(essay)


@pytest.fixture(scope="module")
def clean(book: Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Artifact]:
    folder, layout = tmp_path_factory.mktemp("clean"), load_layout("essay")
    return {kind: FORMATS[kind].render(book, layout, folder / f"essay.{kind}")[0] for kind in ("pdf", "epub", "docx")}


def break_it(kind: str, row: Row, artifact: Artifact, folder: Path) -> Artifact:
    """A copy of a file with one damage."""
    path = folder / f"damaged.{kind}"
    if isinstance(row.damage, tuple):
        in_zip(artifact.path, path, *row.damage)
    else:
        with pikepdf.open(artifact.path) as pdf:
            row.damage(pdf)
            pdf.save(path)
    return replace(artifact, path=path)


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=[f"{kind}: {row.name}" for kind, row in ROWS])
def test_every_damage_is_caught_by_name(kind: str, row: Row, clean: dict[str, Artifact], book: Book, tmp_path: Path) -> None:
    found = FORMATS[kind].prove(break_it(kind, row, clean[kind], tmp_path), book).findings
    said = [f"{f.code} {f.message} ({f.place.spot})" for f in found]
    assert any(line.startswith(row.code) and row.words in line for line in said), "\n".join(said)


def test_there_are_ways_enough_and_no_name_twice() -> None:
    assert len({(kind, row.name) for kind, row in ROWS}) == len(ROWS) >= 180


def test_an_older_version_within_the_file_is_named(clean: dict[str, Artifact], book: Book, tmp_path: Path) -> None:
    """An update that is added at the end (ISO 32000-2, 7.5.6): the file still holds what stood there before."""
    data, path = clean["pdf"].path.read_bytes(), tmp_path / "updated.pdf"
    with pikepdf.open(clean["pdf"].path) as pdf:
        words, page = pdf.pages[1].Contents.read_bytes(), pdf.pages[1].Contents.objgen[0]
        about = f"/Size {pdf.trailer.Size} /Root {pdf.trailer.Root.objgen[0]} 0 R /Info {pdf.trailer.Info.objgen[0]} 0 R"
    added = f"{page} 0 obj\n<</Length {len(words)}>>\nstream\n".encode() + words + b"\nendstream\nendobj\n"
    before = data.rpartition(b"startxref")[2].split()[0].decode()
    table = f"xref\n{page} 1\n{len(data):010d} 00000 n \ntrailer\n<<{about} /Prev {before}>>\n"
    path.write_bytes(data + added + table.encode() + f"startxref\n{len(data + added)}\n%%EOF\n".encode())
    said = [f"{f.code} {f.message}" for f in FORMATS["pdf"].prove(replace(clean["pdf"], path=path), book).findings]
    assert [line for line in said if line.startswith("A083") and "an older version" in line] == said


@pytest.mark.parametrize("ours", [True, False])
def test_a_book_without_any_of_its_formulas(ours: bool, clean: dict[str, Artifact], book: Book, tmp_path: Path) -> None:
    """A book of another hand may have them as pictures or words; ours has them as formulas."""
    path = tmp_path / "essay.epub"
    formula = re.compile(r'<math\b.*?</math>|<span class="math.*?</span>', re.DOTALL)
    with zipfile.ZipFile(clean["epub"].path) as archive, zipfile.ZipFile(path, "w") as damaged:
        for entry in archive.infolist():
            data, name = archive.read(entry), entry.filename
            if name.endswith((".xhtml", ".opf", ".ncx")):
                data = formula.sub("", data.decode()).encode()
                data = data if ours else data.replace(b"titlepage.xhtml", b"title.xhtml")
            damaged.writestr(name if ours else name.replace("titlepage.xhtml", "title.xhtml"), data)
    said = [f"{f.code} {f.message}" for f in FORMATS["epub"].prove(replace(clean["epub"], path=path), book).findings]
    assert any(line.startswith("A068") and "formulas" in line for line in said) == ours, said


def test_files_that_disagree_on_a_note_are_caught(clean: dict[str, Artifact], book: Book) -> None:
    proofs = [FORMATS[kind].prove(artifact, book) for kind, artifact in clean.items()]
    assert [found for proof in proofs for found in proof.findings] == []
    assert disagreements(proofs) == []
    fewer = replace(proofs[2], notes=proofs[2].notes[:-1])
    other = replace(proofs[1], notes=(replace(proofs[1].notes[0], words=("Another", "note.")), *proofs[1].notes[1:]))
    said = [f"{f.code} {f.message}" for f in disagreements([proofs[0], other, fewer])]
    assert said == [
        "A009 note 1 differs between the formats: PDF has “A note on a heading. …”; EPUB has “Another note. …”",
        "A009 note 8 differs between the formats: PDF has “The last note ends with a table. a …”; DOCX has none",
    ]


DESIGNED = r"""
p.first::first-letter, section > h2 + p::first-letter { float:left; font-size:3.2em; line-height:.8; margin:.05em .08em 0 0; font-weight:bold; color:#7a1f1f }
h2 + p::first-line { font-variant: small-caps; letter-spacing:.05em }
h2::before { content:"§ "; color:#999 } h2::after { content:"\2766"; display:block; text-align:center }
hr { border:0; text-align:center } hr::before { content:"* * *" }
.smallcaps { font-variant-caps: small-caps; letter-spacing:.04em }
@media print { .no-print { display:none } nav { display:none } }
@media (prefers-color-scheme: dark) { body { background:#111; color:#ddd } a { color:#9cf } img { background:#fff } }
p { hyphens:auto; -webkit-hyphens:auto; text-align:justify; orphans:2; widows:2; margin:0; text-indent:1.2em }
ul.cols { columns: 2; column-gap:2em } figure { margin:1em auto; box-shadow:0 2px 8px rgba(0,0,0,.3); border:1px solid #ccc; break-inside:avoid }
figcaption { font-size:.8em; font-style:italic; position:relative; top:.3em }
sup { position:relative; top:-.5em; line-height:0; font-size:.7em; vertical-align:baseline }
blockquote { border-left:4px solid #aaa; padding-left:1em; margin:1em 2em; background:#f7f7f7; position:relative }
blockquote::before { content:"\201C"; position:absolute; left:-.4em; top:-.2em; font-size:3em; color:#ccc }
h1 { letter-spacing:.2em; text-transform:uppercase; transform:rotate(-1deg); text-shadow:1px 1px 2px #aaa; margin-top:-.5em }
a { text-decoration:underline; text-decoration-thickness:1px; text-underline-offset:.15em; transition:color .2s } a:hover { color:red; opacity:.6 }
thead { display:table-header-group } tfoot { display:table-footer-group } table { border-collapse:collapse; width:100% } th { border-bottom:2px solid }
section { display:grid; grid-template-columns: 1fr min(60ch,100%) 1fr } section > * { grid-column: 2; min-width:0 } figure { grid-column: 1 / -1 }
ol { counter-reset:item } ol > li { list-style:none } ol > li::before { counter-increment:item; content:counter(item) ". "; font-weight:bold }
code { background:#eee; border-radius:3px; padding:0 .2em; font-size:.9em; white-space:pre-wrap }
mark { background:linear-gradient(transparent 60%, #ff0 60%) } em { font-feature-settings:'liga','swsh' }
body { font-family:serif; line-height:1.5; max-width:38em; margin:0 auto; padding:0 1em }
@page { margin:2cm; @bottom-center { content:counter(page) } }
@supports (initial-letter:3) { p.first::first-letter { initial-letter:3 } }
.footnotes { font-size:.85em; border-top:1px solid #999; margin-top:2em }
a[href^="http"]::after { content:" ↗"; font-size:.7em }
h3 { display:flex; align-items:center; gap:.5em } h3::after { content:""; flex:1; border-bottom:1px solid #aaa }
aside { float:right; width:30%; margin-right:-10%; font-size:.8em }
img { max-width:100%; height:auto; mix-blend-mode:multiply }
"""  # noqa: E501


def test_none_fires_on_what_a_designer_writes(clean: dict[str, Artifact], book: Book, tmp_path: Path) -> None:
    designed = break_it("epub", Row("", styled(DESIGNED), "", ""), clean["epub"], tmp_path)
    assert [f.message for f in FORMATS["epub"].prove(designed, book).findings] == []


@pytest.mark.parametrize("name", known_layouts())
def test_none_fires_on_clean_files(name: str, book: Book, tmp_path: Path) -> None:
    layout = load_layout(name)
    set_book = typeset(book, layout)
    for kind in ("pdf", "epub", "docx"):
        artifact, _ = FORMATS[kind].render(set_book, layout, tmp_path / f"essay.{kind}")
        assert [f.message for f in FORMATS[kind].prove(artifact, set_book).findings] == []
