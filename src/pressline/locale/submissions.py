"""The words of the cover page of a submission, by language."""

from __future__ import annotations

from dataclasses import dataclass

from pressline.locale.tags import primary


@dataclass(frozen=True, slots=True)
class SubmissionWords:
    """The headings of a cover page, and how long the essay is.

    {all} words with notes, {text} without.
    """

    thanks: str
    abstract: str
    keywords: str
    length: str
    lengths: str
    statement: str
    thousands: str = ","  # the sign between thousands (CLDR 46)


_WORDS = {
    "en": SubmissionWords(
        "Acknowledgements", "Abstract", "Keywords", "Length", "{all} words with notes; {text} words without notes.",
        "Statement of originality",
    ),
    "fr": SubmissionWords(
        "Remerciements", "Résumé", "Mots-clés", "Longueur", "{all} mots avec les notes ; {text} mots sans les notes.",
        "Déclaration d’originalité", "\u202f",
    ),
    "de": SubmissionWords(
        "Danksagung", "Zusammenfassung", "Schlagwörter", "Umfang",
        "{all} Wörter mit Anmerkungen, {text} Wörter ohne Anmerkungen.",
        "Erklärung zur Eigenständigkeit", ".",
    ),
    "es": SubmissionWords(
        "Agradecimientos", "Resumen", "Palabras clave", "Extensión", "{all} palabras con notas; {text} palabras sin notas.",
        "Declaración de originalidad", "\u202f",
    ),
    "it": SubmissionWords(
        "Ringraziamenti", "Abstract", "Parole chiave", "Lunghezza", "{all} parole con le note; {text} parole senza le note.",
        "Dichiarazione di originalità", ".",
    ),
    "nl": SubmissionWords(
        "Dankbetuiging", "Samenvatting", "Trefwoorden", "Omvang", "{all} woorden met noten; {text} woorden zonder noten.",
        "Verklaring van originaliteit", ".",
    ),
    "pt": SubmissionWords(
        "Agradecimentos", "Resumo", "Palavras-chave", "Extensão", "{all} palavras com notas; {text} palavras sem notas.",
        "Declaração de originalidade", ".",
    ),
}  # fmt: skip


def submission_words(language: str) -> SubmissionWords:
    """The words for a BCP 47 language tag; English ones where there are none.

    >>> submission_words("nl-BE").keywords, submission_words("ja").keywords
    ('Trefwoorden', 'Keywords')
    """
    return _WORDS.get(primary(language), _WORDS["en"])
