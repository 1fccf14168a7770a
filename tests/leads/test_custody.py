"""Whose a lead is: first contact, its decision, transfers with their day, credit, escalation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.leads.leading import INVESTOR, a_fit_lead, a_lead, days_ago
from tests.world import World
from wutong.attract.leads.models import Lead, Transfer
from wutong.attract.leads.operations import (
    accept_transfer,
    decide_first_contact,
    decline_transfer,
    leads,
    offer_lead,
    take_back_lead,
)
from wutong.attract.leads.queries import escalations, proposed_shares
from wutong.attract.projects.models import Project
from wutong.attract.projects.operations import reach_milestone, start_project
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused

pytestmark = pytest.mark.django_db


def theirs(world: World, **facts: Any) -> Lead:
    """Register a lead as 白杨乡 does."""
    given = {"unit": world.baiyang, "actor": world.stranger, **facts}
    return a_lead(world, **given)


def offer(world: World, lead: Lead, percent: int = 30) -> Transfer:
    return offer_lead(
        lead,
        to_unit=world.baiyang,
        reason="用地在白杨乡",
        percent=Decimal(percent),
        actor=world.recorder,
    )


def expire(transfer: Transfer) -> None:
    Transfer.objects.filter(pk=transfer.pk).update(due_on=days_ago(4))


def test_the_first_contact_is_the_registering_units(world: World) -> None:
    lead = a_lead(world)
    assert (lead.first_met_by, lead.first_met_on) == (world.qingshi, days_ago(10))
    assert (lead.state, lead.keeper) == ("registered", world.recorder)


@pytest.mark.parametrize("name", [INVESTOR, "宁波某某精密铸件公司", "宁波某某精密铸件集团有限公司"])
def test_another_unit_is_told_whose_it_is_and_no_more(world: World, name: str) -> None:
    a_lead(world, title="绝密铸造基地")

    with pytest.raises(Refused) as refused:
        theirs(world, title="另一说法", firm_name=name)

    words = str(refused.value)
    assert "青石镇" in words
    assert f"{days_ago(10):%Y-%m-%d}" in words
    assert "招商局裁定" in words
    assert "绝密" not in words
    assert Lead.objects.count() == 1


def test_a_firm_known_by_another_name_is_still_one(world: World) -> None:
    firm = world.a_firm("宁波总部控股有限公司")
    a_lead(world, firm=firm, firm_name="老王的厂")
    with pytest.raises(Refused, match="青石镇"):
        theirs(world, firm=firm, firm_name="总部控股")


def test_other_investors_and_ones_own_second_lead_pass(world: World) -> None:
    a_lead(world)
    assert theirs(world, firm_name="苏州另一光电科技有限公司")
    a_lead(world, title="热电项目", firm_name="甘肃第8热电厂有限公司")
    assert theirs(world, title="另一热电项目", firm_name="甘肃第9热电厂有限公司")
    assert a_lead(world, title="二期")


def test_a_project_in_talks_holds_the_contact_too(world: World) -> None:
    project = world.a_project(investor=world.a_firm(INVESTOR))
    assert theirs(world, title="先于洽谈")
    Lead.objects.all().delete()
    reach_milestone(project, kind="in_talks", on=days_ago(30), actor=world.machine)

    with pytest.raises(Refused, match=f"青石镇自{days_ago(30):%Y-%m-%d}起首谈"):
        theirs(world)

    reach_milestone(project, kind="signed", on=days_ago(5), actor=world.machine)
    assert theirs(world)


def test_nobody_gets_round_it_by_renaming(world: World) -> None:
    a_lead(world)
    mine = theirs(world, firm_name="另一家")
    with pytest.raises(Refused, match="青石镇"):
        leads.amend(mine, firm_name=INVESTOR, actor=world.stranger)
    mine.refresh_from_db()
    assert mine.firm_name == "另一家"
    with pytest.raises(Refused, match="流转"):
        leads.amend(mine, unit=world.qingshi, actor=world.clerk)


def test_the_office_lets_both_register(world: World) -> None:
    held = a_lead(world)
    decide_first_contact(
        held,
        unit=world.baiyang,
        outcome="both",
        reason="两个不同的项目",
        on=days_ago(0),
        actor=world.head,
    )
    assert theirs(world, title="第二个项目")
    trail = Trail.objects.get(action="leads.first_contact_decided")
    assert (trail.actor, trail.note) == (world.head, "两个不同的项目")


def test_the_office_moves_a_lead_with_its_first_contact(world: World) -> None:
    held = a_lead(world)
    decide_first_contact(
        held,
        unit=world.baiyang,
        outcome="moved",
        reason="白杨乡三月已接触",
        on=days_ago(0),
        actor=world.head,
    )
    held.refresh_from_db()
    assert (held.unit, held.first_met_by, held.keeper) == (world.baiyang, world.baiyang, None)


def test_only_the_office_decides(world: World) -> None:
    held = a_lead(world)
    given = {"unit": world.baiyang, "outcome": "both", "reason": "想要", "on": days_ago(0)}
    with pytest.raises(PermissionDenied):
        decide_first_contact(held, actor=world.stranger, **given)
    with pytest.raises(Refused, match="请写明裁定理由"):
        decide_first_contact(held, actor=world.head, **{**given, "reason": " "})


def test_a_transfer_makes_it_the_other_units_once_accepted(world: World) -> None:
    lead = a_lead(world)
    transfer = offer(world, lead)
    assert lead in Lead.objects.visible_to(world.stranger)
    lead.refresh_from_db()
    assert lead.unit == world.qingshi

    accept_transfer(transfer, actor=world.stranger)

    lead.refresh_from_db()
    assert (lead.unit, lead.first_met_by) == (world.baiyang, world.qingshi)
    assert lead in Lead.objects.visible_to(world.recorder)  # who met them first still sees it
    assert Trail.objects.get(action="leads.handed_over").changes["unit_id"] == [
        world.qingshi.pk,
        world.baiyang.pk,
    ]


def test_only_the_receiving_unit_answers(world: World) -> None:
    transfer = offer(world, a_lead(world))
    with pytest.raises(PermissionDenied):
        accept_transfer(transfer, actor=world.recorder)
    with pytest.raises(PermissionDenied):
        decline_transfer(transfer, reason="不收", actor=world.recorder)
    with pytest.raises(PermissionDenied):
        take_back_lead(transfer, reason="后悔", actor=world.stranger)


def test_what_is_on_offer_cannot_be_worked_on_or_offered_twice(world: World) -> None:
    lead = a_fit_lead(world)
    transfer = offer(world, lead)
    with pytest.raises(Refused, match="正在流转"):
        offer(world, lead)
    with pytest.raises(Refused, match="正在流转"):
        start_project(lead, name="铸件", on=days_ago(0), actor=world.recorder)
    take_back_lead(transfer, reason="改由本镇办", actor=world.recorder)
    assert start_project(lead, name="铸件", on=days_ago(0), actor=world.recorder)


def test_a_transfer_nobody_accepts_falls_back_and_goes_up(world: World) -> None:
    lead = a_lead(world, received_at=None)
    transfer = offer(world, lead)
    expire(transfer)
    transfer.refresh_from_db()

    with pytest.raises(Refused, match="已退回流出单位"):
        accept_transfer(transfer, actor=world.stranger)
    assert lead not in Lead.objects.visible_to(world.stranger)
    found = escalations(Lead.objects.all(), days_ago(0))
    assert [(each.what, each.days) for each in found] == [("流转白杨乡未接收", 4)]
    again = offer(world, lead)  # it is free to be offered again
    transfer.refresh_from_db()
    assert (transfer.answer, transfer.answer_words) == ("taken_back", "逾期未接收，自动退回")
    assert again.is_open(days_ago(0))


def test_credit_is_proposed_with_the_project(world: World) -> None:
    lead = a_fit_lead(world)
    assert proposed_shares(lead) == {}
    accept_transfer(offer(world, lead, 40), actor=world.stranger)
    lead.refresh_from_db()
    assert proposed_shares(lead) == {world.qingshi: Decimal(40), world.baiyang: Decimal(60)}


def test_a_lead_becomes_a_project_with_what_was_known(world: World) -> None:
    lead = a_fit_lead(world)
    project = start_project(lead, name="铸件生产线", on=days_ago(0), actor=world.recorder)

    lead.refresh_from_db()
    assert (lead.state, lead.closed_on) == ("project", days_ago(0))
    assert project.lead == lead
    assert (project.investor, project.origin) == (lead.firm, "outside")
    assert (project.total_investment, project.content) == (lead.total_investment, lead.summary)
    assert (project.channel, project.lead_unit) == ("station", world.qingshi)
    assert Project.objects.count() == 1


def test_an_unknown_firm_or_an_unjudged_lead_is_no_project(world: World) -> None:
    lead = a_lead(world)
    with pytest.raises(Refused, match="请先核实投资方主体"):
        start_project(lead, name="铸件", on=days_ago(0), actor=world.recorder)
    leads.amend(lead, firm=world.a_firm(INVESTOR), actor=world.recorder)
    with pytest.raises(Refused, match="研判可行后才能转为项目"):
        start_project(lead, name="铸件", on=days_ago(0), actor=world.recorder)
    with pytest.raises(PermissionDenied):
        start_project(lead, name="铸件", on=days_ago(0), actor=world.stranger)
    assert not Project.objects.exists()


def test_overdue_clocks_go_up_to_the_office(world: World) -> None:
    lead = a_lead(world, received_at=None)
    assert escalations(Lead.objects.all(), days_ago(0)) == []
    found = escalations(Lead.objects.filter(pk=lead.pk), days_ago(-30))
    assert {each.what for each in found} == {"响应", "研判", "反馈"}
    assert [each.days for each in found] == sorted((each.days for each in found), reverse=True)
