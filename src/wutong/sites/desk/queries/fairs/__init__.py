"""Fairs as the desk shows them: an edition at work, entries screened, what followed for years."""
