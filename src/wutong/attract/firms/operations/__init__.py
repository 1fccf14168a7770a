"""Every way firms and what is known of them can change."""

from wutong.attract.firms.operations.merging import distinguish_firms, merge_firms, split_firms
from wutong.attract.firms.operations.people import (
    contact_persons,
    erase_person,
    export_people,
    open_person,
)
from wutong.attract.firms.operations.records import firms, groups, honours, registrations

__all__ = [
    "contact_persons",
    "distinguish_firms",
    "erase_person",
    "export_people",
    "firms",
    "groups",
    "honours",
    "merge_firms",
    "open_person",
    "registrations",
    "split_firms",
]
