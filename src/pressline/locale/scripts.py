"""Scripts by their blocks of Unicode, and which language an essay in each is in.

A script of one language tells it; the languages of another are told by letters that only some of them have.
"""

from __future__ import annotations

# First and last code point (Unicode 15, Blocks.txt), the script, and how many letters of the Latin script one sign is worth:
# a sign of Chinese is a word or half of one.
BLOCKS = (
    (0x0041, 0x024F, "Latin", 1),
    (0x1E00, 0x1EFF, "Latin", 1),
    (0x0370, 0x03FF, "Greek", 1),
    (0x1F00, 0x1FFF, "Greek", 1),
    (0x0400, 0x052F, "Cyrillic", 1),
    (0x0530, 0x058F, "Armenian", 1),
    (0x0590, 0x05FF, "Hebrew", 1),
    (0x0600, 0x06FF, "Arabic", 1),
    (0x0900, 0x097F, "Devanagari", 1),
    (0x0980, 0x09FF, "Bengali", 1),
    (0x0A00, 0x0A7F, "Gurmukhi", 1),
    (0x0A80, 0x0AFF, "Gujarati", 1),
    (0x0B80, 0x0BFF, "Tamil", 1),
    (0x0C00, 0x0C7F, "Telugu", 1),
    (0x0C80, 0x0CFF, "Kannada", 1),
    (0x0D00, 0x0D7F, "Malayalam", 1),
    (0x0D80, 0x0DFF, "Sinhala", 1),
    (0x0E00, 0x0E7F, "Thai", 1),
    (0x1000, 0x109F, "Burmese", 1),
    (0x10A0, 0x10FF, "Georgian", 1),
    (0x1200, 0x137F, "Ethiopic", 2),
    (0x1780, 0x17FF, "Khmer", 1),
    (0x3040, 0x30FF, "Kana", 3),
    (0x3400, 0x9FFF, "Han", 3),
    (0xAC00, 0xD7AF, "Hangul", 3),
)
# The language of a script where no letter below tells another.
LANGUAGES = {
    "Greek": "el-GR",
    "Cyrillic": "ru-RU",
    "Armenian": "hy-AM",
    "Hebrew": "he-IL",
    "Arabic": "ar",
    "Devanagari": "hi-IN",
    "Bengali": "bn-BD",
    "Gurmukhi": "pa-IN",
    "Gujarati": "gu-IN",
    "Tamil": "ta-IN",
    "Telugu": "te-IN",
    "Kannada": "kn-IN",
    "Malayalam": "ml-IN",
    "Sinhala": "si-LK",
    "Thai": "th-TH",
    "Burmese": "my-MM",
    "Georgian": "ka-GE",
    "Ethiopic": "am-ET",
    "Khmer": "km-KH",
    "Kana": "ja-JP",
    "Han": "zh-CN",
    "Hangul": "ko-KR",
}
# Letters that a language of the script has in every line and its first one never: (script, letters, language). The first row
# whose letters are more than TELLING of all wins.
TELLING_LETTERS = (
    ("Cyrillic", "ў", "be-BY"),
    ("Cyrillic", "їєґ", "uk-UA"),
    ("Cyrillic", "ѓќѕ", "mk-MK"),
    ("Cyrillic", "ђћљњј", "sr-RS"),
    ("Arabic", "ٹڈڑےں", "ur-PK"),
    ("Arabic", "پچژگیک", "fa-IR"),
    ("Hebrew", "ײװױ", "yi"),
    ("Devanagari", "ळ", "mr-IN"),
    ("Han", "這個們來說時國會對學為後過還沒麼讓", "zh-TW"),
)
TELLING = 0.004
"""The share of letters that tells; Arabic quoted in Persian and names in Ukrainian stay below (chosen on the declarations
of human rights in these languages)."""
# Further languages by the script they are written in, which no letter above tells.
ALSO_WRITTEN = {
    **dict.fromkeys(("kk", "mn", "ky", "tg", "tt"), "Cyrillic"),
    **dict.fromkeys(("ps", "ckb", "ug"), "Arabic"),
    **dict.fromkeys(("ne", "sa"), "Devanagari"),
    "grc": "Greek",
    "as": "Bengali",
    "ti": "Ethiopic",
}
TWO_SCRIPTS = frozenset({"sr", "kk", "mn", "tt", "ug", "sa", "yi", "grc"})  # languages that are written in Latin letters, too

# Scripts in which a line may end within what no space parts, where Unicode or a dictionary allows it (UAX #14): Chinese,
# Japanese, Korean; Thai, Lao, Burmese and Khmer, of which Pango knows the words. A part of a pattern's class of characters.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
