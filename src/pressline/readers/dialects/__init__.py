"""Dialects: what writing programs add to Markdown, and other languages of marks, told from the text itself."""
