"""Pages of the discussion on a dossier."""
