"""Pages of incidents with products."""
