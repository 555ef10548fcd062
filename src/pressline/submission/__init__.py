"""What goes with an essay to a law review: cover page, lengths, pack."""
