"""What trips, receptions, stations and fairs let the county measure."""

from __future__ import annotations

from django.db.models import Count, Sum

from wutong.attract.outreach.models import (
    FairEntry,
    Interaction,
    Invitation,
    Talk,
    TripPlan,
    TripStop,
    Visitor,
)
from wutong.attract.outreach.queries import LED_BY_LEADERS, receptions, stations, trips
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric, Names, Said
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords, Official

BATCH_COLUMNS = (
    Column("批次", "code"),
    Column("开始日期", "starts_on", "date"),
    Column("结束日期", "ends_on", "date"),
)
TRIP_COLUMNS = (
    *BATCH_COLUMNS,
    Column("带队领导", "leader_name"),
    Column("层级", "get_leader_rank_display"),
    Column("目的地", "destination"),
    Column("牵头单位", "lead_unit"),
)
UNIT = {"unit": "lead_unit_id"}


def trips_led(code: str, label: str, definition: str, ranks: tuple[str, ...], slots: str) -> None:
    register(
        Metric(
            code=code,
            label=label,
            unit="批次",
            definition=definition,
            source=slots,
            rows=lambda ask: trips(ask, *ranks),
            dimensions=UNIT,
            dated="starts_on",
            columns=TRIP_COLUMNS,
            related=("lead_unit",),
        )
    )


trips_led(
    "outbound_trips_principal", "党政主要领导带队外出",
    "期内开始、已成行、党政主要领导带队的外出招商批次；一次出发为一批次",
    (Official.Rank.PRINCIPAL,), "季度工作报告 B12",
)  # fmt: skip
trips_led(
    "outbound_trips_leaders", "四班子其他领导带队外出",
    "期内开始、已成行、四班子其他领导带队的外出招商批次",
    (Official.Rank.COUNTY_LEADER,), "季度工作报告 B13",
)  # fmt: skip
trips_led(
    "outbound_trips", "外出招商", "期内开始、已成行的全部外出招商批次", (), "通行口径",
)  # fmt: skip


def stops(ask: Ask, *ranks: str) -> CountyRecords[TripStop]:
    known = TripStop.history.known(ask.known_at)
    return known.filter(trip_id__in=trips(ask, *ranks).identities()).exclude(province="")


def short(province: str) -> str:
    return (
        province.removesuffix("省")
        .removesuffix("市")
        .split("回族")[0]
        .split("壮族")[0]
        .split("维吾尔")[0]
        .removesuffix("自治区")
        .removesuffix("特别行政区")
    )


def provinces(rows: CountyRecords[TripStop]) -> str | None:
    """Return provinces, the most visited first, as the report names them: 江苏、广东."""
    counts: dict[str, int] = {}
    for province in rows.order_by("pk").values_list("province", flat=True):
        counts[province] = counts.get(province, 0) + 1
    ordered = sorted(counts, key=lambda p: (-counts[p], p))
    return "、".join(short(p) for p in ordered[:4]) or None


register(
    Said(
        code="trip_provinces",
        label="党政主要领导外出省份",
        definition="党政主要领导带队外出批次到过的省份，去得多的在前，至多四个",
        source="季度工作报告 R9",
        says=lambda ask: provinces(stops(ask, Official.Rank.PRINCIPAL)),
    )
)


def talks(ask: Ask) -> CountyRecords[Talk]:
    known = Talk.history.known(ask.known_at)
    return known.filter(trip_id__in=trips(ask, *LED_BY_LEADERS).identities())


projects_talked = register(
    Metric(
        code="projects_talked",
        label="对接洽谈项目",
        unit="项",
        definition="期内县级领导带队外出批次洽谈的项目，同名只计一次，已签约的也计",
        source="季度工作报告 B14、F02",
        rows=talks,
        distinct="project_name",
        dimensions={"unit": "trip__lead_unit_id"},
        columns=(
            Column("批次", "trip.code"),
            Column("洽谈项目", "project_name"),
            Column("意向投资方", "firm"),
            Column("意向投资额", "intended_amount", "money"),
            Column("进展", "progress"),
            Column("牵头单位", "trip.lead_unit"),
        ),
        related=("trip__lead_unit", "firm"),
    )
)
register(
    Names(
        code="projects_talked_names",
        label="对接洽谈项目名称",
        definition="洽谈项目名称，按意向投资额（同名取最大）从大到小",
        source="季度工作报告 B14",
        of=projects_talked,
        name="project_name",
        amount="intended_amount",
    )
)

# --- inviting in -------------------------------------------------------------------------------

register(
    Metric(
        code="receptions",
        label="客商来访",
        unit="批次",
        definition="期内开始、已成行的客商来访批次，驻点小分队邀请的也计",
        source="季度工作报告 B23",
        rows=receptions,
        dimensions=UNIT,
        dated="starts_on",
        columns=(
            *BATCH_COLUMNS,
            Column("接待领导", "host_name"),
            Column("考察领域", "focus"),
            Column("邀请方式", "invited_by"),
            Column("牵头单位", "lead_unit"),
        ),
        related=("lead_unit",),
    )
)
top_visitors = register(
    Metric(
        code="top_visitors",
        label="来访头部企业",
        unit="家",
        definition="期内来访批次中，企业类型为头部、链主或500强的企业",
        source="季度工作报告 B22",
        rows=lambda ask: Visitor.history.known(ask.known_at).filter(
            is_top=True, reception_id__in=receptions(ask).identities()
        ),
        distinct="firm",
        dimensions={"unit": "reception__lead_unit_id"},
        columns=(
            Column("批次", "reception.code"),
            Column("来访企业", "firm"),
            Column("企业类型", "category"),
            Column("意向投资额", "intended_amount", "money"),
        ),
        related=("reception", "firm"),
    )
)
register(
    Names(
        code="top_visitors_names",
        label="来访头部企业名称",
        definition="来访头部企业名称，按意向投资额从大到小",
        source="季度工作报告 B22",
        of=top_visitors,
        name="firm__name",
        amount="intended_amount",
    )
)

