"""Words of running text, by language.

What tells a language, a paste's damage, a word typed twice.
"""

from __future__ import annotations

# Function words that are frequent in one language and rare in the others, by the tag an essay in it gets.
FUNCTION_WORDS = {
    "en-US": "the of and to that was with for by which from this in is it as are be or",
    "fr-FR": "les des une dans est que pour qui sur pas avec cette de la le et du il au par",
    "de-DE": "der die und das nicht ist mit dem ein von auch eine zu den des sich auf als",
    "es-ES": "los las una que por con para como más pero este de la el en y se del es",
    "it-IT": "che della per una sono con non gli nel anche questo di il la è dei e del ed un",
    "nl-NL": "het een van zijn niet dat met voor werd ook deze de en of aan door hij wordt",
    "pt-PT": "não uma que para com dos mais como foi pela seu de a o e do da os em ou ao",
    "ca-ES": "els les amb una que per dels són aquest més però de la i el en del o al seva",
    "ro-RO": "și care este din pentru sau sunt mai dar prin unui că în la de nu a pe",
    "la": "et in est non quod cum ad ut sed qui quae enim etiam",
    "sv-SE": "och att det som för inte på är med till den jag av",
    "da-DK": "og at det som for ikke på er med til af den blev",
    "nb-NO": "og at det som for ikke på er med til av den ble jeg",
    "is-IS": "og að það sem ekki við eða hann til með þess er um",
    "fi-FI": "ja on ei se että oli ovat kuin mutta hän joka tai myös",
    "et-EE": "ja on ei see et oli või kui ka mis aga tema nende",
    "hu-HU": "az és hogy nem egy is volt de ez meg csak mint van a minden joga",
    "pl-PL": "się nie jest że na do jak ale to przez dla był oraz i w z o lub jego",
    "cs-CZ": "se že je na který jako však jsou není aby nebo při byl a v má každý právo i pro",
    "sk-SK": "sa že je na ktorý ako však sú nie aby alebo pri bol a v má každý právo i pre",
    "sl-SI": "je in se da na ki za pa ni so kot tudi ali bil ima ne pri",
    "hr-HR": "je se da na koji za kao nije su što ili od bio i u ima pravo biti",
    "lt-LT": "ir kad yra bet su kaip ne buvo tai jo iš arba kuris turi į jos",
    "lv-LV": "un ka ir no ar nav bet kas par viņa vai tiek uz ikvienam viņš kā",
    "tr-TR": "ve bir bu için ile olarak da de olan daha çok gibi ne",
    "vi-VN": "và của là không có được một người các trong cho những đã với mọi đều hay cũng này",
    "id-ID": "yang dan di dengan untuk tidak dari ini itu dalam adalah pada setiap atau",
    "tl-PH": "ang mga ng sa na ay hindi kung para ito niya siya",
    "sw-KE": "na ya wa kwa ni katika za kama cha hiyo yake kila",
    "eo": "la kaj de estas en ne por ke ĉiu kun kiu sed al aŭ",
    "cy-GB": "yn y mae yr ac ar ei wedi oedd bod hynny gan",
    "ga-IE": "an na agus is ar ag go bhí tá sé leis gach",
    "eu-ES": "eta da ez dira bat egin ere izan duen hori baina du edo",
    "af-ZA": "die en van nie het is dat wat vir met ook hulle",
    "sq-AL": "dhe të në që për nuk është me nga një ka si",
    "uk-UA": "та що не на це як до але він був від або і в має у",
    "bg-BG": "на да се не от за като или във със което който са и е има по",
    "ru-RU": "и не на что как это но его для был из или",
    "mk-MK": "на да се и не за со како што од во тоа или",
    "sr-RS": "је да се на који за као није су што или од",
}
LANGUAGE_SHARE = 0.08
"""The share of function words under which no language is told: each of these has nine in a hundred and more of its own in the
declaration of human rights."""
# Spellings that British and American English do not share.
BRITISH = "colour|honour|labour|favour|behaviour|centre|defence|programme|organis|analys|towards"
AMERICAN = "color|honor|labor|favor|behavior|center|defense|program|organiz|analyz|toward"
# Spellings that Brazilian and European Portuguese do not share.
BRAZILIAN = r"você|econôm\w*|acadêm\w*|fenômen\w*|gênero|fatos?|registr\w*|equipe|projeto|ônibus|usuári\w*"
EUROPEAN = r"económ\w*|académ\w*|fenómen\w*|género|factos?|equipa|projecto|autocarro|acç\w*|direcç\w*|protecç\w*|actual\w*"
# Function words that a paste glues to an abbreviation: "forUNAMIR".
GLUED = {"en": "a|an|and|as|at|by|for|from|in|of|on|that|the|to|with"}
# Words that may stand twice in a row: "that that", "had had", "very, very".
DOUBLED = {"en": "that|had|very|so|no|ha|bye|her|do|is|in|now|there|many|long"}
