"""One firm entered twice: made one, made two again exactly as they were, or told apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from wutong.attract.firms.access import can_merge
from wutong.attract.firms.models import Firm, FirmDistinction, FirmMerger
from wutong.foundation.money import MoneyField
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import Record, amend, enter, retire, revive

FILLED = (
    "credit_code", "province", "city", "origin", "group", "legal_representative", "registered_on",
    "registered_capital", "registered_address", "business_scope", "registry_state", "website",
)  # fmt: skip


@operation("firms.merged", allowed=can_merge)
def merge_firms(kept: Firm, *, merged: Firm, reason: str, on: date, actor: Any) -> FirmMerger:
    """Make one firm of two: all that points at the second points at the first from now on.

    What the first has already (the same honour) ends with the second, and what the first lacks of
    the registry's facts it takes over. What was known before stays as it was: earlier versions of
    what moved go on pointing at the second firm. `split_firms` takes all of it back.
    """
    if kept.pk == merged.pk:
        raise Refused("不能与自己合并")
    if not reason.strip():
        raise Refused("请写明为何是同一企业")
    _hold(kept, merged)
    codes = {kept.credit_code, merged.credit_code} - {""}
    if len(codes) > 1:
        raise Refused(
            f"统一社会信用代码不同（{kept.credit_code}、{merged.credit_code}），是两家企业；"
            "如有一个登记错了，请先更正再合并"
        )
    moved, ended = _move_over(merged, kept)
    facts = _lacking(kept, merged)
    before = kept.facts()
    retire(merged)  # first: what is unique cannot stand twice
    amend(kept, facts)
    after = kept.facts()
    filled = {n: [_plain(before[n]), _plain(after[n])] for n in after if before[n] != after[n]}
    return enter(
        FirmMerger(
            kept=kept, merged=merged, reason=reason, moved=moved, ended=ended, filled=filled,
            merged_by=actor, merged_on=on,
        )
    )  # fmt: skip


@operation("firms.merger_split", allowed=can_merge)
def split_firms(merger: FirmMerger, *, reason: str, actor: Any) -> FirmMerger:
    """Undo a merger: the second firm stands again, with what came from it and is still there."""
    if not reason.strip():
        raise Refused("请写明拆分原因")
    kept = Firm.history.get(pk=merger.kept_id)
    gone = Firm.history.get(pk=merger.merged_id)
    if kept.retired_at:
        raise Refused(f"“{kept}”后来已并入其他企业或撤回，请先拆分那一次合并")
    if Firm.objects.filter(name=gone.name).exists():
        raise Refused(f"已另有企业名为“{gone}”，请先把它改名或合并，再拆分")
    columns = {f.attname: f for f in kept.fact_fields()}
    back = {
        name: columns[name].to_python(before)
        for name, (before, after) in merger.filled.items()
        if _plain(getattr(kept, name)) == after
    }
    amend(kept, back)
    if gone.credit_code and Firm.objects.filter(credit_code=gone.credit_code).exists():
        raise Refused(f"统一社会信用代码 {gone.credit_code} 已用于其他企业，请先更正再拆分")
    retire(merger)
    firm = revive(gone)
    for label, key, field in merger.moved:
        record: Any = apps.get_model(label)._base_manager.get(pk=key)
        if record.retired_at is None and getattr(record, f"{field}_id") == merger.kept_id:
            amend(record, {field: firm})
    for label, key in merger.ended:
        ended: Any = apps.get_model(label)._base_manager.get(pk=key)
        if ended.retired_at is not None:
            revive(ended)
    return merger


def _hold(*firms: Firm) -> None:
    """Keep both firms from being merged elsewhere meanwhile; refuse what no longer stands."""
    keys = sorted(firm.pk for firm in firms)
    for stored in Firm.history.select_for_update().filter(pk__in=keys).order_by("pk"):
        if stored.retired_at:
            raise Refused(f"“{stored}”已并入其他企业或撤回，请刷新后再试")


def _plain(value: Any) -> Any:
    """Return a value as the merger's JSON keeps it."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _lacking(kept: Firm, merged: Firm) -> dict[str, Any]:
    """Return what the kept firm takes over: facts it lacks, and the parent of its own twin."""
    facts = {
        name: getattr(merged, name)
        for name in FILLED
        if not getattr(kept, name) and getattr(merged, name)
    }
    above = merged.parent if merged.parent_id != kept.pk else None
    if kept.parent_id == merged.pk or (not kept.parent_id and above):
        facts["parent"] = above
    return facts


def links_to_firms() -> Iterator[tuple[type[Record], str]]:
    """Yield every kind of record of all apps that points at a firm, with the field by which."""
    for link in Firm._meta.get_fields(include_hidden=True):
        if not link.auto_created or not (link.one_to_many or link.one_to_one):
            continue
        model, field = link.related_model, link.field.name  # type: ignore[union-attr]
        own = model in (FirmMerger, FirmDistinction) or field == "version_of"
        if issubclass(model, Record) and not own:  # type: ignore[arg-type]
            yield model, field  # type: ignore[misc]


def _move_over(merged: Firm, kept: Firm) -> tuple[list[list[Any]], list[list[Any]]]:
    """Point what points at `merged` at `kept`; return what moved, and what it had already."""
    moved: list[list[Any]] = []
    ended: list[list[Any]] = []
    for model, field in links_to_firms():
        rows: Any = model._default_manager.filter(**{field: merged})
        if model is Firm:
            rows = rows.exclude(pk=kept.pk)
        for record in list(rows.order_by("pk")):
            label = record._meta.label
            if not _repeats(record, field, kept) and _moved(record, field, kept):
                moved.append([label, record.pk, field])
            else:
                retire(type(record)._base_manager.get(pk=record.pk))
                ended.append([label, record.pk])
    return moved, ended


def _repeats(record: Any, field: str, kept: Firm) -> bool:
    """Return whether the kept firm has a row that says the same: an honour, a place on a chain.

    Never of what has a day or an amount: two equal payments may be two. Nor of what others point
    at: the person whom a visit was paid to.
    """
    dated = (models.DateField, MoneyField)
    facts = {**record.facts(), f"{field}_id": kept.pk}
    if any(isinstance(f, dated) and facts[f.attname] is not None for f in record.fact_fields()):
        return False
    if any(
        link.related_model._default_manager.filter(**{link.field.name: record}).exists()
        for link in record._meta.related_objects
        if link.field.name != "version_of"
    ):
        return False
    plain = {n: v for n, v in facts.items() if not isinstance(v, list | dict)}
    same = {f"{n}__isnull": True for n, v in plain.items() if v is None}
    same |= {n: v for n, v in plain.items() if v is not None}
    return bool(type(record)._default_manager.filter(**same).exists())


def _moved(record: Any, field: str, kept: Firm) -> bool:
    """Point a record at the kept firm; False where that firm has its own, of which one may be."""
    setattr(record, field, kept)
    try:
        record.validate_constraints()
    except ValidationError:
        return False
    try:
        amend(record, {field: kept})
    except Refused as refusal:
        kind = record._meta.verbose_name
        raise Refused(f"{kind}“{record}”不能转到“{kept}”：{refusal}") from refusal
    return True


@operation("firms.distinguished", allowed=can_merge)
def distinguish_firms(first: Firm, *, second: Firm, reason: str, actor: Any) -> FirmDistinction:
    """Decide that two firms that look alike are not one; they are not shown as such again."""
    if first.pk == second.pk:
        raise Refused("请选另一家企业")
    if not reason.strip():
        raise Refused("请写明为何不是同一企业")
    return enter(FirmDistinction(first=first, second=second, reason=reason, decided_by=actor))
