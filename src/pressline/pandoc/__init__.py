"""The only door to pandoc, and its tree."""
