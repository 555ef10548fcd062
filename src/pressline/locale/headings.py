"""What stands over a part of an essay, by language.

Notes, abstract, keywords, contents, sections, parts and chapters.
"""

from __future__ import annotations

import re

from pressline.locale.tables import any_of

# Over notes, and over what a text was made of. A space also stands for a hyphen. False positives avoided: "Notes on the
# Text" and "Sources of the Nile" are none, because the whole line must be the heading; "remarques" and "literature" are
# sections of text, below.
NOTES = {
    "en": (
        r"notes|endnotes|footnotes"
        r"|(?:reference |foot-?|end-?)?notes (?:to|for) (?:the )?(?:text|chapter \w+|introduction|preface)"
    ),
    "de": "anmerkungen|fu(?:ß|ss)noten|endnoten",
    "fr": "notes de bas de page|notes de fin",
    "es": "notas|notas al pie(?: de página)?|notas finales",
    "it": "note a pi[èe] di pagina|note al testo",
    "nl": "noten|voetnoten|eindnoten",
    "pt": "notas|notas finais|notas de rodap[ée]",
    "ca": "notes a peu de pàgina",
    "sv": "noter|fotnoter|slutnoter",
    "da": "noter|fodnoter|slutnoter",
    "fi": "viitteet|alaviitteet|loppuviitteet|huomautukset",
    "pl": "przypisy(?: końcowe)?",
    "cs": "poznámky(?: pod čarou)?|vysvětlivky",
    "sk": "poznámky(?: pod čiarou)?|vysvetlivky",
    "sl": "opombe",
    "hr": "bilješke|fusnote|napomene",
    "sr": "напомене|фусноте|белешке|napomene|fusnote|beleške",
    "mk": "забелешки|фусноти|белешки",
    "bg": "бележки(?: под линия)?",
    "be": "заўвагі|зноскі",
    "ro": "note (?:de subsol|finale)|note și referințe|note de final",
    "nb": "noter|fotnoter|sluttnoter",
    "nn": "notar|fotnotar",
    "is": "neðanmálsgreinar|aftanmálsgreinar",
    "et": "märkused|joonealused märkused|viited",
    "lt": "pastabos|išnašos",
    "lv": "piezīmes|atsauces|zemsvītras piezīmes",
    "sq": "shënime",
    "eu": "oharrak|oin-oharrak",
    "gl": "notas a rodapé",
    "eo": "notoj|piednotoj",
    "cy": "nodiadau|troednodiadau",
    "ga": "nótaí|fonótaí",
    "mt": "noti",
    "af": "voetnotas|eindnotas|notas|aantekeninge",
    "id": "catatan(?: kaki| akhir)?",
    "ms": "nota kaki|catatan kaki|nota akhir",
    "tl": "mga tala|talababa",
    "sw": "maelezo|tanbihi|vidokezo",
    "vi": "chú thích|ghi chú|cước chú|chú giải",
    "az": "qeydlər",
    "uz": "izohlar",
    "kk": "ескертпелер|түсініктемелер",
    "hy": "ծանոթագրություններ",
    "ka": "შენიშვნები|სქოლიო",
    "ur": "حواشی|حوالہ جات",
    "bn": "টীকা|পাদটীকা|টীকাসমূহ",
    "mr": "तळटीपा|टिपा|टीपा",
    "ne": "टिप्पणीहरू|पादटिप्पणी",
    "gu": "નોંધ|પાદનોંધ|નોંધો|પાદટીપ",
    "pa": "ਨੋਟ|ਟਿੱਪਣੀਆਂ",
    "ta": "குறிப்புகள்|அடிக்குறிப்புகள்",
    "te": "గమనికలు|అధస్సూచికలు|పాదసూచికలు",
    "kn": "ಟಿಪ್ಪಣಿಗಳು|ಅಡಿಟಿಪ್ಪಣಿಗಳು",
    "ml": "കുറിപ്പുകൾ|അടിക്കുറിപ്പുകൾ",
    "si": "සටහන්|පාදසටහන්|පාද සටහන්",
    "th": "เชิงอรรถ|หมายเหตุ|บันทึกท้ายเรื่อง",
    "km": "កំណត់សម្គាល់",
    "my": "မှတ်စုများ",
    "am": "ማስታወሻዎች|ማስታወሻ",
    "yi": "הערות|באַמערקונגען",
    "hu": "jegyzetek|lábjegyzetek|végjegyzetek",
    "tr": "notlar|dipnotlar|sonnotlar",
    "el": "σημειώσεις|υποσημειώσεις",
    "ru": "примечания|сноски|комментарии и примечания",
    "uk": "примітки|виноски",
    "he": "הערות(?: שוליים| סיום)?",
    "ar": "(?:ال)?هوامش|(?:ال)?حواشي|(?:ال)?ملاحظات",
    "fa": "پانویس(?:‌ها)?|یادداشت‌ها",
    "hi": "टिप्पणियाँ|टिप्पणियां|पाद ?टिप्पणियाँ|पाद ?टिप्पणियां",
    "ja": "[注註]|注釈|註釈|脚注|脚註|後注|原注|訳注",
    "zh": "[注註]|注释|注釋|註釋|脚注|腳註|尾注|附注|附註",
    "ko": "주|각주|미주|주석",
    "la": "adnotationes|annotationes",
}
# Over one note or several; in English a remark stands under it as well.
_SINGLE_NOTE = {"en": "note|endnote|footnote", "de": "anmerkung|fu(?:ß|ss)note"}
_WORKS = {
    "en": "works cited|literature cited|references|citations|sources|bibliography",
    "de": "einzelnachweise|quellen|nachweise|literatur|literaturverzeichnis",
    "fr": "r[ée]f[ée]rences|bibliographie|sources",
    "es": "referencias|fuentes|bibliograf[íi]a",
    "it": "riferimenti|fonti|bibliografia",
    "nl": "bronnen|literatuur|literatuurlijst",
    "pt": "refer[êe]ncias|fontes|bibliografia",
}
# What may stand beside one of these, after AND: "Notes and Further Reading". False positive avoided: "Sources and Methods",
# "References and Allusions", of which any second word was once taken.
_BESIDE_NOTES = {"en": "further reading|acknowledge?ments|comments|credits|links"}
AND = {"en": "and", "de": "und", "fr": "et", "es": "y|e", "it": "e", "nl": "en", "pt": "e"}
# Between names in capitals. False positives avoided: "Y", "E" and "EN", which may be initials.
AND_IN_CAPITALS = {"en": "AND", "de": "UND", "fr": "ET"}
OR = {"en": "or|to|of", "de": "oder|bis", "fr": "ou", "es": "o|u", "it": "o", "nl": "of", "pt": "ou"}
_OVER_NOTES = any_of(NOTES, _SINGLE_NOTE, _WORKS)
_NOTE_HEADING = re.compile(
    f"{_OVER_NOTES}(?: (?:{any_of(AND)}|&) {any_of(NOTES, _SINGLE_NOTE, _WORKS, _BESIDE_NOTES)})?".replace(" ", "[ -]"), re.I
)
_NAMES_NOTES = re.compile(rf"(?<!\w){any_of(NOTES)}(?!\w)".replace(" ", "[ -]"), re.I)
_DECORATION = " \n:.#*_=-–—[]()\u00a0\u3000：【】〔〕《》"


