"""Recording and amending leads, inquiries, referrals and the rules they follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from wutong.attract.firms.models import Firm
from wutong.attract.leads.access import can_set_rules, keeps_leads
from wutong.attract.leads.matching import in_words, rivals_of
from wutong.attract.leads.models import (
    AdmissionRule,
    FollowUp,
    Inquiry,
    Lead,
    LeadClock,
    LossReason,
    Referral,
)
from wutong.foundation.keeping import keep, kept
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend

REGISTERING = 7_270_004  # this lock's number on PostgreSQL
NAMING = {"title", "firm", "firm_name"}
OWN_WAY = {
    "unit": "承办单位只能通过流转或首谈裁定变更",
    "first_met_by": "首谈单位只能由招商局裁定变更",
    "first_met_on": "首谈日期只能由招商局裁定变更",
    "state": "状态随研判、跟进、办结变更，不能直接修改",
}


def new_lead(lead: Lead) -> None:
    """Refuse a new lead whose investor another unit has in hand, or that lies in the future."""
    if lead.pk is not None:
        return
    past(lead.received_at)
    require_first_contact(lead)


def past(moment: datetime | None) -> None:
    if moment and moment > timezone.now():
        raise Refused("收到时间不能晚于现在")


def require_first_contact(lead: Lead) -> None:
    """Refuse what would be a second unit's lead of one investor; one unit asks at a time."""
    if connection.vendor == "postgresql":  # SQLite's writers exclude each other anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REGISTERING])
    rivals = rivals_of(lead)
    if rivals:
        raise Refused(in_words(rivals[0]))


def dated(follow_up: FollowUp) -> None:
    """Refuse a follow-up before its lead came in, or after today."""
    first, today = timezone.localdate(follow_up.lead.received_at), timezone.localdate()
    if follow_up.done_on and not first <= follow_up.done_on <= today:
        raise Refused(f"日期须在收到线索的{first:%Y-%m-%d}到今天之间")


def asked(inquiry: Inquiry) -> None:
    past(inquiry.received_at)


@operation("leads.lead_amended", allowed=keeps_leads)
def amend_lead(lead: Lead, /, *, actor: Any, note: str | None = None, **facts: Any) -> Lead:
    """Amend a lead; whose it is and how it stands changes in ways of their own."""
    facts = facts if note is None else {**facts, "note": note}
    for name, words in OWN_WAY.items():
        if name in facts:
            raise Refused(words)
    past(facts.get("received_at"))
    amended = amend(lead, facts)
    if NAMING & set(facts) and amended.is_open:
        require_first_contact(amended)
    return amended


kept[Lead] = leads = replace(
    keep(Lead, "leads.lead", allowed=keeps_leads, guard=new_lead), amend=amend_lead
)
follow_ups = keep(FollowUp, "leads.follow_up", allowed=keeps_leads, guard=dated)
inquiries = keep(Inquiry, "leads.inquiry", allowed=keeps_leads, guard=asked)
referrals = keep(Referral, "leads.referral", allowed=keeps_leads)
clocks = keep(LeadClock, "leads.clock", allowed=can_set_rules)
admission_rules = keep(AdmissionRule, "leads.admission", allowed=can_set_rules)
loss_reasons = keep(LossReason, "leads.loss_reason", allowed=can_set_rules)


def register_lead(*, actor: Any, **facts: Any) -> Lead:
    """Register a lead; the unit that registers it has met the investor first, unless told else.

    A firm that is known by the name told is linked with it.
    """
    given = {name: value for name, value in facts.items() if value not in (None, "")}
    given.setdefault("received_at", timezone.now())
    given.setdefault("first_met_by", given["unit"])
    given.setdefault("first_met_on", timezone.localdate(given["received_at"]))
    if "firm" not in given:
        given["firm"] = Firm.objects.filter(name=given.get("firm_name", "")).first()
    elif not given.get("firm_name"):
        given["firm_name"] = given["firm"].name
    given.setdefault("keeper", actor)
    return leads.record(actor=actor, **given)
