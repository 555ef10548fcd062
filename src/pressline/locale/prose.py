"""Words of running text, by language.

What tells a language, a paste's damage, a word typed twice.
"""

from __future__ import annotations

# Function words that are frequent in one language and rare in the others, by the tag an essay in it gets.
FUNCTION_WORDS = {
    "en-US": "the of and to that was with for by which from this",
    "fr-FR": "les des une dans est que pour qui sur pas avec cette",
    "de-DE": "der die und das nicht ist mit dem ein von auch eine",
    "es-ES": "los las una que por con para como más pero este",
    "it-IT": "che della per una sono con non gli nel anche questo",
    "nl-NL": "het een van zijn niet dat met voor werd ook deze",
    "pt-PT": "não uma que para com dos mais como foi pela seu",
}
# Spellings that British and American English do not share.
BRITISH = "colour|honour|labour|favour|behaviour|centre|defence|programme|organis|analys|towards"
AMERICAN = "color|honor|labor|favor|behavior|center|defense|program|organiz|analyz|toward"
# Function words that a paste glues to an abbreviation: "forUNAMIR".
GLUED = {"en": "a|an|and|as|at|by|for|from|in|of|on|that|the|to|with"}
# Words that may stand twice in a row: "that that", "had had", "very, very".
DOUBLED = {"en": "that|had|very|so|no|ha|bye|her|do|is|in|now|there|many|long"}
