"""Following a lead: answering, judging, feeding back, following up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from policyrules.verdicts import Verdict
from wutong.attract.leads.access import keeps_leads
from wutong.attract.leads.models import FollowUp, Judgement, Lead, Transfer
from wutong.attract.leads.operations.records import dated
from wutong.attract.leads.queries import admission_of
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend, enter

State = Lead.State
BEFORE = (State.REGISTERED, State.FIT, State.UNFIT)
AGREES = {Verdict.MET: Judgement.Verdict.FIT, Verdict.UNMET: Judgement.Verdict.UNFIT}


def hold(lead: Lead) -> Lead:
    """Return the lead as it stands, held against others until this is written."""
    held = Lead.objects.select_for_update(of=("self",)).filter(pk=lead.pk).first()
    if held is None:
        raise Refused("线索已撤回，请刷新")
    return held


def require_here(lead: Lead) -> None:
    """Refuse to go on with a lead that is on offer to another unit."""
    today = timezone.localdate()
    offered = Transfer.objects.filter(lead=lead, answered_on=None, due_on__gte=today).first()
    if offered:
        raise Refused(f"线索正在流转（{offered.due_on:%Y-%m-%d}前待接收），请等对方答复或先收回")


@operation("leads.judged", allowed=keeps_leads)
def judge_lead(lead: Lead, *, verdict: str, on: date, actor: Any, reason: str = "") -> Judgement:
    """Judge whether a lead is to be followed; who differs from what the rules found says why."""
    held = hold(lead)
    require_here(held)
    if held.state not in BEFORE:
        raise Refused(f"线索{held.get_state_display()}，不再研判")
    first, today = timezone.localdate(held.received_at), timezone.localdate()
    if not first <= on <= today:
        raise Refused(f"研判日期须在收到线索的{first:%Y-%m-%d}到今天之间")
    found = admission_of(held, on)
    if AGREES.get(found.verdict) != verdict and not reason.strip():
        raise Refused(f"条件比对结果为“{found.verdict.value}”，与结论不一致，请写明理由")
    made = enter(
        Judgement(
            lead=held,
            verdict=verdict,
            judged_on=on,
            judged_by=actor,
            by_rules=found.verdict.value,
            findings=[[f.words, f.verdict.value] for f in found.findings],
            reason=reason,
        )
    )
    step_lead(held, state=verdict, actor=actor)
    return made


@operation("leads.followed", allowed=keeps_leads)
def follow_lead(lead: Lead, *, actor: Any, **facts: Any) -> FollowUp:
    """Note down what was done about a lead; a first follow-up begins its following."""
    held = hold(lead)
    require_here(held)
    if held.state in (State.PROJECT, State.LOST):
        raise Refused(f"线索{held.get_state_display()}，不再登记跟进")
    facts.setdefault("done_on", timezone.localdate())
    draft = FollowUp(lead=held, done_by=actor, **facts)
    dated(draft)
    made = enter(draft)
    if made.kind == FollowUp.Kind.FOLLOW_UP:
        if held.state in (State.REGISTERED, State.UNFIT):
            raise Refused("线索还没有研判为可行，请先研判再跟进；答复投资方请选“响应”或“反馈”")
        step_lead(held, state=State.FOLLOWING, actor=actor)
    return made


@operation("leads.lead_stepped", allowed=keeps_leads)
def step_lead(lead: Lead, *, state: str, actor: Any, **facts: Any) -> Lead:
    """Let a lead stand otherwise, as what was done about it says."""
    return amend(lead, {"state": state, **facts})