def bare_heading(text: str) -> str:
    """A heading without what decorates it: "[Notes:]" is "Notes"."""
    return text.strip(_DECORATION)


def is_note_heading(text: str) -> bool:
    """Whether a line is the heading of notes: compared whole and without case.

    >>> is_note_heading("Works Cited:"), is_note_heading("NOTES"), is_note_heading("Notes on the Text")
    (True, True, False)
    >>> is_note_heading("Quellen und Literatur"), is_note_heading("Sources and Methods")
    (True, False)
    """
    return bool(_NOTE_HEADING.fullmatch(bare_heading(text)))


def names_notes(text: str) -> bool:
    """Whether a heading says that notes stand under it, and not only works, or a remark.

    >>> names_notes("Notes:"), names_notes("Sources and Notes"), names_notes("【注】")
    (True, True, True)
    >>> names_notes("References"), names_notes("Note"), names_notes("Notes on the Text")
    (False, False, False)
    """
    return is_note_heading(text) and bool(_NAMES_NOTES.search(bare_heading(text)))


ABSTRACT = {
    "en": "abstract|summary",
    "de": "zusammenfassung",
    "fr": "résumé",
    "es": "resumen",
    "it": "riassunto",
    "nl": "samenvatting",
    "pt": "resumo",
}
KEYWORDS = {
    "en": r"key\s?words|index terms",
    "de": "schlüsselwörter|schlagwörter",
    "fr": "mots[- ]clés",
    "es": "palabras clave",
    "it": "parole chiave",
    "nl": "trefwoorden",
    "pt": "palavras-chave",
}
CONTENTS = {
    "en": "(?:table of )?contents",
    "de": "inhalt(?:sverzeichnis)?",
    "fr": "table des matières|sommaire",
    "es": "índice",
    "it": "indice|sommario",
    "nl": "inhoud(?:sopgave)?",
    "pt": "índice|sumário",
}
ABOUT_AUTHOR = {"en": "about the authors?"}
# Names of sections that are headings wherever they stand alone.
SECTION_NAMES = {
    "en": (
        "introduction|conclusions?|preface|preamble|foreword|afterword|prologue|epilogue|acknowledge?ments|appendix|background"
        "|methods|results|discussion|literature|further reading|list of illustrations"
    ),
    "de": "einleitung|einführung|schluss|schlusswort|vorwort|nachwort|präambel|fazit",
    "fr": "avant-propos|préface|postface|préambule|remarques",
    "es": "introducción|conclusión|prólogo|epílogo|prefacio|preámbulo",
    "it": "introduzione|conclusione|prefazione|preambolo|postfazione",
    "nl": "inleiding|voorwoord|nawoord|besluit|preambule",
    "pt": "introdução|conclusão|prefácio|posfácio|preâmbulo",
    "ca": "introducció|pròleg|preàmbul",
    "ro": "introducere|prefață|preambul|concluzii|încheiere|cuvânt înainte",
    "pl": "wstęp|wprowadzenie|przedmowa|zakończenie|posłowie|preambuła",
    "cs": "úvod|předmluva|závěr|doslov",
    "sk": "predhovor|záver|doslov",
    "hu": "bevezetés|bevezető|előszó|utószó|befejezés|preambulum",
    "hr": "uvod|predgovor|pogovor|zaključak",
    "sl": "sklep",
    "sr": "увод|предговор|поговор|закључак|преамбула",
    "bg": "въведение|заключение|преамбюл",
    "mk": "вовед|заклучок",
    "ru": "введение|вступление|предисловие|послесловие|преамбула|пролог|эпилог",
    "uk": "вступ|передмова|післямова|висновки",
    "be": "уводзіны|прадмова|заключэнне|прэамбула",
    "lt": "įvadas|pratarmė|išvados",
    "lv": "ievads|priekšvārds|nobeigums",
    "et": "sissejuhatus|eessõna|kokkuvõte",
    "fi": "johdanto|esipuhe|lopuksi|johtopäätökset",
    "sv": "inledning|förord|efterord|avslutning",
    "da": "indledning|forord|efterskrift|konklusion|afslutning",
    "nb": "innledning|etterord|konklusjon|avslutning",
    "is": "inngangur|formáli|eftirmáli",
    "el": "εισαγωγή|πρόλογος|επίλογος|προοίμιο|συμπεράσματα",
    "tr": "önsöz|giriş|sonuç|sonsöz",
    "az": "ön söz|nəticə",
    "eu": "sarrera|hitzaurrea|ondorioak",
    "sq": "hyrje|parathënie|përfundim",
    "id": "pendahuluan|mukadimah|kata pengantar|penutup|kesimpulan",
    "ms": "pengenalan|prakata",
    "vi": "lời nói đầu|lời mở đầu|mở đầu|lời tựa|kết luận",
    "sw": "utangulizi|dibaji|hitimisho",
    "tl": "panimula|paunang salita",
    "hy": "ներածություն|նախաբան|վերջաբան",
    "ka": "შესავალი|წინასიტყვაობა|პრეამბულა|დასკვნა",
    "he": "מבוא|הקדמה|פתח דבר|סיכום|אחרית דבר",
    "ar": "(?:ال)?مقدمة|تمهيد|(?:ال)?ديباجة|(?:ال)?خاتمة|توطئة",
    "fa": "مقدمه|دیباچه|پیش\u200c?گفتار|نتیجه\u200c?گیری|سرآغاز",
    "ur": "دیباچہ|مقدمہ|پیش لفظ|تعارف|خاتمہ",
    "hi": "प्रस्तावना|भूमिका|परिचय|उपसंहार|निष्कर्ष",
    "bn": "ভূমিকা|মুখবন্ধ|প্রস্তাবনা|উপসংহার",
    "gu": "પ્રસ્તાવના",
    "pa": "ਭੂਮਿਕਾ",
    "ta": "முன்னுரை|முகவுரை|முடிவுரை",
    "te": "ముందుమాట|పీఠిక|ఉపోద్ఘాతం",
    "kn": "ಮುನ್ನುಡಿ|ಪೀಠಿಕೆ",
    "ml": "ആമുഖം|മുഖവുര",
    "si": "හැඳින්වීම|පෙරවදන",
    "th": "คำนำ|บทนำ|คำปรารภ|บทสรุป",
    "my": "နိဒါန်း",
    "am": "መግቢያ|መቅድም",
    "zh": "序|序言|前言|引言|[绪緒][论論]|[导導]言|[导導][论論]|[结結]语|[结結][论論]|[后後][记記]|弁言|引子",
    "ja": "序文|序論|序章|はじめに|まえがき|前書き|前文|緒言|おわりに|終わりに|あとがき",
    "ko": "서론|서문|머리말|전문|결론|맺음말|들어가며|나오며|들어가는 말|나가는 말",
}
_SECTION = re.compile(any_of(SECTION_NAMES, ABSTRACT, CONTENTS), re.I)


