"""Words from right to left, and of scripts whose glyphs do not tell their letters, in print."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont
from lxml import etree

from conftest import STAMP
from pressline.audit.docx import audit as audit_docx
from pressline.audit.epub import audit as audit_epub
from pressline.audit.pdf import audit, audit_booklet
from pressline.audit.pdf.pages import read_pages
from pressline.audit.pdf.said import out_of_order
from pressline.backends import docx, epub
from pressline.backends.pdf import render, render_booklet
from pressline.backends.pdf.layout.prepare import prepare
from pressline.backends.pdf.weasyprint_patches import bidi_lines, paragraph
from pressline.book.markdown import parse_essay
from pressline.layouts import data_folder, font_chain
from pressline.layouts.font_chain import Substitute, substitutes, taken_out
from pressline.layouts.mirrored import mirrored
from pressline.locale.directions import is_right_to_left
from pressline.model import Layout, Metadata
from pressline.runtime.namespaces import W

pytestmark = pytest.mark.usefixtures("fonts_of_ours")

LONG = "There are some more words in English here, so that the paragraph runs over more lines than one and is justified. "


def printed(folder: Path, text: str, layout: Layout, language: str = "en-US", title: str = "A Title") -> tuple[Path, list[str]]:
    """The PDF of a text, and the codes of what its audit complains of."""
    book = parse_essay(text, Metadata(title, language=language), folder / "essay.md", stamp=STAMP)
    artifact, _ = render(book, layout, folder / "essay.pdf")
    return artifact.path, [f"{found.code} {found.message}" for found in audit(artifact, book)]


def places(path: Path) -> list[tuple[str, float]]:
    """The words of the text of the first page, each with where its middle stands, in points from the left."""
    said = [said for said in read_pages(path)[0].said if said.text.strip()]
    return [(one.text.strip(), one.middle) for one in said]


@pytest.mark.parametrize(
    "text",
    [
        f"He said שלום עולם, and left. {LONG}",
        f"{LONG}He said ואז הלך הביתה עם כל החברים שלו ועם המשפחה הגדולה שגרה בעיר הסמוכה and left.",
        f"{LONG}In 1948 (תש״ח) he wrote שָׁלוֹם with points; كتب الكاتب كتابا جديدا عن الحرية (1948) في القاهرة; می‌خواهم too.",
        f"{LONG}नमस्ते दुनिया क्षत्रिय and क्षत्रिय, again.",
        "> זהו ציטוט שלם בעברית, עם מספר 12 ועם Latin words inside, ועם נקודה בסוף.[^1]\n\n[^1]: Just English.",
        f"{LONG}[^1]\n\n[^1]: הערה שלמה בעברית עם *ספר חשוב*, כרך 3, עמ׳ 45.",
        f"{LONG}[^1]\n\n[^1]: See *ספר*, p. 45 (תל אביב, 1999), and `code`; <https://example.org/א>.",
        "| שם | Name |\n|---|---|\n| דוד | David |\n| שרה | Sarah |\n",
        "- שלום\n- עולם ו-word\n\n# כותרת בעברית\n\n    שלום = code\n",
    ],
)
def test_an_english_essay_with_words_of_other_scripts_is_printed_and_proven(
    tmp_path: Path, essay_layout: Layout, text: str
) -> None:
    assert printed(tmp_path, f"# One\n\n{text}", essay_layout)[1] == []


@pytest.mark.parametrize(("language", "title"), [("he-IL", "הכרזה לכל באי עולם"), ("ar", "الإعلان العالمي")])
def test_an_essay_from_right_to_left_is_printed_and_proven(
    tmp_path: Path, essay_layout: Layout, language: str, title: str
) -> None:
    hebrew = "הואיל והכרה בכבוד הטבעי אשר לכל בני משפחת האדם ובזכויותיהם השוות והבלתי נפקעות הוא יסוד החופש"
    arabic = "لما كان الاعتراف بالكرامة المتأصلة في جميع أعضاء الأسرة البشرية وبحقوقهم المتساوية الثابتة هو أساس"
    words = hebrew if language == "he-IL" else arabic
    paragraph = f"{words} *{words}* {words} (Leipzig 1923), 12–15.[^1]\n\n"
    text = f"# {title}\n\n{paragraph * 9}1. {words}\n2. {words}\n\n> {words}\n\n[^1]: {words}, M. Buber, *Ich und Du*, 1923.\n"
    path, wrong = printed(tmp_path, text, essay_layout, language, title)
    assert wrong == []
    first, second = read_pages(path)[:2]
    number = [glyph for glyph in second.glyphs if glyph.part == "margin" and glyph.text == "2"]
    assert number[0].left > second.width / 2, "the page number stands outside: the verso is the right page"
    label = next(said for said in first.said if said.text.strip() == "1." and said.brush.size < 13)
    notes = [said for said in first.said if said.base < label.base + 1 and said.brush.part != "margin"]
    assert label.box[1] >= max(said.box[1] for said in notes) - 12, "the label stands at the right"


@pytest.mark.parametrize(
    "text",
    [
        "| הנהר זורם לאט\n|    אל הים הגדול\n| ואין לו קץ\n",
        "| שנה | מספר |\n|---|---|\n| 1990 | 12 |\n| 1991 | 13 |\n",
        "המילה *river* היא באנגלית. הנוסחה $E = mc^2$ ידועה.\n\n```\nx = 1  # שלום\n```\n",
        "1. ראשון\n2. שני (second)\n\n- `x = 1`\n- עוד\n",
    ],
    ids=["verse", "a table of numbers", "a formula and code", "lists"],
)
def test_all_kinds_of_blocks_in_an_essay_from_right_to_left_are_proven(tmp_path: Path, essay_layout: Layout, text: str) -> None:
    assert printed(tmp_path, f"הואיל והכרה בכבוד הטבעי.\n\n{text}", essay_layout, "he-IL", "כותרת")[1] == []


@pytest.mark.parametrize("language", ["he-IL", "en-US"])
def test_a_booklet_is_folded_the_way_its_essay_runs(tmp_path: Path, essay_layout: Layout, language: str) -> None:
    words = "הואיל והכרה בכבוד הטבעי אשר לכל בני משפחת האדם, " * 12
    text = f"# כותרת\n\n{(words + 'नमस्ते.' + chr(10) * 2) * 8}"
    book = parse_essay(text, Metadata("כותרת", language=language), tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = render_booklet(book, essay_layout, tmp_path / "booklet.pdf")
    assert audit_booklet(artifact, book) == []
    first = read_pages(artifact.path)[0]
    title = next(said for said in first.said if said.text.strip() == "כותרת")
    assert (title.middle > first.width / 2) is (language == "en-US"), "page one stands at the right, or at the left"


def test_a_paragraph_that_begins_in_english_runs_from_the_left(tmp_path: Path, essay_layout: Layout) -> None:
    path, wrong = printed(tmp_path, "He said: אדם הוא אדם ואין עוד.\n\nאדם הוא אדם, said he.\n", essay_layout)
    assert wrong == []
    at = {said.text.strip(): said.middle for said in read_pages(path)[0].said}
    assert at["He"] < at["said:"] < at["עוד"], "its end stands at the right"


@pytest.mark.parametrize(
    ("with_emphasis", "without"),
    [
        ("He said *שלום* עולם and left.", "He said שלום עולם and left."),
        ("He said שלום *עולם* [ואז](https://example.org) הלך and left.", "He said שלום עולם ואז הלך and left."),
        ("*שלום* ו-12 *עולם* מספר 34, said he.", "שלום ו-12 עולם מספר 34, said he."),
        ("כתב *שלום* word עולם 12 *ספר* אחר", "כתב שלום word עולם 12 ספר אחר"),
    ],
)
def test_words_of_several_elements_stand_where_they_stand_in_one(
    tmp_path: Path, essay_layout: Layout, with_emphasis: str, without: str
) -> None:
    """Of one element Pango has the order. No cut of the Hebrew font is slanted, so that the words are as wide."""
    found = []
    for name, text in (("with", with_emphasis), ("without", without)):
        (tmp_path / name).mkdir()
        path, wrong = printed(tmp_path / name, text, essay_layout)
        assert wrong == []
        found.append(places(path))
    assert [word for word, _ in found[0]] == [word for word, _ in found[1]]
    assert [place for _, place in found[0]] == pytest.approx(
        [place for _, place in found[1]], abs=3
    )  # a box has the space behind the word or has it not


def test_words_in_the_wrong_order_are_found(tmp_path: Path, essay_layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bidi_lines, "in_seen_order", lambda boxes: boxes)
    path, wrong = printed(tmp_path, "He said *שלום* עולם *ואז* הלך and left.", essay_layout)
    assert {line[:4] for line in wrong} == {"A025"}
    assert list(out_of_order(read_pages(path)[0].said)) == [("שלום", "עולם"), ("עולם", "ואז"), ("ואז", "הלך")]


def test_a_line_with_words_from_right_to_left_is_as_wide_as_the_others(tmp_path: Path, essay_layout: Layout) -> None:
    path, wrong = printed(tmp_path, f"He said שלום עולם ואז הלך הביתה and left. {LONG * 3}", essay_layout)
    assert wrong == []
    (sheet,) = read_pages(path)
    rows: dict[float, float] = {}
    for glyph in (glyph for glyph in sheet.glyphs if 10.5 < glyph.em < 11.5):
        rows[round(glyph.y)] = max(rows.get(round(glyph.y), 0.0), glyph.right)
    ends = [rows[y] for y in sorted(rows, reverse=True)][:-1]
    assert len(ends) >= 4
    assert max(ends) - min(ends) < 3


def test_a_script_that_another_font_prints_is_one_finding(tmp_path: Path, essay_layout: Layout) -> None:
    book = parse_essay("He said שלום עולם ↩.", Metadata("A Title"), tmp_path / "essay.md", stamp=STAMP)
    _, findings = render(book, essay_layout, tmp_path / "essay.pdf")
    (hebrew,) = [found for found in findings if found.code == "B058"]
    assert "Hebrew" in hebrew.message
    assert "NotoSerifHebrew" in hebrew.message
    assert {found.code for found in findings if found is not hebrew} <= {"B040", "B004"}


@pytest.mark.parametrize("language", ["th-TH", "ja-JP", "he-IL", "xx"])
def test_no_word_is_hyphenated_in_a_language_without_hyphens(language: str) -> None:
    assert paragraph._of_hyphens(language) is None
    assert paragraph._of_hyphens("de-DE") == "de_DE"


@pytest.mark.parametrize(
    ("language", "word", "parts"),
    [
        ("fi-FI", "kirjallisuudesta", ["kir", "jal", "li", "suu", "desta"]),
        ("tr-TR", "okullarımızdan", ["okul", "la", "rı", "mız", "dan"]),
        ("az", "kitabxana", ["ki", "tab", "xana"]),
    ],
)
def test_finnish_and_turkish_words_are_parted_by_syllables(language: str, word: str, parts: list[str]) -> None:
    ends = [0, *paragraph._parts(language, 2, 3, word), len(word)]
    assert [word[a:b] for a, b in zip(ends, ends[1:], strict=False)] == parts


def test_a_line_is_no_higher_for_a_word_of_another_script(tmp_path: Path, essay_layout: Layout) -> None:
    words = "कर्म, القاهرة, שָׁלוֹם "
    path, _ = printed(tmp_path, f"{LONG}{words}{LONG}{words}{LONG}", essay_layout)
    heights = sorted({round(glyph.y) for glyph in read_pages(path)[0].glyphs if 10.5 < glyph.em < 11.5})
    assert len(heights) >= 5
    assert {above - below for below, above in zip(heights, heights[1:], strict=False)} == {14}


def test_a_style_sheet_is_mirrored_but_for_its_pages() -> None:
    sheet = """@page :left { margin-left: 3mm } @media print { li { margin: 0 1em 0 2em } }
    ul { padding-left: 2em; text-align: left; float: right !important; } h1 { font-weight: bold }"""
    told = " ".join(mirrored(sheet).split())
    assert told == (
        "@page :left { margin-left: 3mm } @media print { li { margin: 0 2em 0 1em; } } "
        "ul { padding-right: 2em; text-align: start; float: left !important; } h1 { font-weight: bold; }"
    )


def test_which_languages_run_from_right_to_left() -> None:
    assert [is_right_to_left(tag) for tag in ("ar-EG", "ur", "ku-Arab", "uz-Arab-AF")] == [True] * 4
    assert [is_right_to_left(tag) for tag in ("en", "tr", "az-Latn", "ks-Deva")] == [False] * 4


def test_a_font_of_a_collection_is_taken_out_of_it(tmp_path: Path) -> None:
    names = ("NotoSerifHebrew", "NotoNaskhArabic")
    collection = TTCollection()
    collection.fonts = [TTFont(data_folder("fonts") / name / f"{name}-Regular.ttf") for name in names]
    collection.save(tmp_path / "both.ttc")
    alone = taken_out(Substitute("Arabic", tmp_path / "both.ttc", "", 1))
    with TTFont(BytesIO(alone)) as font:
        assert font["name"].getDebugName(1) == "Noto Naskh Arabic"


@pytest.mark.parametrize(
    ("language", "family"),
    [
        ("ja-JP", "Noto Serif CJK JP"),
        ("zh-TW", "Noto Serif CJK TC"),
        ("zh-CN", "Noto Serif CJK SC"),
        ("en", "Noto Serif CJK JP"),
    ],
)
def test_signs_have_the_forms_of_the_language(language: str, family: str) -> None:
    rows = [["/a.ttc", f"Noto Serif CJK {end}", "0", "80", "100", "0", "False"] for end in ("TC", "KR", "SC", "JP", "HK")]
    assert min(rows, key=lambda row: font_chain._rank(row, language))[1] == family


# --- in the EPUB and in Word ------------------------------------------------------------------------------------------

HEBREW = "הואיל והכרה בכבוד *הטבעי* אשר M. Buber, 1923, לכל בני משפחת האדם.[^1]"
TABLE = "| שם | גיל |\n|---|---|\n| דוד | 12 |\n\n"
HEBREW_ESSAY = f"# כותרת\n\n{HEBREW}\n\nThis paragraph is in English, all of it.\n\n{TABLE}[^1]: הערה.\n"


def said(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data)


def test_an_epub_from_right_to_left_says_so(tmp_path: Path, essay_layout: Layout) -> None:
    book = parse_essay(HEBREW_ESSAY, Metadata("כותרת", language="he-IL"), tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = epub.render(book, essay_layout, tmp_path / "essay.epub")
    assert audit_epub(artifact, book) == []
    with zipfile.ZipFile(artifact.path) as archive:
        (spine,) = parsed(archive.read("EPUB/content.opf")).iter("{*}spine")
        pages = [parsed(archive.read(name)) for name in archive.namelist() if name.endswith(".xhtml")]
        sheet = archive.read("EPUB/style.css").decode()
    assert spine.get("page-progression-direction") == "rtl"
    assert {page.get("dir") for page in pages} == {"rtl"}
    turned = [block for page in pages for block in page.iter("{*}p") if block.get("dir")]
    assert [(said(block)[:4], block.get("dir")) for block in turned] == [("This", "ltr")]
    assert "padding-right: 1.8em" in sheet


def test_an_english_epub_turns_a_paragraph_in_hebrew(tmp_path: Path, essay_layout: Layout) -> None:
    text = f"{LONG}\n\n> {HEBREW}\n\n{LONG} שלום.\n\n[^1]: Note.\n"
    book = parse_essay(text, Metadata("A Title", language="en-US"), tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = epub.render(book, essay_layout, tmp_path / "essay.epub")
    assert audit_epub(artifact, book) == []
    with zipfile.ZipFile(artifact.path) as archive:
        (spine,) = parsed(archive.read("EPUB/content.opf")).iter("{*}spine")
        pages = [parsed(archive.read(name)) for name in archive.namelist() if name.endswith(".xhtml")]
    assert spine.get("page-progression-direction") is None
    assert [block.get("dir") for page in pages for block in page.iter("{*}p") if block.get("dir")] == ["rtl"]


def words_of_docx(path: Path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(path) as archive:
        return {name: parsed(archive.read(f"word/{name}.xml")) for name in ("document", "footnotes", "styles")}


def runs_of(root: etree._Element) -> list[tuple[str, bool]]:
    """The texts of the runs, each with whether it is marked as running from right to left."""
    runs = [run for run in root.iter("{*}r") if run.find("{*}t") is not None]
    return [(said(run), run.find("{*}rPr/{*}rtl") is not None) for run in runs]


def test_a_docx_from_right_to_left_says_so_in_pages_paragraphs_runs_and_tables(tmp_path: Path, essay_layout: Layout) -> None:
    book = parse_essay(HEBREW_ESSAY, Metadata("כותרת", language="he-IL"), tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = docx.render(book, essay_layout, tmp_path / "essay.docx")
    assert audit_docx(artifact, book) == []
    parts = words_of_docx(artifact.path)
    section = next(parts["document"].iter("{*}sectPr"))
    assert [etree.QName(child).localname for child in section][-2:] == ["bidi", "rtlGutter"]
    normal = next(style for style in parts["styles"].iter("{*}style") if style.get(f"{W}styleId") == "Normal")
    assert normal.find("{*}pPr/{*}bidi") is not None
    assert next(parts["document"].iter("{*}bidiVisual")) is not None
    runs = runs_of(parts["document"])
    assert ("הטבעי", True) in runs
    assert ("M. Buber, 1923", False) in runs or ("M. Buber", False) in runs
    assert ("This paragraph is in English, all of it.", False) in runs
    (english,) = [p for p in parts["document"].iter("{*}p") if said(p).startswith("This")]
    assert [bidi.get(f"{W}val") for bidi in english.iter("{*}bidi")] == ["0"]
    assert runs_of(parts["footnotes"])[-1][1]


def test_a_hebrew_word_in_an_english_docx_is_a_run_of_its_own(tmp_path: Path, essay_layout: Layout) -> None:
    book = parse_essay("He said שלום, עולם. And left.\n", Metadata("A Title"), tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = docx.render(book, essay_layout, tmp_path / "essay.docx")
    assert audit_docx(artifact, book) == []
    parts = words_of_docx(artifact.path)
    assert runs_of(parts["document"])[-3:] == [("He said ", False), ("שלום, עולם", True), (". And left.", False)]
    assert next(parts["document"].iter("{*}bidi"), None) is None


def kana(folder: Path) -> Path:
    """A font of nothing but Hiragana."""
    with TTFont(data_folder("fonts") / "EBGaramond" / "EBGaramond-Regular.ttf") as font:
        for table in font["cmap"].tables:
            table.cmap = dict.fromkeys(range(0x3041, 0x3097), "a") if table.isUnicode() else {}
        font.save(folder / "Kana.ttf")
    return folder / "Kana.ttf"


def test_a_font_of_mathematics_prints_no_letter_of_japanese_while_another_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STIX Two Math has "の", the most common of them, and no other."""
    found, unknown = substitutes("のℵ")
    assert [(font.name, font.characters) for font in found] == [("STIXTwoMath", "ℵ"), ("STIXTwoMath", "の")], (
        "there is no other"
    )
    assert not unknown
    font = Substitute("Kana", kana(tmp_path), "")
    monkeypatch.setattr(font_chain, "_of_system", lambda character, language: iter([font]))
    found, _ = substitutes("あのはℵ")
    assert [(font.name, font.characters) for font in found] == [("STIXTwoMath", "ℵ"), ("Kana", "あのは")]


@pytest.mark.parametrize(
    ("text", "anywhere"), [("人権の無視、及び軽侮が。" * 9, False), ("ไม่มีช่องว่าง" * 9, False), ("x" * 90, True)]
)
def test_no_line_begins_with_a_japanese_comma(tmp_path: Path, text: str, anywhere: bool) -> None:
    """What has no spaces because its script has none is not parted where no line may end."""
    book, _ = prepare(parse_essay(text, Metadata("T"), tmp_path / "essay.md", stamp=STAMP))
    assert ('"url"' in json.dumps(book.blocks)) == anywhere
