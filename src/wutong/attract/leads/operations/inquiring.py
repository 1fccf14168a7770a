"""What becomes of an inquiry: an answer, or a lead whose clocks run from when it was asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.attract.leads.access import keeps_leads
from wutong.attract.leads.models import Inquiry, Lead
from wutong.attract.leads.operations.records import register_lead
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend

State = Inquiry.State


def _hold(inquiry: Inquiry) -> Inquiry:
    rows = Inquiry.objects.select_for_update(of=("self",))
    held: Inquiry | None = rows.filter(pk=inquiry.pk).first()
    if held is None:
        raise Refused("咨询已撤回，请刷新")
    if held.state != State.OPEN:
        raise Refused(f"这条咨询{held.get_state_display()}，请刷新")
    return held


@operation("leads.inquiry_turned", allowed=keeps_leads)
def turn_into_lead(inquiry: Inquiry, *, title: str, actor: Any, **facts: Any) -> Inquiry:
    """Make a lead of an inquiry: it was received when the inquiry was."""
    held = _hold(inquiry)
    lead: Lead = register_lead(
        title=title,
        firm_name=held.firm_name,
        firm=held.firm,
        received_at=held.received_at,
        unit=held.unit,
        summary=facts.pop("summary", "") or held.text,
        actor=actor,
        **facts,
    )
    return amend(held, {"state": State.LEAD, "lead": lead})


@operation("leads.inquiry_answered", allowed=keeps_leads)
def answer_inquiry(inquiry: Inquiry, *, answer: str, on: date, actor: Any) -> Inquiry:
    """Answer an inquiry of which no lead comes, and close it."""
    held = _hold(inquiry)
    if not answer.strip():
        raise Refused("请写明答复内容")
    return amend(held, {"state": State.ANSWERED, "answer": answer, "answered_on": on})


@operation("leads.inquirer_opened", allowed=keeps_leads)
def open_inquirer(inquiry: Inquiry, *, reason: str, actor: Any) -> Inquiry:
    """See the telephone number and address of who asked; the trail says who saw them, and why."""
    if not reason.strip():
        raise Refused("请写明为何查看")
    return inquiry
