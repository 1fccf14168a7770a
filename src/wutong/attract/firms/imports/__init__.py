"""Ledgers of firms: Top 500 lists, new registrations, and extracts of the registry."""

from wutong.attract.firms.imports import lists, registrations, registry  # noqa: F401
from wutong.attract.firms.imports.shelves import firm_shelf, origin_of, the_firm

__all__ = ["firm_shelf", "origin_of", "the_firm"]
