"""Encodings from before Unicode, and the commonest words or signs that prove each.

A wrong table gives other letters, and so none of these words: what has them is read as its author saw it.
"""

from __future__ import annotations

# Words with letters beyond ASCII that are among the commonest of the languages of a script.
WORDS = {
    "Cyrillic": (
        "не на что как это его для был из но так все она по от же бы та що це до від або як він під"
        " се да са като във който ав је су није што али за"
    ),
    "Greek": "και το του να της με για από την των στο τα στην δεν είναι τον θα σε ένα μια",
    "Hebrew": "של את על לא הוא כי גם זה עם או אם כל היא היה אל מן בין אני",
    "Arabic": "في من على أن إلى التي هذا عن الذي مع ما لا كان هذه أو از به که در را با این است آن برای هر",
    "Central": (
        "się są była także może więc przez już też został ją swoją między że být při který která které již ještě až než"
        " své keď sú ktorý či tiež ő előtt között erről erre amely közül felől ők először később első időben erős"
        " în să său către după fără če ki več še že čas človek človeka će još također različitih način što"
        " že již když také své může není však žádný každý každého jeho společnosti důvodu potřeby"
    ),
    "Turkish": "çalışma olduğu değil daha değildir bazı aynı yalnız karşı hakkı başka şey iş şu hiç sınırı kadın asıl yıl dışı",
    "Western": (
        "für über können würde müssen während größer natürlich schön früher daß été être même très où déjà après está"
        " también más así él qué años não são já até você também più perché però così cioè libertà età società può già né"
        " när från också får på år är för"
        " las más según daß día días después país además única o están había sólo"
    ),
}
# The commonest signs of languages that part no words.
SIGNS = {
    "Japanese": "のにはをたがでてとしれさるいもなっかこ、。",
    "Simplified": "的一是不了在有人我他这个们来到时大地为子中，。",
    "Traditional": "的一是不了在有人我他這個們來到時大地為子中，。",
    "Korean": "이다는의에을가고한은를로서그지도",
    "Thai": "านรกอเงมยลวดทสตะปบคหแ",
}
# The codec of Python, the name that is said, and whose words or signs prove it.
ENCODINGS = (
    ("cp1251", "Windows-1251", "Cyrillic"),
    ("koi8_u", "KOI8", "Cyrillic"),
    ("cp866", "CP866", "Cyrillic"),
    ("iso8859_5", "ISO-8859-5", "Cyrillic"),
    ("cp1253", "Windows-1253", "Greek"),
    ("iso8859_7", "ISO-8859-7", "Greek"),
    ("cp1255", "Windows-1255", "Hebrew"),
    ("cp1256", "Windows-1256", "Arabic"),
    ("iso8859_6", "ISO-8859-6", "Arabic"),
    ("cp1250", "Windows-1250", "Central"),
    ("iso8859_2", "ISO-8859-2", "Central"),
    ("cp852", "CP852", "Central"),
    ("cp1254", "Windows-1254", "Turkish"),
    ("cp850", "CP850", "Western"),
    ("cp932", "Shift_JIS", "Japanese"),
    ("euc_jis_2004", "EUC-JP", "Japanese"),
    ("gb18030", "GB 18030", "Simplified"),
    ("big5hkscs", "Big5", "Traditional"),
    ("cp949", "EUC-KR", "Korean"),
    ("cp874", "TIS-620", "Thai"),
)
PROVED_WORDS = 0.03
"""The share of words with such letters that are among the commonest, less than half of what the declaration of human rights
has in each language."""
LATIN = frozenset({"Central", "Turkish", "Western"})
MOST_LATIN, FEWEST_OTHER = 0.4, 0.3
"""The share of letters beyond ASCII among all: at most in a text of the Latin script, at least in one of another."""
PROVED_SIGNS = 0.15
"""The share of signs that are among the commonest: half of what an essay has, five times what a wrong table gives."""
