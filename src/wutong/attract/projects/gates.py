"""What a gate can ask of a project: its fields, its evidence, and the checks that apps register.

A check is registered by the app that knows its rows; the gates themselves are rows. Checks and
facts are asked for many projects at once: before a gate is set, all open projects are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from wutong.attract.projects.models import Milestone, Project
from wutong.foundation.codes import project_code_fault

# What is wrong with each on that day, in words, by the project's key; what is in order is left out.
Judge = Callable[[Sequence[Project], date], Mapping[int, str]]
Read = Callable[[Sequence[Project]], Mapping[int, Any]]  # its value, by the project's key
Reached = Callable[[Iterable[int]], dict[int, date]]  # project key → day
Brought = Callable[[Iterable[int]], set[int]]  # of these projects' keys


@dataclass(frozen=True)
class Check:
    code: str
    label: str
    judge: Judge


@dataclass(frozen=True)
class Fact:
    """Something that a condition may rest on; `kind` says how its value is written."""

    name: str
    label: str
    read: Read
    kind: str = "text"  # text, flag, money (元), or choice of a field of the project


@dataclass(frozen=True)
class Sign:
    """Another record than a milestone that shows a stage was reached: since when, whose word."""

    days: Reached
    from_ledger: Brought


checks: dict[str, Check] = {}
facts: dict[str, Fact] = {}
reached_by: dict[str, Sign] = {}

FIELDS = (
    "investor", "origin", "lead_unit", "chain", "industry", "total_investment", "content", "site",
    "local_firm", "approval_code", "channel", "located_in", "sponsor",
)  # fmt: skip


def field_label(name: str) -> str:
    field: Any = Project._meta.get_field(name)
    return str(field.verbose_name)


def register_check(code: str, label: str, judge: Judge) -> None:
    """Let gates name a check: `judge(projects, on)` says what is wrong with which."""
    checks[code] = Check(code, label, judge)


def register_fact(name: str, label: str, read: Read, kind: str = "text") -> None:
    """Let the conditions of gates rest on something that an app knows of a project."""
    facts[name] = Fact(name, label, read, kind)


def register_reached(stage: str, days: Reached, from_ledger: Brought) -> None:
    """Let another record than a milestone show that a stage was reached: a contract, signing.

    Of what a ledger brought (`from_ledger`) the stage's gates are not asked; what was recorded by
    hand shows where the project stands and opens no gate.
    """
    reached_by[stage] = Sign(days, from_ledger)


def facts_of(projects: Sequence[Project]) -> dict[int, dict[str, Any]]:
    """Return what conditions may rest on, by project: its own fields, and what other apps know."""
    found: dict[int, dict[str, Any]] = {project.pk: {} for project in projects}
    for name, fact in facts.items():
        for key, value in fact.read(projects).items():
            found[key][name] = value
    return found


def of_each(look: Callable[[Project], str]) -> Judge:
    """Return the judge of what a project shows by itself."""

    def judge(projects: Sequence[Project], on: date) -> dict[int, str]:
        said = {project.pk: look(project) for project in projects}
        return {key: fault for key, fault in said.items() if fault}

    return judge


def read_each(read: Callable[[Project], Any]) -> Read:
    return lambda projects: {project.pk: read(project) for project in projects}


def _secured(project: Project) -> str:
    return "" if project.is_site_secured else "用地（厂房）尚未落实"


def _sourced(project: Project) -> str:
    known = (
        project.source_trip_id
        or project.source_reception_id
        or project.source_station_id
        or project.source_roadshow_id
    )
    return "" if known or project.channel else "没有对接记录：请填招商方式或来源活动"


def _coded(project: Project) -> str:
    if project.investor is None:
        return "没有投资企业"
    return "" if project.investor.credit_code else f"{project.investor}没有统一社会信用代码"


def _approval_coded(project: Project) -> str:
    if not project.approval_code:
        return "尚未填写"
    return project_code_fault(project.approval_code)


def _not_before_registration(projects: Sequence[Project], on: date) -> dict[int, str]:
    later = Milestone.objects.filter(
        project__in=projects, kind=Milestone.Kind.REGISTERED, happened_on__gt=on
    )
    days = later.values_list("project_id", "happened_on")
    return {key: f"开工日期早于入库日期{day:%Y-%m-%d}" for key, day in days}


register_check("approval_coded", "投资项目代码合规", of_each(_approval_coded))
register_check("site_secured", "用地（厂房）已落实", of_each(_secured))
register_check("sourced", "有对接记录", of_each(_sourced))
register_check("investor_coded", "投资方主体明确", of_each(_coded))
register_check("after_registration", "开工不早于入库", _not_before_registration)

for _name in ("origin", "nature", "channel"):
    register_fact(_name, field_label(_name), read_each(attrgetter(_name)), "choice")
register_fact("industry", field_label("industry"), read_each(attrgetter("industry")))
register_fact(
    "total_investment",
    field_label("total_investment"),
    read_each(attrgetter("total_investment")),
    "money",
)
register_fact("chain", field_label("chain"), read_each(lambda p: p.chain.name if p.chain else None))
