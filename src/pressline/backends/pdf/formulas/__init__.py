"""Formulas in print: each drawn as a picture of paths that stands on the baseline.

WeasyPrint 70 has no MathML and prints the letters of a formula in a heap. `mathml` makes of the MathML that pandoc writes what
the library ziamath draws rightly, `drawing` draws it in STIX Two Math, and `placing` puts the drawings into the page. Loaded
for an essay with formulas alone.
"""
