"""Ledgers of going out and inviting in."""

from wutong.attract.outreach.imports import batches, fairs, plans

__all__ = ["batches", "fairs", "plans"]
