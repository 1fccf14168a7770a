"""The roster (名册): the county, its units and its leaders, and how ledgers call them."""

from wutong.people.imports import county, leaders, units
from wutong.people.imports.county import county_shelf
from wutong.people.imports.lookups import check_unit, leader_in, saved, unit_of, unit_shelf

__all__ = [
    "check_unit",
    "county",
    "county_shelf",
    "leader_in",
    "leaders",
    "saved",
    "unit_of",
    "unit_shelf",
    "units",
]
