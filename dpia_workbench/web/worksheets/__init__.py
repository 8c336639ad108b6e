"""Pages of worksheets, which ICT partners fill in by a link."""
