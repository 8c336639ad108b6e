"""What makes a verdict trusted: keys, schema, checking a file, errata, the part for members."""
