"""Pages of adoptions."""
