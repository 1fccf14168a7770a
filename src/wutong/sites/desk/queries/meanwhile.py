"""What another person changed in a record while one was typing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

from wutong.foundation.audit.models import Trail
from wutong.sites.desk.queries.history import linked_names, value


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Meanwhile:
    who: str
    at: datetime
    changes: list[Change]


def changed_since(record: Any, seen: str) -> Meanwhile | None:
    """Return what changed since the state `seen` (its `known_at`); None when nothing did."""
    if not seen or record.known_at.isoformat() == seen:
        return None
    versions = type(record).history.filter(version_of=record).order_by("known_at")
    old = next((v for v in versions if v.known_at.isoformat() == seen), None)
    before = old.facts() if old is not None else {}
    after = record.facts()
    pairs = {n: [before[n], after[n]] for n in before if before[n] != after[n]}
    names = linked_names(type(record), [pairs])
    fields = {f.attname: f for f in record.fact_fields()}
    changes = [
        Change(str(fields[n].verbose_name), value(fields[n], a, names), value(fields[n], b, names))
        for n, (a, b) in pairs.items()
    ]
    kind = ContentType.objects.get_for_model(record)
    last = Trail.objects.filter(kind=kind, key=record.pk).select_related("actor").last()
    return Meanwhile(str(last.actor) if last else "他人", record.known_at, changes)
