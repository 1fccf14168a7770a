"""What projects, the reserve library and publications let the county measure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from wutong.attract.outreach.models import FairEdition
from wutong.attract.projects.models import (
    CreditShare,
    Packaging,
    Project,
    Publication,
    PublishedProject,
    ReserveProject,
    Waiver,
)
from wutong.attract.projects.queries.fairs import (
    commenced_entries,
    edition_asked,
    edition_before,
    signed_entries,
)
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Growth, Metric, Ratio
from wutong.metrics.knowing import has, known_field
from wutong.metrics.registry import register
from wutong.metrics.splitting import register_splitter
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


register(
    Metric(
        code="projects_packaged",
        label="评审通过的包装项目",
        unit="项",
        definition="期内包装评审通过的储备项目，按评审日期计，同一项目只计一次；台账没有评审日期的不计",
        source="季度工作报告：谋划包装项目，优中选优",
        rows=lambda ask: Packaging.history.known(ask.known_at).filter(
            is_passed=True, reviewed_on__range=ask.span
        ),
        distinct="reserve_id",
        dimensions={"unit": "reserve__lead_unit_id", "chain": "reserve__chain_id"},
        dated="reviewed_on",
        columns=(
            Column("项目名称", "reserve"),
            Column("谋划单位", "reserve.lead_unit"),
            Column("产业链", "reserve.chain"),
            Column("得分", "score", "count"),
            Column("评审日期", "reviewed_on", "date"),
        ),
        related=("reserve__lead_unit", "reserve__chain"),
    )
)


def packaged(ask: Ask) -> CountyRecords[ReserveProject]:
    """Return all reserve projects that ever passed a packaging review, signed or dropped since."""
    known = ReserveProject.history.known(ask.known_at)
    return known.filter(has(Packaging, "reserve", ask, is_passed=True), reserved_on__lte=ask.cutoff)


def hit(ask: Ask) -> CountyRecords[ReserveProject]:
    return packaged(ask).filter(state=ReserveProject.State.SIGNED)


HIT_COLUMNS = (
    *RESERVE_COLUMNS,
    Column("项目状态", "get_state_display"),
    Column("落成项目", "project"),
)
PACKAGED = Metric(
    code="reserves_packaged",
    label="累计评审通过的储备项目",
    unit="项",
    definition="截止日前入库、包装评审通过过的全部储备项目，不论现在储备、在谈、已签约还是淘汰",
    source="命中率的分母",
    **{
        **RESERVE,
        "rows": packaged,
        "columns": HIT_COLUMNS,
        "related": ("lead_unit", "chain", "project"),
    },  # type: ignore[arg-type]
)
HIT = Metric(
    code="reserves_hit",
    label="包装后签约的储备项目",
    unit="项",
    definition="上述评审通过的储备项目中，状态为已签约的",
    source="命中率的分子",
    **{
        **RESERVE,
        "rows": hit,
        "columns": HIT_COLUMNS,
        "related": ("lead_unit", "chain", "project"),
    },  # type: ignore[arg-type]
)
register(PACKAGED)
register(HIT)
register(
    Ratio(
        code="packaging_hit_rate",
        label="包装项目命中率",
        definition="包装后签约的储备项目 ÷ 累计评审通过的储备项目（包括淘汰的）",
        source="季度工作报告：动态夯实项目库，提高储备—签约转化",
        part=HIT,
        whole=PACKAGED,
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


def presented(ask: Ask) -> CountyRecords[PublishedProject]:
    return PublishedProject.history.known(ask.known_at).filter(
        publication_id__in=published(ask).identities()
    )


publications_made = register(
    Metric(
        code="publications_made",
        label="信息发布推送",
        unit="条",
        definition="期内各渠道发布、推送的招商引资信息条数；同一内容发到三个群计三条",
        source="通行口径：信息发布推送台账",
        rows=published,
        dimensions={"unit": "unit_id"},
        dated="published_on",
        columns=(
            Column("发布日期", "published_on", "date"),
            Column("渠道", "channel"),
            Column("标题", "title"),
            Column("链接", "url"),
            Column("发布单位", "unit"),
        ),
        related=("unit",),
    )
)
projects_presented = register(
    Metric(
        code="projects_presented",
        label="各渠道推送项目",
        unit="项",
        definition="期内在各渠道推送的项目，同名只计一次；同一项目推到三个群，渠道内和合计都只计一项",
        source="通行口径：信息发布推送台账",
        rows=presented,
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


# --- fairs: what was signed, what came of it ---------------------------------------------------

ENTRY_COLUMNS = (
    Column("届次", "edition"),
    Column("项目名称", "project_name"),
    Column("投资方", "firm"),
    Column("投资方省份", "province"),
    Column("签约金额", "signed_total", "money"),
    Column("签约日期", "signed_on", "date"),
    Column("责任单位", "lead_unit"),
)
ENTRY: dict[str, Any] = {
    "dimensions": {"edition": "edition_id", "unit": "lead_unit_id", "chain": "chain_id"},
    "columns": ENTRY_COLUMNS,
    "related": ("edition", "firm", "lead_unit"),
}
fair_signed_projects = register(
    Metric(
        code="fair_signed_projects",
        label="节会签约项目",
        unit="项",
        definition="截止日前在各届节会签约的项目数，按届次分；台账没有签约日期的也计",
        source="通行口径：兰洽会签约项目",
        rows=signed_entries,
        **ENTRY,
    )
)
fair_signed_amount = register(
    Metric(
        code="fair_signed_amount",
        label="节会签约额",
        unit="元",
        definition="上述项目的签约金额之和；没有签约金额的按总投资计",
        source="季度工作报告：节会签约额（S42）",
        rows=signed_entries,
        adds_up=Sum("signed_total"),
        **ENTRY,
    )
)
fair_commenced = register(
    Metric(
        code="fair_commenced",
        label="节会签约项目中已开工",
        unit="项",
        definition="节会签约项目中，已关联项目、截止日前已开工且未终止的项目数",
        source="通行口径：兰洽会签约项目跟踪",
        rows=commenced_entries,
        **ENTRY,
    )
)
fair_commencement_rate = register(
    Ratio(
        code="fair_commencement_rate",
        label="节会签约项目开工率",
        definition="节会签约项目中已开工的 ÷ 节会签约项目（按届次）",
        source="兰州市第23届兰洽会：年底前开工率达65%",
        part=fair_commenced,
        whole=fair_signed_projects,
    )
)


def signed_at(edition: FairEdition | None, ask: Ask) -> Decimal:
    return fair_signed_amount.value(ask.of_part(edition=edition.pk)) if edition else Decimal(0)


def not_signed_yet(ask: Ask) -> str:
    """Say why growth may not be told: nothing is signed yet at the edition that the rules name."""
    edition = edition_asked(ask)
    if edition is None or not signed_at(edition, ask):
        return "本届还没有登记签约，不比增长"
    return ""


def of_edition(ask: Ask) -> CountyRecords[Any]:
    edition = edition_asked(ask)
    return signed_entries(ask).filter(edition=edition.pk if edition else None)


register(
    Growth(
        code="fair_signed_growth",
        label="节会签约额比上届增长",
        definition="规则所指届次的节会签约额比同一节会上一届（登记在册的最近一届）的增长；本届没有签约的不比",
        source="季度工作报告：节会签约额（S42）；口径规则 fair",
        of=replace(fair_signed_amount, code="fair_signed_of_edition", rows=of_edition),
        over=lambda ask: signed_at(edition_before(edition_asked(ask)), ask),
        gate=not_signed_yet,
    )
)


# --- gates that were waived, and credit that several units share ------------------------------


def waived(ask: Ask) -> CountyRecords[Any]:
    known = Waiver.history.known(ask.known_at).filter(waived_on__range=ask.span)
    return known.annotate(by_unit=known_field(Project, "lead_unit_id", "project", ask))


register(
    Metric(
        code="gate_waivers",
        label="门槛豁免",
        unit="项",
        definition="期内批准、没有撤回的门槛豁免数，一个项目豁免一项要求计一次",
        source="默认口径，县可另定：豁免须有批准人和理由，逐项计数",
        rows=waived,
        dated="waived_on",
        dimensions={"unit": "by_unit"},
        columns=(
            Column("项目编号", "project.code"),
            Column("项目名称", "project.name"),
            Column("豁免的要求", "gate.words"),
            Column("豁免理由", "reason"),
            Column("批准人", "waived_by"),
            Column("批准日期", "waived_on", "date"),
            Column("责任单位", "project.lead_unit"),
        ),
        related=("project__lead_unit", "gate", "waived_by"),
    )
)


def credit_shares(ask: Ask) -> dict[int, dict[int, Decimal]]:
    """Return the units that share a project's credit, and their percent, as known when asked."""
    found: dict[int, dict[int, Decimal]] = {}
    known = CreditShare.history.known(ask.known_at).order_by("-percent", "unit_id")
    for project, unit, percent in known.values_list("project_id", "unit_id", "percent"):
        found.setdefault(project, {})[unit] = percent
    return found


register_splitter(
    "unit",
    credit_shares,
    splits_counts=lambda ask: ask.rules.get("credit_counts") == "shared",
)
