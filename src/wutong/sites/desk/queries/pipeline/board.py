"""The board (项目看板): a column for each stage, in each the projects that should move first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Sum, Window
from django.db.models.functions import RowNumber

from wutong.attract.projects.access import can_move
from wutong.attract.projects.models import Project, Stage
from wutong.attract.projects.queries import Lack, lacks
from wutong.sites.desk.queries.pipeline.frame import LIGHTS, NO_STAGE, TONES, Frame
from wutong.sites.desk.queries.pipeline.standing import with_light, with_standing

PER_COLUMN = 20


@dataclass(frozen=True)
class Card:
    """A project on the board."""

    key: int
    name: str
    investor: str
    unit: str
    investment: Decimal | None
    days: int | None
    tone: str
    light: str
    is_movable: bool


@dataclass(frozen=True)
class BoardColumn:
    code: str
    name: str
    count: int
    investment: Decimal
    cards: list[Card]
    is_exit: bool = False

    @property
    def further(self) -> int:
        """Return how many more there are than are shown."""
        return self.count - len(self.cards)


def board_of(rows: Any, frame: Frame) -> list[BoardColumn]:
    """Return the columns of rows that have their standing: two queries, however many there are."""
    totals = {
        each["stage_index"]: each
        for each in rows.order_by()
        .values("stage_index")
        .annotate(count=Count("pk"), investment=Sum("total_investment"))
    }
    shown = first_of_each(rows, frame)
    places = [
        (index, stage.code, stage.name, stage.kind == Stage.Kind.EXIT)
        for index, stage in enumerate(frame.stages)
    ]
    places += [(NO_STAGE, "none", "未登记节点", False)] if NO_STAGE in totals else []
    return [
        BoardColumn(
            code,
            name,
            totals.get(index, {}).get("count", 0),
            totals.get(index, {}).get("investment") or Decimal(0),
            [card_of(project, frame) for project in shown.get(index, [])],
            is_exit,
        )
        for index, code, name, is_exit in places
    ]


def first_of_each(rows: Any, frame: Frame) -> dict[int, list[Any]]:
    """Return the first projects of each stage: the red ones, then those there longest."""
    first = [F("light").asc(), F("since").asc(nulls_last=True), F("pk").asc()]
    numbered = with_light(rows, frame).annotate(
        nth=Window(RowNumber(), partition_by=[F("stage_index")], order_by=first)
    )
    found: dict[int, list[Any]] = {}
    few = numbered.filter(nth__lte=PER_COLUMN).select_related("investor", "lead_unit")
    for project in few.order_by("stage_index", "nth"):
        found.setdefault(project.stage_index, []).append(project)
    return found


def card_of(project: Any, frame: Frame) -> Card:
    return Card(
        key=project.pk,
        name=project.name,
        investor=project.investor.name if project.investor else "",
        unit=project.lead_unit.short_name or project.lead_unit.name,
        investment=project.total_investment,
        days=(frame.on - project.since).days if project.since else None,
        tone=TONES[project.light],
        light=LIGHTS[project.light],
        is_movable=project.stage_index not in frame.exits and can_move(frame.official, project),
    )


@dataclass(frozen=True)
class Preview:
    """A move that somebody thinks of: from where, to where, and what is in its way."""

    project: Project
    here: str
    stage: Stage | None
    choices: list[Stage]
    wanting: list[Lack]
    waived: list[Lack]
    why_not: str = ""
    may: bool = False

    @property
    def url(self) -> str:
        """Return the page that moves the project, or lets it leave."""
        return move_url(self.project.pk, self.stage)


def move_url(key: int, stage: Stage | None) -> str:
    if stage is not None and stage.kind == Stage.Kind.EXIT:
        return f"/projects/{key}/leaving/"
    return f"/projects/{key}/move/" + (f"?to={stage.code}" if stage else "")


def preview_of(project: Any, to: str, frame: Frame) -> Preview:
    """Return what moving a project that has its standing to a stage would need."""
    here = frame.stage_at(project.stage_index)
    ahead = [s for i, s in enumerate(frame.stages) if i > project.stage_index]
    steps = [s for s in ahead if s.kind == Stage.Kind.STEP]
    is_out = project.stage_index in frame.exits
    choices = [] if is_out else ahead
    default = steps[0] if steps else None
    stage = next((s for s in frame.stages if s.code == to), default) if not is_out else here
    found: list[Lack] = []
    if stage in choices and stage is not None and stage.kind == Stage.Kind.STEP:
        found = lacks(project, stage.code, frame.on)
    return Preview(
        project=project,
        here=here.name if here else "未登记节点",
        stage=stage,
        choices=choices,
        wanting=[lack for lack in found if lack.stands],
        waived=[lack for lack in found if not lack.stands],
        why_not=why_not(project, here, stage, choices, frame),
        may=can_move(frame.official, project),
    )


def why_not(
    project: Any, here: Stage | None, stage: Stage | None, choices: list[Stage], frame: Frame
) -> str:
    """Return why a project cannot go there at all, whatever papers it has; "" where it can."""
    if here is not None and project.stage_index in frame.exits:
        return f"项目已{here.name}，不能再推进。如系误录，请在项目页撤销。"
    if stage is None or not choices:
        return "后面没有别的阶段了。"
    if stage is here:
        return f"项目已在“{stage.name}”。"
    if stage not in choices:
        at = here.name if here else ""
        return f"项目已到“{at}”，不能退回“{stage.name}”。如系误录，请在项目页撤销上一步。"
    return ""


def with_standing_of(rows: Any, frame: Frame) -> Any:
    return with_standing(rows, frame).select_related("investor", "lead_unit", "chain")
