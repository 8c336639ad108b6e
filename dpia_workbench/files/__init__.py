"""Files that people hand in: kept by their hash, judged by their content, never executed."""
