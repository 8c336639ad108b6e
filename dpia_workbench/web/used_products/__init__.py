"""What a board uses and asks for, and what cooperatives see and plan of that."""
