"""Functions from Book to Book, each of which composes something that all formats then set alike."""
