"""A file of any kind that is read becomes a Sheet.

Decoding, cleaning, plain text, documents.
"""
