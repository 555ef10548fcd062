"""A file of any kind that is read becomes a Sheet: decoding, cleaning, plain text, documents."""
