"""The invented organisations, people and dossiers, and how they come to life."""
