"""Every way leads, inquiries and referrals can change."""

from wutong.attract.leads.operations.closing import (
    become_project,
    lose_lead,
    reopen_lead,
)
from wutong.attract.leads.operations.deciding import decide_first_contact
from wutong.attract.leads.operations.following import follow_lead, judge_lead
from wutong.attract.leads.operations.inquiring import (
    answer_inquiry,
    open_inquirer,
    turn_into_lead,
)
from wutong.attract.leads.operations.records import (
    admission_rules,
    clocks,
    follow_ups,
    inquiries,
    leads,
    loss_reasons,
    referrals,
    register_lead,
)
from wutong.attract.leads.operations.transferring import (
    accept_transfer,
    decline_transfer,
    offer_lead,
    take_back_lead,
)

__all__ = [
    "accept_transfer",
    "admission_rules",
    "answer_inquiry",
    "become_project",
    "clocks",
    "decide_first_contact",
    "decline_transfer",
    "follow_lead",
    "follow_ups",
    "inquiries",
    "judge_lead",
    "leads",
    "lose_lead",
    "loss_reasons",
    "offer_lead",
    "open_inquirer",
    "referrals",
    "register_lead",
    "reopen_lead",
    "take_back_lead",
    "turn_into_lead",
]
