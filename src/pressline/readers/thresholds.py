"""Every number by which the readers decide, with its source.

A case in brackets is one whose reading changes when the number is made smaller or larger by a third: it holds the number.
Where none is named, and no source, the number was chosen by looking at essays, and no case of tests/cases would notice.
"""

from __future__ import annotations

# --- which bytes are text ---------------------------------------------------------------------------------------------

NULS = 0.01  # of its characters: a text with more NULs within it is none; fewer are a slip of a transfer
UTF16, UTF16_SAMPLE = 0.7, 2000  # of every second byte among the first so many: NULs there are those of UTF-16

# --- how a plain text was made: lines and their width -----------------------------------------------------------------

TAB = 8  # columns (POSIX, tabs(1))
FULL = 0.4  # of the line breaks of a wrapped text, at least this share had to be
STANZA = 6  # rows: a text parted by blank lines at least this often is verse or short items, whose breaks were meant
WIDE = 110  # columns; a longer line was not wrapped by hand or by a mailer [front/substack]
# [front/browser-dump]
WIDTH_OF = 0.95  # of rows, the narrowest: the width that a text was wrapped at, without the few that stick out
FULL_WIDTH_OF = 0.98  # the same, where it is asked whether it was wrapped at all [text/aligned-numbers]
SPACED = 12  # rows: where a blank line comes at least this often, blank lines part paragraphs [text/unblanked]
SET_IN = 12  # rows: where a first line is set in at least this often, that is how paragraphs start

# Chosen on text/double-spaced, text/spaced-by-three and text/blank-in-a-sentence.
LINE_SPACING = (1, 2, 3)  # blank rows between the lines of a text that was typed with wide spacing
SPACERS = 4  # rows with a lone dash that part paragraphs
SPACED_RUN = 5  # rows, at least, that are spaced so
GOES_ON, GOES_ON_LOWER = 0.4, 0.4  # of the gaps: sentences go on over them from full lines; in lower case
HALF = 0.6  # of the width: a shorter row was ended on purpose, whatever stands at its end

# --- where a paragraph starts -----------------------------------------------------------------------------------------

LAST_OF_THREE_FIGURES = 999  # a number above it goes on from the one before or is a year [text/past-a-thousand]
RANGE_AT_MOST = 12  # "[3-9]" may be seven calls; "[1-97]" is something else
NOTE_GAP = 10  # numbers that may be missing between two notes
NEXT_NOTES = 15  # rows in which "2" must follow "1"
ITEMS_BEFORE, ITEMS_AFTER = 40, 11  # rows in which another item with the same mark proves a list
SHORT_ROW = 40  # characters: a shorter row was ended on purpose before a note
FIRST_LINE = 10  # columns by which a first line is set in at most
SPARE = 6  # columns by which a row must be left short in a text without blank lines
UNDERLINE = (3, 3)  # a line under a heading is as long as it, give or take so many characters, or one part in so many
UNDERLINED_SENTENCE = 8  # words of a line with a full stop that is no heading although a rule stands under it
ORNAMENT, ORNAMENT_SIGNS, BOXED = 12, 6, 2  # signs of a rule of several, how many may differ; lines in a box of two rules
GLUED_HEADING = 60  # characters of a heading that stands directly on its text
GLUED_ROWS = 3  # with the heading; fewer do not show that text was wrapped
GLUED_PROSE = 1.4  # times as long as the heading that stands on it
CAPITALS = 4  # letters: "I." and "A B" are too little to tell

# --- which rows are notes, before there are paragraphs: chosen on the cases normalize/open-* and normalize/lines-* ------

LINK, GAP_LINK = 1.0, 0.2  # what it adds that a row counts on from another, or leaves out one number or two
NOTE_CALL, NOTE_LEAST, NOTE_SURE = -2.0, -1.0, 1.0  # a row that starts with a call; that may be a note; that ends another
# How a row stands that may be a note: after a blank line or a page's end, under a heading or a fence, after a sentence, after a
# short row, after a full one; going on in small letters or not; under a rule; with rows set in under it.
APART, ENDED, SHORT, CUT, SMALL, LARGE, RULED, HANGING = 1.0, 0.4, 0.2, -0.8, -0.5, 0.3, 1.0, 0.4
UNDER_HEADING = 1.1  # times as much a chain explains under a heading of notes: enough to choose between equals
ALIKE = 0.1  # what it adds that calls and notes are marked alike: enough to choose between equals
MARKER = 40  # characters in which the marker of a note that runs on must end
RESTART, STRANGER = 0.5, 2.5  # what a chain costs that starts at 1 again, or at another number
# Of a chain's numbers this share must be called: by calls of the same template, of another, of one that is often no call.
CALLED_SAME, CALLED_OTHER, CALLED_RISKY = 0.25, 0.5, 0.8
RISKY_CALLED = 3  # and at least so many
CALLED_SIGNS = 0.75  # of all rows that start with a sign: the marks of lists are signs too
ENUMERATED, ENUMERATED_ROWS = 3, 6  # numbers that a sentence counts, at least, and its rows, at most
CALLED_NEXT = 3  # numbers after a note's of which one is called where the text goes on behind it; a call or two may be missing
CHAINS_WEIGHED = 40  # of one template, against one another
COUNTED_ON = 6  # rows of one number that are kept to count on from
NOTE_CONVENTIONS = 4  # of notes in one essay: numbers, stars for the author, letters in a table, and one to spare
LARGE_GAP = 5  # blank rows that end what stands under a heading of notes
RUN_ON_ROWS = 4  # after the last note in which another may start within a row
SPACED_NOTE = 0.8  # of a note's breaks: when so many are blank lines, its lines were parted, not its paragraphs
NOTE_HEADING = 80  # characters of a heading of notes, at most

