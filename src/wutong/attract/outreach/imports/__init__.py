"""Ledgers of going out and inviting in."""

from wutong.attract.outreach.imports import fairs, plans, receptions, stations, trips

__all__ = ["fairs", "plans", "receptions", "stations", "trips"]
