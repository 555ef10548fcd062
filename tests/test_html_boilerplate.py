"""Page chrome told by its shape: what of a page goes, and what of an essay that looks like it stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressline.pandoc.passages import text_of
from pressline.readers.documents import linked_notes, sheet_of_document

PROSE = (
    "The river rose in the night, and by the morning the lower meadow stood under water as it had never done before.",
    "Nobody in the village had kept a record of the floods; what we know of them comes from the parish books.",
    "When the engineers came they measured for a week and then went home again, and the wall has held until now.",
    "The old people remember another wall, which was built of turf, and which the men of the next parish took away.",
)
ESSAY = "".join(f"<p>{part}</p>" for part in PROSE * 3)


def read(html: str) -> tuple[str, str]:
    """The words that are left of a page, and those that were dropped."""
    sheet = linked_notes(sheet_of_document(html.encode(), "html", Path("page.html")))
    notes = [paragraph for note in sheet.notes for paragraph in note.body]
    kept = "\n".join(map(text_of, [*sheet.paragraphs, *notes]))
    return kept, "\n".join(step.text for step in sheet.steps if step.kind == "dropped")


BOILERPLATE = {
    "a menu": ('<div class="x1"><a href="/">Start</a> <a href="/b">Bücher</a> <a href="/c">Kontakt</a></div>{}', "Kontakt"),
    "a menu in a list": ('<ul><li><a href="/a">首页</a></li><li><a href="/b">关于我们</a></li></ul><div>{}</div>', "关于我们"),
    "a foot of links": (
        '<div>{}</div><div class="z9"><a href="/imprint">Impressum</a> | <a href="/p">Datenschutz</a></div>',
        "Impressum",
    ),
    "buttons to share": (
        "<div>{}<p><a href='https://www.facebook.com/sharer/sharer.php?u=x'>Teilen</a> "
        "<a href='https://twitter.com/intent/tweet?url=x'>Zwitschern</a></p></div>",
        "Zwitschern",
    ),
    "tags": ("<div>{}<p class='q'><a href='/tag/rivers/'>rivers</a>, <a href='/tag/walls/'>walls</a></p></div>", "walls"),
    "a thread of comments": (
        "<div>{}</div><div><h3>3 Kommentare</h3>"
        + "".join(
            f"<div class='k'><a href='/u/{name}'>{name}</a> <span>am {n}. Mai</span><p>{name} meint: das habe ich auch schon "
            f"einmal so gesehen, und zwar im Jahre {n}, als alles noch anders war.</p><a href='/answer?{n}'>Antworten</a></div>"
            for n, name in enumerate(("Berta", "Carl", "Dora"), start=1)
        )
        + "</div>",
        "Antworten",
    ),
    "cards of other articles": (
        "<div>{}<div><h2>More like this</h2>"
        + "".join(
            f"<article><h3><a href='/p/{n}'>Another article {n}</a></h3><p>It tells of other things, at some "
            f"length, in the words of a teaser, number {n}.</p><div><a href='/p/{n}'>Read on</a></div></article>"
            for n in (1, 2, 3, 4)
        )
        + "</div></div>",
        "Another article",
    ),
    "comments longer than the essay": (
        "<article>{}{}</article><section id='comments' class='c'>" + f"<p>A reader says: {PROSE[0]}</p>" * 40 + "</section>",
        "A reader says",
    ),
}


@pytest.mark.parametrize("case", BOILERPLATE)
def test_chrome_goes_and_is_recorded(case: str) -> None:
    page, words = BOILERPLATE[case]
    kept, dropped = read(f"<html><body><h1>On Rivers</h1>{page.replace('{}', ESSAY)}</body></html>")
    assert words not in kept
    assert words in dropped
    assert all(part in kept for part in PROSE)


ESSAYS = {
    "links that a sentence announces": (
        f"{ESSAY}<p>These are the four books of which I have made use, and where they may be found and read by everyone:</p>"
        "<ul><li><a href='/1'>Book one</a></li><li><a href='/2'>Book two</a></li><li><a href='/3'>Book three</a></li></ul>",
        "Book two",
    ),
    "further reading elsewhere": (
        f"{ESSAY}<ul><li><a href='https://a.org/1'>Paper one</a></li><li><a href='https://b.org/2'>Paper two</a></li>"
        "<li><a href='https://c.org/3'>Paper three</a></li></ul>",
        "Paper two",
    ),
    "a list of links in the middle": (
        f"{ESSAY}<ul><li><a href='/1'>One</a></li><li><a href='/2'>Two</a></li><li><a href='/3'>Three</a></li></ul>{ESSAY}",
        "Three",
    ),
    "sections of one shape": (
        "".join(f"<section class='s'><h2>Part {n}</h2>{ESSAY}<p><a href='#top'>Top</a></p></section>" for n in (1, 2, 3)),
        "Part 2",
    ),
    "a bibliography": (
        f"{ESSAY}<ol>"
        + "".join(f"<li>Author {n}, A Book of Floods, volume {n}. <a href='https://doi.org/{n}'>DOI</a></li>" for n in range(9))
        + "</ol>",
        "Author 4",
    ),
    "a dedication over the essay": (f"<div>For my mother, who knew the river.</div><div>{ESSAY}</div>", "For my mother"),
    "an afterword beside the essay": (
        f"<div>{ESSAY}</div><div><p>{PROSE[3]} So it was told to me.</p></div>",
        "So it was told",
    ),
    "notes outside of the article": (
        f"<article>{ESSAY}<p>As he says.<sup>1</sup> And she.<sup>2</sup></p></article>"
        "<div class='Post__footnotes'><ol><li>See Hale.</li><li>See Oldham.</li></ol></div>",
        "See Oldham",
    ),
    "a byline whose name links": (
        f"<div><p>By <a href='/authors/ann-lee'>Ann Lee</a></p></div><article>{ESSAY}</article>",
        "Ann Lee",
    ),
}


@pytest.mark.parametrize("case", ESSAYS)
def test_what_belongs_to_the_essay_stays(case: str) -> None:
    page, words = ESSAYS[case]
    kept, _ = read(f"<html><body><h1>On Rivers</h1>{page}</body></html>")
    assert words in kept
    assert all(part in kept for part in PROSE)