# --- hyphens at line ends: chosen on text/hyphens and text/hyphens-typed ------------------------------------------------

# Line ends that prove by words elsewhere that the text divides words, the letters by which one word is known by another
# ("narrow" by "narrowly"), and those of the second half that must agree.
DIVIDED, STEM, STEM_AFTER = 2, 6, 3

# --- verse, tables, programs ------------------------------------------------------------------------------------------

VERSE_COLUMNS = 76  # a longer line is prose of which each paragraph is a line
VERSE_WIDTH = 100  # columns; and all but one row in ten must be no wider than the text
VERSE_STICKS_OUT = 10
MEANT = 0.8  # of the width of the text, at which a break was meant [front/browser-dump]
MEANT_SET_IN = 0.85  # the same for rows that are set in and all start with a capital
TITLE_ROWS = 4  # of a title, a byline and a date line under line, in a text whose lines are paragraphs [text/title-lines]
STANZA_ROWS = 4  # with fewer, all breaks must have been meant
LOOSE, LOOSE_LARGE, LOOSE_MEAN = 0.35, 0.75, 0.85  # breaks meant, rows with a capital, mean length by the width: verse
SHORT, SHORT_MEAN = 0.7, 0.6  # the same without regard to capitals
CODE_COLUMNS = 140
PROGRAM_LINE = 120
TABLE_ROWS, DRAWN_ROWS, PROGRAM_ROWS = 0.6, 0.5, 0.5  # shares of the rows
RIGHT_FROM = 0.45  # of the width of the text: lines that all begin beyond it stand at the right
RIGHT_MORE = 8  # columns by which they are further from the left side than from the right; centred lines are not
RIGHT_OVER = 4  # columns by which they may end beyond the text
RIGHT_ROWS = 5  # of a signature or an address
EPIGRAPH_ROWS = 16
EPIGRAPH_AFTER = 5  # paragraphs of a title block above it
EPIGRAPH_ABOVE = 120  # characters of each of them at most
STEPS_OF_LINES = (5, 10, 4, 3)  # verse is numbered by these, the usual one first
VERSE_INDENT = 24  # columns by which a line of verse is set in at most

# --- headings: points and lengths -------------------------------------------------------------------------------------

ENOUGH = 4  # points [front/browser-dump]
HEADING = 110  # characters of a bare heading
HEADING_ROWS = 3  # times as long is no heading of any kind
CAPITAL_HEADING, CAPITAL_ROWS = 200, 4  # characters and rows of a heading in capitals
CAPITAL_VERSE_ROWS = 3
INSCRIPTION = 4  # of five paragraphs in capitals around it, more make an inscription [text/chapters]
NEXT = 3  # paragraphs, in which the text under a heading is looked for; rules are passed over
MOTTO = (4, 8)  # columns: set in more than the text before, and so far from the margin: the name under a motto
MOTTO_ROWS = 2  # of a motto in prose
NUMBERED_HEADING = 80  # a longer row with a number is an item
NUMBERED = 3  # points of a row with a number of the form 1.1, and what is taken where the rows around it count, too
SHORT_BY = 0.8  # of the width: a row with a Roman number that is no longer [front/novel]
BRIEF = 50  # characters that speak for a heading
NAME_POINTS = OUTDENT_POINTS = ENDED_POINTS = 3  # for a common name, for standing out; against an end like a sentence's
FOLLOWED = 3  # times as long is the text under a heading of a text that was not wrapped
WORDS = 14
ROOM = 0.9  # of the width: where the next word had room, the row before it was ended on purpose
CENTRED = 12  # columns beyond the text: a line set in so much is no heading
MOST_ASKED = 40  # questions about bare rows; with more, they are how this text is made
LEVELS = 6  # of headings (HTML, 4.3.6; CommonMark 0.31, 4.2)
# Ranks of styles, from which levels come: a mark, an underline, parts (10, 20, 25: see `headings`), Roman numbers, capitals,
# decimals, letters, bare rows. Only their order means something.
MARK_RANK, UNDERLINE_RANK, ROMAN_RANK, CAPITALS_RANK, DECIMAL_RANK, LETTER_RANK, BARE_RANK = 0, 15, 30, 32, 40, 50, 60

