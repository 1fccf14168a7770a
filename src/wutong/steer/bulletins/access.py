"""Who may write reports, edit templates and finalise."""

from __future__ import annotations

from typing import Any


def can_edit(official: Any, _: object) -> bool:
    return bool(official.may("reports.edit"))


def can_finalise(official: Any, _: object) -> bool:
    return bool(official.may("reports.finalise"))


def writes_reports(official: Any, _: object = None) -> bool:
    """Return whether the official writes the county's reports, and may read what is withheld."""
    return can_edit(official, None) or can_finalise(official, None)