# --- stations ----------------------------------------------------------------------------------

register(
    Metric(
        code="station_tours",
        label="驻点招商",
        unit="批次",
        definition="期内开始、在规则所指省份（广东）的驻点招商批次",
        source="季度工作报告 F05；口径规则 station_province",
        rows=stations,
        dimensions=UNIT,
        dated="starts_on",
        columns=(
            *BATCH_COLUMNS,
            Column("小分队", "team"),
            Column("驻点地区", "place"),
            Column("队长", "captain"),
            Column("派出单位", "lead_unit"),
        ),
        related=("lead_unit",),
    )
)


def interactions(ask: Ask) -> CountyRecords[Interaction]:
    known = Interaction.history.known(ask.known_at)
    return known.filter(met_on__range=ask.span, station_id__in=stations(ask).identities())


def visits(ask: Ask) -> CountyRecords[Invitation]:
    of_stations = Interaction.history.known(ask.known_at).filter(
        station_id__in=stations(ask).identities()
    )
    known = Invitation.history.known(ask.known_at)
    return known.filter(visited_on__range=ask.span, interaction_id__in=of_stations.identities())


station_firms = register(
    Metric(
        code="station_firms",
        label="驻点对接企业",
        unit="家",
        definition="驻点批次在期内对接的企业，同一企业只计一次",
        source="季度工作报告 B27、B28",
        rows=interactions,
        distinct="firm",
        dimensions={"unit": "station__lead_unit_id"},
        dated="met_on",
        columns=(
            Column("批次", "station.code"),
            Column("对接企业", "firm"),
            Column("对接时间", "met_on", "date"),
            Column("意向投资额", "intended_amount", "money"),
            Column("结果", "outcome"),
        ),
        related=("station", "firm"),
    )
)
station_visits = register(
    Metric(
        code="station_visits",
        label="驻点邀请来访企业",
        unit="家",
        definition="驻点批次对接的企业中，来访考察时间在期内的，同一企业只计一次",
        source="季度工作报告 B29、F06",
        rows=visits,
        distinct="interaction__firm",
        dimensions={"unit": "interaction__station__lead_unit_id"},
        dated="visited_on",
        columns=(
            Column("批次", "interaction.station.code"),
            Column("来访企业", "interaction.firm"),
            Column("来访时间", "visited_on", "date"),
            Column("意向投资额", "interaction.intended_amount", "money"),
        ),
        related=("interaction__station", "interaction__firm"),
    )
)
for _code, _of, _name, _amount, _slot in (
    ("station_firms_names", station_firms, "firm__name", "intended_amount", "B27"),
    (
        "station_visits_names",
        station_visits,
        "interaction__firm__name",
        "interaction__intended_amount",
        "B29",
    ),
):
    register(
        Names(
            code=_code,
            label=f"{_of.label}名称",
            definition=f"{_of.label}名称，按意向投资额从大到小",
            source=f"季度工作报告 {_slot}",
            of=_of,
            name=_name,
            amount=_amount,
        )
    )

# --- fairs and plans ---------------------------------------------------------------------------


def fair_entries(ask: Ask) -> CountyRecords[FairEntry]:
    rule = ask.rule("fair")
    return FairEntry.history.known(ask.known_at).filter(
        edition__fair=rule["fair"],
        edition__ordinal=rule["ordinal"],
        state=FairEntry.State.PROPOSED,
    )


FAIR_COLUMNS = (
    Column("项目名称", "project_name"),
    Column("投资方", "firm"),
    Column("投资方省份", "province"),
    Column("总投资", "amount", "money"),
    Column("产业链", "chain"),
    Column("责任单位", "lead_unit"),
)
for _code, _label, _unit, _adds, _words, _slot in (
    ("fair_projects_planned", "节会拟签约项目", "项", Count("pk"), "项目数", "B07"),
    ("fair_contracted_amount", "节会拟签约总投资", "元", Sum("amount"), "总投资之和", "B08"),
):
    register(
        Metric(
            code=_code,
            label=_label,
            unit=_unit,
            definition=f"规则所指届次兰洽会、状态为拟签约的{_words}",
            source=f"季度工作报告 {_slot}；口径规则 fair",
            rows=fair_entries,
            adds_up=_adds,
            dimensions={"unit": "lead_unit_id", "chain": "chain_id"},
            columns=FAIR_COLUMNS,
            related=("firm", "chain", "lead_unit"),
        )
    )


def plans(ask: Ask) -> CountyRecords[TripPlan]:
    month = ask.period.next_month()
    return TripPlan.history.known(ask.known_at).filter(
        is_approved=True, starts_on__range=(month.first, month.last)
    )


trips_planned = register(
    Metric(
        code="trips_planned",
        label="下月外出招商计划",
        unit="批次",
        definition="报告期后第一个月开始、已批准的外出招商计划",
        source="季度工作报告 B44",
        rows=plans,
        dimensions=UNIT,
        columns=(
            Column("计划开始", "starts_on", "date"),
            Column("带队领导", "leader_name"),
            Column("目的地", "destination"),
            Column("牵头单位", "lead_unit"),
            Column("工作内容", "purpose"),
        ),
        related=("lead_unit",),
    )
)
register(
    Said(
        code="planned_provinces",
        label="下月外出省份",
        definition="下月已批准外出计划所赴省份，去得多的在前，至多四个",
        source="季度工作报告 R9",
        says=lambda ask: provinces(plans(ask).exclude(province="")),  # type: ignore[arg-type]
    )
)
