"""What the public reads: search, verdicts, releases, vendors, feeds."""
