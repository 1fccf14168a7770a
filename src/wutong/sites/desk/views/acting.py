"""What an act is: an operation on a record, with its form, and who may do it when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from wutong.foundation.periods import Period
from wutong.metrics.models import Close

Check = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Act:
    """An operation on a record: its form, who may, when it applies, and what stands in its way."""

    slug: str
    label: str
    icon: str
    form: type[forms.Form]
    perform: Callable[[Any, dict[str, Any], Any], Any]
    allowed: Check
    applies: Callable[[Any], bool]
    done: str
    why_not: Callable[[Any, Any], str] = lambda record, official: ""
    begins: Callable[[Any], dict[str, Any]] = lambda record: {}  # what its form begins with


def month_closed(record: Any) -> str:
    day = getattr(record, "counted_on", None)
    if not day or not Close.objects.covering(day).exists():
        return ""
    return f"{Period.containing(day)}已关账"


def is_first(record: Any) -> bool:
    """Return whether it is no correction, and its month is closed: then it can be corrected."""
    return record.corrects_id is None and bool(month_closed(record))
