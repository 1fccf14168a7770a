"""Writing what rows say through operations: create, amend what changed, withdraw what is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType

from wutong.foundation.imports.models import Provenance, Row
from wutong.foundation.keeping import Keeping
from wutong.foundation.records import Record

R = TypeVar("R", bound=Record)
CHUNK = 1_000
SHARED = "+"


class Writer:
    """Gives each row's records to the operations, and keeps what came from where."""

    def __init__(self, actor: Any) -> None:
        self.actor = actor
        self.row: Row | None = None
        self.before: dict[str, Record] = {}
        self.untouched: dict[str, Record] = {}
        self.made: list[Provenance] = []

    def begin(self, row: Row, before: dict[str, Record]) -> None:
        """Start a row; `before` are the records an earlier version of it made, by role."""
        self.row, self.before = row, before
        self.untouched = {r: record for r, record in before.items() if not r.startswith(SHARED)}

    def put(self, role: str, keeping: Keeping[R], facts: dict[str, Any], **call: Any) -> R:
        """Record the facts, or amend the record that this row's `role` was before."""
        earlier = self.before.get(role)
        self.untouched.pop(role, None)
        if earlier is not None and isinstance(earlier, keeping.kind):
            record = self._amend(earlier, keeping, facts)
        else:
            record = keeping.record(actor=self.actor, constraints=False, **facts, **call)
        self.note(role, record, earlier is not None)
        return record

    def _amend(self, earlier: R, keeping: Keeping[R], facts: dict[str, Any]) -> R:
        new = keeping.kind(**facts)
        columns = {f.name: f.attname for f in earlier.fact_fields()}
        columns |= {column: column for column in columns.values()}
        differs = {
            name: getattr(new, name)
            for name in facts
            if getattr(new, columns[name]) != getattr(earlier, columns[name])
        }
        return keeping.amend(earlier, actor=self.actor, **differs) if differs else earlier

    def keep(self, role: str) -> Record | None:
        """Leave what the role was before as it is; return it."""
        record = self.untouched.pop(role, None)
        if record is not None:
            self.note(role, record, True)
        return record

    def shared(self, record: Record) -> None:
        """Note a record that this row was the first to need, and that others may share."""
        self.note(f"{SHARED}{record._meta.model_name}", record, False)

    def note(self, role: str, record: Record, amended: bool) -> None:
        if self.row is None:
            raise RuntimeError("no row has begun")
        model = ContentType.objects.get_for_model(record)
        moment: datetime = record.known_at
        self.made.append(
            Provenance(
                row=self.row,
                role=role,
                model=model,
                key=record.pk,
                was_amended=amended,
                known_at=moment,
            )
        )
        if len(self.made) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        Provenance.objects.bulk_create(self.made)
        self.made.clear()
