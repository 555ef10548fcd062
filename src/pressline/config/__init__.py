"""YAML as people write it, read strictly and with line numbers."""
