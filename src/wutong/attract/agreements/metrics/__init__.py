"""What project ledger and agreements let the county measure."""

from wutong.attract.agreements.metrics import pipeline, plans, registered, sources

__all__ = ["pipeline", "plans", "registered", "sources"]
