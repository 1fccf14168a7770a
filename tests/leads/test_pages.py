"""Leads through the desk: registered, judged, handed over, lost; what is due, as each sees it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk.conftest import SignIn
from tests.leads.leading import FULL, INVESTOR, a_fit_lead, a_lead, days_ago
from tests.world import World
from wutong.attract.leads.models import FirstContactDecision, Lead, LossReason, Transfer
from wutong.attract.leads.operations import lose_lead
from wutong.attract.projects.models import CreditShare, Project

pytestmark = pytest.mark.django_db
TODAY = days_ago(0)


def typed(world: World, **changes: Any) -> dict[str, Any]:
    given = {
        "title": "精密铸件项目",
        "unit": world.qingshi.pk,
        "received_at": f"{days_ago(1)}T09:30",
        "firm_name": INVESTOR,
        "total_investment": "12000",
        "channel": "station",
    }
    return {**given, **changes}


def test_a_lead_is_registered_and_its_clocks_stand_there(world: World, signed_in: SignIn) -> None:
    firm = world.a_firm(INVESTOR)
    client = signed_in(world.recorder)
    reply = client.post("/leads/new/", typed(world))

    lead = Lead.objects.get()
    assert reply.url == f"/leads/{lead.pk}/"
    assert (lead.firm, lead.first_met_by, lead.total_investment) == (
        firm, world.qingshi, 120_000_000,
    )  # fmt: skip
    page = client.get(reply.url)
    assert [clock.rule.step for clock in page.context["clocks"]] == [
        "respond",
        "judge",
        "feed_back",
    ]
    assert "制造业，固定资产投资未填，须不低于6000万元" in page.text
    assert "投资方简介：未填" in page.text


def test_another_units_registration_is_refused_on_the_form(world: World, signed_in: SignIn) -> None:
    a_lead(world, title="机密项目")
    reply = signed_in(world.stranger).post("/leads/new/", typed(world, unit=world.baiyang.pk))

    assert reply.status_code == 422
    assert "该投资方由青石镇" in reply.text
    assert "机密项目" not in reply.text
    assert Lead.objects.count() == 1


def test_state_and_unit_are_not_typed(world: World, signed_in: SignIn) -> None:
    lead = a_lead(world)
    client = signed_in(world.recorder)
    form = client.get(f"/leads/{lead.pk}/edit/").context["form"]
    assert not {"unit", "state", "first_met_by"} & set(form.fields)


def test_saving_unchanged_changes_nothing(world: World, signed_in: SignIn) -> None:
    lead = a_lead(world, received_at=timezone.now(), **FULL)
    client = signed_in(world.recorder)
    form = client.get(f"/leads/{lead.pk}/edit/").context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    typed_in = {k: v for k, v in values.items() if v not in (None, False)}
    typed_in["received_at"] = f"{timezone.localtime(lead.received_at):%Y-%m-%dT%H:%M}"
    client.post(f"/leads/{lead.pk}/edit/", typed_in)
    assert Lead.history.filter(version_of=lead).count() == 0


def test_a_lead_is_judged_followed_and_lost(world: World, signed_in: SignIn) -> None:
    lead = a_lead(world, **FULL)
    client = signed_in(world.recorder)
    base = f"/leads/{lead.pk}"

    client.post(f"{base}/judgement/", {"verdict": "fit", "on": f"{days_ago(8)}"})
    client.post(
        f"{base}/following/",
        {"kind": "follow_up", "done_on": f"{days_ago(2)}", "words": "到企业考察"},
    )
    lead.refresh_from_db()
    assert lead.state == "following"
    reason = LossReason.objects.get(code="land")
    client.post(f"{base}/loss/", {"loss_reason": reason.pk, "on": f"{TODAY}"})

    lead.refresh_from_db()
    assert (lead.state, lead.loss_reason) == ("lost", reason)
    told = [item.what for item in client.get(f"{base}/").context["history"]]
    assert {"研判线索", "登记线索流失", "登记跟进"} <= set(told)
    labels = [action.label for action in client.get(f"{base}/").context["actions"]]
    assert "重新跟进" in labels
    assert "研判" not in labels
    client.post(f"{base}/reopening/", {"reason": "对方回心转意"})
    lead.refresh_from_db()
    assert (lead.state, lead.closed_on, lead.loss_reason) == ("following", None, None)


def test_a_transfer_is_offered_and_accepted_from_the_pages(world: World, signed_in: SignIn) -> None:
    lead = a_fit_lead(world)
    giver, taker = signed_in(world.recorder), signed_in(world.stranger)
    assert taker.get(f"/leads/{lead.pk}/").status_code == 404
    given = {"to_unit": world.baiyang.pk, "percent": "40", "reason": "用地在白杨"}
    giver.post(f"/leads/{lead.pk}/offer/", given)

    assert "待接收的线索" in taker.get("/").text
    assert "精密铸件项目" in taker.get("/leads/transfers/").text
    assert taker.get(f"/leads/{lead.pk}/edit/").status_code == 403
    taker.post(f"/leads/{lead.pk}/acceptance/", {"csrfmiddlewaretoken": "浏览器总会带上"})

    lead.refresh_from_db()
    assert lead.unit == world.baiyang
    assert Transfer.objects.get().answered_by == world.stranger
    assert giver.get(f"/leads/{lead.pk}/edit/").status_code == 403
    taker.post(f"/leads/{lead.pk}/project/", {"name": "铸件生产线", "on": f"{TODAY}"})
    project = Project.objects.get()
    form = signed_in(world.clerk).get(f"/projects/{project.pk}/credit/").context["form"]
    shares = {form[f"unit_{n}"].value(): form[f"percent_{n}"].value() for n in range(2)}
    assert shares == {world.qingshi.pk: 40, world.baiyang.pk: 60}
    assert not CreditShare.objects.exists()  # proposed, until the office confirms
    hidden = giver.get(f"/leads/{lead.pk}/").context["custody"][-1]
    assert (hidden.url, "铸件生产线" in hidden.text) == ("", False)


def test_lists_of_what_is_due_keep_to_ones_units(world: World, signed_in: SignIn) -> None:
    a_lead(world, title="青石线索")
    a_lead(
        world, title="白杨线索", unit=world.baiyang, actor=world.stranger, firm_name="苏州光电公司"
    )
    for address in ("/leads/clocks/", "/leads/escalations/", "/leads/"):
        text = signed_in(world.recorder).get(address).text
        assert "青石线索" in text
        assert "白杨线索" not in text
        assert "白杨线索" in signed_in(world.clerk).get(address).text
    narrowed = signed_in(world.clerk).get(f"/leads/clocks/?light=overdue&unit={world.baiyang.pk}")
    assert "白杨线索" in narrowed.text
    assert "青石线索" not in narrowed.text
    assert "上报的线索事项" in signed_in(world.head).get("/").text


def test_the_office_decides_from_the_pages(world: World, signed_in: SignIn) -> None:
    lead = a_lead(world)
    given = {
        "unit": world.baiyang.pk, "outcome": "both", "on": f"{TODAY}", "reason": "另一个项目",
    }  # fmt: skip
    refused = signed_in(world.stranger).post(f"/leads/{lead.pk}/first-contact/", given)
    assert refused.status_code == 404  # not theirs to see
    signed_in(world.head).post(f"/leads/{lead.pk}/first-contact/", given)
    signed_in(world.head).post("/leads/first-contacts/new/", {**given, "firm_name": "深圳在谈公司"})

    names = FirstContactDecision.objects.values_list("firm_name", flat=True)
    assert set(names) == {INVESTOR, "深圳在谈公司"}
    assert "深圳在谈公司" in signed_in(world.head).get("/leads/first-contacts/").text
    assert "深圳在谈公司" not in signed_in(world.stranger).get("/leads/first-contacts/").text
    assert signed_in(world.stranger).get("/leads/first-contacts/new/").status_code == 403


@pytest.mark.parametrize("address", ["/leads/", "/leads/clocks/", "/leads/escalations/"])
def test_lists_cost_no_more_queries_for_more_leads(
    world: World, signed_in: SignIn, address: str
) -> None:
    client = signed_in(world.clerk)
    a_lead(world, title="甲")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for n in range(8):
        a_lead(world, title=f"乙{n}")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)


def test_statistics_open_into_the_leads_they_count(world: World, signed_in: SignIn) -> None:
    a_fit_lead(world)
    lost = a_lead(world, title="流失的", channel="fair")
    reason = LossReason.objects.get(code="rival")
    lose_lead(lost, loss_reason=reason, on=days_ago(4), actor=world.recorder)
    client = signed_in(world.clerk)
    page = client.get(f"/leads/statistics/?period={days_ago(10).year}")

    counted = [
        *page.context["steps"], *page.context["states"], *page.context["ways"],
        *page.context["reasons"],
    ]  # fmt: skip
    assert {(each.label, each.count) for each in page.context["reasons"]} == {("其他地方竞争", 1)}
    assert {(each.label, each.count) for each in page.context["ways"]} == {
        ("驻点招商", 1),
        ("节会招商", 1),
    }
    assert [(each.label, each.count) for each in page.context["steps"]] == [
        ("收到", 2),
        ("已研判", 1),
        ("已转项目", 0),
        ("已签约", 0),
    ]
    for each in counted:
        assert client.get(each.url).context["page"].paginator.count == each.count, each
    medians = {each.label: each.days for each in page.context["passages"]}
    assert medians == {"收到到研判": 2, "收到到转项目": None, "收到到流失": 6}
