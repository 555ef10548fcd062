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
