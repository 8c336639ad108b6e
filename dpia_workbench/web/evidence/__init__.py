"""Evidence of a dossier: what there is, what it supports, the files themselves."""
