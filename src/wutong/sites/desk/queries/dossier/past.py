"""The whole trail of a project and of all that belongs to it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from wutong.attract.agreements.models import Agreement, IncentiveClause
from wutong.attract.funds.models import (
    Exclusion,
    Receipt,
    Recheck,
    Rejection,
    Verification,
    Voucher,
)
from wutong.attract.projects.models import (
    CreditShare,
    Evidence,
    MajorTag,
    Merger,
    Milestone,
    MilestonePlan,
    Project,
    ProjectTeam,
    ReserveProject,
    Waiver,
)
from wutong.foundation.audit.models import Trail
from wutong.serve.aftercare.models import Ticket
from wutong.sites.desk.queries.history import Told, in_words, linked_names, value
from wutong.sites.desk.queries.pipeline.frame import Frame

MOST = 1_000  # of a project's trail; the oldest beyond are on the trail's own page
# What belongs to a project, and the link by which it does.
BELONGING: tuple[tuple[type[Any], str], ...] = (
    (Milestone, "project"), (MilestonePlan, "project"), (Waiver, "project"),
    (Evidence, "project"), (MajorTag, "project"), (ProjectTeam, "project"),
    (CreditShare, "project"), (Merger, "kept"), (Merger, "merged"), (ReserveProject, "project"),
    (Agreement, "project"), (IncentiveClause, "agreement__project"), (Receipt, "project"),
    (Verification, "receipt__project"), (Exclusion, "receipt__project"),
    (Rejection, "receipt__project"), (Recheck, "receipt__project"),
    (Voucher, "receipt__project"), (Ticket, "project"),
)  # fmt: skip
FEW = 4  # facts that an entry begins with
HIDDEN = {
    "project_id", "receipt_id", "agreement_id", "corrects_id", "recorded_by_id", "retired_at",
    "moved",
}  # fmt: skip


@dataclass(frozen=True)
class Past:
    """The trail, newest first, and the days on which something changed."""

    told: list[Told]
    days: list[date]
    is_cut: bool = False

    def before(self, day: date) -> date | None:
        """Return the last day before this one on which something changed."""
        return max((each for each in self.days if each < day), default=None)

    def after(self, day: date) -> date | None:
        return min((each for each in self.days if each > day), default=None)


def past_of(key: int, frame: Frame) -> Past:
    """Return what was done to the project and to what belongs to it and this official may see."""
    about = Q(kind=ContentType.objects.get_for_model(Project), key=key)
    for model, link in BELONGING:
        rows = model.history.filter(**{f"{link}_id" if "__" not in link else link: key})
        rows = rows.filter(version_of=None).visible_to(frame.official)
        kind = ContentType.objects.get_for_model(model)
        about |= Q(kind=kind, key__in=rows.values("pk"))
    rows = Trail.objects.filter(about).select_related("actor").order_by("-pk")
    trail = list(rows[: MOST + 1])
    shown = [row for row in trail[:MOST] if not frame.known_at or row.at <= frame.known_at]
    days = sorted({timezone.localdate(row.at) for row in trail})
    return Past(in_order(shown), days, len(trail) > MOST)


def in_order(trail: Iterable[Trail]) -> list[Told]:
    """Return rows of many kinds in words, each kind's names read together."""
    rows = list(trail)
    said: dict[int, Told] = {}
    for kind in {row.kind_id for row in rows}:
        model = ContentType.objects.get_for_id(kind).model_class() if kind else None
        if model is None:
            continue
        own = {row.pk: row for row in rows if row.kind_id == kind}
        changes = {key: shown_changes(row) for key, row in own.items()}
        names = linked_names(model, list(changes.values()))
        for key, row in own.items():
            note = "；".join(filter(None, [row.note, facts(model, changes[key], names)]))
            said[key] = Told(row.at, str(row.actor), labelled(row, model), note)
    return [said[row.pk] for row in rows if row.pk in said]


def shown_changes(row: Trail) -> dict[str, Any]:
    """Return the changes worth telling; a link to what the dossier is about says nothing."""
    return {name: pair for name, pair in row.changes.items() if name not in HIDDEN}


def labelled(row: Trail, model: type[models.Model]) -> str:
    """Return the action in words; a bare verb is told with what it was done to."""
    said = in_words(row.action)
    return f"{said}{model._meta.verbose_name}" if said in ("登记", "修改", "撤回") else said


def facts(model: type[models.Model], changes: dict[str, Any], names: dict[str, Any]) -> str:
    """Return what a record began with, its first facts, or what changed from what to what."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    told = [(fields[name], pair) for name, pair in changes.items() if name in fields]
    if all(before is None for _, (before, _) in told):
        begun = [(field, after) for field, (_, after) in told if after not in (None, "", False)]
        said = [f"{field.verbose_name}：{value(field, after, names)}" for field, after in begun]
        return "；".join(said[:FEW])
    return "；".join(
        f"{field.verbose_name}：{value(field, before, names)} → {value(field, after, names)}"
        for field, (before, after) in told
    )
