"""The register of schools of a board: one by one, or as a list."""
