"""Functions from Book to Book that compose what all formats then set alike."""
