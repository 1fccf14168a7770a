"""What receipts let the county measure: funds in place, from outside the province and in all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, Subquery, Sum

from wutong.attract.agreements.queries import contracts, standing_contracts
from wutong.attract.funds.models import Exclusion, Receipt, Verification
from wutong.attract.funds.queries import counted_receipts
from wutong.attract.outreach.models import FairEntry
from wutong.attract.projects.metrics import fair_signed_amount
from wutong.attract.projects.models import Project, Projects
from wutong.attract.projects.queries.fairs import linked
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric, Ratio, growth
from wutong.metrics.knowing import has, known_field
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords


def from_outside(ask: Ask) -> CountyRecords[Any]:
    """Return the receipts from outside the province, each with the share of it that counts."""
    origins = ask.rule("outside_origins")
    return counted_receipts(ask, contracts(ask).filter(origin__in=origins), by_share=True)


def part_from_outside(part: str) -> Callable[[Ask], CountyRecords[Any]]:
    return lambda ask: from_outside(ask).exclude(**{part: 0})


RECEIPT_DIMENSIONS = {
    "unit": "by_unit",
    "chain": "by_chain",
    "origin": "by_origin",
    "channel": "by_channel",
    "project": "project_id",
}
RECEIPT_COLUMNS = (
    Column("项目编号", "project.code"),
    Column("项目名称", "project.name"),
    Column("投资企业", "project.investor"),
    Column("责任单位", "project.lead_unit"),
    Column("到位月份", "placed_on", "date"),
    Column("计入日期", "counted_on", "date"),
    Column("金额", "amount", "money"),
    Column("计入金额", "counted_amount", "money"),
    Column("其中：固定资产", "counted_fixed", "money"),
    Column("凭证号", "voucher"),
    Column("备注", "note"),
)
RECEIPT_RELATED = ("project__investor", "project__lead_unit")

funds_in_place = register(
    Metric(
        code="funds_in_place",
        label="省外到位资金",
        unit="元",
        definition=(
            "期内计入、已核验有凭证、所属合同项目当月底前已入库、投资方来自省外的到位资金之和；"
            "新建、续建都计，已终止项目终止前的仍计；合资项目按 origin_share 计入，每笔四舍五入到分"
        ),
        source="通行口径；季度工作报告 B03；口径规则 outside_origins、origin_share",
        rows=from_outside,
        adds_up=Sum("counted_amount"),
        dated="counted_on",
        dimensions=RECEIPT_DIMENSIONS,
        columns=RECEIPT_COLUMNS,
        related=RECEIPT_RELATED,
        credit="project_id",
    )
)
for code, label, part, definition in (
    ("funds_in_place_fixed", "省外到位资金：固定资产", "counted_fixed",
     "省外到位资金中注明为固定资产投资的部分；合资项目按占比计入，四舍五入到分"),
    ("funds_in_place_working", "省外到位资金：流动资金", "counted_working",
     "省外到位资金中注明为流动资金的部分：计入金额减去固定资产部分，尾差归此"),
    ("funds_in_place_undivided", "省外到位资金：未分性质", "counted_undivided",
     "省外到位资金中没有注明固定资产或流动资金的部分；三部分之和即省外到位资金"),
):  # fmt: skip
    register(
        Metric(
            code=code,
            label=label,
            unit="元",
            definition=definition,
            source="通行口径：固定资产与流动资金分开统计；口径规则 outside_origins、origin_share",
            rows=part_from_outside(part),
            adds_up=Sum(part),
            dated="counted_on",
            dimensions=RECEIPT_DIMENSIONS,
            columns=RECEIPT_COLUMNS,
            related=RECEIPT_RELATED,
            credit="project_id",
        )
    )
register(
    growth(
        funds_in_place,
        code="funds_in_place_growth",
        label="省外到位资金同比增长",
        definition="（本期 − 上年同期）÷ 上年同期；上年同期按同一口径重算，为零则无增长率",
        source="通行口径；季度工作报告 B04",
    )
)
register(
    Metric(
        code="funds_in_place_all",
        label="到位资金（全部来源）",
        unit="元",
        definition="期内计入的全部到位资金之和，不分来源（本县投资、房地产项目不计）",
        source="通行口径",
        rows=lambda ask: counted_receipts(ask, contracts(ask)),
        adds_up=Sum("amount"),
        dated="counted_on",
        dimensions=RECEIPT_DIMENSIONS,
        columns=RECEIPT_COLUMNS,
        related=RECEIPT_RELATED,
        credit="project_id",
    )
)

# --- how much of what was signed has come ------------------------------------------------------


def since_last_year(ask: Ask) -> Ask:
    """Return the question from the first day of last year up to the cut-off."""
    first = ask.period.first.replace(year=ask.period.first.year - 1, month=1, day=1)
    asked = ask.over(Period(first, ask.period.last))
    return asked if ask.cutoff >= ask.period.last else _cut(asked, ask)


def _cut(asked: Ask, ask: Ask) -> Ask:
    cut = Ask(asked.period, ask.cutoff, ask.known_at, ask.where)
    cut.__dict__["rules"] = ask.rules
    return cut


def recent(ask: Ask) -> Projects:
    """Return contracts signed since the first day of last year, registered and not ended."""
    whole = since_last_year(ask)
    signed = contracts(ask, since=whole.period.first, until=ask.cutoff)
    return standing_contracts(ask).among(signed.identities())


funds_of_recent = register(
    Metric(
        code="funds_of_recent_contracts",
        label="近两年合同项目到位资金",
        unit="元",
        definition="上年1月1日以来签约、已入库、未终止的合同项目，同期计入的到位资金之和（全部来源）",
        source="通行口径",
        rows=lambda ask: counted_receipts(since_last_year(ask), recent(ask)),
        adds_up=Sum("amount"),
        dimensions=RECEIPT_DIMENSIONS,
        columns=RECEIPT_COLUMNS,
        related=RECEIPT_RELATED,
        credit="project_id",
    )
)
amount_of_recent = register(
    Metric(
        code="amount_of_recent_contracts",
        label="近两年合同项目签约额",
        unit="元",
        definition="上年1月1日以来签约、已入库、未终止的合同项目的签约金额之和",
        source="通行口径",
        rows=recent,
        adds_up=Sum("contracted"),
        dimensions={"unit": "lead_unit_id"},
        columns=(
            Column("项目名称", "name"),
            Column("责任单位", "lead_unit"),
            Column("签约金额", "contracted", "money"),
        ),
        related=("lead_unit",),
        credit="identity",
    )
)
register(
    Ratio(
        code="funds_in_place_rate",
        label="资金到位率",
        definition="近两年合同项目到位资金 ÷ 其签约金额（同一批项目）",
        source="通行口径：资金到位率",
        part=funds_of_recent,
        whole=amount_of_recent,
    )
)


# --- fairs: what came in for the projects signed ----------------------------------------------


def for_signed_entries(ask: Ask) -> CountyRecords[Any]:
    """Return the receipts for projects signed at fairs, cumulative to the cut-off, by edition."""
    links = linked(ask).annotate(edition_key=known_field(FairEntry, "edition_id", "entry", ask))
    known = Receipt.history.known(ask.known_at).filter(
        has(Verification, "receipt", ask),
        ~has(Exclusion, "receipt", ask),
        counted_on__lte=ask.cutoff,
        project_id__in=links.values("project_id"),
    )
    of_project = links.filter(project_id=OuterRef("project_id")).order_by("pk")
    found: CountyRecords[Any] = known.annotate(
        by_edition=Subquery(of_project.values("edition_key")[:1]),
        by_unit=known_field(Project, "lead_unit_id", "project", ask),
    )
    return found


fair_funds = register(
    Metric(
        code="fair_funds",
        label="节会签约项目到位资金",
        unit="元",
        definition="节会签约项目关联项目的到位资金，截止日前累计；已核验、未剔除，全额计，按届次分",
        source="通行口径：兰洽会签约项目跟踪",
        rows=for_signed_entries,
        adds_up=Sum("amount"),
        dimensions={"edition": "by_edition", "unit": "by_unit"},
        columns=(*RECEIPT_COLUMNS[:7], *RECEIPT_COLUMNS[-2:]),
        related=RECEIPT_RELATED,
    )
)
register(
    Ratio(
        code="fair_funds_rate",
        label="节会签约项目资金到位率",
        definition="节会签约项目到位资金 ÷ 节会签约额（按届次）",
        source="兰州市第23届兰洽会：年底前资金到位率达20%",
        part=fair_funds,
        whole=fair_signed_amount,
    )
)
