"""The PDF for the printer: PDF/X, page boxes, colour, cover, booklet."""
