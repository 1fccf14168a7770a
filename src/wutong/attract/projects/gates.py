"""What a gate can ask of a project: its fields, its evidence, and the checks that apps register.

A check is registered by the app that knows its rows; the gates themselves are rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from wutong.attract.projects.models import Milestone, Project
from wutong.foundation.codes import project_code_fault

Judge = Callable[[Project, date], str]  # what is wrong on that day, in words; "" if nothing
Reached = Callable[[Iterable[int]], dict[int, date]]  # project key → day


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
    read: Callable[[Project], Any]
    kind: str = "text"  # text, flag, money (元), or choice of a field of the project


checks: dict[str, Check] = {}
facts: dict[str, Fact] = {}
reached_by: dict[str, Reached] = {}

FIELDS = (
    "investor", "origin", "lead_unit", "chain", "industry", "total_investment", "content", "site",
    "local_firm", "approval_code", "channel", "located_in", "sponsor",
)  # fmt: skip


def field_label(name: str) -> str:
    field: Any = Project._meta.get_field(name)
    return str(field.verbose_name)


def register_check(code: str, label: str, judge: Judge) -> None:
    """Let gates name a check: `judge(project, on)` says what is wrong, or ""."""
    checks[code] = Check(code, label, judge)


def register_fact(
    name: str, label: str, read: Callable[[Project], Any], kind: str = "text"
) -> None:
    """Let the conditions of gates rest on something that an app knows of a project."""
    facts[name] = Fact(name, label, read, kind)


def register_reached(stage: str, days: Reached) -> None:
    """Let another record than a milestone show that a stage was reached: a contract, signing."""
    reached_by[stage] = days


def facts_of(project: Project) -> dict[str, Any]:
    """Return what conditions may rest on: the project's own fields, and what other apps know."""
    return {name: fact.read(project) for name, fact in facts.items()}


def _secured(project: Project, on: date) -> str:
    return "" if project.is_site_secured else "用地（厂房）尚未落实"


def _sourced(project: Project, on: date) -> str:
    known = project.source_trip_id or project.source_reception_id or project.source_station_id
    return "" if known or project.channel else "没有对接记录：请填招商方式或来源活动"


def _coded(project: Project, on: date) -> str:
    if project.investor is None:
        return "没有投资企业"
    return "" if project.investor.credit_code else f"{project.investor}没有统一社会信用代码"


def _not_before_registration(project: Project, on: date) -> str:
    first = Milestone.objects.filter(project=project, kind=Milestone.Kind.REGISTERED).first()
    if first and on < first.happened_on:
        return f"开工日期早于入库日期{first.happened_on:%Y-%m-%d}"
    return ""


def _approval_coded(project: Project, on: date) -> str:
    if not project.approval_code:
        return "尚未填写"
    return project_code_fault(project.approval_code)


register_check("approval_coded", "投资项目代码合规", _approval_coded)
register_check("site_secured", "用地（厂房）已落实", _secured)
register_check("sourced", "有对接记录", _sourced)
register_check("investor_coded", "投资方主体明确", _coded)
register_check("after_registration", "开工不早于入库", _not_before_registration)

for _name in ("origin", "nature", "channel"):
    register_fact(_name, field_label(_name), attrgetter(_name), "choice")
register_fact("industry", field_label("industry"), attrgetter("industry"))
register_fact(
    "total_investment", field_label("total_investment"), attrgetter("total_investment"), "money"
)
register_fact("chain", field_label("chain"), lambda p: p.chain.name if p.chain else None)
