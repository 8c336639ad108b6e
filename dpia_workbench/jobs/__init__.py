"""The worker's door: facts from the outbox become mail and index updates."""
