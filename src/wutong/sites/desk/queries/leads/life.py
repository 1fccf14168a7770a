"""A lead on its page: its clocks, what the rules find, and whence and whither (来龙去脉)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from wutong.attract.leads.models import (
    FirstContactDecision,
    Inquiry,
    Judgement,
    Lead,
    Transfer,
)
from wutong.attract.leads.queries import admission_of, clocks_of, proposed_shares
from wutong.attract.projects.models import Project
from wutong.foundation.ui.wording import day


@dataclass(frozen=True)
class Link:
    """One link of the chain of custody; what the reader may not see is said, and not named."""

    kind: str
    text: str
    sub: str = ""
    url: str = ""
    is_here: bool = False


HIDDEN = "其他单位承办，不在您的权限范围内"
TRANSFER_TONES = {"accepted": "green", "declined": "red", "taken_back": "grey", "": "yellow"}


def lead_life(lead: Lead, on: date, official: Any) -> dict[str, Any]:
    """Return what a lead's page shows besides its facts."""
    clocks = clocks_of(lead, on)
    admission = admission_of(lead, timezone.localdate(lead.received_at))
    judgements = Judgement.objects.visible_to(official).filter(lead=lead)
    transfers = Transfer.objects.visible_to(official).filter(lead=lead)
    decisions = FirstContactDecision.objects.visible_to(official).filter(lead=lead)
    return {
        "lead": lead,
        "clocks": clocks,
        "any_guessed": any(clock.guessed for clock in clocks),
        "admission": admission,
        "judgements": list(judgements.select_related("judged_by")),
        "transfers": [
            (each, *transfer_state(each, on))
            for each in transfers.select_related("from_unit", "to_unit", "answered_by")
        ],
        "decisions": list(decisions.select_related("unit", "decided_by")),
        "proposed": proposed_shares(lead),
    }


def transfer_state(transfer: Transfer, on: date) -> tuple[str, str]:
    """Return how an offer stands, as the tone and words of a light."""
    if transfer.has_expired(on):
        return "red", "逾期未接收，已退回"
    return TRANSFER_TONES[transfer.answer], transfer.get_answer_display()


def custody_of(record: Any, official: Any) -> list[Link]:
    """Return the chain inquiry, lead, project through a record; none where it stands alone."""
    lead: Lead | None = record if isinstance(record, Lead) else record.lead
    if lead is None:
        return []
    found = [_inquiry(each, record, official) for each in _all(Inquiry, lead)]
    found.append(_lead(lead, record, official))
    found += [_project(each, record, official) for each in _all(Project, lead)]
    return found if len(found) > 1 else []


def _all(model: Any, lead: Lead) -> list[Any]:
    return list(model.objects.filter(lead=lead).order_by("pk"))


def _seen(record: Any, official: Any) -> bool:
    rows = type(record).objects.visible_to(official)
    return bool(rows.filter(pk=record.pk).exists())


def _link(kind: str, slug: str, one: Any, sub: str, here: Any, official: Any) -> Link:
    if type(one) is type(here) and one.pk == here.pk:
        return Link(kind, str(one), sub, is_here=True)
    if not _seen(one, official):
        return Link(kind, HIDDEN)
    return Link(kind, str(one), sub, f"/{slug}/{one.pk}/")


def _inquiry(inquiry: Inquiry, here: Any, official: Any) -> Link:
    sub = f"{day(inquiry.received_at)} 收到，{inquiry.get_way_display()}"
    return _link("投资咨询", "inquiries", inquiry, sub, here, official)


def _lead(lead: Lead, here: Any, official: Any) -> Link:
    first = lead.first_met_by
    met = f"，{first.short_name or first}首谈" if first else ""
    sub = f"{day(lead.received_at)} 收到{met}，{lead.get_state_display()}"
    return _link("线索", "leads", lead, sub, here, official)


def _project(project: Project, here: Any, official: Any) -> Link:
    unit = project.lead_unit
    return _link("项目", "projects", project, f"{unit.short_name or unit}负责", here, official)
