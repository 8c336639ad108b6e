"""Mail: the words of a message, and its way out (SMTP, or a folder)."""
