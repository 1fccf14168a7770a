"""招商: receptions, stations and roadshows, with who came, who hosts, who is on the team."""

from __future__ import annotations

from typing import Any

from wutong.attract.outreach.models import (
    ItineraryStop,
    Reception,
    ReceptionHost,
    Roadshow,
    RoadshowGuest,
    Station,
    StationMember,
    StationReport,
    Visitor,
)
from wutong.attract.projects.models import Pitch
from wutong.sites.desk.queries.pages.outings import (
    BATCH_FORM,
    CODE,
    DEBRIEF,
    DONE,
    DONE_PICK,
    REGION_PICK,
    debrief_lights,
)
from wutong.sites.desk.queries.pages.shape import Col, Page, Section, counted, register

REPORT_TONES = {"草稿": "yellow", "已报送": "green"}


def report_lights(report: Any) -> list[tuple[str, str]]:
    words = report.get_state_display()
    lights = [(REPORT_TONES[words], words)]
    return [*lights, ("red", "已退回")] if report.returned_for else lights


register(
    Page(
        slug="receptions",
        model=Reception,
        ability="outreach.keep",
        group="对接",
        icon="users-group",
        order=62,
        columns=(
            CODE,
            "starts_on",
            "focus",
            "host_name",
            "lead_unit",
            "headcount",
            Col("firms_received", "来访企业", "count"),
            DONE,
        ),
        filters=("year", "starts_on", "lead_unit", REGION_PICK, DONE_PICK),
        search=("host_name", "focus", "visitors__firm__name"),
        form=(
            ("批次", BATCH_FORM),
            ("来访", ("host", "host_name", "focus", "invited_by", "headcount", "note")),
        ),
        annotate=counted(firms_received="visitors"),
        facts=DEBRIEF,
        status=debrief_lights,
        order_by="-starts_on",
        sections=(
            Section("itinerary-stops", "reception", ("starts_at", "place", "content", "host")),
            Section("reception-hosts", "reception", ("name", "official", "rank", "post")),
            Section("visitors", "reception", ("firm", "category", "is_top", "intended_amount")),
            Section(
                "interactions",
                "reception",
                ("firm", "met_on", "outcome", "next_step"),
                is_quiet=True,
            ),
            Section("projects", "source_reception", ("name", "stage", "total_investment")),
        ),
    )
)
register(
    Page(
        slug="visitors",
        model=Visitor,
        ability="outreach.keep",
        columns=("firm", "reception", "category", "is_top", "intended_amount"),
        filters=("is_top",),
        search=("firm__name",),
        form=(("来访企业", ("reception", "firm", "category", "is_top", "intended_amount")),),
        parents=("reception", "firm"),
        money="intended_amount",
    )
)
register(
    Page(
        slug="itinerary-stops",
        model=ItineraryStop,
        ability="outreach.keep",
        columns=("starts_at", "place", "content", "host", "reception"),
        search=("place", "content", "host"),
        form=(("接待行程", ("reception", "starts_at", "place", "content", "host")),),
        parents=("reception",),
        order_by="starts_at",
    )
)
register(
    Page(
        slug="reception-hosts",
        model=ReceptionHost,
        ability="outreach.keep",
        columns=("name", "official", "rank", "post", "reception", "order"),
        filters=("rank",),
        search=("name", "official__name"),
        form=(("接待人员", ("reception", "official", "name", "rank", "post", "order")),),
        parents=("reception",),
        order_by="order",
    )
)
register(
    Page(
        slug="stations",
        model=Station,
        ability="outreach.keep",
        group="对接",
        icon="map-pin",
        order=64,
        columns=(
            CODE,
            "place",
            "province",
            "starts_on",
            "team",
            "captain",
            "lead_unit",
            Col("firms_met", "对接企业", "count"),
            DONE,
        ),
        filters=("year", "starts_on", "lead_unit", "province", REGION_PICK, DONE_PICK),
        search=("place", "team", "captain"),
        form=(
            ("批次", BATCH_FORM),
            ("驻点", ("place", "province", "team", "captain", "members", "note")),
        ),
        annotate=counted(firms_met="interactions"),
        facts=DEBRIEF,
        status=debrief_lights,
        order_by="-starts_on",
        sections=(
            Section("station-members", "station", ("name", "official", "part", "since", "until")),
            Section(
                "station-reports",
                "station",
                ("week", "state", "interactions_counted", "invitations_counted", "leads_counted"),
            ),
            Section("interactions", "station", ("firm", "met_on", "intended_amount", "outcome")),
            Section("projects", "source_station", ("name", "stage", "total_investment")),
        ),
    )
)
register(
    Page(
        slug="station-members",
        model=StationMember,
        ability="outreach.keep",
        columns=(Col("name", sub="post"), "official", "station", "part", "since", "until"),
        filters=("part",),
        search=("name", "official__name"),
        form=(
            ("驻点队员", ("station", "official", "name", "part", "post")),
            ("在岗", ("since", "until")),
        ),
        parents=("station",),
    )
)
register(
    Page(
        slug="station-reports",
        model=StationReport,
        ability="outreach.keep",
        group="对接",
        icon="report",
        order=65,
        columns=(
            "week",
            "station",
            Col("station__lead_unit", "派出单位"),
            Col("state", tones=REPORT_TONES),
            "interactions_counted",
            "invitations_counted",
            "leads_counted",
            "handed_in_on",
        ),
        filters=("week", "state"),
        search=("work", "station__place", "station__team"),
        form=(
            ("周报", ("station", "week", "work", "leads_found")),
            ("困难与打算", ("problems", "next_week")),
        ),
        facts=(
            "interactions_counted",
            "invitations_counted",
            "leads_counted",
            "handed_in_by",
            "handed_in_on",
            "returned_for",
        ),
        status=report_lights,
        parents=("station",),
        order_by="-week",
    )
)
register(
    Page(
        slug="roadshows",
        model=Roadshow,
        ability="outreach.keep",
        group="对接",
        icon="presentation",
        order=63,
        columns=(
            Col("code", "批次号", sortable=False, sub="topic"),
            "starts_on",
            "place",
            "chain",
            "leader_name",
            "lead_unit",
            Col("firms_present", "到会企业", "count"),
            DONE,
        ),
        filters=("year", "starts_on", "lead_unit", "chain", REGION_PICK, DONE_PICK),
        search=("topic", "place", "leader_name"),
        form=(
            ("批次", BATCH_FORM),
            ("推介", ("topic", "place", "province", "chain", "attendees", "trip")),
            ("出席", ("leader", "leader_name", "leader_rank", "note")),
        ),
        annotate=counted(firms_present="guests"),
        facts=DEBRIEF,
        status=debrief_lights,
        order_by="-starts_on",
        parents=("trip",),
        sections=(
            Section("roadshow-guests", "roadshow", ("firm_name", "attended_by", "interest")),
            Section("pitches", "roadshow", ("reserve", "note")),
            Section("projects", "source_roadshow", ("name", "stage", "total_investment")),
        ),
    )
)
register(
    Page(
        slug="roadshow-guests",
        model=RoadshowGuest,
        ability="outreach.keep",
        columns=("firm_name", "firm", "roadshow", "attended_by", "interest"),
        search=("firm_name", "firm__name"),
        form=(("到会企业", ("roadshow", "firm", "firm_name", "attended_by", "interest")),),
        parents=("roadshow", "firm"),
    )
)
register(
    Page(
        slug="pitches",
        model=Pitch,
        ability="projects.keep",
        columns=("reserve", "roadshow", "note"),
        search=("reserve__name",),
        form=(("推介项目", ("roadshow", "reserve", "note")),),
        parents=("roadshow", "reserve"),
    )
)
