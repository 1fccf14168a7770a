"""Passing a lead to another unit (流转): offered, accepted or not; it is one unit's at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from wutong.attract.leads.access import gives, keeps_leads, takes
from wutong.attract.leads.models import Lead, Transfer
from wutong.attract.leads.operations.following import hold, require_here
from wutong.attract.leads.queries import transfer_due
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend, enter
from wutong.people.models import Unit

Answer = Transfer.Answer
EXPIRED = "逾期未接收，自动退回"


@operation("leads.offered", allowed=keeps_leads)
def offer_lead(lead: Lead, *, to_unit: Unit, reason: str, percent: Decimal, actor: Any) -> Transfer:
    """Offer a lead to another unit, with the credit (%) that the unit of first contact keeps."""
    held, today = hold(lead), timezone.localdate()
    require_here(held)
    if not held.is_open:
        raise Refused(f"线索{held.get_state_display()}，不能流转")
    if to_unit.pk == held.unit_id:
        raise Refused("线索已由该单位承办，请选其他单位")
    _let_expired_fall_back(held, today, actor)
    return enter(
        Transfer(
            lead=held,
            from_unit_id=held.unit_id,
            to_unit=to_unit,
            reason=reason,
            percent=percent,
            offered_on=today,
            due_on=transfer_due(today),
        )
    )


@operation("leads.transfer_accepted", allowed=keeps_leads)
def accept_transfer(transfer: Transfer, *, actor: Any) -> Transfer:
    """Take over a lead that was offered; from now on it is this unit's."""
    held = hold(transfer.lead)
    standing = _standing(transfer)
    if held.unit_id != standing.from_unit_id or not held.is_open:
        raise Refused("线索已改由其他单位承办或已办结，请刷新")
    hand_over(held, unit=standing.to_unit, actor=actor)
    return _answered(standing, Answer.ACCEPTED, "", actor)


@operation("leads.transfer_declined", allowed=keeps_leads)
def decline_transfer(transfer: Transfer, *, reason: str, actor: Any) -> Transfer:
    """Refuse a lead that was offered; it stays with the unit that offered it."""
    if not reason.strip():
        raise Refused("请写明退回原因")
    return _answered(_standing(transfer), Answer.DECLINED, reason, actor)


@operation("leads.transfer_taken_back", allowed=gives)
def take_back_lead(transfer: Transfer, *, reason: str, actor: Any) -> Transfer:
    """Take back an offer that nobody has answered."""
    standing = _standing(transfer, even_expired=True)
    return _answered(standing, Answer.TAKEN_BACK, reason, actor)


@operation("leads.handed_over", allowed=takes)
def hand_over(lead: Lead, *, unit: Unit, actor: Any, **facts: Any) -> Lead:
    """Give a lead its new unit; who was to keep it there is for that unit to say."""
    return amend(lead, {"unit": unit, "keeper": None, **facts})


def _standing(transfer: Transfer, *, even_expired: bool = False) -> Transfer:
    rows = Transfer.objects.select_for_update(of=("self",)).select_related("to_unit")
    standing: Transfer | None = rows.filter(pk=transfer.pk).first()
    if standing is None or standing.answered_on is not None:
        raise Refused("这次流转已有结果，请刷新")
    if standing.has_expired(timezone.localdate()) and not even_expired:
        raise Refused(f"接收期限{standing.due_on:%Y-%m-%d}已过，线索已退回流出单位，请其重新流转")
    return standing


def _answered(transfer: Transfer, answer: str, words: str, actor: Any) -> Transfer:
    given = {"answer": answer, "answered_on": timezone.localdate(), "answered_by": actor}
    return amend(transfer, {**given, "answer_words": words})


def _let_expired_fall_back(lead: Lead, today: date, actor: Any) -> None:
    for old in Transfer.objects.filter(lead=lead, answered_on=None, due_on__lt=today):
        take_back_lead(old, reason=EXPIRED, actor=actor)
