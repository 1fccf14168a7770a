"""招商: leads, inquiries, referrals, what they cost, and the rules leads follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from wutong.attract.agreements.models import Agreement
from wutong.attract.leads.models import (
    AdmissionRule,
    FollowUp,
    Inquiry,
    Lead,
    LeadClock,
    LossReason,
    Referral,
)
from wutong.attract.outreach.models import Cost
from wutong.attract.projects.models import Milestone, Project
from wutong.foundation.periods import Period
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, counted, register

State = Lead.State
TONES = {
    State.REGISTERED.label: "yellow",
    State.FIT.label: "blue",
    State.UNFIT.label: "grey",
    State.FOLLOWING.label: "blue",
    State.PROJECT.label: "green",
    State.LOST.label: "red",
}
INQUIRY_TONES = {
    Inquiry.State.OPEN.label: "yellow",
    Inquiry.State.LEAD.label: "green",
    Inquiry.State.ANSWERED.label: "grey",
}
OUTCOMES = (
    ("judged", "已研判"),
    ("project", "已转项目"),
    ("signed", "已签约"),
    ("open", "在办"),
)
IN_FORCE = (("now", "施行中"), ("past", "已废止"))


def lead_lights(lead: Any) -> list[tuple[str, str]]:
    words = lead.get_state_display()
    return [(TONES[words], words)]


def inquiry_lights(inquiry: Any) -> list[tuple[str, str]]:
    words = inquiry.get_state_display()
    return [(INQUIRY_TONES[words], words)]


def rule_lights(rule: Any) -> list[tuple[str, str]]:
    today = timezone.localdate()
    if rule.until and rule.until < today:
        return [("grey", "已废止")]
    return [("green", "施行中")] if rule.since <= today else [("blue", "尚未施行")]


def signed_ones() -> Any:
    """Return the projects that have been signed: with a contract, or a milestone that says so."""
    contract = Agreement.objects.filter(project=OuterRef("pk"), kind=Agreement.Kind.CONTRACT)
    step = Milestone.objects.filter(project=OuterRef("pk"), kind=Milestone.Kind.SIGNED)
    return Project.objects.filter(Exists(contract) | Exists(step))


def come_to(rows: Any, outcome: str) -> Any:
    if outcome == "open":
        return rows.filter(state__in=[State.REGISTERED, State.FIT, State.FOLLOWING])
    if outcome == "judged":
        return (
            rows.filter(judgements__retired_at=None, judgements__version_of=None)
            .exclude(judgements=None)
            .distinct()
        )
    if outcome == "project":
        return rows.filter(state=State.PROJECT)
    return rows.filter(pk__in=signed_ones().exclude(lead=None).values("lead"))


def received_in(rows: Any, code: str) -> Any:
    period = Period.written(code)
    return rows.filter(received_at__date__range=(period.first, period.last))


def received_choices() -> list[tuple[str, str]]:
    """Return the years, quarters and months from the first lead to now, the latest first."""
    first = Lead.objects.order_by("received_at").values_list("received_at", flat=True).first()
    today = timezone.localdate()
    begun = timezone.localdate(first) if first else today
    found: dict[str, str] = {}
    month = Period.containing(today)
    while month.last >= begun:
        year, number = month.first.year, month.first.month
        for period in (
            Period.months(year, 1, 12),
            Period.quarter(year, (number + 2) // 3),
            month,
        ):
            found.setdefault(period.code, str(period))
        month = Period.containing(date.fromordinal(month.first.toordinal() - 1))
    return list(found.items())


def in_force(rows: Any, which: str) -> Any:
    today = timezone.localdate()
    past = {"until__lt": today}
    return rows.filter(**past) if which == "past" else rows.exclude(**past)


WHEN = ("area", "since", "until", "source")
FORCE_PICK = Pick("force", "效力", IN_FORCE, in_force)

register(
    Page(
        slug="leads",
        model=Lead,
        ability="leads.keep",
        group="对接",
        icon="bulb",
        order=2,
        columns=(
            Col("title", sub="firm_name"),
            Col("state", tones=TONES),
            "unit",
            "channel",
            "chain",
            "total_investment",
            Col("received_at", "收到", "date"),
            "keeper",
        ),
        filters=(
            "state",
            "unit",
            "channel",
            "chain",
            "loss_reason",
            Pick("received", "收到时段", received_choices, received_in),
            Pick("outcome", "走到", OUTCOMES, come_to),
        ),
        search=("title", "firm_name", "firm__name"),
        form=(
            ("线索", ("title", "unit", "received_at", "keeper", "sector", "chain")),
            ("投资方", ("firm_name", "firm", "person", "investor_intro")),
            (
                "来源",
                (
                    "channel",
                    "interaction",
                    "trip",
                    "reception",
                    "station",
                    "edition",
                    "roadshow",
                    "referral",
                ),
            ),
            (
                "项目",
                (
                    "circumstance",
                    "needs_experts",
                    "total_investment",
                    "fixed_investment",
                    "expected_output",
                    "expected_jobs",
                    "process",
                    "land_need",
                    "energy_need",
                    "environment_need",
                    "support_asked",
                    "summary",
                    "note",
                ),
            ),
        ),
        editable=(
            "title", "received_at", "keeper", "sector", "chain", "firm_name", "firm", "person",
            "investor_intro", "channel", "interaction", "trip", "reception", "station", "edition",
            "roadshow", "referral", "circumstance", "needs_experts", "total_investment",
            "fixed_investment", "expected_output", "expected_jobs", "process", "land_need",
            "energy_need", "environment_need", "support_asked", "summary", "note",
        ),
        facts=("first_met_by", "first_met_on", "closed_on", "loss_reason", "loss_words"),
        status=lead_lights,
        order_by="-received_at",
        parents=(
            "firm", "interaction", "trip", "reception", "station", "edition", "referral", "person",
        ),
        sections=(
            Section("follow-ups", "lead", ("kind", "done_on", "words", "next_step", "done_by")),
        ),
        money="total_investment",
        tells=("follow_ups", "judgements", "transfers", "contact_decisions"),
        empty="点右上角“新建”登记线索；投资方来电来信先登记“投资咨询”，再转成线索。",
    )
)  # fmt: skip
register(
    Page(
        slug="inquiries",
        model=Inquiry,
        ability="leads.keep",
        group="对接",
        icon="phone-incoming",
        order=1,
        columns=(
            Col("firm_name", sub="person_name"),
            "way",
            Col("received_at", "收到", "date"),
            "unit",
            "taken_by",
            Col("state", tones=INQUIRY_TONES),
        ),
        filters=("state", "way", "unit"),
        search=("firm_name", "text"),
        form=(
            ("咨询", ("received_at", "way", "unit", "taken_by", "text")),
            ("咨询方", ("firm_name", "firm", "person_name", "phone", "email")),
        ),
        editable=("received_at", "way", "taken_by", "text", "firm_name", "firm", "person_name"),
        facts=("answer", "answered_on"),
        status=inquiry_lights,
        order_by="-received_at",
        parents=("firm",),
    )
)
register(
    Page(
        slug="follow-ups",
        model=FollowUp,
        ability="leads.keep",
        columns=(
            Col("lead", "线索"),
            "kind",
            "done_on",
            "words",
            "next_step",
            "next_due_on",
            "done_by",
        ),
        filters=("kind", "done_on", "lead__unit"),
        search=("lead__title", "words"),
        form=(
            ("跟进", ("lead", "kind", "done_on", "words")),
            ("下一步", ("next_step", "next_due_on")),
        ),
        editable=("done_on", "words", "next_step", "next_due_on"),
        facts=("done_by",),
        order_by="-done_on",
        parents=("lead",),
    )
)
register(
    Page(
        slug="referrals",
        model=Referral,
        ability="leads.keep",
        group="对接",
        icon="arrows-exchange",
        order=58,
        label="以商招商",
        columns=(
            "introducer",
            Col("introduced", sub="introduced_name"),
            "introduced_on",
            "what",
            "unit",
            Col("leads_brought", "线索", "count"),
            Col("projects_brought", "项目", "count"),
        ),
        filters=("unit", "introduced_on", "introducer__kind"),
        search=("introducer__name", "introduced__name", "introduced_name"),
        form=(
            ("引荐", ("introducer", "introduced_on", "unit", "what")),
            ("被引荐方", ("introduced", "introduced_name", "note")),
        ),
        annotate=counted(leads_brought="leads", projects_brought="projects"),
        order_by="-introduced_on",
        parents=("introducer", "introduced"),
        sections=(
            Section("leads", "referral", ("title", "state", "unit", "total_investment")),
            Section("projects", "referral", ("name", "stage", "lead_unit", "total_investment")),
        ),
        empty="企业、商协会、招商顾问介绍来的投资方登记在这里，再从线索上选这次引荐。",
    )
)
register(
    Page(
        slug="costs",
        model=Cost,
        ability="outreach.keep",
        group="对接",
        icon="receipt",
        order=70,
        columns=(
            "purpose",
            "spent_on",
            "amount",
            "channel",
            Col("unit"),
            "roadshow",
            "voucher",
        ),
        filters=("unit", "channel", "spent_on"),
        search=("purpose", "roadshow", "voucher"),
        form=(
            ("经费", ("unit", "spent_on", "amount", "purpose", "voucher")),
            ("用在哪里", ("trip", "reception", "station", "edition", "roadshow", "channel")),
            ("其他", ("note",)),
        ),
        order_by="-spent_on",
        parents=("trip", "reception", "station", "edition"),
        money="amount",
    )
)
register(
    Page(
        slug="lead-clocks",
        model=LeadClock,
        ability="rules.set",
        group="调度",
        icon="clock-cog",
        order=44,
        columns=("step", "days", "counted", *WHEN),
        filters=("step", FORCE_PICK),
        form=(("时限", ("step", "days", "counted")), ("效力", WHEN)),
        status=rule_lights,
        order_by="since",
    )
)
register(
    Page(
        slug="lead-admission-rules",
        model=AdmissionRule,
        ability="rules.set",
        group="调度",
        icon="filter-check",
        order=45,
        columns=("subject", "kind", "sector", "amount", "circumstance", *WHEN),
        filters=("kind", "sector", FORCE_PICK),
        form=(
            ("要求", ("kind", "subject", "sector", "amount", "circumstance")),
            ("效力", WHEN),
        ),
        status=rule_lights,
        order_by="since",
    )
)
register(
    Page(
        slug="loss-reasons",
        model=LossReason,
        ability="rules.set",
        columns=("name", "code", "order", "since", "until", "source"),
        search=("name",),
        form=(("原因", ("code", "name", "order")), ("效力", WHEN)),
        status=rule_lights,
        order_by="order",
    )
)
