"""The way out to programs of others: signed messages to addresses of the open internet only."""
