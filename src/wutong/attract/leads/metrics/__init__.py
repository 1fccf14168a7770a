"""What leads let the county measure, and what each way of attracting costs and brings."""

from wutong.attract.leads.metrics import methods, stages

__all__ = ["methods", "stages"]
