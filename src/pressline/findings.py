"""Findings: their one shape, and the catalogue of all of them.

A finding is a code, a severity, a place, a message and a hint that says what to do. Code, severity, message and hint
stand together in one row of `CATALOGUE`, so that nothing ever matches a message by its words, and the README can list
them all. Stages return findings and go on; `PresslineError` carries a finding where no next stage is possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "query"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands: a file with line and column, or a spot in an output.

    Lines and columns count from 1; 0: unknown.
    """

    path: str
    line: int = 0
    column: int = 0
    spot: str = ""  # "page 3", "EPUB/s01.xhtml", "word/footnotes.xml"

    def __str__(self) -> str:
        """`essay.txt:5:20`, `essay.txt:5`, `essay.pdf, page 3` or `essay.txt`."""
        if self.spot:
            return f"{self.path}, {self.spot}"
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint or question. `excerpt` is the line concerned, as the raw file has it."""

    code: str
    severity: Severity
    message: str
    place: Place
    hint: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the catalogue; `message` and `hint` are formatted with the finding's values.

    A count with its word stands as `{count:picture|pictures}`: "1 picture", "2 pictures".
    """

    severity: Severity
    message: str
    hint: str


BROKEN = "do not send this file: please report it with the essay"

# The letter names the room: R readers, C cleaning, S structure, N notes, Q queries on the text, M metadata, L layout,
# P parsing essay.md, G guard, W writing files, B backends, A audits, E changes of editors, K copies for submission,
# J jobs of a batch, T tools, V the proof of files made long ago, X the command itself.
CATALOGUE: dict[str, Rule] = {
    "R001": Rule("error", "there is no such file", "check the path: {path}"),
    "R002": Rule("error", "this is a folder, not an essay", "name the essay in it, for example {example}"),
    "R003": Rule("error", "the file is empty", "paste the essay into it and save it as UTF-8 text"),
    "R004": Rule("error", "this is {kind}, whatever its name says", "{remedy}"),
    "R005": Rule(
        "error", "byte {byte} is not valid UTF-8", "open the file in your editor and save it again with encoding UTF-8"
    ),
    "R006": Rule(
        "error", "files of the kind {suffix!r} cannot be read", "save it as .txt, .html, .docx, .odt, .rtf, .epub or .md"
    ),
    "R007": Rule("error", "the file cannot be read: {reason}", "check its name and its permissions"),
    "R008": Rule("error", "the file contains a NUL character: it is not text", "save the essay as plain text, encoding UTF-8"),
    "R009": Rule("error", "this is {kind}, not a file", "save the essay as a file; or pipe it in, and name it -"),
    "R010": Rule(
        "error",
        "the file has {size} MB; at most {most} MB are read",
        "is it the right file? if it is: --max-size with the megabytes that it may have",
    ),
    "R011": Rule("error", "{count} {what}; at most {most} are read", "no text has so many: look at this line"),
    "R012": Rule("error", "more than {most} {what} are nested in each other", "no text has so many: look at this line"),
    "R013": Rule("error", "the system does not allow this: {reason}", "{remedy}"),
    "R020": Rule("error", "this is no {kind}, or it is damaged: {reason}", "open it in its program and save it again"),
    "R021": Rule(
        "error",
        "unpacked, this file would be {size} MB in {files:part|parts}: it is refused",
        "save it again in its program, without its pictures",
    ),
    "R022": Rule("error", "{name} declares entities, which no word processor does", "save it again in its program"),
    "R023": Rule("warning", "{why}: {encoding} was taken", "look at accents and quotation marks in the essay"),
    "R024": Rule("error", "more than {depth} quotations, lists or styles are nested in each other", "nest them less deeply"),
    "R025": Rule(
        "query",
        "{count:picture was|pictures were} left out, not being files beside the essay: {names}",
        "save what you want of them beside the essay, and name it in essay.md: ![what it shows](picture.png)",
    ),
    "R026": Rule(
        "error",
        "the page leaves {count:element|elements} open at once: it is refused",
        "open it in a browser, select all, copy, and paste the text into a new .txt file (UTF-8)",
    ),
    "R027": Rule("error", "this is {kind}", "{remedy}"),
    "R028": Rule(
        "query",
        "{changes:tracked change|tracked changes} taken as accepted, {comments:comment|comments} left out",
        "if another reading is meant, accept or reject the changes in Word, save, and read the file again",
    ),
    "R029": Rule(
        "warning",
        "{left} of {all} words of running text were left out as {why}: {text}",
        "if the essay is there, copy it from a browser into a new .txt file (UTF-8) and start from that",
    ),
    "R030": Rule(
        "query",
        "the file says that its language is {said}, but its words are in {found}",
        "if it is another, write it in metadata.yaml (language: {said})",
    ),
    "R033": Rule(
        "query",
        "the text was read so: {taken} (score {score}); it could be: {other} (score {less})",
        "compare essay.md with the text; where it is wrong, part its paragraphs in the text by blank lines",
    ),
    "R034": Rule(
        "error",
        "no raw essay is known of which {name} was made",
        "name the raw essay: pressline normalize --again RAW -o {folder}",
    ),
    "R035": Rule(
        "query",
        "what Pressline wrote as {name} is not known any more: your edits are not in {new}",
        "look at each difference: what is yours, put into {new} by hand",
    ),
    "R036": Rule(
        "query",
        "you and the new reading both changed this: yours stands, {yours!r}; the new reading has {new!r}",
        "nothing to do if yours is right",
    ),
    "C002": Rule(
        "warning",
        "the file is not UTF-8; it was read as {encoding}: {proof}",
        "look whether these words are right; if not, save the essay again with encoding UTF-8",
    ),
    "C003": Rule(
        "warning",
        "{count:letter|letters} had been decoded wrongly ({example}), and corrected",
        "look at the record of changes; if one is wrong, correct it in the essay",
    ),
    "S001": Rule("warning", "no title found at the start of the essay", "give the title in metadata.yaml"),
    "S002": Rule("query", "no author found", "give the author's name in metadata.yaml"),
    "S003": Rule("query", "“{text}” was a link, and its address was lost in the paste", "give its url in metadata.yaml"),
    "S004": Rule("query", "the web page boilerplate {text!r} was left out", "nothing to do, unless it belongs to the essay"),
    "S005": Rule(
        "query", "no date found: the files carry none", "give the date of the essay in metadata.yaml (date: 2026-01-31)"
    ),
    "S006": Rule(
        "query",
        "“{text}” may be a heading; it was taken for {taken}",
        "mark it in essay.md: # before it makes it a heading, nothing before it a paragraph",
    ),
    "S007": Rule(
        "query",
        "the words are of no language that Pressline knows; {language} was taken",
        "give the language in metadata.yaml (language: mi)",
    ),
    "N001": Rule("warning", "note {label} is called but never defined", "add a line that starts with [{label}] to the notes"),
    "N002": Rule("warning", "note {label} is defined but never called", "put its marker in the text, or delete the note"),
    "N003": Rule(
        "query",
        "note {label} is called {count:time|times}, here again after {after}",
        "is the second call meant? one note with {count:call|calls} is printed; if not, correct the marker",
    ),
    "N004": Rule(
        "query", "note {label} starts in the middle of the line of note {host}", "nothing to do if both notes are right"
    ),
    "N005": Rule("warning", "note {label} is defined twice", "give each note its own number; the second is here"),
    "N006": Rule(
        "warning",
        "note {label} calls note {inner}: a note within a note cannot be set",
        "the call became plain text; reword it",
    ),
    "N007": Rule(
        "warning",
        "nothing calls the {count:note|notes} under “{heading}”",
        "put their markers where they belong in the text, [1] for the first; nothing to do if they are no notes",
    ),
    "N008": Rule(
        "query",
        "{count} {kind} in the text lead to no note: {first} to {last}",
        "add the notes, or delete the markers; nothing to do if they are no calls",
    ),
    "Q001": Rule("query", "{text!r} looks like damage from a paste", "it was left as it is: correct it if it is wrong"),
    "Q002": Rule("query", "{one!r} here, {other!r} elsewhere (×{count})", "choose one spelling, unless they are two names"),
    "Q003": Rule("query", "{rare} quotation marks here (×{few}), others elsewhere (×{many})", "they are all set alike"),
    "Q004": Rule("query", "{text!r} has a hyphen; {dashes} other ranges have a dash", "is it a range? then write a dash"),
    "Q005": Rule("query", "{one!r} here (×{few}), {other!r} elsewhere (×{many})", "choose one form"),
    "Q006": Rule("query", "no address follows: {text!r}", "give the address, or delete the words"),
    "Q007": Rule("query", "a source without a date, {text} (notes {notes})", "is the date known after all?"),
    "Q008": Rule("query", "{text!r} (notes {notes})", "a quotation must be exact, or show in brackets what was changed"),
    "Q009": Rule(
        "query", "{author} ({year}) is cited in full {count:time|times} (notes {notes})", "use the short form after the first"
    ),
    "Q010": Rule("query", "two works are {author} ({year}): “{one}” and “{other}”", "tell them apart: {year}a, {year}b"),
    "Q011": Rule("query", "“{title}” is by {one} elsewhere, and by {other} here", "are they one work?"),
    "Q012": Rule("query", "note {label} says the same as note {other}", "call note {other} again, or keep both on purpose"),
    "Q013": Rule("query", "the bracket {mark!r} has no partner in its paragraph", "add the other, or delete this one"),
    "Q015": Rule("query", "two spaces within a sentence (×{count})", "one is enough"),
    "Q016": Rule(
        "query", "{work} is cited without a page; notes {notes} give one", "give the page, or leave the whole work cited"
    ),
    "Q017": Rule("query", "a quotation opens here and is not closed in its paragraph", "close it, or delete the mark"),
    "Q018": Rule(
        "query", "the newest source of note {label} is of {newest}; its sentence is about {year}", "is a later source meant?"
    ),
    "Q019": Rule(
        "query",
        "the text has changed since it was first built with this date, {date}",
        "say when it changed, in metadata.yaml: modified: 2026-01-31; readers that update books look at nothing else",
    ),
    "Q014": Rule("query", "a word stands twice: {text!r}", "delete one, unless it is meant"),
    "M001": Rule("error", "unknown key {key!r}", "{suggestion}"),
    "M002": Rule("error", "{key}: {problem}", "{remedy}"),
    "M003": Rule("error", "this kind of YAML is not supported: {problem}", "{remedy}"),
    "M004": Rule("error", "{what} is not allowed in this file", "write the value itself, in quotation marks if need be"),
    "M005": Rule("error", "the key {key!r} stands here a second time", "delete one of the two"),
    "M006": Rule(
        "error",
        "there is no metadata.yaml beside {essay}",
        "write one beside it, with at least: title: …; or build the essay, which makes one: pressline build {path}",
    ),
    "M007": Rule(
        "error",
        "it is not clear that the metadata.yaml beside {essay} belongs to it: {others} there too",
        "give {essay} a folder of its own; or, if this file is meant: --metadata {metadata}",
    ),
    "M008": Rule(
        "error",
        "a raw essay has no metadata file yet, and {essay} is a raw essay",
        "leave out --metadata; write both files first (pressline normalize {path}), and edit metadata.yaml",
    ),
    "M010": Rule(
        "query",
        "no identifier is given: that of the EPUB was made from title and authors, and changes with them",
        "put this line into metadata.yaml, for readers keep their place by it: identifiers: {{uuid: {uuid}}}",
    ),
    "L001": Rule("error", "there is no layout {name!r}", "{remedy}"),
    "L002": Rule("error", "layout.yaml, {key}: {problem}", "{remedy}"),
    "L003": Rule("error", "{what} is missing from this installation", "install Pressline again; README.md says how"),
    "L004": Rule("error", "the layout {name!r} has no limits for a review", "choose one that has `limits:`"),
    "L005": Rule(
        "error",
        "there is no font {face!r}: {missing} is missing",
        "put {files} into fonts/{face}/ of the layout, or choose one of: {known}",
    ),
    "L007": Rule("error", "the folder {name!r} is not empty", "choose another name"),
    "L006": Rule(
        "error",
        "{sheet} asks for {target!r}, which may not be read",
        "a print.css may name files in the folder of its layout, an epub.css none",
    ),
    "L008": Rule("error", "{name} is a link that leads out of the folder of its layout", "put the file itself there"),
    "L009": Rule("error", "{name} is a folder, a device or a pipe, not a file", "put a file there, or remove it"),
    "L013": Rule("error", "{sheet} has more than {depth} brackets within each other", "nest them less deeply"),
    "L010": Rule("error", "there is no printer {name!r}", "choose one of: {known}"),
    "L011": Rule("error", "{printer} has no paper {paper!r}", "choose one of: {known}"),
    "L012": Rule("error", "{printer} refuses files with crop marks", "leave out --marks, or --printer"),
    "P001": Rule("error", "note {label} is called but never defined", "add a line: [^{label}]: the note's text"),
    "P002": Rule("error", "note {label} is defined but never called", "call it in the text with [^{label}], or delete it"),
    "P003": Rule("error", "note {label} is defined a second time", "give it a label of its own"),
    "P004": Rule("error", "note {label} calls note {inner}: a note within a note cannot be set", "move the call"),
    "P005": Rule("error", "note {label} is empty", "write the note, or delete it and its call"),
    "P006": Rule("error", "the essay has no text", "write at least one paragraph"),
    "P007": Rule("warning", "the picture {target!r} was not found", "put it beside the essay, or correct its name"),
    "P008": Rule("error", "the control character {character} cannot be printed", "delete it"),
    "P009": Rule("error", "more than {depth} quotations, lists or styles are nested in each other", "nest them less deeply"),
    "P010": Rule("error", "the note “{text}” cannot be told from the text", "define it at the start of a line: [^1]: text"),
    "P011": Rule(
        "warning",
        "the formula “{source}” cannot be read as TeX, and is shown as its source",
        "correct it, or write it with commands of LaTeX and amsmath alone",
    ),
    "G001": Rule(
        "error",
        "{where}: the words differ: expected “{expected}”, found “{found}”",
        "this is an error in Pressline, not in the essay: please report it with the essay",
    ),
    "G002": Rule(
        "error",
        "these words would be missing from the book: {words}",
        "look at the markup on this line: something in it hides them",
    ),
    "G010": Rule(
        "error",
        "{count:word|words} of the file reached neither the essay nor the record: {words}",
        "look for them there, perhaps in a drawing or a field; put what matters into essay.md, and build from it",
    ),
    "W001": Rule(
        "error",
        "{name} was edited after Pressline wrote it, and is not overwritten",
        "build from it: pressline build {essay}   (or choose another folder with -o; --force keeps it as {name}.before)",
    ),
    "W002": Rule("error", "cannot write here: {reason}", "choose another folder with -o, or a shorter name"),
    "W003": Rule(
        "error",
        "another build has written into this folder for more than {seconds:second|seconds}",
        "wait for it to end, or stop it",
    ),
    "W004": Rule(
        "error",
        "{name} was not made by Pressline, or was changed since, and is not overwritten",
        "choose another folder with -o, or move it away; --force keeps it as {before} and goes on",
    ),
    "W005": Rule("error", "{name} is the essay itself, and is never overwritten", "choose another folder: -o FOLDER"),
    "W006": Rule("error", "{name} is {kind}: nothing is written there", "{way}move it away, or choose another folder with -o"),
    "W007": Rule(
        "warning",
        "{name} may contain words of yours, and is kept as {kept}",
        "every build writes it again: keep answers and notes of your own in another file",
    ),
    "W008": Rule("warning", "the earlier {name} is kept as {kept}", "delete it when you no longer need it"),
    "W009": Rule("error", "no file can have this name: it {problem}", "rename it, for example to {example}"),
    "W010": Rule(
        "query",
        "{names}: {count:paragraph differs|paragraphs differ} from what stands there now",
        "look at it; to take it: {take}",
    ),
    "W011": Rule("query", "the raw essay is read as it was: nothing would change in {name}", "nothing to do"),
    "B001": Rule("error", "the font {face!r} could not be used: {reason}", "run: pressline doctor"),
    "B002": Rule("warning", "WeasyPrint says: {text}", "look at the page concerned"),
    "B003": Rule("error", "WeasyPrint could not be loaded: {reason}", "run: pressline doctor"),
    "B004": Rule(
        "warning",
        "no font here has {character}: it is printed as {shown}",
        "install a font that has it (fc-list :charset={number} shows those that do), or write it otherwise",
    ),
    "B010": Rule("error", "the essay is nested too deeply to be set", "write lists and quotations within fewer others"),
    "B011": Rule(
        "warning",
        "WeasyPrint {version} sets pages without what we add to it for {groups}: it has other code at {places}",
        "every word is still checked, but the pages may look worse: pip install --force-reinstall 'weasyprint==70.0'",
    ),
    "B012": Rule(
        "warning",
        "a picture has {dpi} dpi at its printed size; printers ask for {least}",
        "take the picture from a larger original, or set it smaller",
    ),
    "B013": Rule(
        "error",
        "a drawing is transparent, which PDF/X-1a and X-3 do not allow",
        "draw it without transparency, or give the printer PDF/X-4: --print x-4",
    ),
    "B014": Rule(
        "error",
        "{printer} does not print pages of {size} in",
        "choose a layout of another size; the nearest that it prints is {near} in",
    ),
    "B015": Rule(
        "error",
        "at the {side} {have} in stay white; for {pages:page|pages} {printer} asks for {least} in",
        "something is too wide for the page: make it smaller, or choose another layout",
    ),
    "B016": Rule(
        "error",
        "{printer} binds {fewest} to {most} pages of {paper} paper, and the inside has {pages:page|pages}",
        "choose another printer or paper; for few pages, a booklet: --imposition booklet",
    ),
    "B017": Rule(
        "warning",
        "the inside has {pages:page|pages}; {printer} was given {added} more, blank",
        "nothing to do, if blank pages at the end are welcome",
    ),
    "B018": Rule(
        "warning",
        "the back of the cover has no room for {what}, and leaves it out",
        "shorten it in metadata.yaml, and build again",
    ),
    "B019": Rule(
        "error",
        "the width of the spine depends on the paper, and no printer was named",
        "say --printer kdp, ingramspark or lulu; or --spine 8.5, in millimetres, as your printer tells you",
    ),
    "B020": Rule(
        "warning", "no cover was made: the inside that it wraps was not finished", "fix what is reported of the inside"
    ),
    "B040": Rule(
        "warning",
        "{character} is not in the font {face}: it is set in {font}",
        "nothing to do, if it looks well; or choose another layout, or write it otherwise",
    ),
    "B041": Rule(
        "error",
        "no pages can be set with the style sheet of this layout: WeasyPrint {how}",
        "remove the last change to print.css; a length may be 0 or too large",
    ),
    "B042": Rule(
        "warning",
        "{count} other characters are not in the font {face}: they are set in {font}",
        "nothing to do, if they look well; or choose a layout whose font has them",
    ),
    "B043": Rule(
        "warning",
        "{count} other characters are in no font here: each is printed as its code point, as {shown}",
        "install fonts that have them: on Debian and Ubuntu fonts-noto-core and fonts-noto-cjk, on a Mac with Homebrew those "
        "that brew search font-noto lists by script",
    ),
    "B045": Rule(
        "warning",
        "print shows the source of the formula “{source}”, because {reason}",
        "write it otherwise, or say it in words",
    ),
    "B046": Rule(
        "warning",
        "print shows the source of the formula “{source}”: {reason}",
        "write it in another way, and please report it",
    ),
    "B047": Rule(
        "warning",
        "the formula “{source}” is wider than the page, and is set at {percent} % of its size",
        "break it into lines, with the environment aligned",
    ),
    "B048": Rule(
        "warning",
        "{count} formulas are shown as they are typed, between other signs than dollars: {source}",
        "put each between dollar signs in essay.md: $x^2$, and $$…$$ for one on a line of its own",
    ),
    "B050": Rule("warning", "the picture {target!r} cannot be set: {reason}", "save it as PNG or JPEG"),
    "B051": Rule(
        "warning",
        "@{id} refers to no figure, and is printed as typed",
        "write #{id} between braces behind the picture that is meant, or correct the reference",
    ),
    "B052": Rule(
        "warning",
        "the picture {target!r} has more pixels than a page can show: it is set with {size}",
        "nothing need be done; a smaller file is made faster",
    ),
    "B055": Rule(
        "warning",
        "table {number} is too wide for the page even turned and at {least} pt: its words are parted",
        "give the table fewer columns, or shorter words in its heads",
    ),
    "B056": Rule(
        "warning",
        "table {number}, row {row}: the raw essay has {expected}, essay.md {found}",
        "set colspan and rowspan of the cell right in essay.md, and leave the cells that it covers empty",
    ),
    "B057": Rule(
        "warning",
        "verse, “{line}”: the raw essay sets it in by {expected} columns, essay.md by {found}",
        "set the line in with spaces behind its | in essay.md",
    ),
    "B058": Rule(
        "warning",
        "words in {script} are set in {font}, because the font {face} lacks {count:character|characters} of it",
        "nothing to do, if they look well; or choose a layout whose font has them",
    ),
    "B030": Rule(
        "warning",
        "the picture {target!r} was left out: {reason}",
        "put the picture beside the essay as a PNG or JPEG, and name it there",
    ),
    "B031": Rule(
        "warning",
        "the link to {target!r} was removed, its text was kept",
        "link to an https:// address, an e-mail address or a place in the essay",
    ),
    "B032": Rule(
        "warning",
        "the heading “{heading}” is of level {level}, under one of level {above}",
        "give it level {mended}; the EPUB shows it so",
    ),
    "B033": Rule(
        "query",
        "the picture {target!r} has no alternative text",
        "describe it for those who cannot see it: ![what it shows]({target})",
    ),
    "B059": Rule(
        "warning",
        "the picture {target!r} says where it was taken: the files that were made of it do not",
        "nothing to do; take it out of the picture itself before you give that away",
    ),
    "B034": Rule(
        "warning",
        "the cover cannot show: {characters}",
        "choose a layout whose font has these characters",
    ),
    "B035": Rule(
        "warning",
        "the cover {target!r} cannot be used: {reason}; one was drawn instead",
        "put a PNG or JPEG beside the essay, in RGB, and name it in metadata.yaml",
    ),
    "B036": Rule(
        "warning",
        "the cover is {width} by {height} pixels",
        "shops ask for an upright picture of 1600 by 2560 pixels, and refuse those narrower than 1000",
    ),
    "B037": Rule("warning", "the section “{heading}” is empty", "write it, or delete its heading"),
    "B038": Rule(
        "warning",
        "the id {name!r} is given to a second place: links to it lead to the first",
        "give this place an id of its own",
    ),
    "B039": Rule(
        "query",
        "the picture {target!r} has a caption, and no description of its own",
        'describe it for those who cannot see it: ![its caption]({target}){{alt="what it shows"}}',
    ),
    "A001": Rule(
        "error",
        "{where}: the words differ: expected “{expected}”, found “{found}”",
        "do not send this file: please report it with the essay",
    ),
    "A002": Rule("error", "{where}: expected {expected}, found {found}", "do not send this file: please report it"),
    "A003": Rule("error", "the finished file cannot be opened: {reason}", "build it again"),
    "A004": Rule("error", "{where}: set {found}, not {expected}", BROKEN),
    "A005": Rule("error", "{where}: expected {expected}, found {found}", BROKEN),
    "A006": Rule("error", "{where}: expected “{expected}”, found “{found}”", BROKEN),
    "A007": Rule("error", "a link in {where}: expected “{expected}”, found “{found}”", BROKEN),
    "A008": Rule("error", "picture {number}: expected {expected}, found {found}", BROKEN),
    "A009": Rule("error", "note {number} differs between the formats: {what}", BROKEN),
    "A010": Rule("error", "the running head is wrong: expected {expected}, found {found}", BROKEN),
    "A011": Rule("error", "the page number is wrong: expected {expected}, found {found}", BROKEN),
    "A012": Rule("error", "text runs off the page: “{text}”", BROKEN),
    "A013": Rule("error", "printed as empty boxes, or as nothing: {characters}", BROKEN),
    "A014": Rule("error", "note {number} stands here, but is first called on page {call}", BROKEN),
    "A015": Rule("error", "{link} leads nowhere, or to a wrong place", BROKEN),
    "A016": Rule("error", "the outline differs from the headings: expected “{expected}”, found “{found}”", BROKEN),
    "A017": Rule("error", "the font {name} is not embedded", BROKEN),
    "A018": Rule("error", "the document property {key} is wrong: expected “{expected}”, found “{found}”", BROKEN),
    "A019": Rule("error", "the {part} is wrong or missing: expected “{expected}”, found “{found}”", BROKEN),
    "A020": Rule("error", "{what}: expected {expected}, found {found}", BROKEN),
    "A021": Rule("error", "{what}: expected {expected}, found {found}", "do not send this file to a printer: please report it"),
    "A022": Rule("error", "{what}: expected {expected}, found {found}", "do not send this file to a printer: please report it"),
    "A023": Rule(
        "error", "words that no reader can see, painted in nothing, in white, under something or cut off: “{text}”", BROKEN
    ),
    "A024": Rule("error", "{what}: expected {expected}, found {found}", "do not print this file: please report it"),
    "A025": Rule("error", "these words stand above or before those that they follow: “{text}”", BROKEN),
    "A026": Rule("error", "a further call of note {number} says: {found}; expected: {expected}", BROKEN),
    "A029": Rule(
        "error", "{what}: expected {expected}, found {found}", "choose a layout with wider margins, or another printer"
    ),
    "A030": Rule("error", "the package, {where}: expected {expected}, found {found}", BROKEN),
    "A031": Rule("error", "{name} is not in the file, or not in its manifest", BROKEN),
    "A032": Rule("error", "the link to {target!r} leads nowhere", BROKEN),
    "A033": Rule("error", "call {call} does not lead to its note: {problem}", BROKEN),
    "A034": Rule("error", "note {note} does not lead back to its calls: expected {expected}, found {found}", BROKEN),
    "A035": Rule("error", "the contents differ from the headings: expected “{expected}”, found “{found}”", BROKEN),
    "A036": Rule("error", "the metadata {key}: expected “{expected}”, found “{found}”", BROKEN),
    "A037": Rule("error", "the title page, {what}: expected “{expected}”, found “{found}”", BROKEN),
    "A038": Rule("error", "the page about the author: expected “{expected}”, found “{found}”", BROKEN),
    "A039": Rule("error", "the cover: {problem}", BROKEN),
    "A040": Rule("error", "picture {number}: expected {expected}, found {found}", BROKEN),
    "A041": Rule("error", "words outside the notes on their page: “{found}”", BROKEN),
    "A042": Rule("error", "{where}: expected {expected}, found {found}", BROKEN),
    "A100": Rule("error", "{what}, wider than a phone, stands in no box that scrolls and has a name: “{text}”", BROKEN),
    "A101": Rule("error", "{where}: expected {expected}, found {found}", BROKEN),
    "A102": Rule("error", "the formula “{source}”: expected {expected}, found {found}", BROKEN),
    "A103": Rule("error", "the source of a formula stands among the words: “{source}”", BROKEN),
    "A105": Rule("error", "figure {number}, “{text}”, stands before the text that it follows", BROKEN),
    "A106": Rule("error", "figure {number}, “{text}”, stands more than a page after its text, which is on page {page}", BROKEN),
    "A107": Rule("error", "the caption of figure {number}, “{text}”, stands on another page than its picture", BROKEN),
    "A110": Rule("error", "table {number}, row {row}: expected {expected}, found {found}", BROKEN),
    "A111": Rule("error", "verse, “{line}”: expected {expected}, found {found}", BROKEN),
    "A112": Rule("error", "the list item “{item}” has another label: expected {expected}, found {found}", BROKEN),
    "A050": Rule("error", "a call leads to note {id}, which is not there", "do not send this file: please report it"),
    "A051": Rule("error", "note {id} {problem}", "do not send this file: please report it"),
    "A052": Rule("error", "note {id} is never called", "do not send this file: please report it"),
    "A053": Rule("error", "note {id} {problem}", "do not send this file: please report it"),
    "A054": Rule("error", "a broken field: {problem}", "do not send this file: please report it"),
    "A055": Rule(
        "error",
        "a NOTEREF field leads to the bookmark {name}, which encloses no call",
        "do not send this file: please report it",
    ),
    "A056": Rule(
        "error",
        "the field to {name} shows {shown!r}; the note has the number {right}",
        "do not send this file: please report it",
    ),
    "A057": Rule("error", "{problem}", "do not send this file: please report it"),
    "A058": Rule("error", "{problem}", "do not send this file: please report it"),
    "A059": Rule("error", "the notes are not numbered through: {name} is {value}", "do not send this file: please report it"),
    "A060": Rule("error", "the language is {found}, not {expected}", "do not send this file: please report it"),
    "A061": Rule("error", "the property {name} is {found!r}, not {expected!r}", "do not send this file: please report it"),
    "A062": Rule("error", "Word would drop the space at the edge of {text!r}", "do not send this file: please report it"),
    "A063": Rule("error", "{problem}", "do not send this file: please report it"),
    "A064": Rule("error", "the author note: {problem}", "do not send this file: please report it"),
    "A065": Rule("error", "{problem}", "do not send this file: please report it"),
    "A066": Rule("error", "the headings: {problem}", "do not send this file: please report it"),
    "A067": Rule("error", "the page: {problem}", "do not send this file: please report it"),
    "A068": Rule("error", "{expected} {what} expected, {found} found", "do not send this file: please report it"),
    "A069": Rule("error", "the contents: {problem}", "do not send this file: please report it"),
    "A070": Rule("error", "words that no reader sees ({how}): {text}", "remove the rule, the attribute or the words"),
    "A071": Rule("error", "words that are not in the essay are added ({how}): {text}", "remove the rule"),
    "A072": Rule("error", "active content: {what}", "a book runs no code: remove it, or do not send this file"),
    "A073": Rule("error", "a form or embedded content: {what}", "a book has no forms and embeds no other pages: remove it"),
    "A074": Rule("error", "a page that redirects: {target}", "remove the redirect: the reader turns the page"),
    "A075": Rule("error", "something is loaded from outside the file: {target}", "put it into the file, or remove it"),
    "A076": Rule(
        "error", "{name} declares entities, or more than its type", "no word processor does so: write out what they stand for"
    ),
    "A077": Rule("error", "{what} is {found}, not {expected}", "the book is read aloud in it: give it that of the metadata"),
    "A078": Rule(
        "warning",
        "this style cannot be judged, and could hide words ({how}): {text}",
        "look at the page, or remove the rule",
    ),
    "A079": Rule("warning", "words that some reading systems skip ({how}): {text}", "remove the attribute"),
    "A080": Rule("error", "“{words}” stands in the anonymous file", "do not send this file: please report it"),
    "A081": Rule(
        "warning",
        "{what} within words, {count:time|times}, which the essay does not have: “{text}”",
        "remove it: it changes how the words are read aloud and found",
    ),
    "A082": Rule("error", "words are shown in another order than they stand in ({how}): {text}", "remove the rule"),
    "A083": Rule("error", "what a program opens is not what was checked: {what}", "remove it, or do not send this file"),
    "A084": Rule("warning", "{what}: the file is not finished", "accept or reject it in Word, and save the file again"),
    "A085": Rule("error", "this file is too large to be read: over {limit}", "save it again in its program"),
    "A086": Rule("error", "reading this file ended the process that read it: {how}", "save it again in its program"),
    "A087": Rule("error", "a layer that is switched off: {what}", "save the file without its layers"),
    "A088": Rule("error", "words on a page that are not in the book: “{found}”", "remove them, or do not send this file"),
    "A089": Rule("error", "{name} was refused: {cause}", "{way}"),
    "V001": Rule("error", "a file of the kind {suffix!r} cannot be audited", "name a .pdf, an .epub or a .docx"),
    "V002": Rule(
        "error",
        "this is not the file that was made: SHA-256 {found}…, in the manifest {expected}…",
        "it was changed after it was made; the other findings say what in it differs from the essay, if anything does",
    ),
    "V003": Rule("warning", "{name} was changed after this file was made of it", "build again"),
    "E001": Rule(
        "query", "change {number}, by {author}: {what}", "accept it: pressline absorb {returned} {essay} --accept {number}"
    ),
    "E002": Rule("query", "{author} asks: {text}", "answer it in essay.md"),
    "E003": Rule(
        "warning",
        "change {number}, by {author}, cannot be placed: {what}; {reason}",
        "make it in essay.md by hand, if you want it",
    ),
    "E004": Rule(
        "warning",
        "{author} changed the title block, the author note or the contents: {what}",
        "make it in metadata.yaml or in the heading",
    ),
    "E005": Rule("error", "no change and no editor is called {name!r}", "the file has {count:change|changes}, by: {authors}"),
    "E006": Rule("error", "with these changes essay.md could not be set; it was left as it is", "accept fewer changes"),
    "E007": Rule(
        "warning",
        "the returned text has “{found}” where essay.md has “{expected}”, and no change is tracked there",
        "make it in essay.md by hand, if an editor did it; essay.md may also have been changed since the file was made",
    ),
    "E008": Rule(
        "error",
        "this is not {essay}: most of its words are not there",
        "name the DOCX that was made of this essay.md, or the essay.md that it was made of",
    ),
    "E009": Rule(
        "warning",
        "change {number}, by {author}: “{words}” is computed by Word, as a number of a note is; here it is typed",
        "look whether it is right, and change it when notes come or go",
    ),
    "K001": Rule(
        "query",
        "note {number} names the author: “{words}”",
        "nothing was changed; if the review wants it, cite the work as “Author (2019)” or take the note out",
    ),
    "K002": Rule(
        "error",
        "the essay itself names the author: “{words}”",
        "reword it in essay.md or metadata.yaml; no anonymous copy is made until then",
    ),
    "K003": Rule(
        "query",
        "“{words}” stands in the essay, and is the author's too",
        "nothing to do if it means something else there",
    ),
    "K004": Rule(
        "query",
        "“{words}” may lead to the author",
        "in the copy for the review, write {proposed}; nothing was changed",
    ),
    "K010": Rule("warning", "{what} has {count} words; {layout} takes {limit}", "shorten it, or ask the review"),
    "K011": Rule("warning", "{layout} asks for {what}, which metadata.yaml does not give", "add it to metadata.yaml"),
    "J001": Rule(
        "error",
        "this is neither a folder of essays nor a list of their paths",
        "name a folder, or a text file with the path of one essay on each line; for one essay: pressline build {path}",
    ),
    "J002": Rule("error", "there is {what} in it", "put essays into it: .txt, .html, .docx, .odt, .rtf, .epub, .md"),
    "J003": Rule(
        "error", "it took more than {seconds:second|seconds}, and was stopped", "give it more: --seconds N; or split it"
    ),
    "J004": Rule("error", "it took more memory than there is ({mb} MB)", "give it more: --memory MB, or fewer --jobs"),
    "J005": Rule("error", "its worker process failed: {reason}", "build it alone; if that fails too, report it"),
    "J006": Rule("error", "the cluster cannot be reached: {reason}", "start one: docs/scale.md says how"),
    "J007": Rule(
        "error",
        "this worker has another version of Pressline than the program that uses it",
        "install the same version on every machine",
    ),
    "T001": Rule("error", "pandoc failed: {reason}", "run: pressline doctor"),
    "T002": Rule("error", "pandoc was stopped after {seconds:second|seconds}", "split the essay, or report it"),
    "T003": Rule("error", "{tool} is missing", "{remedy}"),
    "T004": Rule(
        "error",
        "the process that made this file {how}",
        "build it again; if that fails too, report it with the essay",
    ),
    "T005": Rule(
        "error",
        "this took more than {seconds:g} seconds, and was stopped; the last good files are as they were",
        "give it more with --time-limit, or look in the essay for what no text has: a line of a million characters",
    ),
    "T006": Rule("error", "the process that did this {how}", "try again; if it happens again, report it with the essay"),
    "T007": Rule(
        "error",
        "this needs more memory than there is: {how}",
        "close other programs, make one format at a time (--to pdf), or split the essay",
    ),
    "T008": Rule("error", "a part of this installation cannot be loaded: {how}", "run: pressline doctor; or install it again"),
    "X001": Rule(
        "error",
        "the command {how}; this was not expected",
        "no finished file was damaged; report it with {log}, in which no word of the essay stands",
    ),
    "X002": Rule("error", "the folder that this command was started in is not there any more", "go to one that is: cd"),
}


