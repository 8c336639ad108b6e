"""Pages of accounts: sign in and out, choose a password, one's own account."""
