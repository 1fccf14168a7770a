"""Inquiries: turned into leads with the clock of the asking, answered, their phone opened."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.desk.conftest import SignIn
from tests.leads.leading import FULL, INVESTOR, at, days_ago, judge
from tests.world import World
from wutong.attract.leads.models import Inquiry, Lead
from wutong.attract.leads.operations import answer_inquiry, inquiries, leads, turn_into_lead
from wutong.attract.projects.models import Project
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


def an_inquiry(world: World, **facts: Any) -> Inquiry:
    given = {
        "received_at": at(days_ago(12)),
        "way": "phone",
        "firm_name": INVESTOR,
        "person_name": "钱某",
        "phone": PHONE,
        "text": "想找80亩工业用地",
        "unit": world.qingshi,
        "taken_by": world.recorder,
        "actor": world.recorder,
        **facts,
    }
    return inquiries.record(**given)


def test_the_chain_from_question_to_project_is_kept(world: World, signed_in: SignIn) -> None:
    world.a_firm(INVESTOR)
    inquiry = an_inquiry(world)
    client = signed_in(world.recorder)

    client.post(f"/inquiries/{inquiry.pk}/lead/", {"title": "铸件用地"})
    lead = Lead.objects.get()
    assert (lead.received_at, lead.summary) == (inquiry.received_at, "想找80亩工业用地")
    leads.amend(lead, actor=world.recorder, **FULL)
    judge(world, lead)
    client.post(f"/leads/{lead.pk}/project/", {"name": "精密铸件生产线", "on": f"{days_ago(0)}"})

    project = Project.objects.get()
    pages = [f"/inquiries/{inquiry.pk}/", f"/leads/{lead.pk}/", f"/projects/{project.pk}/"]
    for page in pages:
        reply = client.get(page)
        chain = reply.context["custody"]
        assert [link.kind for link in chain] == ["投资咨询", "线索", "项目"]
        assert [link.url for link in chain if not link.is_here] == [p for p in pages if p != page]
        assert "来龙去脉" in reply.text


def test_a_question_becomes_one_lead_or_an_answer(world: World) -> None:
    inquiry = an_inquiry(world)
    turn_into_lead(inquiry, title="铸件用地", actor=world.recorder)
    with pytest.raises(Refused, match="已转线索"):
        turn_into_lead(inquiry, title="再来一次", actor=world.recorder)
    with pytest.raises(Refused, match="已转线索"):
        answer_inquiry(inquiry, answer="没有地", on=days_ago(0), actor=world.recorder)

    other = an_inquiry(world, firm_name="另一家公司")
    with pytest.raises(PermissionDenied):
        answer_inquiry(other, answer="没有地", on=days_ago(0), actor=world.stranger)
    answer_inquiry(other, answer="没有合适的地", on=days_ago(0), actor=world.recorder)
    other.refresh_from_db()
    assert (other.state, other.answer) == ("answered", "没有合适的地")


def test_a_refused_lead_leaves_the_question_open(world: World) -> None:
    mine = an_inquiry(world)
    turn_into_lead(mine, title="铸件用地", actor=world.recorder)
    theirs = an_inquiry(world, unit=world.baiyang, actor=world.stranger)
    with pytest.raises(Refused, match="青石镇"):
        turn_into_lead(theirs, title="铸件", actor=world.stranger)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.lead) == ("open", None)
    assert Lead.objects.count() == 1


def test_the_phone_is_masked_everywhere(world: World, signed_in: SignIn) -> None:
    inquiry = an_inquiry(world)
    client = signed_in(world.recorder)
    for page in ("", "edit/"):
        assert PHONE not in client.get(f"/inquiries/{inquiry.pk}/{page}").text
    assert "139****5678" in client.get(f"/inquiries/{inquiry.pk}/").text
    export = b"".join(client.get("/inquiries/export/?as=csv").streaming_content)
    assert PHONE not in export.decode()
    assert "139****5678" in export.decode()
    assert PHONE not in str(list(Trail.objects.values_list("changes", flat=True)))


def test_who_opens_the_phone_is_on_record(world: World, signed_in: SignIn) -> None:
    inquiry = an_inquiry(world)
    client = signed_in(world.recorder)
    address = f"/inquiries/{inquiry.pk}/opening/"

    assert PHONE not in client.get(address).text
    assert PHONE not in client.post(address, {"reason": ""}).text
    shown = client.post(address, {"reason": "回电话约考察"})

    assert PHONE in shown.text
    assert "no-store" in shown["Cache-Control"]
    trail = Trail.objects.get(action="leads.inquirer_opened")
    assert (trail.actor, trail.note, trail.key) == (world.recorder, "回电话约考察", inquiry.pk)
    assert signed_in(world.stranger).get(address).status_code == 404
