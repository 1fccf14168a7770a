"""Where new projects came from: trips, receptions, and which lists their investors are on."""

from __future__ import annotations

from django.db.models import Sum

from wutong.attract.agreements.metrics.shapes import (
    AGREEMENT_COLUMNS,
    AGREEMENT_RELATED,
    PROJECT_COLUMNS,
    PROJECT_DIMENSIONS,
    PROJECT_RELATED,
)
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.queries import newly_registered
from wutong.attract.firms.models import Honour
from wutong.attract.outreach.queries import LED_BY_LEADERS, receptions, trips
from wutong.attract.projects.models import Project, Projects
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric, Names
from wutong.metrics.knowing import known_field
from wutong.metrics.registry import register


def from_trips(ask: Ask) -> Projects:
    return newly_registered(ask).filter(source_trip_id__in=trips(ask, *LED_BY_LEADERS).identities())


def from_receptions(ask: Ask) -> Projects:
    return newly_registered(ask).filter(source_reception_id__in=receptions(ask).identities())


def sourced(code: str, label: str, definition: str, rows: object, slots: str) -> None:
    """Register count, amount and names of the new projects that came from some batches."""
    count = register(
        Metric(
            code=f"{code}_projects",
            label=f"{label}签约项目",
            unit="项",
            definition=definition,
            source=slots,
            rows=rows,  # type: ignore[arg-type]
            dimensions=PROJECT_DIMENSIONS,
            dated="registered_on",
            columns=PROJECT_COLUMNS,
            related=PROJECT_RELATED,
            credit="identity",
        )
    )
    register(
        Metric(
            code=f"{code}_amount",
            label=f"{label}签约额",
            unit="元",
            definition=f"{definition}：合同签约金额之和",
            source=slots,
            rows=lambda ask: (
                Agreement.history.known(ask.known_at)
                .filter(corrects=None, project_id__in=count.rows(ask).identities())
                .annotate(by_unit=known_field(Project, "lead_unit_id", "project", ask))
            ),
            adds_up=Sum("amount"),
            dimensions={"unit": "by_unit"},
            dated="counted_on",
            columns=AGREEMENT_COLUMNS,
            related=AGREEMENT_RELATED,
            credit="project_id",
        )
    )
    register(
        Names(
            code=f"{code}_project_names",
            label=f"{label}签约项目名称",
            definition=f"{definition}，按签约金额从大到小",
            source=slots,
            of=count,
            name="name",
            amount="contracted",
        )
    )


sourced(
    "trip",
    "走出去",
    "新签约入库项目中，来源为期内县级领导带队外出招商批次的",
    from_trips,
    "季度工作报告 B15、F03、B16",
)
sourced(
    "reception",
    "请进来",
    "新签约入库项目中，来源为期内客商来访批次的",
    from_receptions,
    "季度工作报告 B24—B26",
)


def listed(ask: Ask) -> Projects:
    """Return trips' projects whose investor is on the list that the rules name, with its group."""
    rule = ask.rule("top_list")
    honours = Honour.history.known(ask.known_at).filter(
        kind=Honour.Kind.TOP_LIST,
        listing__contains=rule["word"],
        year=ask.period.first.year - int(rule["years_back"]),
    )
    found = from_trips(ask).filter(investor_id__in=honours.values("firm_id"))
    return found.exclude(investor__group=None)


top_groups = register(
    Metric(
        code="top500_landed",
        label="引进500强企业",
        unit="家",
        definition="走出去签约项目的投资方所属集团中，列入规则所指榜单与年度的，按集团计数",
        source="季度工作报告 B17、F04；口径规则 top_list",
        rows=listed,
        distinct="investor__group",
        dimensions=PROJECT_DIMENSIONS,
        columns=(*PROJECT_COLUMNS[:3], Column("所属集团", "investor.group"), *PROJECT_COLUMNS[3:]),
        related=("investor__group", "lead_unit", "chain"),
    )
)
register(
    Names(
        code="top500_names",
        label="引进500强企业名称",
        definition="上述集团名称，按其项目签约金额之和从大到小",
        source="季度工作报告 B17",
        of=top_groups,
        name="investor__group__name",
        amount="contracted",
        weighed=sum,  # type: ignore[arg-type]
    )
)
