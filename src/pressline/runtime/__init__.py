"""Files, locks, workers and memory: what the system lends."""
