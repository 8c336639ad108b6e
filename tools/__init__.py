"""What developers and `make` use; no part of the product."""
