"""Every number by which the normalizer decides, with its source.

A case in brackets is one whose reading changes when the number is made smaller or larger by a third: it holds the number.
Where none is named, and no source, the number was chosen by looking at essays, and no case of tests/cases would notice.
"""

from __future__ import annotations

# --- markers ----------------------------------------------------------------------------------------------------------

LAST_OF_THREE_FIGURES = 999  # a number above it may be a year [normalize/past-a-thousand-notes]
NUMBER_GAP = 3  # how far beyond the highest before it a number of four figures may be: a marker or two may be missing
SLIP = 20  # how far beyond the last note a number may be and still be taken for a call whose note is missing
CONVENTIONS_SHOWN = 4  # in the record, of those that were considered

# --- how much a convention must explain -------------------------------------------------------------------------------
# `SHARE`: of the notes that look so, how many are called; `RISE`: of first calls, how many come in the order of their notes;
# `ANSWERED`: of calls that look so, how many have notes. The weaker the markers, the more is asked.

# "politics.12 Belgium": any number behind a word [normalize/lost-superscripts].
BARE_CALLED, BARE_SHARE, BARE_RISE, BARE_ANSWERED = 3, 0.9, 0.9, 0.5
# Notes that begin like items of a list: [normalize/list-before-the-notes].
WEAK_SHARE, WEAK_RISE, WEAK_ANSWERED = 0.8, 0.7, 0.4  # [text/notes-apart]
LETTERS_ANSWERED = 0.9  # of calls by letters, where no table names their marks: "(i)", "<a>"
# Calls and notes that are marked differently: "[1]" and "1."
MIXED_SHARE, MIXED_ANSWERED = 0.8, 0.6
# Marks that texts also use for other things, "(1)" and "*": [normalize/asterisks-after-each-paragraph].
COMMON_SHARE, COMMON_ANSWERED = 0.75, 0.6  # [front/novel]
# Marks that nothing else uses, "[1]": half may be missing [normalize/call-without-note].
CLEAR_SHARE, CLEAR_ANSWERED = 0.5, 0.3  # [front/usenet]

# Of its worth a match loses so much when all its calls leave marks over; enough to choose between equals [normalize/open-*].
RESIDUE = 0.3

OTHERS_CALLED = 3  # calls by signs or superscripts: with fewer, one without a note is something else, "†" or "m²"

# What is asked about as left over: markers that count to so many, each in a sentence of its own and behind a word of its own,
# of all that are marked so; unless so many paragraphs start with the same markers (they are what is meant). Items that nobody
# calls under a heading of notes. Chosen on tests/test_unmatched.py.
LEFT_OVER, LEFT_OVER_SHARE, LEFT_OVER_STARTS = 3, 0.75, 2
UNCALLED = 2

# --- which reading of a whole text is the best: fitted by bench/readings.py on tests/generated/ambiguous_texts.py ---------

