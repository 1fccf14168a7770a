"""Deciding whose the first contact is (首谈裁定), where two units claim it."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.attract.leads.access import can_decide
from wutong.attract.leads.models import FirstContactDecision, Lead
from wutong.attract.leads.operations.following import hold, require_here
from wutong.attract.leads.operations.transferring import hand_over
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import enter
from wutong.people.models import Unit

Outcome = FirstContactDecision.Outcome


@operation("leads.first_contact_decided", allowed=can_decide)
def decide_first_contact(
    lead: Lead | None,
    *,
    unit: Unit,
    outcome: str,
    reason: str,
    on: date,
    actor: Any,
    firm_name: str = "",
) -> FirstContactDecision:
    """Decide between the unit that holds an investor's lead and one that asks for it.

    Without a lead (a project in talks holds the contact), the investor is named by `firm_name`.
    """
    if not reason.strip():
        raise Refused("请写明裁定理由")
    held = hold(lead) if lead is not None else None
    if held is None and not firm_name.strip():
        raise Refused("请写明投资方")
    if held is not None and held.unit_id == unit.pk:
        raise Refused("该线索已由这个单位承办，无需裁定")
    if outcome == Outcome.MOVED:
        if held is None or not held.is_open:
            raise Refused("只有在办的线索可以改由其他单位承办")
        require_here(held)
        hand_over(held, unit=unit, first_met_by=unit, first_met_on=on, actor=actor)
    return enter(
        FirstContactDecision(
            lead=held,
            firm_name=firm_name or (held.firm_name if held else ""),
            unit=unit,
            outcome=outcome,
            reason=reason,
            decided_on=on,
            decided_by=actor,
        )
    )