def is_section_name(text: str) -> bool:
    """Whether a line is a name that sections commonly have, that of notes included.

    >>> is_section_name("Einleitung"), is_section_name("Endnotes."), is_section_name("The introduction of rabbits")
    (True, True, False)
    """
    return bool(_SECTION.fullmatch(text.strip(" .:：〈〉《》【】"))) or is_note_heading(text)


# What books and their parts are called, by rank. "act" and "scene" are those of plays.
PARTS = {
    "en": "book|part|volume|act",
    "de": "teil|buch",
    "fr": "livre|partie|tome",
    "es": "libro|parte",
    "it": "libro|parte",
    "nl": "deel|boek",
    "pt": "livro|parte",
}
CHAPTERS = {
    "en": r"chapter|chap\.|letter|canto|scene|lecture",
    "de": "kapitel",
    "fr": "chapitre",
    "es": "cap[íi]tulo",
    "it": "capitolo",
    "nl": "hoofdstuk",
    "pt": "cap[íi]tulo",
}
SECTIONS = {"en": "section|appendix|annex|article", "*": "§"}
# Numbers in words: after the name of a part, "Book One", or before it, "First Book", "Erster Teil".
COUNTS = {
    "en": (
        "(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)"
        "|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    )
}
COUNTED_PARTS = {"en": "book|part|act"}  # after a number of any kind
COUNTED_ALONE = {"de": "(?:erster|zweiter|dritter) teil"}
# What tells that a text ends, and is no heading of more.
ENDS = {"en": "THE END|END", "la": "FINIS", "fr": "FIN", "de": "ENDE"}
# Starts of lines in capitals that are no headings: a notice of copyright, a dedication.
NOTICES = {"en": "COPYRIGHT|TO MY |TO THE MEMORY", "*": r"\(C\)|©"}
# Words that titles do not capitalize.
SMALL_WORDS = {
    "en": "an?|and|as|at|but|by|for|from|in|into|nor|of|on|or|the|to|upon|via|vs|with|is",
    "fr": "de|la|le|les|des|du|et|à|en",
    "de": "der|die|das|und|von|zu|im",
    "es": "y|el|los|las|del",
    "nl": "van|het|een",
    "it": "di|il|e",
    "pt": "da|do|dos",
}
# A second line in capitals that starts with one of these goes on with the title. False positive avoided: an article but
# "the" starts a line of its own, "A ROMANCE".
GOES_ON = {"en": "of|and|in|on|to|for|from|with|the", "de": "der|des|und", "fr": "de|et"}
# Words that stand in a line of their own between the lines of a title on a title page.
BETWEEN_LINES = {
    "en": "of|and|in|on|to|for|from|with|or|the|a|an",
    "de": "der|des|und|die|das|zu|zur|zum|in|im|oder|für|über",
    "fr": "de|et|du|des|la|le|les|sur|dans|ou|en",
    "es": "de|y|la|el|los|las|en|del|o",
    "pt": "de|da|do|das|dos|e|em|a|o|ou",
    "it": "di|e|della|del|dei|in|il|la|o",
    "nl": "van|en|de|het|over|in",
    "sv": "och|i|om|för|av",
    "la": "de|et|ad|in",
}