# --- headings by the class of their shape: chosen on text/classes-* ---------------------------------------------------

CLASS_LENGTH, CLASS_WORDS = 80, 12  # characters and words of a line that may be of a class
CLASS_RAISED, CLASS_ENDED, CLASS_PLAIN = 2, 2, 3  # lines that make one: set apart, and ended like sentences; not set apart
COUNTED_LENGTH, COUNTED_LEAST = 30, 4  # characters of a line that says the same but for a number; so many make headings
COUNTED_DISTINCT = 0.9  # the share of numbers that are another one: "XII" may be typed twice
CLASS_BRIEF = 5  # words, on the average, of lines that end as sentences do
CLASS_OTHERS = 2  # times as many must stand over prose as stand elsewhere
OFF_CENTRE, CENTRED_FROM = 24, 4  # columns: twice what the middle of a centred line is off; what it is set in at least
PROSE = 60  # characters of a paragraph of running text
TITLE_PAGE = 3  # lines that stand over one another, at least, to be a title page
DATE_WORDS = 6  # of a line that says when
TITLED = 2 / 3  # of the headings that are a number alone: short lines under so many are their titles
NAME_WORDS, PARTICLE = 4, 3  # words of a name under verse, and letters of one that is small: "von", "de"

# --- lists and quotations ---------------------------------------------------------------------------------------------

ITEM_WORDS = 70  # longer items on average are numbered paragraphs, as judgments have them
NOTES_HEADING = 60  # characters of a heading of notes over a list
CALLED_ITEMS = 0.6  # of the items: where more are called in the text, they are notes [front/usenet]
SECTION_ROWS = 200  # paragraphs of a section by which its indent is told
# [front/german]
CENTRED_LINE, CENTRED_BY = 25, 4  # characters of a lone line set in, and the part of the width: then it is centred
DEEPEST_QUOTE = 8
RUNNING_HEAD = 8  # lines around a page break in which a running head stands
FEWEST_PAGES = 2  # on which a running head must stand
HEAD_LINES, FIGURES = 3, 5  # lines of one page's head or foot; a number of so many figures is no page's
# A text without form feeds, chosen on text/page-numbers: pages of a run of numbers, the lines between two of them, how many
# times longer the longest may be, and of how many pages one must be unlike the others, or end in the middle of a sentence.
COUNTED_PAGES, SHORTEST_PAGE, PAGE_UNEVEN = 3, 15, 4
PAGES_UNLIKE, CUT_PAGES = 3, 4
# The same where a second reading takes numbers for those of pages, with the words of "Page 3 of 7":
# tests/generated/ambiguous_texts.py.
SHORTEST_TOLD, UNEVEN_TOLD, NUMBER_WORDS = 6, 8, 4

# --- Markdown in a plain text: chosen on tests/test_markdown_in_text.py -------------------------------------------------

# Points for the kinds of marks that are used (two for one that is Markdown's alone), or paragraphs that have any; and of how
# many paragraphs one may be set in by four columns, which Markdown reads as code.
MARKDOWN_KINDS, MARKDOWN_PLACES, CODE_PARAGRAPHS = 3, 3, 5

# --- saved pages ------------------------------------------------------------------------------------------------------

MOST = 0.6  # of the words of a page: an element that holds them is the essay, or holds it
PRECIOUS = 200  # characters of such an element
PART_LEFT_OUT = 300  # words of a part that may be the essay, where less stays
CONTENTS_LINKS = 3  # [html/not-notes]
CONTENTS_SHARE = 0.8  # of the text of a list that its links must be [html/not-notes]
LAYOUT_CELL = 300  # characters: a cell with more text is no table's
LINKED_CELL = 0.9  # of a cell that its links must be, for a bar of links [html/layout-table]
PRE_SHARE, PRE_PAGE = 0.8, 200  # of a page of so many characters: the essay is preformatted
AUTHOR, AUTHOR_WORDS = 200, 8  # characters and words of an author's name
BEFORE_NOTE = 20  # characters before a note's anchor, in which only its marker may stand
LINK_ROW = 0.7  # of a paragraph that its links must be, for a row of links
NOTE_START = 12  # characters of a note in which its marker is looked for
BACK_LINK = 40
NOTE_PARAGRAPHS = 4  # by which a note may go on
