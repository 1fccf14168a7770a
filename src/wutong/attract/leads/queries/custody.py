"""Whose lead it is on its way: the credit agreed, and what goes up to the office (上报)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from wutong.attract.leads.models import OPEN, Lead, Transfer
from wutong.attract.leads.queries.clocks import OVERDUE, Clock, clocks_for
from wutong.attract.leads.queries.rules import rule_value
from wutong.foundation.workdays import after_working_days
from wutong.people.models import Unit

WHOLE = Decimal(100)  # %


def transfer_due(on: date) -> date:
    """Return the last day on which a transfer offered on a day can be accepted."""
    return after_working_days(on, int(rule_value("lead_transfer_days", on))).on


def proposed_shares(lead: Lead) -> dict[Unit, Decimal]:
    """Return how the credit of the lead's project is to be shared, as the transfer agreed.

    Empty where the unit of first contact has kept it, or nothing was agreed for that unit.
    """
    first = lead.first_met_by
    agreed = Transfer.objects.filter(lead=lead, answer=Transfer.Answer.ACCEPTED).first()
    if first is None or agreed is None or first.pk == lead.unit_id or not agreed.percent:
        return {}
    shares = {first: agreed.percent, lead.unit: WHOLE - agreed.percent}
    return {unit: percent for unit, percent in shares.items() if percent}


@dataclass(frozen=True)
class Escalation:
    """What a unit has left undone so long that the office takes it up."""

    lead: Lead
    what: str
    days: int  # since it was due
    clock: Clock | None = None
    transfer: Transfer | None = None


def escalations(leads: Any, on: date) -> list[Escalation]:
    """Return what goes up to the office among these leads, the longest overdue first."""
    least = int(rule_value("lead_escalation_days", on))
    rows = leads.filter(Q(state__in=OPEN) | Q(state=Lead.State.UNFIT))
    rows = list(rows.select_related("unit", "keeper"))
    clocks = clocks_for(rows, on)
    found = [
        Escalation(lead, clock.rule.get_step_display(), clock.over, clock=clock)
        for lead in rows
        for clock in clocks[lead.pk]
        if clock.state == OVERDUE and clock.over >= least
    ]
    by_key = {lead.pk: lead for lead in rows}
    unanswered = Transfer.objects.filter(lead__in=by_key, answered_on=None, due_on__lt=on)
    for each in unanswered.select_related("to_unit"):
        days = (on - each.due_on).days
        what = f"流转{each.to_unit.short_name or each.to_unit}未接收"
        found.append(Escalation(by_key[each.lead_id], what, days, transfer=each))
    return sorted(found, key=lambda each: -each.days)
