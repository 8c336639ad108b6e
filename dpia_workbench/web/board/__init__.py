"""A board's own overview: products, actions, accepted risks, norms and the annual report."""
