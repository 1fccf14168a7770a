"""Projects that several claim: merging entries and splitting them again, sharing the credit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Q, UniqueConstraint

from wutong.attract.projects.access import can_merge
from wutong.attract.projects.models import CreditShare, Distinction, Merger, Project
from wutong.attract.projects.operations.moving import hold
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import Record, amend, enter, retire, revive
from wutong.people.models import Unit

WHOLE = Decimal(100)  # %


@operation("projects.merged", allowed=can_merge)
def merge_projects(kept: Project, *, merged: Project, reason: str, on: date, actor: Any) -> Merger:
    """Make one project of two: what belongs to the second goes over to the first.

    What the first has already (a contract of its own, say) stays with the second, which stands no
    more: signed twice, it is counted once. What hangs on that (the incentives it promises) is owed
    all the same, and goes over to the first's own. `split_merger` takes all of it back.
    """
    if kept.pk == merged.pk:
        raise Refused("不能与自己合并")
    if not reason.strip():
        raise Refused("请写明为何是同一项目")
    first, second = sorted((kept, merged), key=lambda project: project.pk)
    hold(first), hold(second)
    moved = _move_over(merged, kept)
    retire(merged)
    return enter(
        Merger(kept=kept, merged=merged, reason=reason, moved=moved, merged_by=actor, merged_on=on)
    )


@operation("projects.merger_split", allowed=lambda actor, merger: can_merge(actor, merger.kept))
def split_merger(merger: Merger, *, reason: str, actor: Any) -> Merger:
    """Undo a merger: the second project stands again, with what came from it.

    The trail says so of the merger, and by it of both projects.
    """
    if not reason.strip():
        raise Refused("请写明拆分原因")
    gone = Project.history.get(pk=merger.merged_id)
    if gone.code and Project.objects.filter(code=gone.code).exists():
        raise Refused(f"项目编号“{gone.code}”已用于其他项目，请先改编号再拆分")
    retire(merger)
    project = revive(gone)
    for label, key, *link in merger.moved:
        field, before, after = link or ("project", project.pk, merger.kept_id)
        record = apps.get_model(label)._base_manager.get(pk=key)
        if record.retired_at is None and getattr(record, f"{field}_id") == after:
            amend(record, {f"{field}_id": before})
    return merger


def _move_over(merged: Project, kept: Project) -> list[list[Any]]:
    """Give `kept` what it lacks of the other's; return what went, as a merger keeps it."""
    moved: list[list[Any]] = []
    stayed: dict[tuple[type[Any], int | None], Any] = {}  # → what `kept` has in its place
    for record in list(_belongings(merged, kept)):
        kind, first = type(record), getattr(record, "corrects_id", None)
        if (kind, first) in stayed:  # a correction goes where its first goes
            stayed[kind, record.pk] = stayed[kind, first]
        elif _moved(record, "project", kept):
            moved.append([record._meta.label, record.pk])
            continue
        else:
            stayed[kind, record.pk] = _own(record, kept)
        moved += _hung_over(record, stayed[kind, record.pk])
    return moved


def _own(record: Any, kept: Project) -> Any:
    """Return what the kept project has where it may have one alone: its own contract."""
    for rule in record._meta.constraints:
        if isinstance(rule, UniqueConstraint) and "project" in rule.fields:
            same = {name: getattr(record, name) for name in rule.fields if name != "project"}
            rows = type(record)._default_manager.filter(rule.condition or Q(), project=kept)
            if own := rows.filter(**same).first():
                return own
    return None


def _hung_over(record: Any, own: Any) -> list[list[Any]]:
    """Hang on `own` what hangs on a record that stays; return what went, from where to where."""
    moved: list[list[Any]] = []
    for link in record._meta.related_objects if own is not None else ():
        model, field = link.related_model, link.field.name
        if not issubclass(model, Record) or model is type(record):
            continue
        for each in model._default_manager.filter(**{field: record}).order_by("pk"):
            if _moved(each, field, own):
                moved.append([each._meta.label, each.pk, field, record.pk, own.pk])
    return moved


def _belongings(project: Project, kept: Project) -> Iterator[Any]:
    """Yield the standing records of all apps that point at a project as theirs, firsts first."""
    shared = CreditShare.objects.filter(project=kept).exists()  # two sets would not make up 100%
    for link in Project._meta.related_objects:
        model: Any = link.related_model
        if link.field.name != "project" or not issubclass(model, Record):
            continue
        if model is CreditShare and shared:
            continue
        rows = model._default_manager.filter(project=project)
        yield from sorted(rows, key=lambda row: (bool(getattr(row, "corrects_id", 0)), row.pk))


def _moved(record: Any, field: str, to: Any) -> bool:
    try:
        with transaction.atomic():
            amend(record, {field: to})
    except (Refused, IntegrityError):  # the kept project has its own
        return False
    return True


@operation("projects.distinguished", allowed=can_merge)
def distinguish(first: Project, *, second: Project, reason: str, actor: Any) -> Distinction:
    """Decide that two projects that look alike are not one; they are not shown as such again."""
    if first.pk == second.pk:
        raise Refused("请选另一个项目")
    if not reason.strip():
        raise Refused("请写明为何不是同一项目")
    return enter(Distinction(first=first, second=second, reason=reason, decided_by=actor))


@operation("projects.credit_shared", allowed=can_merge)
def share_credit(
    project: Project, *, shares: dict[Unit, Decimal], document: str, actor: Any
) -> Project:
    """Let several units share a project's credit (%), as agreed; the shares make up 100."""
    if not document.strip():
        raise Refused("请写明商定分成的文件或会议纪要")
    total = sum(shares.values(), Decimal(0))
    if shares and total != WHOLE:
        raise Refused(f"各单位分成合计须为100%，现为{total.normalize():f}%")
    for share in CreditShare.objects.filter(project=project):
        retire(share)
    for unit, percent in shares.items():
        enter(CreditShare(project=project, unit=unit, percent=percent, document=document))
    return project
