"""Pages of remediations."""
