"""Words of bylines and of what is said of authors, by language."""

from __future__ import annotations

# Plain words. False positives avoided: those that are names too, "Per Ek", "Le Roy", "Gan Li", and "از", which starts headings.
BY = {
    "en": "by",
    "fr": "par",
    "de": "von",
    "es": "por",
    "nl": "door",
    "pt": "por",
    "sv": "av",
    "da": "af",
    "he": "מאת",
    "ar": "بقلم",
    "vi": "bởi|của tác giả",
    "tr": "yazan",
    "nb": "av",
    "nn": "av",
    "is": "eftir",
    "pl": "napisał|napisała|autorstwa",
    "cs": "napsal|napsala",
    "sk": "napísal|napísala",
    "sl": "napisal|napisala|piše",
    "hr": "napisao|napisala|piše",
    "sr": "написао|написала|пише|napisao|napisala|piše",
    "bg": "от",
    "mk": "од",
    "ru": "написал|написала",
    "uk": "написав|написала",
    "be": "напісаў|напісала",
    "hu": "írta",
    "fi": "kirjoittanut",
    "et": "kirjutanud",
    "lt": "parašė",
    "lv": "sarakstījis|sarakstījusi",
    "el": "του|της|γράφει ο|γράφει η|από τον|από την",
    "id": "oleh",
    "ms": "oleh",
    "sw": "imeandikwa na",
    "eo": "verkita de",
    "af": "deur",
    "mt": "minn",
    "fa": "نوشتهٔ|نوشته‌ی|نوشته|به قلم|نویسنده",
    "ur": "تحریر",
    "bn": "লেখক|লিখেছেন|রচনা",
    "hi": "लेखक|लेखिका",
    "mr": "लेखक|लेखिका",
    "ne": "लेखक",
    "ta": "எழுதியவர்",
    "te": "రచన|రచయిత",
    "kn": "ಲೇಖಕ",
    "ml": "എഴുതിയത്",
    "gu": "લેખક",
    "pa": "ਲੇਖਕ",
    "th": "โดย|เขียนโดย",
    "km": "ដោយ",
    "hy": "հեղինակ",
    "ka": "ავტორი",
}
# Behind the name, in languages that put it there: "夏目漱石 著", "Kovács Anna írása".
# False positive avoided: "名著", by the space that must part them.
BEHIND_AUTHORS = {
    "ja": "著|作|文",
    "zh": "著|撰",
    "ko": "지음|씀|글|저",
    "tr": "tarafından",
    "hu": "írta|írása",
    "hi": "द्वारा",
}
# These are also parts of names ("De Witt Clinton", "Di Stefano"): read as "by" only where a whole line is taken for a byline,
# and not in a line that names its day too.
BY_OR_PARTICLE = {"it": "di", "es": "de"}
WRITTEN = {"en": "written |an essay |posted |a (?:lecture|sermon|speech|paper) "}  # before "by"
POSTED = {"en": "posted|published|written"}  # before a day, or before "by"
# Before a colon.
AUTHOR_FIELDS = {
    "en": "authors?|words|candidate|submitted by",
    "de": "text|autor(?:in)?|verfasser(?:in)?|vorgelegt von|eingereicht von",
    "fr": "auteure?s?|autrice|candidate?|présentée? par",
    "es": "autora?|presentad[oa] por|tesista",
    "it": "autore|autrice|candidat[oa]|laureand[oa]",
    "nl": "auteur|tekst",
    "ru": "авторы?",
    "uk": "автор(?:ка)?",
    "pl": "autor(?:ka)?",
    "sv": "författare",
    "fi": "kirjoittaja",
    "el": "συγγραφέας",
    "vi": "tác giả",
    "pt": "autora?|texto",
    "ca": "autora?",
    "ro": "autor|autoare|autoarea|autorul",
    "da": "forfatter|tekst",
    "nb": "forfatter|tekst",
    "cs": "autor(?:ka)?",
    "sl": "avtor(?:ica)?",
    "hr": "autor(?:ica)?",
    "sr": "аутор(?:ка)?",
    "bg": "автор(?:ка)?",
    "be": "аўтар(?:ка)?",
    "hu": "szerző|írta",
    "et": "autor",
    "lt": "autor(?:ius|ė)",
    "lv": "autor[se]|autore",
    "tr": "yazar|yazan",
    "id": "penulis|pengarang",
    "ms": "penulis|pengarang",
    "sw": "mwandishi",
    "ar": "(?:ال)?كاتبة?|(?:ال)?مؤلف|تأليف|بقلم",
    "fa": "نویسنده|نویسندگان|مؤلف",
    "ur": "مصنف|مصنفہ|تحریر",
    "he": "מאת|מחבר(?:ת)?",
    "hi": "लेखक|लेखिका",
    "bn": "লেখক|লেখিকা",
    "ta": "ஆசிரியர்|எழுதியவர்",
    "th": "ผู้เขียน|ผู้แต่ง|โดย",
    "hy": "հեղինակ",
    "ka": "ავტორი",
    "eo": "aŭtoro",
    "zh": "作者|文|撰文|著者",
    "ja": "著者|筆者",
    "ko": "글|저자",
}
# Before a colon and a day.
DATE_FIELDS = {
    "en": "date|dated|written|published|posted",
    "de": "datum|stand|veröffentlicht",
    "es": "fecha",
    "it": "data",
    "hu": "dátum",
    "fi": "päivämäärä|julkaistu",
    "sv": "publicerad",
    "ru": "дата",
    "el": "ημερομηνία",
    "he": "תאריך",
    "ar": "التاريخ",
    "tr": "tarih",
    "vi": "ngày",
    "zh": "日期|时间|時間|发表|發表|发布|發布|写作日期",
    "ja": "日付|公開日|発表|投稿日",
    "ko": "날짜|작성일|발표",
}
ON = {"en": "on", "fr": "le", "de": "am", "nl": "op", "it": "il", "es": "el"}  # between a name and a day
WRITTEN_BY = {"en": "written by"}  # over a site's box about its author
# Words within names that are written small. "bin" and "al" are Arabic's.
PARTICLES = {
    "it": "de|da|di|del",
    "fr": "du|des|la|le",
    "nl": "van|den|ten|ter|het|op",
    "de": "von|der|zu|v",
    "ar": "bin|bint|ibn|ben|al|el|abu",
    "es": "y|los|las",
    "pt": "do|dos|das|e",
    "da": "af",
    "sv": "av",
}
# Before who had another part in the work than the author.
OTHER_PARTS = {
    "en": "(?:translated|edited|illustrated|introduced|photographs|as told) (?:by|to)",
    "de": "übersetzt von",
    "fr": "traduit par",
    "es": "traducido por",
}
WITH = {"en": "with", "de": "mit", "fr": "avec", "es": "con"}
# No name starts with these: titles of essays and parts of them do.
NOT_NAMES = {
    "en": "the|a|an|my|our|this|that|on|in|of|for|how|why|what|when|who|is|chapter|part|book|introduction|some|all|no|from"
}
# Nor has any name these in it, in capitals or not.
NOT_IN_NAMES = {"en": "of|the|and|with|for|from", "de": "und|mit|für", "fr": "et|avec|pour|dans"}
NO_AUTHORS = {"en": "admin|unknown|administrator|anonymous|editor|webmaster|staff"}  # what publishing systems fill in
# Starts of the lines of an address; a number must follow.
ADDRESSES = {
    "en": r"(?:suite|apt\.?|apartment|room|p\.? ?o\.? box|tel(?:ephone)?\.?:?|phone:?|fax:?|flat) \+?\(?\d",
    "de": r"postfach \d",
}
# What programs fill in for a title, as `contents.key` writes it.
NO_TITLES = "untitled home homepage index document document1 unbenannt notitle untitleddocument sanstitre senzatitolo unknown"
INSTITUTIONS = {
    "en": (
        r"universit\w+|college|institut\w*|school of|department|dept\.|faculty|laborator\w+|foundation|centre for|center for"
        r"|academy"
    ),
    "de": "hochschule",
    "fr": r"école|facult\w+",
    "es": "universidad",
    "it": "università",
}
BIO_STARTS = {"en": "about the author|the author is"}
BIO_VERBS = {"en": "is|was|are|teaches|lives|writes|works|holds|studies|studied"}
