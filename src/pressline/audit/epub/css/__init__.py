"""What style sheets do to the words of a document.

Hidden, added, moved, or not to be judged.

`values` and `properties` are the language, `hiding` the table of what hides, `cascade` the style of an element, `rules` the
sheets, `seen` the documents. Chosen: tinycss2 and cssselect2, which WeasyPrint brings, for parsing and selectors, and a
cascade of our own of the forty properties that can hide words; a browser would be 300 MB, and judges one screen at one time.
"""
