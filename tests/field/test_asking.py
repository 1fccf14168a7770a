"""What the phone is told: one's own occasions and steps, the register of firms, of no person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.field.conftest import Phone, phone_of
from tests.world import World
from wutong.attract.firms.models import ContactPerson, Firm
from wutong.attract.firms.operations import contact_persons, firms
from wutong.attract.outreach.models import Interaction, Station, Trip
from wutong.attract.outreach.operations import interactions, stations
from wutong.foundation.audit.models import Trail
from wutong.sites.desk.queries.field import shell

pytestmark = pytest.mark.django_db


def day_of(phone: Phone) -> Any:
    return phone.me()["day"]


def test_ones_own_occasions_come_and_no_others(
    world: World, phone: Phone, station: Station, trip: Trip
) -> None:
    own = {(each["id"], each["mine"]) for each in day_of(phone)["occasions"]}
    assert own == {(f"station:{station.pk}", True), (f"trip:{trip.pk}", True)}
    assert day_of(phone_of(world.stranger))["occasions"] == []
    bureau = day_of(phone_of(world.clerk))["occasions"]
    assert {each["mine"] for each in bureau} == {False}  # may write for it; it is not its own


def test_old_and_cancelled_occasions_stay_away(world: World, phone: Phone) -> None:
    today = timezone.localdate()
    facts = {"year": today.year, "place": "深圳", "lead_unit": world.qingshi}
    long_ago = today - timedelta(days=100)
    stations.record(number=7, starts_on=long_ago, ends_on=long_ago, actor=world.machine, **facts)
    stations.record(number=8, starts_on=today, is_done=False, actor=world.machine, **facts)

    assert day_of(phone)["occasions"] == []


def noted(phone: Phone, **facts: Any) -> Interaction:
    return Interaction.objects.get(pk=phone.sends(**facts).json()["key"])


def a_step(phone: Phone, **facts: Any) -> Interaction:
    today = timezone.localdate()
    return noted(phone, next_step="寄资料", next_due_on=today.isoformat(), **facts)


def test_a_step_that_is_done_leaves_the_list_and_says_what_came_of_it(
    phone: Phone, world: World
) -> None:
    step = a_step(phone, met_with="王某 13800138000")
    told = day_of(phone)["steps"]
    assert [(each["key"], each["mine"]) for each in told] == [(step.pk, True)]
    assert "王某" not in phone.client.get("/field/me/").content.decode()

    given = {"on": timezone.localdate().isoformat(), "result": "已办成"}
    address = f"/field/steps/{step.pk}/completion/"
    assert [phone.posts(address, given).status_code for _ in range(2)] == [200, 200]

    step.refresh_from_db()
    assert (step.next_done_on, step.next_result) == (timezone.localdate(), "已办成")
    assert day_of(phone)["steps"] == []
    amended = Trail.objects.filter(action="outreach.interaction_amended", key=step.pk)
    assert amended.count() == 1
    other = phone.posts(address, {**given, "result": "没办成"})
    assert "已于" in other.json()["words"]


def test_a_colleague_sees_the_units_steps_and_a_stranger_none(world: World, phone: Phone) -> None:
    step = a_step(phone)
    colleague = world.an_official("he", world.qingshi, ["outreach.keep"], world.qingshi)

    assert [each["mine"] for each in day_of(phone_of(colleague))["steps"]] == [False]
    stranger = phone_of(world.stranger)
    assert day_of(stranger)["steps"] == []
    given = {"on": timezone.localdate().isoformat(), "result": "已办成"}
    assert stranger.posts(f"/field/steps/{step.pk}/completion/", given).status_code == 404


@pytest.mark.parametrize(
    ("given", "field"), [({"result": "成"}, "on"), ({"on": "2023-03-01", "result": " "}, "result")]
)
def test_a_step_needs_a_day_and_a_result(phone: Phone, given: Any, field: str) -> None:
    reply = phone.posts(f"/field/steps/{a_step(phone).pk}/completion/", given)

    assert list(reply.json()["errors"]) == [field]


def test_the_register_comes_whole_then_what_has_changed(world: World, phone: Phone) -> None:
    kept, gone = world.a_firm("亿数云计算有限公司"), world.a_firm("旧有限公司")
    whole = phone.client.get("/field/firms/").json()
    assert [kept.pk, "亿数云计算有限公司", "", "ysyjsyxgs"] in whole["firms"]
    assert whole["version"] == phone.me()["firms"]

    Firm.history.update(known_at=timezone.now() - timedelta(days=3))
    new = world.a_firm("新有限公司")
    firms.withdraw(Firm.objects.get(pk=gone.pk), reason="注销", actor=world.clerk)
    since = (timezone.now() - timedelta(hours=1)).isoformat()
    told = phone.client.get("/field/firms/", {"since": since}).json()

    assert [row[0] for row in told["firms"]] == [new.pk]
    assert told["gone"] == [gone.pk]
    assert told["version"] != whole["version"]


def test_ten_thousand_firms_fit_on_a_phone(
    world: World, phone: Phone, django_assert_max_num_queries: Any
) -> None:
    Firm.objects.bulk_create(
        Firm(name=f"深圳某某智能装备科技第{n}有限公司", credit_code=f"9144030070846{n:05d}")
        for n in range(10_000)
    )
    phone.client.get("/field/firms/")  # the names are indexed now

    with django_assert_max_num_queries(15):
        reply = phone.client.get("/field/firms/", headers={"accept-encoding": "gzip"})

    assert len(reply.content) < 400_000


def test_the_register_tells_of_no_person(world: World, phone: Phone) -> None:
    firm = world.a_firm()
    contact_persons.record(
        actor=world.clerk, firm=firm, name="王某某", phone="13800138000",
        consent=ContactPerson.Consent.GIVEN, unit=world.qingshi,
    )  # fmt: skip

    said = phone.client.get("/field/firms/").content.decode()
    assert "13800138000" not in said
    assert "王某某" not in said


@pytest.mark.parametrize("since", ["x", "2023-13-45T00:00:00Z", "2023-01-01T00:00:00"])
def test_a_moment_that_is_none_brings_the_whole_register(
    phone: Phone, world: World, since: str
) -> None:
    world.a_firm()
    assert len(phone.client.get("/field/firms/", {"since": since}).json()["firms"]) == 1


def test_what_is_asked_for_day_by_day_costs_the_same_with_more_visits(
    phone: Phone, station: Station, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        a_step(phone, firm_name=f"第{n}有限公司", occasion=f"station:{station.pk}")

    with django_assert_max_num_queries(24):
        phone.client.get("/field/me/")


def test_the_pages_hold_nothing_of_anyone_and_open_without_signing_in(phone: Phone) -> None:
    for path in ("", "log/", "outbox/", "steps/"):
        said = Client(headers={"host": "127.0.0.1"}).get(f"/field/{path}")
        own = phone.client.get(f"/field/{path}")
        assert (said.status_code, said.content) == (200, own.content)
        policy = said.headers["Content-Security-Policy"]
        assert "worker-src 'self'" in policy
        assert "img-src 'self' data: blob:" in policy
        assert "blob:" not in phone.client.get("/interactions/").headers["Content-Security-Policy"]
    assert Client(headers={"host": "127.0.0.1"}).get("/field/me/").status_code == 401


def test_the_worker_names_every_file_and_changes_with_them(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = phone.client.get("/field/sw.js")
    assert said.headers["Content-Type"].startswith("text/javascript")
    for address in shell.addresses():
        assert f'"{address}"' in said.content.decode()
        assert phone.client.get(address).status_code == 200, address
    before = shell.worked_out()
    monkeypatch.setattr(shell, "FILES", shell.FILES[:-1])
    assert shell.worked_out() != before


def test_the_manifest_names_pictures_that_exist(phone: Phone) -> None:
    told = phone.client.get("/field/manifest.webmanifest").json()

    assert (told["name"], told["start_url"]) == ("梧桐外勤", "/field/")
    for icon in told["icons"]:
        assert phone.client.get(icon["src"]).headers["Content-Type"] == "image/png"


def test_the_desk_leads_to_the_phones_pages(world: World, phone: Phone) -> None:
    assert 'class="to-field" href="/field/"' in phone.client.get("/").content.decode()
    leader = world.an_official("ling", world.bureau, ["county.see"], world.county)
    assert "/field/" not in phone_of(leader).client.get("/").content.decode()


def test_a_later_amendment_of_a_visit_keeps_its_key(phone: Phone, world: World) -> None:
    interaction = noted(phone)
    key = interaction.client_key
    interactions.amend(interaction, outcome="有意向", actor=world.clerk)

    assert Interaction.objects.get().client_key == key
