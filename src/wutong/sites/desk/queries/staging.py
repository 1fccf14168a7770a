"""Stages in lists: their names and colours as the county has them, and each project's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wutong.attract.projects.models import Milestone, stage_names
from wutong.attract.projects.queries import BUILDING, CONTINUING
from wutong.foundation.codes import project_code_doubt, project_code_fault
from wutong.sites.desk.queries.pipeline.frame import NO_STAGE, today

Kind = Milestone.Kind
UNKNOWN = ("none", "未登记节点")
DERIVED = {"building": BUILDING, "continuing": CONTINUING}


class StageNames(Mapping[int, str]):
    """The stages in force today by their place in the order (`stage_index`)."""

    def __getitem__(self, index: int) -> str:
        return {NO_STAGE: "", **{i: s.name for i, s in enumerate(today().stages)}}[index]

    def __iter__(self) -> Iterator[int]:
        return iter(range(NO_STAGE, len(today().stages)))

    def __len__(self) -> int:
        return len(today().stages) + 1


class StageTones(Mapping[str, str]):
    """The colours of the stages' names."""

    def __getitem__(self, name: str) -> str:
        return stage_tone({stage.name: stage.code for stage in today().stages}[name])

    def __iter__(self) -> Iterator[str]:
        return (stage.name for stage in today().stages)

    def __len__(self) -> int:
        return len(today().stages)


def stage_tone(code: str | None) -> str:
    """Return a stage's colour: blue on the way, green from 开工 on, grey when gone or unknown."""
    codes = list(stage_names())
    if code not in codes or code == Kind.TERMINATED:
        return "grey"
    begun = codes.index(Kind.COMMENCED) if Kind.COMMENCED in codes else len(codes)
    return "green" if codes.index(code) >= begun else "blue"


def stage_choices() -> list[tuple[str, str]]:
    stages = [(stage.code, stage.name) for stage in today().stages]
    return [*stages, *DERIVED.items(), UNKNOWN]


def in_stage(rows: Any, stage: str) -> Any:
    if stage in DERIVED:
        return rows.filter(building=DERIVED[stage])
    index = today().index_of(stage)
    is_known = index != NO_STAGE or stage == UNKNOWN[0]
    return rows.filter(stage_index=index) if is_known else rows.none()


def project_lights(project: Any) -> list[tuple[str, str]]:
    stage = today().stage_at(project.stage_index)
    lights = [(stage_tone(stage.code), stage.name) if stage else (stage_tone(None), UNKNOWN[1])]
    if project.building:
        lights.append(("green", project.building))
    if project.is_landed:
        lights.append(("green", "已落地"))
    code = project.approval_code
    if code and (project_code_fault(code) or project_code_doubt(code)):
        lights.append(("yellow", "投资项目代码待核对"))
    return lights
