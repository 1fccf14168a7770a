"""Leads (线索): from an investor's question to a project, by rows that say how fast and who."""

from wutong.attract.leads.models.custody import FirstContactDecision, Transfer, Transfers
from wutong.attract.leads.models.following import FollowUp, Judgement
from wutong.attract.leads.models.inquiries import Inquiry
from wutong.attract.leads.models.leads import OPEN, Lead, Leads
from wutong.attract.leads.models.referrals import Referral
from wutong.attract.leads.models.rules import AdmissionRule, LeadClock, LossReason
from wutong.attract.leads.models.words import Circumstance, Sector

__all__ = [
    "OPEN",
    "AdmissionRule",
    "Circumstance",
    "FirstContactDecision",
    "FollowUp",
    "Inquiry",
    "Judgement",
    "Lead",
    "LeadClock",
    "Leads",
    "LossReason",
    "Referral",
    "Sector",
    "Transfer",
    "Transfers",
]
