"""Months by language, and the words that stand round the numbers of a day."""

from __future__ import annotations

from collections import defaultdict

# January to December, nominative; where a day takes another case, that one behind a slash.
_MONTHS = {
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "cs": "leden/ledna únor/února březen/března duben/dubna květen/května červen/června červenec/července srpen/srpna "
    "září říjen/října listopad/listopadu prosinec/prosince",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "de": "januar/jänner februar/feber märz april mai juni juli august september oktober november dezember",
    "el": "ιανουάριος/ιανουαρίου φεβρουάριος/φεβρουαρίου μάρτιος/μαρτίου απρίλιος/απριλίου μάιος/μαΐου ιούνιος/ιουνίου "
    "ιούλιος/ιουλίου αύγουστος/αυγούστου σεπτέμβριος/σεπτεμβρίου οκτώβριος/οκτωβρίου νοέμβριος/νοεμβρίου "
    "δεκέμβριος/δεκεμβρίου",
    "en": "january february march april may june july august september october november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre",
    "fi": "tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta toukokuu/toukokuuta "
    "kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta lokakuu/lokakuuta marraskuu/marraskuuta "
    "joulukuu/joulukuuta",
    "fr": "janvier février/fevrier mars avril mai juin juillet août/aout septembre octobre novembre décembre/decembre",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "pl": "styczeń/stycznia luty/lutego marzec/marca kwiecień/kwietnia maj/maja czerwiec/czerwca lipiec/lipca "
    "sierpień/sierpnia wrzesień/września październik/października listopad/listopada grudzień/grudnia",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ru": "январь/января февраль/февраля март/марта апрель/апреля май/мая июнь/июня июль/июля август/августа "
    "сентябрь/сентября октябрь/октября ноябрь/ноября декабрь/декабря",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "uk": "січень/січня лютий/лютого березень/березня квітень/квітня травень/травня червень/червня липень/липня "
    "серпень/серпня вересень/вересня жовтень/жовтня листопад/листопада грудень/грудня",
}
MONTHS = {
    name: number for row in _MONTHS.values() for number, names in enumerate(row.split(), start=1) for name in names.split("/")
}
_SHORTEST = 3  # letters of a month cut short
_CUTTING = ("da", "de", "en", "es", "fr", "it", "nl", "no", "pl", "pt", "ru", "sv")  # that cut months short
_CUT: dict[str, set[int]] = defaultdict(set)
for _language in _CUTTING:
    for _name in _MONTHS[_language].replace("/", " ").split():
        for _end in range(_SHORTEST, len(_name)):
            _CUT[_name[:_end]].add(MONTHS[_name])


def month_of(word: str) -> int | None:
    """The number of a month by its name in any language, cut short or not.

    None where languages differ.

    >>> month_of("January"), month_of("Sept."), month_of("févr."), month_of("jui."), month_of("Marsh")
    (1, 9, 2, None, None)
    """
    bare = word.casefold().removesuffix(".")
    found = {MONTHS[bare]} if bare in MONTHS else _CUT.get(bare, set())
    return next(iter(found)) if len(found) == 1 else None


WEEKDAYS = {
    "de": "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so",
    "en": "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun",
    "es": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "it": "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    "nl": "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    "pt": "segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira",
    "sv": "måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag",
}
# Before the number of a day, after it, and between it, the month and the year.
ARTICLES = {"en": "the|on", "fr": "le", "de": "am|den|vom", "it": "il", "es": "el", "sv": "den", "ca": "el"}
ORDINALS = {"en": "st|nd|rd|th", "fr": "er|ère|e", "es": "º|o", "nl": "e|ste|de"}
OF = {"en": "of", "es": "de|del", "pt": "de", "it": "di", "ca": "de|d’|d'"}
# What may stand behind a day: the hour, with its zone.
HOURS = (
    r"(?:,?\s{1,9}(?:at|um|à|alle|a las|às|om|kl\.?)\b|[,|·T]?)\s{0,9}\d{1,2}\s?[:.h]\s?\d\d(?:[:.]\d\d)?"
    r"(?:\s{0,9}[ap]\.?\s?m\b\.?)?"
    r"(?:\s{0,9}(?:uhr|hrs?|h))?(?:\s{0,9}(?:z|utc|gmt|[ecmp][sd]t|bst|cest|cet|[+-]\d\d:?\d\d)){0,3}"
)
YEAR_FIRST = r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日|(\d{4})년\s?(\d{1,2})월\s?(\d{1,2})일"
