"""Which language an essay is in, and which encoding its bytes are in, when nothing but its words tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressline.findings import PresslineError
from pressline.locale.language import told_language
from pressline.normalize.normalizer import normalize
from pressline.readers.decoding import decode
from pressline.readers.plaintext import sheet_of_text

CASES = Path(__file__).parent / "cases"
# Sentences of our own, as an essay might begin.
SENTENCES = dict(row.split(": ", 1) for row in (CASES / "languages.txt").read_text(encoding="utf-8").splitlines())
UNKNOWN = "Qan tulep moriq sa venut, qor lamip tesu darun. Opel mirat qunis tol verap, simo qadel puren tasil gomet. "


@pytest.mark.parametrize("tag", SENTENCES)
def test_a_language_is_told_by_its_script_and_its_words(tag: str) -> None:
    assert told_language(SENTENCES[tag]) == tag


def test_a_foreign_quotation_does_not_change_the_language() -> None:
    essay = SENTENCES["en-US"] * 3
    assert told_language(f"{essay} {SENTENCES['ru-RU']} {essay} {SENTENCES['ja-JP']}") == "en-US"
    assert told_language(f"{SENTENCES['ja-JP'] * 3} The Harbor Board of New Haven, Connecticut, said so.") == "ja-JP"


def _asked(text: str) -> list[str]:
    return [f.code for f in normalize(sheet_of_text(text.encode(), Path("essay.txt"))).findings if f.code == "S007"]


def test_a_language_that_nobody_knows_is_asked_about() -> None:
    assert _asked("A Title\n\n" + (UNKNOWN * 3 + "\n\n") * 4) == ["S007"]
    assert not _asked("A Title\n\n" + UNKNOWN)  # too few words to say so
    assert all(not _asked(f"A Title\n\n{SENTENCES[tag] * 12}\n") for tag in ("en-US", "pl-PL", "ja-JP"))


@pytest.mark.parametrize(
    ("tag", "codec", "name"),
    [
        ("ja-JP", "cp932", "Shift_JIS"),
        ("ja-JP", "euc_jp", "EUC-JP"),
        ("zh-CN", "gbk", "GB 18030"),
        ("zh-TW", "big5", "Big5"),
        ("ko-KR", "euc_kr", "EUC-KR"),
        ("ru-RU", "cp1251", "Windows-1251"),
        ("ru-RU", "koi8_r", "KOI8"),
        ("ru-RU", "cp866", "CP866"),
        ("uk-UA", "cp1251", "Windows-1251"),
        ("bg-BG", "cp1251", "Windows-1251"),
        ("el-GR", "iso8859_7", "ISO-8859-7"),
        ("he-IL", "cp1255", "Windows-1255"),
        ("ar", "cp1256", "Windows-1256"),
        ("pl-PL", "iso8859_2", "ISO-8859-2"),
        ("cs-CZ", "cp1250", "Windows-1250"),
        ("tr-TR", "cp1254", "Windows-1254"),
        ("de-DE", "cp850", "CP850"),
        ("fr-FR", "cp1252", "Windows-1252"),
        ("de-DE", "latin-1", "ISO-8859-1"),
        ("sv-SE", "latin-1", "ISO-8859-1"),
    ],
)
def test_an_old_encoding_is_proved_by_the_commonest_words(tag: str, codec: str, name: str) -> None:
    text = SENTENCES[tag] * 4
    decoded = decode(text.encode(codec), "essay.txt")
    assert decoded.lines[0].text == text
    assert decoded.encoding == name or text.encode(name.replace(" ", "")) == text.encode(codec)
    assert [f.code for f in decoded.findings] == ["C002"]


def test_bytes_that_no_table_makes_words_of_are_refused() -> None:
    noise = bytes(range(128, 256)) * 9
    with pytest.raises(PresslineError, match="R005"):
        decode(b"Title\n" + noise, "essay.txt")
