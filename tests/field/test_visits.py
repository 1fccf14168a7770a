"""A visit that a phone sends: written whole, once, by who may; refused in words, field by field."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.field.conftest import Phone, phone_of
from tests.world import World
from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models import Interaction, Invitation, Station, Talk, Trip
from wutong.attract.outreach.operations import interactions
from wutong.foundation.audit.models import Trail
from wutong.sites.desk.forms.field import VisitForm

pytestmark = pytest.mark.django_db
CODE, OTHER = "91330100MA27XYXM5X", "91440300708461136T"


def test_a_visit_is_written_whole(phone: Phone, trip: Trip) -> None:
    due = timezone.localdate() + timedelta(days=7)
    reply = phone.sends(
        credit_code=CODE,
        occasion=f"trip:{trip.pk}",
        met_with="王某 副总",
        summary="要5亩地",
        project_name="储能电池项目",
        intended_amount="8000",
        is_invited=True,
        next_step="寄园区资料",
        next_due_on=due.isoformat(),
    )

    assert reply.status_code == 201
    interaction = Interaction.objects.get(pk=reply.json()["key"])
    assert (interaction.firm.name, interaction.firm.credit_code) == ("深圳某某电子有限公司", CODE)
    assert (interaction.trip, interaction.unit) == (trip, trip.lead_unit)
    assert (interaction.recorded_by, interaction.met_with) == (phone.official, "王某 副总")
    assert (interaction.next_step, interaction.next_due_on) == ("寄园区资料", due)
    assert interaction.intended_amount == Decimal(80_000_000)
    talk = Talk.objects.get(interaction=interaction)
    assert (talk.trip, talk.project_name, talk.firm) == (trip, "储能电池项目", interaction.firm)
    assert Invitation.objects.filter(interaction=interaction).count() == 1
    trail = Trail.objects.filter(action="outreach.visit_logged").get()
    assert (trail.actor, trail.key) == (phone.official, interaction.pk)


def test_off_a_trip_the_project_is_part_of_what_was_said(phone: Phone, station: Station) -> None:
    sent = {"occasion": f"station:{station.pk}", "project_name": "储能项目", "summary": "看过地"}
    key = phone.sends(**sent).json()["key"]

    interaction = Interaction.objects.get(pk=key)
    assert interaction.summary == "洽谈项目：储能项目\n看过地"
    assert interaction.station == station
    assert not Talk.objects.exists()


def test_sent_twice_it_is_kept_once(phone: Phone, station: Station) -> None:
    given = {"client_key": str(uuid4()), "occasion": f"station:{station.pk}", "is_invited": True}
    first, again = phone.sends(**given), phone.sends(**given)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Interaction.objects.count() == Invitation.objects.count() == Firm.objects.count() == 1


def test_what_was_withdrawn_since_does_not_come_back(phone: Phone, world: World) -> None:
    given = {"client_key": str(uuid4())}
    key = phone.sends(**given).json()["key"]
    interactions.withdraw(Interaction.objects.get(pk=key), reason="记错了", actor=world.clerk)

    again = phone.sends(**given)

    assert (again.status_code, again.json()["key"]) == (200, key)
    assert not Interaction.objects.exists()


def test_what_was_amended_since_stays_amended(phone: Phone, world: World) -> None:
    given = {"client_key": str(uuid4()), "summary": "原话"}
    key = phone.sends(**given).json()["key"]
    interactions.amend(Interaction.objects.get(pk=key), summary="改过", actor=world.clerk)

    assert phone.sends(**given).status_code == 200
    assert Interaction.objects.get().summary == "改过"


def test_something_else_under_the_same_key_is_refused(phone: Phone) -> None:
    given = {"client_key": str(uuid4())}
    key = phone.sends(**given, summary="甲").json()["key"]

    other = phone.sends(**given, summary="乙")

    assert (other.status_code, other.json()["key"]) == (409, key)
    assert "内容与这次不同" in other.json()["words"]
    assert Interaction.objects.get().summary == "甲"


def test_a_key_of_another_official_tells_nothing(phone: Phone, world: World) -> None:
    given = {"client_key": str(uuid4()), "summary": "机密"}
    phone.sends(**given)

    reply = phone_of(world.stranger).sends(**given)

    assert reply.status_code == 409
    assert reply.json() == {"words": "这个编号的记录是别人发送的，请重新记一笔", "key": None}


def test_an_item_of_another_user_of_the_phone_is_not_sent_under_ones_name(
    phone: Phone, world: World
) -> None:
    reply = phone.posts(
        "/field/visits/",
        {"client_key": str(uuid4()), "met_on": "2023-03-01", "kind": "visit", "firm_name": "甲"},
        **{"X-Field-Official": str(world.stranger.pk)},
    )

    assert reply.status_code == 403
    assert "另一位用户" in reply.json()["words"]
    assert not Interaction.objects.exists()


def test_the_occasion_of_another_unit_is_refused(world: World, station: Station) -> None:
    reply = phone_of(world.stranger).sends(occasion=f"station:{station.pk}")

    assert reply.status_code == 422
    assert reply.json()["errors"] == {"occasion": "这个场合已撤销，或不归您的单位登记，请重新选择"}
    assert not Interaction.objects.exists()
    assert not Firm.objects.exists()


def test_for_another_unit_nothing_is_noted(world: World, phone: Phone) -> None:
    reply = phone.sends(unit=world.baiyang.pk)

    assert reply.json()["errors"] == {"unit": "您不能为这个单位登记，请重新选择"}
    assert not Interaction.objects.exists()


def test_who_may_not_keep_visits_is_told_so(world: World) -> None:
    reader = world.an_official("reader", world.qingshi, ["county.see"], world.county)

    reply = phone_of(reader).sends()

    assert reply.status_code == 403
    assert "岗位不能" in reply.json()["words"]
    assert not Firm.objects.exists()


def test_who_may_not_record_firms_can_meet_those_on_the_register(world: World) -> None:
    official = world.an_official("lin", world.qingshi, ["outreach.keep"], world.qingshi)
    phone = phone_of(official)
    world.a_firm("杭州某某储能科技有限公司")

    assert phone.sends(firm_name="杭州某某储能科技有限公司").status_code == 201
    reply = phone.sends(firm_name="没有登记的有限公司")

    assert reply.status_code == 422
    assert "您的岗位不能登记新企业" in reply.json()["errors"]["firm"]
    assert Interaction.objects.count() == 1


def test_signed_out_it_is_told_so_and_nothing_is_lost_on_a_sign_in_page(phone: Phone) -> None:
    phone.client.logout()

    reply = phone.sends()

    assert (reply.status_code, reply.json()) == (401, {"words": "请重新登录后发送"})


TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"firm_name": ""}, "firm", "请选择或填写见的是哪家企业"),
        ({"firm": 987654}, "firm", "名册里已没有这家企业"),
        ({"credit_code": "91330100MA27XYXM51"}, "credit_code", "校验位"),
        ({"firm_name": "", "credit_code": CODE}, "firm", "请补填企业名称"),
        ({"met_on": ""}, "met_on", "请填写哪天见的"),
        ({"met_on": TOMORROW.isoformat()}, "met_on", "晚于今天"),
        ({"met_on": "0023-01-01"}, "met_on", "太早"),
        ({"intended_amount": "八千"}, "intended_amount", "请填写数字，单位万元"),
        ({"next_due_on": TOMORROW.isoformat()}, "next_step", "请写下一步做什么"),
        ({"next_step": "回访", "next_due_on": "2020-01-01"}, "next_due_on", "早于见面"),
        ({"kind": "dinner"}, "kind", "dinner"),
        ({"client_key": "1"}, "client_key", "UUID"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    phone: Phone, facts: dict[str, object], field: str, words: str
) -> None:
    reply = phone.sends(**facts)

    assert reply.status_code == 422
    assert words in reply.json()["errors"][field]
    assert not Interaction.objects.exists()
    assert not Firm.objects.exists()


def test_a_firm_is_known_by_its_name_however_it_is_typed(phone: Phone, world: World) -> None:
    firm = world.a_firm("亿数云(杭州) 有限公司")

    key = phone.sends(firm_name="亿数云（杭州）有限公司", credit_code=CODE).json()["key"]

    firm.refresh_from_db()
    assert Interaction.objects.get(pk=key).firm == firm
    assert firm.credit_code == CODE  # read off its licence
    assert Firm.objects.count() == 1


def test_a_firm_is_known_by_its_code(phone: Phone, world: World) -> None:
    firm = world.a_firm("杭州某某储能科技有限公司", credit_code=CODE)

    replies = [phone.sends(firm_name=name, credit_code=CODE) for name in ("", "杭州某某公司")]

    assert {reply.json()["firm"] for reply in replies} == {firm.name}
    assert Firm.objects.count() == 1


def test_name_and_code_of_two_firms_are_not_guessed(phone: Phone, world: World) -> None:
    world.a_firm("甲有限公司", credit_code=CODE)
    world.a_firm("乙有限公司")
    world.a_firm("丙有限公司", credit_code=OTHER)

    for name in ("乙有限公司", "丙有限公司"):
        reply = phone.sends(firm_name=name, credit_code=CODE)
        assert reply.status_code == 422
        assert "是“甲有限公司”的" in reply.json()["errors"]["firm"]
    assert not Interaction.objects.exists()


def test_two_phones_that_meet_the_same_new_firm_record_it_once(phone: Phone, world: World) -> None:
    other = phone_of(world.clerk)

    assert phone.sends(firm_name="东莞某某（集团）有限公司").status_code == 201
    assert other.sends(firm_name="东莞某某(集团)有限公司").status_code == 201
    assert Firm.objects.get().interactions.count() == 2


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '"甲"', '{"firm": {"a": 1}}', "[" * 5000])
def test_whatever_else_comes_is_refused_in_words(phone: Phone, body: str) -> None:
    reply = phone.client.post("/field/visits/", body, content_type="application/json")

    assert reply.status_code == 422
    assert reply.json()["errors"]


WILD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
OCCASIONS = st.from_regex(r"(station|trip|edition|x):?[0-9]{0,25}", fullmatch=True)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(st.sampled_from(sorted(VisitForm.base_fields)), WILD, max_size=6),
    st.none() | OCCASIONS,
    st.none() | st.integers(min_value=0),
)
def test_no_content_breaks_the_server(
    phone: Phone, given: dict[str, object], occasion: object, firm: object
) -> None:
    reply = phone.sends(**{**given, **({"occasion": occasion, "firm": firm} if occasion else {})})

    assert reply.status_code in {201, 422}


def test_half_a_sign_is_no_fault_of_ours(phone: Phone) -> None:
    assert phone.sends(summary="好\ud83d").status_code == 201
    assert Interaction.objects.get().summary == "好?"
