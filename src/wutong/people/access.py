"""Who is asking, and what their roles let them do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from wutong.people.models import CountyRecord, Official


class OfficialRequest(HttpRequest):
    """A request past `LoginRequiredMiddleware`."""

    user: Official


def keeps(ability: str) -> Callable[[Any, Any], bool]:
    """Return the check “holds `ability` for the unit that answers for the record”."""

    def allowed(official: Any, record: CountyRecord | None) -> bool:
        unit = record.answering_unit_id if record is not None else None
        return bool(official.may(ability, unit))

    return allowed


def anywhere(ability: str) -> Callable[[Any, Any], bool]:
    """Return the check “holds `ability` for some unit”, whatever the subject."""
    return lambda official, _: bool(official.holds(ability))


def county_wide(ability: str) -> Callable[[Any, Any], bool]:
    """Return the check “holds `ability` for the whole county”."""
    return lambda official, _: bool(official.may(ability))
