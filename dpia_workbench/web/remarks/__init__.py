"""Pages of remarks of readers: the public form, and the list of those who answer."""
