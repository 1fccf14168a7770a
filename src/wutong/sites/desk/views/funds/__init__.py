"""Funds in place: the monthly round, what waits for a verifier, the bridge between months."""
