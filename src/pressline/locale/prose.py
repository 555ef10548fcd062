"""Words of running text, by language.

What tells a language, a paste's damage, a word typed twice.
"""

from __future__ import annotations

# Function words that are frequent in one language and rare in the others, by the tag an essay in it gets; none that is a
# word of English, which short texts are taken for.
FUNCTION_WORDS = {
    "en-US": "the of and to that was with for by which from this",
    "fr-FR": "les des une dans est que pour qui sur pas avec cette",
    "de-DE": "der die und das nicht ist mit dem ein von auch eine",
    "es-ES": "los las una que por con para como más pero este",
    "it-IT": "che della per una sono con non gli nel anche questo",
    "nl-NL": "het een van zijn niet dat met voor werd ook deze",
    "pt-PT": "não uma que para com dos mais como foi pela seu",
    "sv": "och att det som för inte är av till den jag",
    "da": "og det er ikke til af jeg på blev efter hvor også",
    "nb": "og det er ikke til av jeg på ble etter hvor også",
    "fi": "ja sen ei se että oli hän mutta kun ovat joka myös",
    "pl": "się nie jest że na jako przez który jak ale czy oraz",
    "cs": "se že je jsem ale jako nebo který při jeho byl podle",
    "sk": "sa že je som ale ako alebo ktorý pri jeho bol podľa",
    "hr": "je se na da za su od koji kako što iz kao",
    "hu": "hogy és nem egy az volt meg csak vagy ez mint",
    "tr": "ve bir bu için ile olarak daha çok gibi kadar olan",
    "ro": "și în este din care pentru cu mai sau fost prin",
    "ca": "amb els per què són més aquest aquesta dels ha",
    "sl": "je se na da za ki tudi ali pri bil ter kot",
    "la": "et est non ad quod cum sed ut quae esse enim",
    "vi": "của và là có được cho không những một các",
    "id": "yang dan untuk dengan dari pada ini itu dalam tidak",
}
# Letters of scripts other than Latin, as a class of a regular expression holds them (Unicode 16, blocks).
SCRIPTS = {
    "Cyrillic": "\u0400-\u052f",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f",
    "Hebrew": "\u05d0-\u05f2",
    "East Asian": "\u3040-\u30ff\u3400-\u9fff",
    "Hangul": "\uac00-\ud7af",
    "Devanagari": "\u0904-\u0939\u0958-\u0961",
    "Bengali": "\u0985-\u09b9",
    "Thai": "\u0e01-\u0e30",
    "Armenian": "\u0531-\u0587",
    "Georgian": "\u10a0-\u10ff",
    "Tamil": "\u0b85-\u0bb9",
    "Gujarati": "\u0a85-\u0ab9",
    "Telugu": "\u0c05-\u0c39",
    "Kannada": "\u0c85-\u0cb9",
    "Malayalam": "\u0d05-\u0d39",
    "Ethiopic": "\u1200-\u135a",
    "Khmer": "\u1780-\u17b3",
    "Burmese": "\u1000-\u1021",
    "Sinhala": "\u0d85-\u0dc6",
}
# Letters that only one language of a script has, or hardly another.
LETTERS = {
    "uk": "іїєґІЇЄҐ",
    "be": "ўЎ",
    "mk": "ѓќѕЃЌЅ",
    "sr": "ђћљњџјЂЋЉЊЏЈ",
    "bg": "ъЪ",
    "kk": "әғқңұһӘҒҚҢҰҺ",
    "mn": "өүӨҮ",
    "ur": "ٹڈڑےں",
    "fa": "پچژگکی",
    "yi": "\u05f0-\u05f2",
    "ja": "\u3040-\u30ff",
    "mr": "ळ",
}
# Spellings that British and American English do not share.
BRITISH = "colour|honour|labour|favour|behaviour|centre|defence|programme|organis|analys|towards"
AMERICAN = "color|honor|labor|favor|behavior|center|defense|program|organiz|analyz|toward"
# Function words that a paste glues to an abbreviation: "forUNAMIR".
GLUED = {"en": "a|an|and|as|at|by|for|from|in|of|on|that|the|to|with"}
# Words that may stand twice in a row: "that that", "had had", "very, very".
DOUBLED = {"en": "that|had|very|so|no|ha|bye|her|do|is|in|now|there|many|long"}
