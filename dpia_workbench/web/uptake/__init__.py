"""Pages on how far boards are, for cooperatives."""
