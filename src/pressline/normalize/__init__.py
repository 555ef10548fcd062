"""A Sheet becomes a Manuscript: notes, front matter, headings, queries.

And is written as essay.md.
"""
