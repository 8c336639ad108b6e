"""Signatures over what is published: Ed25519, and the key that an installation signs with."""
