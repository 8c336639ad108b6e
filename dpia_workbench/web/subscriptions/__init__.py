"""Stay informed: by feed, by mail without an account, by saved searches, by webhook."""