# Points for each thing that is so in a reading; all but the first speak against it.
COSTS = {
    "answered": 0.5,  # notes that are called
    "torn": -2.0,  # paragraphs that go on in lower case from one that does not end as a sentence
    "unended": -0.6,  # long paragraphs that do not end as sentences
    "joined": -1.4,  # rows within a paragraph that look like the starts of paragraphs
    "kept": -1.0,  # breaks of verse behind which a sentence goes on in lower case
    "markup": -1.0,  # marks of Markdown and tags of HTML in the text
    "starred": -0.2,  # words between asterisks, which plain texts have, too
    "links": -2.0,  # links as Markdown and HTML write them
    "unpaired": -0.5,  # paragraphs with a bracket that is not closed, or not opened
    "numbers": -1.5,  # numbers of pages in the text
    "repeated": -1.0,  # heads of pages in the text
    "uneven": -0.7,  # paragraphs that start where the others go on, where first lines are set in or out
    "opened": -1.0,  # paragraphs that start with a call
    "left": -1.0,  # calls without notes, and notes without calls
    "under": -0.2,  # paragraphs under the last note
}
# Points against the usual reading that another could save, at all and for each block, for which one is made; and which count.
DOUBT, DOUBT_SHARE = 2.0, 0.04
SAVED_BY_ANOTHER = frozenset(
    {"torn", "unended", "joined", "kept", "markup", "links", "numbers", "repeated", "opened", "uneven"}
)
BETTER, BETTER_SHARE = 1.8, 0.3  # by so many points, and by such a share of what speaks against a reading, another is better
CLOSE = 0.25  # of what speaks against the best: where the next is so near, the author is asked
READING_ROUNDS = 2  # in the second, what was chosen in the first is kept
READINGS_TOLD = 3
WIDER = 200  # columns up to which lines may have been wrapped
READ_AGAIN_BYTES = 2_000_000  # of a text; a longer one is read once, because that takes its time
UNENDED, SHORT_BLOCK, REPEATED = 120, 60, 3  # characters of paragraphs, and how often a short one stands
SET_ALIKE = 0.6  # of the paragraphs start at one column
JOINED = 0.8  # of the longest row of a paragraph: where the next word had so much room, a row was ended on purpose
NOTES_AT_END, UNDER_NOTES = 3, 4  # notes; and one of how many paragraphs may stand under the last of them

# --- where front matter and boilerplate are looked for, in paragraphs -------------------------------------------------

FRONT = 40  # from the front, for boilerplate
END = 60  # from the end, for boilerplate
TITLE_FRONT = 24  # from the first, for a title that is known
SITE_HEADINGS = 3  # after the first paragraph, in which a title may stand under the name of a site
TITLE_ROWS = 6  # paragraphs that a title in capitals may be parted into
LINES_FRONT = 24  # from the title, for byline, date and abstract
MENU, MENU_KNOWN = 5, 3  # lines in a crowd of short ones, and of them known from menus (tests/test_front.py)
MENU_LINE = 200
MENU_TEXTS = 2  # longer texts that may stand among menus: notices of the site
TAIL_PARAGRAPHS, TAIL_ROWS = 12, 25  # in which the tail of a mailing list starts, and how long it may be
WRITTEN_HEAD = 40  # paragraphs in which the second fence of a block of TOML or YAML stands
MISSES = 2  # after so many lines that are none of these, only a byline of a known author is looked for
MAIL_FRONT = 8  # in which the header of a mail stands
ABSTRACT_PARAGRAPHS = 5
SHORT_ABSTRACT = 2  # times as long must the next paragraph be to be the text
GUTENBERG_HEAD, GUTENBERG_SAID, GUTENBERG_FOOT = 120, 60, 30  # for its START line; for its name, in front and at the end
GUTENBERG_FIELDS_WITHIN = 30  # for "Title:" where there is no START line
GUTENBERG_CREDITS = 60
SHORTEST_BIO = 5  # words; fewer are a name in an index or under a portrait
FIRST_BLOCK = 4  # lines of title, subtitles and author, that stand together at the start
PLACED_PARTS = 4  # of such a line between commas: name, city, country, month and year
PLACED = 90  # characters of a line that names author, place and month
GUTENBERG_LINE = 1000  # characters of the paragraph of its START line; a longer one holds text of the essay
GUTENBERG_STOP_AFTER = 1 / 3  # of the text: a "*** END" further up is none
END_AFTER = 1 / 2  # of the text: boilerplate of the end is not looked for before [front/blogger]
BIO_AFTER, BIO_LAST = 7 / 10, 80  # of what is left, and no more than so many from the end [front/review]
CONTENTS_LINES = 400
CONTENTS_BEFORE = 1 / 2  # of the text: a heading "Contents" further down is no list of headings
CONTENTS_NEXT = 3  # paragraphs after a heading in which the next one follows it directly

# --- how long things are, in characters -------------------------------------------------------------------------------

