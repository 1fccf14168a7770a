"""The pages of going out and inviting in that are more than lists and records."""