def finding(code: str, place: Place, *, excerpt: str = "", **values: object) -> Finding:
    """The finding `code` at `place`, its message and hint filled with `values`.

    >>> finding("N001", Place("essay.txt", 5, 20), label="7").message
    'note 7 is called but never defined'
    """
    rule = CATALOGUE[code]
    values = {key: _Count(value) if type(value) is int else value for key, value in values.items()}
    message, hint = (_whole(text.format(**values)) for text in (rule.message, rule.hint))
    return Finding(code, rule.severity, message, place, hint, _whole(excerpt))


class _Count(int):
    """A number that a message may give with its word.

    >>> f"{_Count(1):picture|pictures}, {_Count(2):picture|pictures}, {_Count(1000):,}"
    '1 picture, 2 pictures, 1,000'
    """

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return counted(self, one, many) if bar else format(int(self), spec)


def counted(number: int, one: str, many: str) -> str:
    """A number with its word in singular or plural.

    >>> counted(1, "call", "calls"), counted(12, "word", "words")
    ('1 call', '12 words')
    """
    return f"{number} {one if number == 1 else many}"


def _whole(text: str) -> str:
    """A text that can be written down, without halves of surrogate pairs."""
    return text if text.isascii() or text.isprintable() else re.sub("[\ud800-\udfff]", "\ufffd", text)


class PresslineError(Exception):
    """No next stage is possible; `findings` say why.

    The command line shows them and exits with 1.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{f.place}: {f.severity} {f.code}: {f.message}" for f in self.findings))


def stop(code: str, place: Place, *, excerpt: str = "", **values: object) -> PresslineError:
    """The error that ends the line with one finding: `raise stop("R001", place, path=...)`."""
    return PresslineError([finding(code, place, excerpt=excerpt, **values)])
