"""Who may open and export what is known of persons, and who may merge firms."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from wutong.people.access import county_wide, keeps

SEE, EXPORT, MERGE = "firms.people_see", "firms.people_export", "firms.merge"
keeps_people = keeps("firms.keep")
can_open = keeps(SEE)
can_export = keeps(EXPORT)
can_merge = county_wide(MERGE)


def open_to_export(official: Any) -> Q:
    """Return which contact persons `can_export` lets this official export whole."""
    if official.is_superuser:
        return Q()
    mine = Q(unit__in=official.granted.get(EXPORT, frozenset()))
    return mine | Q(unit=None) if official.sees_county and official.holds(EXPORT) else mine
