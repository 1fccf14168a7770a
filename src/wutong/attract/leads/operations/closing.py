"""How a lead ends: as a project, or lost; and taking that back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from wutong.attract.leads.access import keeps_leads
from wutong.attract.leads.models import Judgement, Lead, LossReason
from wutong.attract.leads.operations.following import hold, require_here, step_lead
from wutong.attract.leads.operations.records import require_first_contact
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend

State = Lead.State


@operation("leads.lost", allowed=keeps_leads)
def lose_lead(
    lead: Lead, *, loss_reason: LossReason, on: date, actor: Any, loss_words: str = ""
) -> Lead:
    """Close a lead as lost, for one of the reasons that are rows."""
    held = hold(lead)
    require_here(held)
    if held.state in (State.PROJECT, State.LOST):
        raise Refused(f"线索{held.get_state_display()}，不能再登记流失")
    first, today = timezone.localdate(held.received_at), timezone.localdate()
    if not first <= on <= today:
        raise Refused(f"流失日期须在收到线索的{first:%Y-%m-%d}到今天之间")
    given = {"loss_reason": loss_reason, "loss_words": loss_words, "closed_on": on}
    return amend(held, {"state": State.LOST, **given})


@operation("leads.became_project", allowed=keeps_leads)
def become_project(lead: Lead, *, on: date, actor: Any) -> Lead:
    """Close a lead as a project; `projects` makes the project, and points it here."""
    held = hold(lead)
    require_here(held)
    if held.state not in (State.FIT, State.FOLLOWING):
        raise Refused(f"线索{held.get_state_display()}，研判可行后才能转为项目")
    return amend(held, {"state": State.PROJECT, "closed_on": on})


@operation("leads.reopened", allowed=keeps_leads)
def reopen_lead(lead: Lead, *, reason: str, actor: Any) -> Lead:
    """Take up again a lead that was lost, or whose project has been withdrawn."""
    held: Any = hold(lead)
    if not reason.strip():
        raise Refused("请写明重新跟进的原因")
    if held.state not in (State.LOST, State.PROJECT):
        raise Refused(f"线索{held.get_state_display()}，无需重新跟进")
    if held.state == State.PROJECT and held.projects.exists():
        raise Refused("线索已转成项目，请在项目上继续；项目撤回后才能重新跟进")
    last = Judgement.objects.filter(lead=held).first()
    judged_fit = last is not None and last.verdict == Judgement.Verdict.FIT
    state = State.FOLLOWING if judged_fit else State.REGISTERED
    given = {"loss_reason": None, "loss_words": "", "closed_on": None}
    reopened = step_lead(held, state=state, actor=actor, **given)
    require_first_contact(reopened)
    return reopened
