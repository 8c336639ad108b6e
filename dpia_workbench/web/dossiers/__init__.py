"""The analysts' pages: dossiers, their parts, review and publication."""
