"""Who may keep leads, take them over, and decide whose a first contact is."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from wutong.attract.leads.models import Lead, Transfer
from wutong.people.access import county_wide, keeps

keeps_leads = keeps("leads.keep")
can_decide = county_wide("leads.decide")
can_set_rules = county_wide("rules.set")


def gives(official: Any, transfer: Transfer) -> bool:
    """Return whether they may take a lead back that their unit has offered."""
    return bool(official.may("leads.keep", transfer.from_unit_id))


def takes(official: Any, lead: Lead) -> bool:
    """Return whether a lead may go over by their word: it is on offer to them, or they decide."""
    if can_decide(official, lead):
        return True
    open_ones = Transfer.objects.filter(
        lead=lead, answered_on=None, due_on__gte=timezone.localdate()
    )
    return any(keeps_leads(official, each) for each in open_ones)
