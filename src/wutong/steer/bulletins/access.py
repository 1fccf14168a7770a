"""Who may edit templates and finalise reports."""

from __future__ import annotations

from typing import Any


def can_edit(official: Any, _: object) -> bool:
    return bool(official.may("reports.edit"))


def can_finalise(official: Any, _: object) -> bool:
    return bool(official.may("reports.finalise"))
