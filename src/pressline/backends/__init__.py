"""Backends, one package for each format.

`render(book, layout, out)` gives the finished file and its findings.
"""
