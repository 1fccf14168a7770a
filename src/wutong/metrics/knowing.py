"""Looking from a row into the record it points at, as it was known when the figure is asked."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery

from wutong.foundation.records import Record
from wutong.metrics.asking import Ask


def known_field(model: type[Record], field: str, link: str, ask: Ask) -> Any:
    """Return an expression for `field` of the record that `link` points at, as then known."""
    if ask.known_at is None:
        return F(f"{link}__{field}")
    column = f"{link}_id"
    known = model.history.known(ask.known_at).filter(identity=OuterRef(column))  # type: ignore[attr-defined]
    return Subquery(known.values(field)[:1])


def has(model: type[Record], link: str, ask: Ask, **facts: Any) -> Exists:
    """Return whether a record of `model`, as then known, points at the row by `link`."""
    known = model.history.known(ask.known_at)  # type: ignore[attr-defined]
    return Exists(known.filter(**{f"{link}_id": OuterRef("identity")}, **facts))