FIRST_PROSE = 220  # a paragraph this long is text, and what stands before the first is front matter
VERSE_LINES = 4  # a verse with so many breaks is text, too [front/review]
SITE_LINE = 160  # a longer paragraph is no button
SENTENCE = 60  # a longer paragraph at the end is the essay's
COMMENT = 600  # a longer one under an essay is no comment
LONG_COMMENTS = 1 / 4  # of what stands under an essay: with more, it is the essay
TITLE = 250
MARKED_TITLE = 1000  # of a title that the file's frame says, in which a marker is looked for
SUBTITLE = 160
ONE_LINE = 60  # a title no longer than this is not parted at its colon
TITLE_WORDS = 30
TITLE_SENTENCE = 8  # words of a title with a full stop behind it, which stands apart
CENTRED = 8  # columns by which a line is set in that stands in the middle
GAPS = 8  # paragraphs after a title whose distances are compared with its own
TITLE_SHARE = 0.6  # of a title that a paragraph must be to be that title
TITLE_BLOCK, TITLE_BLOCK_ROWS, TITLE_BLOCK_ROW = 480, 9, 90  # of a title, a byline and an address in lines under each other
MAIL_HEADER = 4000  # of a paragraph that may be the header of a mail; a line has 998 (RFC 5322, 2.1.1)
BYLINE = 140
NAMES = 600  # of the names of all authors: a longer text is none
DATED_BYLINE = 120
DAY = 60  # "Wednesday, the 23rd of September 2020, at 10:55 AM EST" has 55
NAME = 200  # a name of six words has no more
NAME_WORDS = (2, 6)  # [front/blogger]
UNSPACED_NAME = (2, 12)  # letters of a name in a script without spaces, behind "作者："
CAPITAL_NAME = 6  # a shorter name in capitals may be initials
BARE_NAME, BARE_NAME_TEXT = 40, 200  # characters of a line that is a name alone; of a text that would have its words
BARE_NAME_WORDS = (2, 4)  # in a script without capitals
BARE_NAME_READ = 4000  # characters of a text that tell its language
TELLING = 1000  # of a text that would have a word of the name in small letters if it were no name
ADDRESS_ROWS = 8  # of an address on top of a manuscript
ADDRESS_LINES = 4  # in which two lines of an address must stand
CENTURY = 60  # a year of two figures below it is of 2000 (RFC 2822, 4.3, has 50; there was no mail before 1965)
ADDRESS_LINE = 80
AFFILIATION = 140
ABSTRACT = 80  # behind "Abstract:" in one paragraph
BIO, LONGEST_BIO = 60, 1500
BIO_NAME_WORDS = 4  # in which the author's name stands
BIO_VERB_WITHIN = 300
CONTENTS_KEY = 3  # letters and digits: a heading of no more is looked for with its number alone
CONTENTS_LINE = 90
CONTENTS_KNOWN = 0.6  # of the lines under "Contents" that must be headings further down
PAGE_FIGURES = 3
REMOVED_SHOWN = 80  # of a line that was taken for boilerplate

# --- queries ----------------------------------------------------------------------------------------------------------

DASHES_TO_HYPHENS = 3  # so many times as many ranges have a dash: then the hyphens are slips
TIMES_CITED_IN_FULL = 3
TIMES_PAGED = 3
SAME_NOTE = 25  # characters: shorter notes, "Ibid., p. 4.", are meant to come again
ADDRESS_SHOWN = 30
COUNTED = 6  # characters before a closing bracket, in which "a" of "a)" stands
CUT_PARAGRAPHS = 2  # a paragraph that a page has cut goes on in the next, or in the one after a heading or a note
PARAGRAPHS_OF_A_REMARK = 12  # an editor's remark in brackets; a longer one is set off by other means
BEFORE_DOUBLED = 80  # characters before a doubled word, in which the clause that it ends begins
BETWEEN_COLUMNS = 4  # spaces
TYPEWRITTEN = 12  # an essay with more doubled spaces was set in columns or justified by its program

# --- the language -----------------------------------------------------------------------------------------------------

WORDS_OF_A_LANGUAGE = 100  # of fewer, the commonest ten make too few to tell that a language is unknown
