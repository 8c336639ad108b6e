"""What the doors share: session and transaction, identity, forms, problems, headers."""
