"""Pages of fact checks and of vendors' statements."""
