"""What is due on leads, whether they may be taken up, and whose they are."""

from wutong.attract.leads.queries.admission import Admission, Finding, admission_of
from wutong.attract.leads.queries.clocks import (
    Clock,
    acts_of,
    clocks_for,
    clocks_of,
    is_due_soon,
)
from wutong.attract.leads.queries.custody import (
    Escalation,
    escalations,
    proposed_shares,
    transfer_due,
)
from wutong.attract.leads.queries.rules import rule_value

__all__ = [
    "Admission",
    "Clock",
    "Escalation",
    "Finding",
    "acts_of",
    "admission_of",
    "clocks_for",
    "clocks_of",
    "escalations",
    "is_due_soon",
    "proposed_shares",
    "rule_value",
    "transfer_due",
]
