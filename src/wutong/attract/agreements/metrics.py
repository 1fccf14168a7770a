"""What project ledger and agreements let the county measure."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, Sum

from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.queries import (
    contracts,
    ledger_projects,
    newly_registered,
    standing_contracts,
)
from wutong.attract.firms.models import Honour
from wutong.attract.outreach.queries import LED_BY_LEADERS, receptions, trips
from wutong.attract.projects.models import Milestone, MilestonePlan, Project, Projects
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric, Names, Ratio
from wutong.metrics.knowing import known_field
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords

PROJECT_DIMENSIONS = {"unit": "lead_unit_id", "chain": "chain_id", "origin": "origin"}
PROJECT_COLUMNS = (
    Column("项目编号", "code"),
    Column("项目名称", "name"),
    Column("投资企业", "investor"),
    Column("投资方所在地", "investor_place"),
    Column("责任单位", "lead_unit"),
    Column("产业链", "chain"),
    Column("签约金额", "contracted", "money"),
    Column("入库时间", "registered_on", "date"),
)
PROJECT_RELATED = ("investor", "lead_unit", "chain")
AGREEMENT_COLUMNS = (
    Column("项目编号", "project.code"),
    Column("项目名称", "project.name"),
    Column("投资企业", "project.investor"),
    Column("责任单位", "project.lead_unit"),
    Column("签约金额", "amount", "money"),
    Column("签约时间", "signed_on", "date"),
    Column("计入日期", "counted_on", "date"),
    Column("更正说明", "note"),
)
AGREEMENT_RELATED = ("project__investor", "project__lead_unit")

projects_registered = register(
    Metric(
        code="projects_registered",
        label="新签约入库项目",
        unit="项",
        definition="期内签订合同且期内入库、截止日未终止的项目数；本县投资、房地产项目不计",
        source="domain.md §6.2 B01；口径规则 excluded_origins、excluded_industries",
        rows=newly_registered,
        dimensions=PROJECT_DIMENSIONS,
        dated="registered_on",
        columns=PROJECT_COLUMNS,
        related=PROJECT_RELATED,
    )
)


def amounts_of(projects: Projects, ask: Ask) -> CountyRecords[Agreement]:
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
    )


AGREEMENT_DIMENSIONS = {"unit": "by_unit", "chain": "by_chain", "origin": "by_origin"}

contracted_amount = register(
    Metric(
        code="contracted_amount",
        label="签约额",
        unit="元",
        definition="新签约入库项目的合同签约金额之和（不是总投资）；关账后的金额更正计入更正当月",
        source="domain.md §2.4、§6.2 B02",
        rows=lambda ask: amounts_of(newly_registered(ask), ask),
        adds_up=Sum("amount"),
        dimensions=AGREEMENT_DIMENSIONS,
        dated="counted_on",
        columns=AGREEMENT_COLUMNS,
        related=AGREEMENT_RELATED,
    )
)

projects_commenced = register(
    Metric(
        code="projects_commenced",
        label="新签约入库项目中已开工",
        unit="项",
        definition="新签约入库项目中，截止日前已开工的项目数",
        source="domain.md §6.2 F01",
        rows=lambda ask: newly_registered(ask).reached(Milestone.Kind.COMMENCED, until=ask.cutoff),
        dimensions=PROJECT_DIMENSIONS,
        columns=PROJECT_COLUMNS,
        related=PROJECT_RELATED,
    )
)
register(
    Ratio(
        code="commencement_rate",
        label="项目开工率",
        definition="已开工项目数 ÷ 新签约入库项目数（同一批项目）",
        source="domain.md §2.4 开工率、§6.2 F01",
        part=projects_commenced,
        whole=projects_registered,
    )
)

# --- where new projects came from --------------------------------------------------------------


def from_trips(ask: Ask) -> Projects:
    return newly_registered(ask).filter(
        source_trip_id__in=trips(ask, *LED_BY_LEADERS).identities()
    )


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
        )
    )
    register(
        Metric(
            code=f"{code}_amount",
            label=f"{label}签约额",
            unit="元",
            definition=f"{definition}：合同签约金额之和",
            source=slots,
            rows=lambda ask: Agreement.history.known(ask.known_at)
            .filter(corrects=None, project_id__in=count.rows(ask).identities())
            .annotate(by_unit=known_field(Project, "lead_unit_id", "project", ask)),
            adds_up=Sum("amount"),
            dimensions={"unit": "by_unit"},
            dated="counted_on",
            columns=AGREEMENT_COLUMNS,
            related=AGREEMENT_RELATED,
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
    "domain.md §6.2 B15、F03、B16",
)
sourced(
    "reception",
    "请进来",
    "新签约入库项目中，来源为期内客商来访批次的",
    from_receptions,
    "domain.md §6.2 B24—B26",
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
        source="domain.md §6.2 B17、F04；口径规则 top_list",
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
        source="domain.md §6.2 B17",
        of=top_groups,
        name="investor__group__name",
        amount="contracted",
        weighed=sum,  # type: ignore[arg-type]
    )
)

# --- the pipeline as it stands -----------------------------------------------------------------

STAGES = {
    "terminated": ("已终止项目", "已终止", Milestone.Kind.TERMINATED, ()),
    "in_production": ("已投产项目", "已投产、未终止", Milestone.Kind.IN_PRODUCTION, ("TERMINATED",)),
    "under_way": ("在建项目", "已开工、未投产", Milestone.Kind.COMMENCED, ("TERMINATED", "IN_PRODUCTION")),
    "registered": (
        "入库未开工项目", "已入库、未开工", Milestone.Kind.REGISTERED,
        ("TERMINATED", "IN_PRODUCTION", "COMMENCED"),
    ),
    "unregistered": (
        "签约未入库项目", "已签约、未入库", "",
        ("TERMINATED", "IN_PRODUCTION", "COMMENCED", "REGISTERED"),
    ),
}  # fmt: skip


def at_stage(ask: Ask, kind: str, not_yet: tuple[str, ...]) -> Projects:
    found = contracts(ask, until=ask.cutoff)
    if kind:
        found = found.reached(kind, until=ask.cutoff)
    for later in not_yet:
        found = found.not_reached(Milestone.Kind[later], until=ask.cutoff)
    return found.annotate(registered_on=found.dated(Milestone.Kind.REGISTERED))


def _stage(code: str, label: str, words: str, kind: str, not_yet: tuple[str, ...]) -> None:
    register(
        Metric(
            code=f"stage_{code}",
            label=label,
            unit="项",
            definition=f"截止日前签约的合同项目中，截止日{words}的",
            source="DEFINITIONS §8 stage_counts",
            rows=lambda ask: at_stage(ask, kind, not_yet),
            dimensions=PROJECT_DIMENSIONS,
            columns=PROJECT_COLUMNS,
            related=PROJECT_RELATED,
        )
    )


for _code, (_label, _words, _kind, _not_yet) in STAGES.items():
    _stage(_code, _label, _words, _kind, _not_yet)


def intents(ask: Ask) -> Projects:
    known = Agreement.history.known(ask.known_at)
    signed = known.filter(corrects=None, counted_on__lte=ask.cutoff)
    other = signed.exclude(kind=Agreement.Kind.CONTRACT)
    return ledger_projects(ask).filter(identity__in=other.values("project_id"))


register(
    Metric(
        code="framework_or_intent",
        label="意向和框架协议项目",
        unit="项",
        definition="截止日前签订意向、框架等协议而没有合同的项目数",
        source="DEFINITIONS §8",
        rows=intents,
        dimensions=PROJECT_DIMENSIONS,
        columns=PROJECT_COLUMNS[:6],
        related=PROJECT_RELATED,
    )
)
contracts_standing = register(
    Metric(
        code="contracts_standing",
        label="在库合同项目",
        unit="项",
        definition="截止日前签约并入库、未终止的合同项目数",
        source="DEFINITIONS §8 commencement_all",
        rows=standing_contracts,
        dimensions=PROJECT_DIMENSIONS,
        columns=PROJECT_COLUMNS[:7],
        related=PROJECT_RELATED,
    )
)
contracts_commenced = register(
    Metric(
        code="contracts_commenced",
        label="在库合同项目中已开工",
        unit="项",
        definition="在库合同项目中，截止日前已开工的项目数",
        source="DEFINITIONS §8 commencement_all",
        rows=lambda ask: standing_contracts(ask).reached(
            Milestone.Kind.COMMENCED, until=ask.cutoff
        ),
        dimensions=PROJECT_DIMENSIONS,
        columns=PROJECT_COLUMNS[:7],
        related=PROJECT_RELATED,
    )
)
register(
    Ratio(
        code="commencement_rate_all",
        label="全部项目开工率",
        definition="在库合同项目中已开工的 ÷ 在库合同项目",
        source="domain.md §2.4 开工率；DEFINITIONS §8",
        part=contracts_commenced,
        whole=contracts_standing,
    )
)

# --- what is to be reached next quarter --------------------------------------------------------

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
    "domain.md §6.2 B46、B47",
)  # fmt: skip
planned(
    "signings_due", "下季度签约的意向项目", "下一季度到期的签约节点",
    lambda ask: due(ask, "signed"), "domain.md §6.2 B48、F07",
)  # fmt: skip
planned(
    "commencements_due", "下季度动工项目", "下一季度到期的动工节点",
    lambda ask: due(ask, "commenced"), "domain.md §6.2 B49、F08",
)  # fmt: skip
