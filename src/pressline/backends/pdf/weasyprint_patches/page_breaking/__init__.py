"""Where pages end: predicted some pages ahead, weighed, applied."""
