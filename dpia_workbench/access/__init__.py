"""Who may do what. Pure Python: actors, permissions, the one policy table."""
