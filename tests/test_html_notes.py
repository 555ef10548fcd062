"""Every way that the web writes notes: the same essay in each, and each read back with its notes where they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressline.model import Call, Manuscript, Paragraph
from pressline.normalize.normalizer import normalize
from pressline.pandoc.passages import text_of
from pressline.readers.documents import linked_notes, sheet_of_document

NOTES = ("Harrow, Floods of the North (1911), 44.", "Parish register of 1784, copied by the clerk.", "The report is lost.")
TEXT = """The river rose in the night, and by the morning the lower meadow stood under water{0} as it had not done since the
old mill was pulled down and the sluice taken away by the men of the next parish, who had no use for it.

Nobody in the village had kept a record of the floods;{1} what we know of them comes from the parish books, which were
written by men who had other things to think of than the height of the water in a year of bad harvests.

When the engineers came they measured for a week and then went home again.{2} The wall that they built has held until now,
but it has never been asked to hold back as much as the old people remember, and it may not do so when it is."""


def page(call: str, note: str = "", *, box: str = "{}", head: str = "", between: str = "") -> str:
    """The essay as a page: a call and a note are written by {n} (from 1), {text}; the notes stand in a box behind it."""

    def fill(form: str, n: int) -> str:
        return form.replace("{n}", str(n)).replace("{text}", NOTES[n - 1]).replace("{m}", str(n + 4))

    calls = [fill(call, n) for n in (1, 2, 3)]
    paragraphs = "\n".join(f"<p>{part}</p>" for part in TEXT.format(*calls).split("\n\n"))
    notes = box.replace("{}", "\n".join(fill(note, n) for n in (1, 2, 3))) if note else ""
    start = f"<html><head><title>On Rivers</title>{head}</head><body><h1>On Rivers</h1>"
    return f"{start}\n{paragraphs}\n{between}{notes}</body></html>"


_MCI_CALL = """<span class="footnote_referrer"><a role="button" tabindex="0" onclick="footnote_moveToReference_9_1(
'footnote_plugin_reference_9_1_{n}');" href="#f+9+1+{n}" class="footnote_hard_link"><sup id="footnote_plugin_tooltip_9_1_{n}"
class="footnote_plugin_tooltip_text">[{n}]</sup></a><span id="footnote_plugin_tooltip_text_9_1_{n}"
class="footnote_tooltip">{text}</span></span>"""
_MCI_NOTE = """<tr class="footnotes_plugin_reference_row"><th scope="row" class="footnote_plugin_index_combi pointer"
onclick="footnote_moveToAnchor_9_1('footnote_plugin_tooltip_9_1_{n}');"><a id="footnote_plugin_reference_9_1_{n}" href="#r+9+1+{n}"
class="footnote_backlink"><span class="footnote_index_arrow">↑</span>{n}</a></th><td class="footnote_plugin_text">{text}</td></tr>"""

WAYS: dict[str, str] = {
    "kramdown": page(
        '<sup id="fnref:{n}"><a href="#fn:{n}" class="footnote">{n}</a></sup>',
        '<li id="fn:{n}"><p>{text} <a href="#fnref:{n}" class="reversefootnote">&#8617;</a></p></li>',
        box='<div class="footnotes"><ol>{}</ol></div>',
    ),
    "substack": page(
        '<a class="footnote-anchor" id="footnote-anchor-{n}" href="#footnote-{n}" target="_self">{n}</a>',
        '<div class="footnote"><a id="footnote-{n}" href="#footnote-anchor-{n}" class="footnote-number">{n}</a>'
        '<div class="footnote-content"><p>{text}</p></div></div>',
    ),
    "wordpress block": page(
        '<sup data-fn="a1b2-{n}" class="fn"><a id="a1b2-{n}-link" href="#a1b2-{n}">{n}</a></sup>',
        '<li id="a1b2-{n}">{text} <a href="#a1b2-{n}-link" aria-label="Jump to footnote reference {n}">↩︎</a></li>',
        box='<ol class="wp-block-footnotes">{}</ol>',
    ),
    "footnotes mci": page(
        _MCI_CALL, _MCI_NOTE, box='<div><p>脚注</p><table class="footnotes_table"><tbody>{}</tbody></table></div>'
    ),
    "footnotes mci, shortened": page(
        _MCI_CALL.replace("{text}", "Something <a href='#'>Continue reading</a>").replace("Something", "{text}"),
        _MCI_NOTE,
        box='<table class="footnotes_table"><caption>Notes</caption><tbody>{}</tbody></table>',
    ),
    "modern footnotes": page(
        '<sup class="modern-footnotes-footnote" data-mfn="{n}"><a href="javascript:void(0)" role="button" aria-pressed="false" '
        'aria-describedby="mfn-content-{n}">{n}</a></sup><span id="mfn-content-{n}" role="tooltip" '
        'class="modern-footnotes-footnote__note" data-mfn="{n}">{text}</span>'
    ),
    "easy footnotes": page(
        "<span id='easy-footnote-{n}-11' class='easy-footnote-margin-adjust'></span><span class='easy-footnote'>"
        "<a href='#easy-footnote-bottom-{n}-11' title='{text}'><sup>{n}</sup></a></span>",
        '<li class="easy-footnote-single"><span id="easy-footnote-bottom-{n}-11" class="easy-footnote-margin-adjust"></span>{text}'
        '<a class="easy-footnote-to-top" href="#easy-footnote-{n}-11"></a></li>',
        box='<div class="easy-footnote-title"><h4>Footnotes</h4></div><ol class="easy-footnotes-wrapper">{}</ol>',
    ),
    "footnotes made easy": page(
        '<sup><a href="#footnote_{n}_7" id="identifier_{n}_7" class="footnote-link" title="{text}">{n}</a></sup>',
        '<li id="footnote_{n}_7" class="footnote">{text}<span class="footnote-back-link-wrapper"> '
        '[<a href="#identifier_{n}_7" class="footnote-back-link">↩</a>]</span></li>',
        box='<ol class="footnotes">{}</ol>',
    ),
    "fd footnotes": page(
        "<sup class='footnote'><a href='#fn-5-{n}' id='fnref-5-{n}' onclick='return fdfootnote_show(5)'>{n}</a></sup>",
        "<li id='fn-5-{n}'>{text} <span class='footnotereverse'><a href='#fnref-5-{n}'>&#8617;</a></span></li>",
        box="<div class='footnotes'><div class='footnotedivider'></div><ol>{}</ol></div>",
    ),
    "tufte": page(
        '<label for="sn-{n}" class="margin-toggle sidenote-number"></label><input type="checkbox" id="sn-{n}" '
        'class="margin-toggle"/><span class="sidenote">{text}</span>'
    ),
    "margin notes by another name": page(
        '<label for="mn-{n}" class="toggle">&#8853;</label><input type="checkbox" id="mn-{n}" class="toggle"/>'
        '<span class="aside-text">{text}</span>'
    ),
    "a tooltip of a raised number": page('<sup title="{text}">{n}</sup>'),
    "a tooltip of a link": page('<a class="tip" title="{text}" href="#">[{n}]</a>'),
    "a data attribute": page('<sup class="note" data-note="{text}">{n}</sup>'),
    "a data attribute without a number": page('<span class="footnote-ref" data-footnote="{text}"></span>'),
    "bootstrap": page('<a tabindex="0" data-bs-toggle="popover" data-bs-content="{text}"><sup>{n}</sup></a>'),
    "bigfoot": page(
        '<span class="bigfoot-footnote__container"><button class="bigfoot-footnote__button" id="fnref-{n}" '
        'data-footnote-number="{n}" rel="footnote" data-bigfoot-footnote="&lt;p&gt;{text}&lt;/p&gt;"> '
        '<svg viewbox="0 0 31 6"><circle r="2.5" cx="3" cy="3"></circle></svg></button></span>'
    ),
    "littlefoot": page(
        '<span class="littlefoot"><sup id="fnref:{n}" class="littlefoot--print"><a href="#fn:{n}">{n}</a></sup>'
        '<button type="button" aria-controls="fn:{n}" aria-label="Footnote {n}" data-footnote-number="{n}">{n}</button></span>',
        '<li id="fn:{n}" class="littlefoot--print"><p>{text} <a href="#fnref:{n}">↩</a></p></li>',
        box='<div class="footnotes"><hr/><ol>{}</ol></div>',
    ),
    "latexml": page(
        '<span id="footnote{n}" class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">{n}</sup><span class="ltx_note_outer">'
        '<span class="ltx_note_content"><sup class="ltx_note_mark">{n}</sup><span class="ltx_tag ltx_tag_note">{n}</span>{text}</span>'
        "</span></span>"
    ),
    "distill": page("<d-footnote>{text}</d-footnote>"),
    "a custom element": page("<foot-note>{text}</foot-note>"),
    "jats": page(
        '<sup><xref ref-type="fn" rid="fn{n}"><a href="#fn{n}">{n}</a></xref></sup>',
        '<div id="fn{n}"><label>{n}</label><p>{text}</p></div>',
    ),
    "details in a line": page('<details class="fn"><summary>{n}</summary>{text}</details>'),
    "popover": page(
        '<button popovertarget="note-{n}">{n}</button>',
        '<div id="note-{n}" popover>{text}</div>',
    ),
    "hidden notes": page(
        '<a href="#n{n}" class="call"><sup>{n}</sup></a>',
        '<div id="n{n}" class="popup" style="display: none">{text}</div>',
    ),
    "hidden box of notes": page(
        '<sup><a href="#fn{n}" id="r{n}">{n}</a></sup>',
        '<li id="fn{n}">{text} <a href="#r{n}">^</a></li>',
        box="<div hidden><ol>{}</ol></div>",
    ),
    "hidden span behind the number": page('<sup class="num">{n}</sup><span class="pop" hidden>{text}</span>'),
    "described by": page(
        '<sup><a href="#fn-{n}" aria-describedby="footnote-label" id="fnref-{n}">[{n}]</a></sup>',
        '<li id="fn-{n}">{text} <a href="#fnref-{n}" aria-label="Back to content">↩</a></li>',
        box='<section class="footnotes" role="doc-endnotes"><h2 id="footnote-label" class="sr-only">Footnotes</h2><ol>{}</ol></section>',
    ),
    "mediawiki": page(
        '<sup id="cite_ref-{n}" class="reference"><a href="#cite_note-{n}">&#91;{n}&#93;</a></sup>',
        '<li id="cite_note-{n}"><span class="mw-cite-backlink"><b><a href="#cite_ref-{n}">^</a></b></span> '
        '<span class="reference-text">{text}</span></li>',
        box='<div class="reflist"><ol class="references">{}</ol></div>',
    ),
    "mediawiki, a group": page(
        '<sup id="cite_ref-x_{n}-0" class="reference"><a href="#cite_note-x-{n}">[note {n}]</a></sup>',
        '<li id="cite_note-x-{n}"><span class="mw-cite-backlink">↑ <sup><a href="#cite_ref-x_{n}-0">{n}.0</a></sup> '
        '<sup><a href="#cite_ref-x_{n}-0">{n}.1</a></sup></span> <span class="reference-text">{text}</span></li>',
        box='<ol class="references">{}</ol>',
    ),
    "parsoid": page(
        '<sup class="mw-ref reference" id="cite_ref-{n}"><a href="./Rivers#cite_note-{n}" style="counter-reset: mw-Ref {n};">'
        '<span class="mw-reflink-text">[{n}]</span></a></sup>',
        '<li about="#cite_note-{n}" id="cite_note-{n}"><a href="./Rivers#cite_ref-{n}" rel="mw:referencedBy"><span '
        'class="mw-linkback-text">↑ </span></a> <span id="mw-reference-text-cite_note-{n}" class="mw-reference-text">{text}</span></li>',
        box='<ol class="mw-references references">{}</ol>',
    ),
    "google docs": page(
        '<sup><a href="#ftnt{n}" id="ftnt_ref{n}">[{n}]</a></sup>',
        '<div><p class="c1"><a href="#ftnt_ref{n}" id="ftnt{n}">[{n}]</a><span class="c2">&nbsp;{text}</span></p></div>',
        box="<hr class='c9'/>{}",
    ),
    "word": page(
        '<a style="mso-footnote-id:ftn{n}" href="#_ftn{n}" name="_ftnref{n}" title=""><span class=MsoFootnoteReference>[{n}]</span></a>',
        '<div style="mso-element:footnote" id=ftn{n}><p class=MsoFootnoteText><a style="mso-footnote-id:ftn{n}" href="#_ftnref{n}" '
        'name="_ftn{n}" title=""><span class=MsoFootnoteReference>[{n}]</span></a> {text}</p></div>',
        box="<div style='mso-element:footnote-list'><hr size=1/>{}</div>",
    ),
    "libreoffice": page(
        '<a class="sdfootnoteanc" name="sdfootnote{n}anc" href="#sdfootnote{n}sym"><sup>{n}</sup></a>',
        '<div id="sdfootnote{n}"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote{n}sym" href="#sdfootnote{n}anc">{n}</a>{text}</p></div>',
    ),
    "anchors of the nineties": page(
        '<a name="b{n}"></a><a href="#note{n}">({n})</a>', '<p><a name="note{n}"></a>({n}) {text} <a href="#b{n}">Back</a></p>'
    ),
    "a list without links": page("<sup>{n}</sup>", "<li>{text}</li>", box="<h3>Notes</h3><ol>{}</ol>"),
    "a list without links, that goes on": page("<sup>{m}</sup>", "<li>{text}</li>", box='<hr><ol start="5">{}</ol>'),
    "paragraphs without links": page("<sup>{n}</sup>", "<p><sup>{n}</sup> {text}</p>", box="<hr>{}"),
    "a list outside the article": page(
        "<sup>{n}</sup>", "<li>{text}</li>", box='<div id="footnotes"><h2>Footnotes</h2><ol>{}</ol></div>'
    ),
    "a definition list": page(
        '<a href="#d{n}" id="c{n}">[{n}]</a>', '<dt id="d{n}"><a href="#c{n}">[{n}]</a></dt><dd>{text}</dd>', box="<dl>{}</dl>"
    ),
    "rows of a table": page(
        '<a href="#d{n}" id="c{n}"><sup>{n}</sup></a>',
        '<tr id="d{n}"><th><a href="#c{n}">{n}</a></th><td>{text}</td></tr>',
        box="<table>{}</table>",
    ),
    "docbook": page(
        '<sup>[<a id="id{n}" href="#ftn.id{n}" class="footnote">{n}</a>]</sup>',
        '<div id="ftn.id{n}" class="footnote"><p><a href="#id{n}" class="para"><sup class="para">[{n}] </sup></a>{text}</p></div>',
        box='<div class="footnotes"><br/><hr/>{}</div>',
    ),
    "docusaurus": page(
        '<sup><a href="#user-content-fn-{n}" id="user-content-fnref-{n}" data-footnote-ref="true" aria-describedby="footnote-label">{n}</a></sup>',
        '<li id="user-content-fn-{n}"><p>{text} <a href="#user-content-fnref-{n}" data-footnote-backref="" class="data-footnote-backref" aria-label="Back to content">↩</a></p></li>',
        box='<section data-footnotes="true" class="footnotes"><h2 id="footnote-label" class="sr-only">Footnotes</h2><ol>{}</ol></section>',
    ),
}


def shown(paragraph: Paragraph, order: dict[str, int]) -> str:
    """The words of a paragraph, its calls as the number in which their notes come first."""
    parts = [f"{{{order.setdefault(i.label, len(order))}}}" if isinstance(i, Call) else i.text for i in paragraph.inlines]
    return " ".join("".join(parts).split())


def read(html: str) -> Manuscript:
    return normalize(linked_notes(sheet_of_document(html.encode(), "html", Path("page.html"))))


def read_back(html: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a page, and its notes in the order of their calls."""
    made = read(html)
    order: dict[str, int] = {}
    body = [shown(block, order) for block in made.blocks]
    notes = {note.label: " ".join(" ".join(map(text_of, note.body)).split()) for note in made.notes}
    return body, [notes[label] for label in order]


@pytest.mark.parametrize("way", WAYS)
def test_notes_are_read_however_the_page_writes_them(way: str) -> None:
    body, notes = read_back(WAYS[way])
    assert notes == list(NOTES)
    assert [part for part in body if len(part) > 30] == [" ".join(part.split()) for part in TEXT.split("\n\n")]
