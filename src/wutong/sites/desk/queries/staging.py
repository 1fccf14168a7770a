"""Stages in lists: their names and colours as the county has them, and each project's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from wutong.attract.projects.models import Milestone, Stage, stage_names
from wutong.attract.projects.queries import BUILDING, CONTINUING
from wutong.foundation.codes import project_code_doubt, project_code_fault

Kind = Milestone.Kind
DONE = (Kind.IN_PRODUCTION, Kind.AT_CAPACITY)
UNKNOWN = ("none", "未登记节点")
DERIVED = {"building": BUILDING, "continuing": CONTINUING}


class StageNames(Mapping[str, str]):
    """The stages by code, as the county calls them now."""

    def __getitem__(self, code: str) -> str:
        return stage_names()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(stage_names())

    def __len__(self) -> int:
        return len(stage_names())


class StageTones(Mapping[str, str]):
    """The colours of the stages' names."""

    def __getitem__(self, name: str) -> str:
        return stage_tone({words: code for code, words in stage_names().items()}[name])

    def __iter__(self) -> Iterator[str]:
        return iter(stage_names().values())

    def __len__(self) -> int:
        return len(stage_names())


def stage_tone(code: str | None) -> str:
    """Return a stage's colour: blue on the way, green from 开工 on, grey when gone or unknown."""
    codes = list(stage_names())
    if code not in codes or code == Kind.TERMINATED:
        return "grey"
    begun = codes.index(Kind.COMMENCED) if Kind.COMMENCED in codes else len(codes)
    return "green" if codes.index(code) >= begun else "blue"


def stage_choices() -> list[tuple[str, str]]:
    return [*stage_names().items(), *DERIVED.items(), UNKNOWN]


def in_stage(rows: Any, stage: str) -> Any:
    if stage in DERIVED:
        return rows.filter(building=DERIVED[stage])
    return rows.filter(stage=stage) if stage != UNKNOWN[0] else rows.filter(stage=None)


def with_stage(rows: Any, signed: Any) -> Any:
    """Add each project's stage by code, and 在建 or 续建; `signed` are its contracts.

    The stage is as `standings` says it: the furthest reached by today, a contract being 签约.
    """
    today = timezone.localdate()
    reached = Milestone.objects.filter(project=OuterRef("pk"), happened_on__lte=today)
    ranks = {code: at for at, code in enumerate(stage_names(), 1)}
    furthest = reached.annotate(rank=_ranked(ranks)).order_by("-rank")
    begun = reached.filter(kind=Kind.COMMENCED).order_by().values("happened_on")[:1]
    exits = Stage.objects.filter(kind=Stage.Kind.EXIT).values("code")
    rows = rows.annotate(
        stage_rank=Coalesce(Subquery(furthest.values("rank")[:1]), Value(0)),
        begun_on=Subquery(begun),
    )
    is_signed = Exists(signed.filter(signed_on__lte=today))
    return rows.annotate(
        stage=Case(
            When(is_signed, stage_rank__lt=ranks.get(Kind.SIGNED, 0), then=Value(str(Kind.SIGNED))),
            default=Subquery(furthest.values("kind")[:1]),
            output_field=CharField(),
        ),
        building=Case(
            When(begun_on=None, then=Value("")),
            When(Exists(reached.filter(kind__in=DONE)), then=Value("")),
            When(Exists(reached.filter(kind__in=exits)), then=Value("")),
            When(begun_on__year=today.year, then=Value(BUILDING)),
            default=Value(CONTINUING),
        ),
    )


def _ranked(ranks: dict[str, int]) -> Case:
    whens = [When(kind=code, then=Value(rank)) for code, rank in ranks.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def project_lights(project: Any) -> list[tuple[str, str]]:
    name = stage_names().get(project.stage, UNKNOWN[1])
    lights = [(stage_tone(project.stage), name)]
    if project.building:
        lights.append(("green", project.building))
    if project.is_landed:
        lights.append(("green", "已落地"))
    code = project.approval_code
    if code and (project_code_fault(code) or project_code_doubt(code)):
        lights.append(("yellow", "投资项目代码待核对"))
    return lights
