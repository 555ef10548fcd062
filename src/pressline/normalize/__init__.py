"""A Sheet becomes a Manuscript: notes, front matter, headings, queries; and is written as essay.md."""
