"""What is to be reached in the quarter after the period: signings, commencements, production."""

from __future__ import annotations

from datetime import date

from wutong.attract.agreements.queries import contracts
from wutong.attract.projects.models import Milestone, MilestonePlan
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric, Names
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords

PLAN_COLUMNS = (
    Column("项目名称", "project_name"),
    Column("节点", "get_kind_display"),
    Column("时限", "due_on", "date"),
    Column("总投资", "total_investment", "money"),
    Column("责任单位", "lead_unit"),
)


def due(ask: Ask, kind: str) -> CountyRecords[MilestonePlan]:
    """Return plans for a milestone that fall due in the quarter after the period."""
    quarter = ask.period.next_quarter()
    return MilestonePlan.history.known(ask.known_at).filter(
        kind=kind, due_from__range=(quarter.first, quarter.last)
    )


def continuing_due(ask: Ask) -> CountyRecords[MilestonePlan]:
    """Return plans to finish a continuing project (续建): begun before this year, unfinished."""
    new_year = date(ask.period.first.year, 1, 1)
    begun = contracts(ask).reached(Milestone.Kind.COMMENCED, until=date(new_year.year - 1, 12, 31))
    begun = begun.not_reached(Milestone.Kind.IN_PRODUCTION, until=ask.cutoff)
    return due(ask, "in_production").filter(project_id__in=begun.identities())


def planned(code: str, label: str, definition: str, rows: object, slots: str) -> None:
    count = register(
        Metric(
            code=code,
            label=label,
            unit="个",
            definition=definition,
            source=slots,
            rows=rows,  # type: ignore[arg-type]
            dimensions={"unit": "lead_unit_id"},
            columns=PLAN_COLUMNS,
            related=("lead_unit",),
        )
    )
    register(
        Names(
            code=f"{code}_names",
            label=f"{label}名称",
            definition=f"{definition}，按总投资从大到小",
            source=slots,
            of=count,
            name="project_name",
            amount="total_investment",
        )
    )


planned(
    "continuing_due", "下季度建成运营的续建项目",
    "下一季度到期的投产节点中，合同项目上年末前已开工且尚未投产的", continuing_due,
    "季度工作报告 B46、B47",
)  # fmt: skip
planned(
    "signings_due", "下季度签约的意向项目", "下一季度到期的签约节点",
    lambda ask: due(ask, "signed"), "季度工作报告 B48、F07",
)  # fmt: skip
planned(
    "commencements_due", "下季度动工项目", "下一季度到期的动工节点",
    lambda ask: due(ask, "commenced"), "季度工作报告 B49、F08",
)  # fmt: skip
