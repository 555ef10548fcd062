"""The few words of a publication's own that no author writes, by language.

What is printed, read aloud or shown by a reader.

A language that is not here gets English: a reader finds an English word easier than none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from pressline.locale.tags import primary


@dataclass(frozen=True, slots=True)
class Labels:
    """The words in one language; braces are filled by whoever sets them."""

    cover: str
    title_page: str
    contents: str
    landmarks: str
    pages: str
    start: str
    abstract: str
    keywords: str  # with what parts them from the first keyword
    about_author: str
    about_authors: str
    copyright: str
    colophon: str
    table: str
    figure: str
    formula: str
    note: str  # "Note {note}": a link to it
    page: str  # "Page {page}": a link to it
    page_of: tuple[str, str]  # around the number of the page in "Page 1 of 9"
    back: str  # leads to the only call of a note
    back_to_one: str  # leads to one of several: {call}, {note}
    back_to_note: str  # leads to the call of a note: {note}
    note_on_author: str
    back_to_byline: str


_LABELS = {
    "en": Labels(
        cover="Cover",
        title_page="Title page",
        contents="Contents",
        landmarks="Landmarks",
        pages="Pages",
        start="Start of the text",
        abstract="Abstract",
        keywords="Keywords: ",
        about_author="About the author",
        about_authors="About the authors",
        copyright="Copyright",
        colophon="Colophon",
        table="Table",
        figure="Figure",
        formula="Formula",
        note="Note {note}",
        page="Page {page}",
        page_of=("Page ", " of "),
        back="Back to the call",
        back_to_one="Back to call {call} of note {note}",
        back_to_note="Back to the call of note {note}",
        note_on_author="Note on the author",
        back_to_byline="Back to the byline",
    ),
    "fr": Labels(
        cover="Couverture",
        title_page="Page de titre",
        contents="Sommaire",
        landmarks="Repères",
        pages="Pages",
        start="Début du texte",
        abstract="Résumé",
        keywords="Mots-clés\u00a0: ",
        about_author="À propos de l’auteur",
        about_authors="À propos des auteurs",
        copyright="Droits d’auteur",
        colophon="Achevé d’imprimer",
        table="Tableau",
        figure="Figure",
        formula="Formule",
        note="Note {note}",
        page="Page {page}",
        page_of=("Page ", " sur "),
        back="Retour à l’appel",
        back_to_one="Retour à l’appel {call} de la note {note}",
        back_to_note="Retour à l’appel de la note {note}",
        note_on_author="Note sur l’auteur",
        back_to_byline="Retour à la signature",
    ),
    "de": Labels(
        cover="Umschlag",
        title_page="Titelseite",
        contents="Inhalt",
        landmarks="Orientierungspunkte",
        pages="Seiten",
        start="Beginn des Textes",
        abstract="Zusammenfassung",
        keywords="Schlagwörter: ",
        about_author="Über den Autor",
        about_authors="Über die Autoren",
        copyright="Impressum",
        colophon="Impressum",
        table="Tabelle",
        figure="Abbildung",
        formula="Formel",
        note="Anmerkung {note}",
        page="Seite {page}",
        page_of=("Seite ", " von "),
        back="Zurück zum Verweis",
        back_to_one="Zurück zu Verweis {call} auf Anmerkung {note}",
        back_to_note="Zurück zum Verweis auf Anmerkung {note}",
        note_on_author="Anmerkung zum Autor",
        back_to_byline="Zurück zur Autorenzeile",
    ),
    "es": Labels(
        cover="Cubierta",
        title_page="Portada",
        contents="Índice",
        landmarks="Puntos de referencia",
        pages="Páginas",
        start="Comienzo del texto",
        abstract="Resumen",
        keywords="Palabras clave: ",
        about_author="Sobre el autor",
        about_authors="Sobre los autores",
        copyright="Créditos",
        colophon="Colofón",
        table="Tabla",
        figure="Figura",
        formula="Fórmula",
        note="Nota {note}",
        page="Página {page}",
        page_of=("Página ", " de "),
        back="Volver a la llamada",
        back_to_one="Volver a la llamada {call} de la nota {note}",
        back_to_note="Volver a la llamada de la nota {note}",
        note_on_author="Nota sobre el autor",
        back_to_byline="Volver a la firma",
    ),
    "it": Labels(
        cover="Copertina",
        title_page="Frontespizio",
        contents="Indice",
        landmarks="Punti di riferimento",
        pages="Pagine",
        start="Inizio del testo",
        abstract="Riassunto",
        keywords="Parole chiave: ",
        about_author="Sull’autore",
        about_authors="Sugli autori",
        copyright="Diritti d’autore",
        colophon="Colophon",
        table="Tabella",
        figure="Figura",
        formula="Formula",
        note="Nota {note}",
        page="Pagina {page}",
        page_of=("Pagina ", " di "),
        back="Torna al richiamo",
        back_to_one="Torna al richiamo {call} della nota {note}",
        back_to_note="Torna al richiamo della nota {note}",
        note_on_author="Nota sull’autore",
        back_to_byline="Torna alla firma",
    ),
    "nl": Labels(
        cover="Omslag",
        title_page="Titelpagina",
        contents="Inhoud",
        landmarks="Oriëntatiepunten",
        pages="Pagina’s",
        start="Begin van de tekst",
        abstract="Samenvatting",
        keywords="Trefwoorden: ",
        about_author="Over de auteur",
        about_authors="Over de auteurs",
        copyright="Colofon",
        colophon="Colofon",
        table="Tabel",
        figure="Figuur",
        formula="Formule",
        note="Noot {note}",
        page="Pagina {page}",
        page_of=("Pagina ", " van "),
        back="Terug naar de verwijzing",
        back_to_one="Terug naar verwijzing {call} van noot {note}",
        back_to_note="Terug naar de verwijzing van noot {note}",
        note_on_author="Noot over de auteur",
        back_to_byline="Terug naar de auteursregel",
    ),
    "pt": Labels(
        cover="Capa",
        title_page="Folha de rosto",
        contents="Sumário",
        landmarks="Pontos de referência",
        pages="Páginas",
        start="Início do texto",
        abstract="Resumo",
        keywords="Palavras-chave: ",
        about_author="Sobre o autor",
        about_authors="Sobre os autores",
        copyright="Direitos de autor",
        colophon="Colofão",
        table="Tabela",
        figure="Figura",
        formula="Fórmula",
        note="Nota {note}",
        page="Página {page}",
        page_of=("Página ", " de "),
        back="Voltar à chamada",
        back_to_one="Voltar à chamada {call} da nota {note}",
        back_to_note="Voltar à chamada da nota {note}",
        note_on_author="Nota sobre o autor",
        back_to_byline="Voltar à assinatura",
    ),
}


def _further(language: str) -> Labels | None:
    """The words in a language of `labels_by_language`, which most essays need not load."""
    from pressline.locale.labels_by_language import ROWS

    row = ROWS.get(language if language in ROWS else primary(language), "")
    if not row:
        return None
    *before, first, second, back, to_one, to_note, on_author, to_byline = row.split("|")
    names = [field.name for field in fields(Labels)]
    words: dict[str, str] = dict(zip(names, before, strict=False))
    after = {
        "back": back,
        "back_to_one": to_one,
        "back_to_note": to_note,
        "note_on_author": on_author,
        "back_to_byline": to_byline,
    }
    return Labels(**words, **after, page_of=(first, second))


def _known(language: str) -> Labels | None:
    tag = "zh-TW" if language.startswith(("zh-Hant", "zh-HK", "zh-MO")) else language
    return _LABELS.get(primary(tag)) or _further("nb" if primary(tag) in ("no", "nn") else tag)


def labels_for(language: str) -> Labels:
    """The words for a BCP 47 language tag.

    >>> labels_for("fr-CA").contents, labels_for("ja").contents, labels_for("zh-Hant-TW").contents, labels_for("sw").contents
    ('Sommaire', '目次', '目錄', 'Contents')
    """
    return _known(language) or _LABELS["en"]


def page_words(language: str) -> tuple[str, str]:
    """What stands before the number of a page, and between it and how many there are.

    "1 / 9" needs no language.

    >>> page_words("de-DE"), page_words("ja"), page_words("sw")
    (('Seite ', ' von '), ('', ' / '), ('', ' / '))
    """
    labels = _known(language)
    return labels.page_of if labels else ("", " / ")
