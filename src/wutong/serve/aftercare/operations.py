"""Every way tickets can change."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend
from wutong.people.access import keeps
from wutong.serve.aftercare.models import Ticket

tickets = keep(Ticket, "aftercare.ticket", allowed=keeps("aftercare.keep"))


@operation("aftercare.ticket_closed", allowed=keeps("aftercare.keep"))
def close_ticket(ticket: Ticket, *, on: date, actor: Any) -> Ticket:
    """Close a ticket (办结) on a day, never before it was raised."""
    if on < ticket.raised_on:
        raise Refused(f"办结时间不能早于提出时间 {ticket.raised_on:%Y-%m-%d}")
    return amend(ticket, {"closed_on": on, "state": "已办结"})
