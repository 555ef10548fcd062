"""The pages: a Book and a layout become one HTML page, which WeasyPrint sets."""
