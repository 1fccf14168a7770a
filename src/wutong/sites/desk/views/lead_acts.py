"""What can be done with a lead and with an inquiry, besides recording and amending them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from wutong.attract.leads.access import can_decide, gives, keeps_leads
from wutong.attract.leads.models import Inquiry, Lead, Transfer
from wutong.attract.leads.operations import (
    accept_transfer,
    answer_inquiry,
    decide_first_contact,
    decline_transfer,
    follow_lead,
    judge_lead,
    lose_lead,
    offer_lead,
    reopen_lead,
    take_back_lead,
    turn_into_lead,
)
from wutong.attract.projects.operations import can_start, start_project
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.forms.leads import (
    AnswerForm,
    DecisionForm,
    FollowUpForm,
    JudgementForm,
    LossForm,
    NothingForm,
    OfferForm,
    StartForm,
    TurningForm,
)
from wutong.sites.desk.views.acting import Act

State = Lead.State


def on_offer(lead: Lead) -> Transfer | None:
    """Return the offer of this lead that can be answered today."""
    rows = Transfer.objects.filter(lead=lead, answered_on=None, due_on__gte=timezone.localdate())
    return rows.select_related("to_unit").first()


def is_offered(lead: Lead) -> bool:
    return on_offer(lead) is not None


def answers(official: Any, lead: Lead) -> bool:
    """Return whether this official may accept or decline the lead's offer."""
    offer = on_offer(lead)
    return offer is not None and keeps_leads(official, offer)


def retracts(official: Any, lead: Lead) -> bool:
    offer = on_offer(lead)
    return offer is not None and gives(official, offer)


def offered(lead: Lead) -> Transfer:
    """Return the offer that is to be answered; it may have been answered meanwhile."""
    found = Transfer.objects.filter(lead=lead).order_by("-pk").first()
    assert found is not None
    return found


def stands(*states: str) -> Any:
    return lambda lead: lead.state in states and not is_offered(lead)


LEAD_ACTS = (
    Act(
        "acceptance", "接收流转", "inbox", NothingForm,
        lambda r, d, actor: accept_transfer(offered(r), actor=actor),
        answers, is_offered, "已接收，线索改由本单位承办。",
    ),
    Act(
        "declining", "退回流转", "arrow-back-up", ReasonForm,
        lambda r, d, actor: decline_transfer(offered(r), actor=actor, **d),
        answers, is_offered, "已退回，线索仍由原单位承办。",
    ),
    Act(
        "retraction", "收回流转", "arrow-back-up", ReasonForm,
        lambda r, d, actor: take_back_lead(offered(r), actor=actor, **d),
        retracts, is_offered, "已收回。",
    ),
    Act(
        "judgement", "研判", "gavel", JudgementForm,
        lambda r, d, actor: judge_lead(r, actor=actor, **d),
        keeps_leads, stands(State.REGISTERED, State.FIT, State.UNFIT), "已登记研判。",
    ),
    Act(
        "following", "登记响应、反馈、跟进", "message-plus", FollowUpForm,
        lambda r, d, actor: follow_lead(r, actor=actor, **d),
        keeps_leads,
        stands(State.REGISTERED, State.FIT, State.FOLLOWING, State.UNFIT), "已登记。",
    ),
    Act(
        "project", "转为项目", "briefcase", StartForm,
        lambda r, d, actor: start_project(r, actor=actor, **d),
        can_start, stands(State.FIT, State.FOLLOWING), "已转为项目，来龙去脉见本页和项目页。",
        lambda r, official: "" if r.firm_id else "请先登记企业，并在线索上填“企业”",
    ),
    Act(
        "offer", "流转", "arrow-forward-up", OfferForm,
        lambda r, d, actor: offer_lead(r, actor=actor, **d),
        keeps_leads,
        stands(State.REGISTERED, State.FIT, State.FOLLOWING), "已提出流转，等对方接收。",
    ),
    Act(
        "loss", "登记流失", "user-off", LossForm,
        lambda r, d, actor: lose_lead(r, actor=actor, **d),
        keeps_leads,
        stands(State.REGISTERED, State.FIT, State.FOLLOWING, State.UNFIT), "已登记流失。",
    ),
    Act(
        "reopening", "重新跟进", "rotate", ReasonForm,
        lambda r, d, actor: reopen_lead(r, actor=actor, **d),
        keeps_leads,
        lambda r: r.state == State.LOST or (
            r.state == State.PROJECT and not r.projects.exists()
        ),
        "已重新跟进。",
    ),
    Act(
        "first-contact", "首谈裁定", "scale", DecisionForm,
        lambda r, d, actor: decide_first_contact(r, actor=actor, **d),
        can_decide, stands(State.REGISTERED, State.FIT, State.FOLLOWING), "已登记裁定。",
    ),
)  # fmt: skip
INQUIRY_ACTS = (
    Act(
        "lead", "转成线索", "bulb", TurningForm,
        lambda r, d, actor: turn_into_lead(r, actor=actor, **d),
        keeps_leads, lambda r: r.state == Inquiry.State.OPEN, "已转成线索，时限从收到咨询时起算。",
    ),
    Act(
        "answer", "答复办结", "message-check", AnswerForm,
        lambda r, d, actor: answer_inquiry(r, actor=actor, **d),
        keeps_leads, lambda r: r.state == Inquiry.State.OPEN, "已答复办结。",
    ),
)  # fmt: skip
