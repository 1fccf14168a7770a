"""The project ledger, and the ledger of milestones planned for its projects."""

from wutong.attract.agreements.imports import plans, projects

__all__ = ["plans", "projects"]
