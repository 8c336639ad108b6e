"""Pages on which a board looks again at what it adopted."""
