"""The few words of a publication's own that no author writes: "Contents", "About the author", by language.

A language that is not here gets English: a reader finds an English word easier than none.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """The words in one language. `back` leads to the only call of a note; `back_to_one` is filled with `call` and `note`."""

    cover: str
    title_page: str
    contents: str
    landmarks: str
    pages: str
    start: str
    abstract: str
    about_author: str
    about_authors: str
    copyright: str
    colophon: str
    back: str
    back_to_one: str
    table: str
    formula: str


_LABELS = {
    "en": Labels(
        "Cover",
        "Title page",
        "Contents",
        "Landmarks",
        "Pages",
        "Start of the text",
        "Abstract",
        "About the author",
        "About the authors",
        "Copyright",
        "Colophon",
        "Back to the call",
        "Back to call {call} of note {note}",
        "Table",
        "Formula",
    ),
    "fr": Labels(
        "Couverture",
        "Page de titre",
        "Sommaire",
        "Repères",
        "Pages",
        "Début du texte",
        "Résumé",
        "À propos de l’auteur",
        "À propos des auteurs",
        "Droits d’auteur",
        "Achevé d’imprimer",
        "Retour à l’appel",
        "Retour à l’appel {call} de la note {note}",
        "Tableau",
        "Formule",
    ),
    "de": Labels(
        "Umschlag",
        "Titelseite",
        "Inhalt",
        "Orientierungspunkte",
        "Seiten",
        "Beginn des Textes",
        "Zusammenfassung",
        "Über den Autor",
        "Über die Autoren",
        "Impressum",
        "Impressum",
        "Zurück zum Verweis",
        "Zurück zu Verweis {call} auf Anmerkung {note}",
        "Tabelle",
        "Formel",
    ),
    "es": Labels(
        "Cubierta",
        "Portada",
        "Índice",
        "Puntos de referencia",
        "Páginas",
        "Comienzo del texto",
        "Resumen",
        "Sobre el autor",
        "Sobre los autores",
        "Créditos",
        "Colofón",
        "Volver a la llamada",
        "Volver a la llamada {call} de la nota {note}",
        "Tabla",
        "Fórmula",
    ),
    "nl": Labels(
        "Omslag",
        "Titelpagina",
        "Inhoud",
        "Oriëntatiepunten",
        "Pagina’s",
        "Begin van de tekst",
        "Samenvatting",
        "Over de auteur",
        "Over de auteurs",
        "Colofon",
        "Colofon",
        "Terug naar de verwijzing",
        "Terug naar verwijzing {call} van noot {note}",
        "Tabel",
        "Formule",
    ),
}


def labels_for(language: str) -> Labels:
    """The words for a BCP 47 language tag.

    >>> labels_for("fr-CA").contents
    'Sommaire'
    """
    return _LABELS.get(language.split("-", 1)[0], _LABELS["en"])


# --- of a manuscript ------------------------------------------------------------------------------------------------

_CONTENTS = {
    "en": "Contents",
    "fr": "Table des matières",
    "de": "Inhalt",
    "es": "Índice",
    "it": "Indice",
    "nl": "Inhoud",
    "pt": "Sumário",
}
_KEYWORDS = {
    "en": "Keywords: ",
    "fr": "Mots-clés\u00a0: ",
    "de": "Schlagwörter: ",
    "es": "Palabras clave: ",
    "it": "Parole chiave: ",
    "nl": "Trefwoorden: ",
    "pt": "Palavras-chave: ",
}
_PAGE_COUNT = {
    "en": ("Page ", " of "),
    "fr": ("Page ", " sur "),
    "de": ("Seite ", " von "),
    "es": ("Página ", " de "),
    "it": ("Pagina ", " di "),
    "nl": ("Pagina ", " van "),
    "pt": ("Página ", " de "),
}
_PAGE = {"de": "S.", "sv": "s.", "da": "s.", "nb": "s.", "nn": "s.", "pl": "s."}  # elsewhere "p."


def contents_heading(language: str) -> str:
    """What stands over the table of contents of a manuscript; English where the language is none of ours."""
    return _CONTENTS.get(language.split("-", 1)[0], _CONTENTS["en"])


def keywords_label(language: str) -> str:
    """What stands before the keywords, with its space; English where the language is none of ours."""
    return _KEYWORDS.get(language.split("-", 1)[0], _KEYWORDS["en"])


def page_words(language: str) -> tuple[str, str]:
    """What stands before the number of a page, and between it and how many there are; "1 / 9" needs no language.

    >>> page_words("de-DE"), page_words("ja")
    (('Seite ', ' von '), ('', ' / '))
    """
    return _PAGE_COUNT.get(language.split("-", 1)[0], ("", " / "))


def page_abbreviated(language: str) -> str:
    """What stands before a page number in a language (BCP 47).

    >>> page_abbreviated("de-AT"), page_abbreviated("fr-FR")
    ('S.', 'p.')
    """
    return _PAGE.get(language.split("-")[0], "p.")
