"""Every convention by language."""
