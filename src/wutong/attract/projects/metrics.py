"""What the reserve library and publications let the county measure."""

from __future__ import annotations

from django.db.models import Sum

from wutong.attract.projects.models import (
    Packaging,
    Publication,
    PublishedProject,
    ReserveProject,
)
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric
from wutong.metrics.knowing import has
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords


def in_reserve(ask: Ask) -> CountyRecords[ReserveProject]:
    """Return reserve projects whose packaging was passed, in the library by the cut-off."""
    known = ReserveProject.history.known(ask.known_at)
    return known.filter(
        has(Packaging, "reserve", ask, is_passed=True),
        state=ReserveProject.State.RESERVED,
        reserved_on__lte=ask.cutoff,
    )


RESERVE_COLUMNS = (
    Column("项目名称", "name"),
    Column("谋划单位", "lead_unit"),
    Column("产业链", "chain"),
    Column("项目类型", "move"),
    Column("总投资", "total_investment", "money"),
    Column("入库时间", "reserved_on", "date"),
)
RESERVE = {
    "rows": in_reserve,
    "dimensions": {"unit": "lead_unit_id", "chain": "chain_id"},
    "columns": RESERVE_COLUMNS,
    "related": ("lead_unit", "chain"),
}
register(
    Metric(
        code="projects_in_reserve",
        label="谋划储备项目",
        unit="项",
        definition="状态为储备、包装评审通过、截止日前入库的储备项目数",
        source="季度工作报告 B05",
        **RESERVE,  # type: ignore[arg-type]
    )
)
register(
    Metric(
        code="reserve_investment",
        label="储备项目总投资",
        unit="元",
        definition="上述储备项目的总投资之和",
        source="季度工作报告 B06",
        adds_up=Sum("total_investment"),
        **RESERVE,  # type: ignore[arg-type]
    )
)


def published(ask: Ask, **channel: bool) -> CountyRecords[Publication]:
    known = Publication.history.known(ask.known_at)
    return known.filter(published_on__range=ask.span, **channel)


register(
    Metric(
        code="items_published",
        label="门户网站发布信息",
        unit="条",
        definition="期内在政府门户网站发布的招商引资信息条数",
        source="季度工作报告 B10",
        rows=lambda ask: published(ask, is_portal=True),
        dimensions={"unit": "unit_id"},
        dated="published_on",
        columns=(
            Column("发布日期", "published_on", "date"),
            Column("渠道", "channel"),
            Column("标题", "title"),
            Column("发布单位", "unit"),
        ),
        related=("unit",),
    )
)
register(
    Metric(
        code="projects_shared",
        label="推送重点招商项目",
        unit="项",
        definition="期内在商协会微信群、朋友圈推送的项目，同名只计一次",
        source="季度工作报告 B11",
        rows=lambda ask: PublishedProject.history.known(ask.known_at).filter(
            publication_id__in=published(ask, is_push=True).identities()
        ),
        distinct="project_name",
        dimensions={"unit": "publication__unit_id"},
        columns=(
            Column("项目名称", "project_name"),
            Column("推送日期", "publication.published_on", "date"),
            Column("渠道", "publication.channel"),
            Column("发布单位", "publication.unit"),
        ),
        related=("publication__unit",),
    )
)
