"""Pages of administration: organisations, the people in them, their roles."""
