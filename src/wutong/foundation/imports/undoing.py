"""Taking a batch back: what it made ends, what it amended is as before, earlier rows stand again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wutong.foundation.imports.book import HOLD
from wutong.foundation.imports.kinds import in_order
from wutong.foundation.imports.models import Batch, Provenance, Row
from wutong.foundation.imports.writing import SHARED
from wutong.foundation.keeping import kept
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import Record, retire

OPEN = (Row.State.HELD, Row.State.WAITING)
CHUNK = 1_000


def withdraw(record: Record, *, reason: str, actor: Any) -> None:
    keeping = kept.get(type(record))
    if keeping is not None:
        keeping.withdraw(record, reason=reason, actor=actor)
    else:
        end_record(record, reason=reason, actor=actor)


@operation("imports.record_ended", allowed=lambda actor, _: bool(actor.holds("imports.apply")))
def end_record(record: Record, *, reason: str, actor: Any) -> Record:
    """End what has no ordinary operations of its own: a verification, say, with its receipt."""
    return retire(record)


def withdraw_records(batch: Batch, *, reason: str, actor: Any) -> None:
    """End what a batch made and put back what it amended, newest first.

    A record that others share by now (a firm, a group) stays.
    """
    made = Provenance.objects.filter(row__sheet__ledger__batch=batch).order_by("-pk")
    since = batch.applied_at
    retired: dict[type[Record], set[int]] = {}
    shared: list[Record] = []
    for provenance in made.prefetch_related("record"):
        record = provenance.record
        if record is None or record.retired_at:
            continue
        if provenance.role.startswith(SHARED):
            shared.append(record)
            continue
        if provenance.was_amended and since and provenance.known_at < since:
            continue  # the row found the record as it was
        if record.known_at != provenance.known_at:
            raise Refused(f"“{record}”在导入后又被修改，不能撤销整批；请先还原该记录")
        if provenance.was_amended:
            _put_back(record, provenance, actor)
        else:
            withdraw(record, reason=reason, actor=actor)
            retired.setdefault(type(record), set()).add(record.pk)
    for model, keys in retired.items():
        for words in standing_on(model, keys):
            raise Refused(f"还有 {words}引用本批的{model._meta.verbose_name}，请先撤销后来的导入")
    for record in shared:
        if not any(standing_on(type(record), {record.pk})):
            withdraw(record, reason=reason, actor=actor)
    bring_back_replaced(batch)
    Row.objects.filter(sheet__ledger__batch=batch).update(state=Row.State.UNDONE)


def bring_back_replaced(batch: Batch) -> None:
    """Let the rows stand again that rows of this batch had taken the place of."""
    rows = Row.objects.filter(sheet__ledger__batch=batch, state__in=[Row.State.APPLIED, *OPEN])
    for kind in in_order():
        keys = list(rows.filter(kind=kind.code).values_list("key", flat=True))
        for start in range(0, len(keys), CHUNK):
            replaced = Row.objects.filter(
                kind=kind.code,
                key__in=keys[start : start + CHUNK],
                state=Row.State.REPLACED,
                sheet__ledger__batch__state=Batch.State.APPLIED,
            ).exclude(sheet__ledger__batch=batch)
            latest = {row.key: row for row in replaced.order_by("pk").prefetch_related("problems")}
            made = set(
                Provenance.objects.filter(row__in=latest.values()).values_list("row", flat=True)
            )
            for row in latest.values():
                row.state = _state_before(row, row.pk in made)
            Row.objects.bulk_update(latest.values(), ["state"], batch_size=500)


def _state_before(row: Row, made_records: bool) -> str:
    """Return what a row was before a newer ledger took its place."""
    if made_records:
        return Row.State.APPLIED
    is_held = any(problem.level == HOLD for problem in row.problems.all())
    return Row.State.HELD if is_held else Row.State.WAITING


def _put_back(record: Record, provenance: Provenance, actor: Any) -> None:
    model: Any = type(record)
    versions = model._base_manager.filter(version_of=record)
    version = versions.filter(retired_at=provenance.known_at).first()
    if version is None:
        return  # the row found the record as it was
    facts = {f.name: getattr(version, f.name) for f in record.fact_fields()}
    kept[type(record)].amend(record, actor=actor, **facts)


def standing_on(model: type[Record], keys: set[int]) -> Iterator[str]:
    """Yield, in words, which current records point at these: `3 条到位资金`."""
    for relation in model._meta.related_objects:
        child: Any = relation.related_model
        if not issubclass(child, Record) or relation.field.name == "version_of":
            continue
        left = child._default_manager.filter(**{f"{relation.field.name}__in": keys}).count()
        if left:
            yield f"{left} 条{child._meta.verbose_name}"
