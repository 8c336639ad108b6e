"""Pages of changes of sub-processors."""
