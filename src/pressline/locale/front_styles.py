"""Names of the styles for the front of an essay, by template and language."""

from __future__ import annotations

_NAMES: dict[str, tuple[str, ...]] = {
    "title": (
        *("title", "doctitle", "papertitle", "articletitle", "booktitle", "titel", "titre", "título", "titulo", "titolo"),
        *("tytuł", "název", "nadpis", "otsikko", "tittel", "cím", "titlu", "заголовок", "название", "başlık", "标题", "表題"),
    ),
    "subtitle": (
        *("subtitle", "papersubtitle", "untertitel", "soustitre", "subtítulo", "subtitulo", "sottotitolo", "ondertitel"),
        *(
            "podtytuł",
            "podtitul",
            "undertitel",
            "alaotsikko",
            "undertittel",
            "alcím",
            "подзаголовок",
            "altyazı",
            "副标题",
            "副題",
        ),
    ),
    "author": (
        *("author", "authors", "byline", "authorname", "paperauthor", "autor", "autoren", "verfasser", "auteur", "auteurs"),
        *(
            "autores",
            "autore",
            "autori",
            "författare",
            "forfatter",
            "kirjoittaja",
            "szerző",
            "автор",
            "авторы",
            "yazar",
            "作者",
            "著者",
        ),
    ),
    "date": ("date", "datum", "fecha", "data", "dato", "päivämäärä", "dátum", "дата", "tarih", "日期", "日付"),
    "abstract": (
        *("abstract", "abstracttext", "summary", "zusammenfassung", "kurzfassung", "résumé", "resume", "resumen", "resumo"),
        *(
            "riassunto",
            "sommario",
            "samenvatting",
            "streszczenie",
            "sammanfattning",
            "tiivistelmä",
            "аннотация",
            "özet",
            "摘要",
            "要旨",
        ),
    ),
    "abstractheading": (
        "abstracttitle",
        "abstractheading",
        "abstracthead",
        "titreresume",
        "titrerésumé",
        "titelzusammenfassung",
    ),
    "keywords": (
        *("keywords", "keyword", "schlagwörter", "schlüsselwörter", "motsclés", "motscles", "palabrasclave", "palavraschave"),
        *(
            "parolechiave",
            "trefwoorden",
            "słowakluczowe",
            "nyckelord",
            "avainsanat",
            "ключевыеслова",
            "anahtarkelimeler",
            "关键词",
        ),
    ),
    "contents": ("toc", "tocheading", "contentsheading"),
}
FRONT_STYLES = {name: key for key, names in _NAMES.items() for name in names}
"""What a style's name says of its paragraphs; letters only, in small letters, without the number at its end."""
