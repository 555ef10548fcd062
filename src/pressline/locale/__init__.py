"""Every word list and convention by language.

The one place where a word of a language stands in the code.

One table for one kind of knowledge, a row for a language (its primary subtag of BCP 47), read by every room:

- `headings`: what stands over notes, abstract, keywords, contents; names of sections, parts and chapters; words of titles;
- `bylines`: who wrote it: "by", "and", particles, degrees, institutions, what no name starts with;
- `dates`: months, and how dates are written;
- `boilerplate`: buttons and lines of publishing sites, the frame of Project Gutenberg, headers of mails;
- `citations`: "p.", "vol.", "n.d.", and how one language or another abbreviates a page;
- `markers`: conventions of notes: calls, starts of notes, which answer which; "*", "†", "‡";
- `numerals`: Roman numbers, letters that count, superscript digits;
- `quotation`, `spacing`: marks and spaces in the manner of a language;
- `labels`: what Pressline itself prints or reads aloud;
- `prose`: function words, doubled words, British and American spellings; `language`: which language a text is in;
- `tags`: BCP 47.

To add a language: a row in each table that it has words for, and a case. What is read is the union of the rows, because an
essay says its language late or never; what is written is the row of the essay's language, else English. An entry is a
regular expression without groups that capture, alternatives parted by "|", in small letters where case means nothing. An
entry that would be taken for something else stands not in the table, and a comment beside the table says why.
"""
