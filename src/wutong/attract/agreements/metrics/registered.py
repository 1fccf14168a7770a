"""Newly signed and registered projects (新签约入库), their amounts, and how many have commenced."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, Sum

from wutong.attract.agreements.metrics.shapes import (
    AGREEMENT_COLUMNS,
    AGREEMENT_DIMENSIONS,
    AGREEMENT_RELATED,
    PROJECT_COLUMNS,
    PROJECT_DIMENSIONS,
    PROJECT_RELATED,
)
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.queries import contracts, newly_registered
from wutong.attract.projects.models import Milestone, Project, Projects
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Metric, Ratio
from wutong.metrics.knowing import known_field
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords

projects_registered = register(
    Metric(
        code="projects_registered",
        label="新签约入库项目",
        unit="项",
        definition="期内签订合同且期内入库、截止日未终止的项目数；本县投资、房地产项目不计",
        source="季度工作报告 B01；口径规则 excluded_origins、excluded_industries",
        rows=newly_registered,
        dimensions=PROJECT_DIMENSIONS,
        dated="registered_on",
        columns=PROJECT_COLUMNS,
        related=PROJECT_RELATED,
        credit="identity",
    )
)


def amounts_of(projects: Projects, ask: Ask) -> CountyRecords[Any]:
    """Return the agreements of these projects, and corrections counted in the period."""
    since, until = ask.span
    known = Agreement.history.known(ask.known_at).filter(kind=Agreement.Kind.CONTRACT)
    first = Q(corrects=None, project_id__in=projects.identities())
    corrected = Q(
        corrects__isnull=False,
        counted_on__range=(since, until),
        project_id__in=contracts(ask).identities(),
    )
    return known.filter(first | corrected).annotate(
        by_unit=known_field(Project, "lead_unit_id", "project", ask),
        by_chain=known_field(Project, "chain_id", "project", ask),
        by_origin=known_field(Project, "origin", "project", ask),
        by_channel=known_field(Project, "channel", "project", ask),
    )


contracted_amount = register(
    Metric(
        code="contracted_amount",
        label="签约额",
        unit="元",
        definition="新签约入库项目的合同签约金额之和（不是总投资）；关账后的金额更正计入更正当月",
        source="通行口径；季度工作报告 B02",
        rows=lambda ask: amounts_of(newly_registered(ask), ask),
        adds_up=Sum("amount"),
        dimensions=AGREEMENT_DIMENSIONS,
        dated="counted_on",
        columns=AGREEMENT_COLUMNS,
        related=AGREEMENT_RELATED,
        credit="project_id",
    )
)

projects_commenced = register(
    Metric(
        code="projects_commenced",
        label="新签约入库项目中已开工",
        unit="项",
        definition="新签约入库项目中，截止日前已开工的项目数",
        source="季度工作报告 F01",
        rows=lambda ask: newly_registered(ask).reached(Milestone.Kind.COMMENCED, until=ask.cutoff),
        dimensions=PROJECT_DIMENSIONS,
        columns=PROJECT_COLUMNS,
        related=PROJECT_RELATED,
        credit="identity",
    )
)
register(
    Ratio(
        code="commencement_rate",
        label="项目开工率",
        definition="已开工项目数 ÷ 新签约入库项目数（同一批项目）",
        source="通行口径；季度工作报告 F01",
        part=projects_commenced,
        whole=projects_registered,
    )
)
