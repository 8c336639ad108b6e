"""The gate of a dossier: what publication still asks, a preview, and the publication itself."""
