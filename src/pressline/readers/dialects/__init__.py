"""Dialects of Markdown, and other languages of marks, told from the text itself."""
