"""The PDF for the screen: PDF/A-2a with PDF/UA-1, or PDF/A-4 with PDF/UA-2."""
