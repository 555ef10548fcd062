"""Audits, one package for each format.

`audit(artifact, book)` reads the finished file afresh and compares it with the book.
"""
