"""What going out led to: firms, talks, contracts within so many days; next steps and debriefs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied

from tests.desk.conftest import SignIn
from tests.outreach.conftest import Made
from tests.world import World
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.operations import correct_agreement
from wutong.attract.outreach.models import Reception, Region, Roadshow, Station, Trip
from wutong.attract.outreach.operations import (
    interactions,
    invitations,
    regions,
    roadshow_guests,
    talks,
    trip_stops,
    visitors,
)
from wutong.attract.outreach.operations.reporting import debrief
from wutong.attract.outreach.queries import in_region
from wutong.attract.projects.operations import projects
from wutong.foundation.audit.models import Trail
from wutong.foundation.imports.models import Batch, Ledger, LedgerSheet, Provenance, Row
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.models import Rule
from wutong.metrics.operations import close_month, set_rule

pytestmark = pytest.mark.django_db
END = date(2023, 2, 10)


def signed_after(
    world: World, batch: Any, days: int, amount: int = 10_000_000, **facts: Any
) -> Any:
    link = f"source_{batch._meta.model_name}"
    return world.a_signed_project(
        f"{batch.code}后{days}天签约项目",
        signed_on=END + timedelta(days=days),
        registered_on=None,
        amount=amount,
        **{link: batch, **facts},
    )


def counted(client: Any, query: str = "period=2023") -> dict[str, int]:
    page = client.get(f"/outcomes/?{query}")
    return {total["label"]: total["value"] for total in page.context["totals"]}


def test_contracts_count_within_the_days_of_the_rule(
    world: World, a_batch: Made, signed_in: SignIn
) -> None:
    trip = a_batch()
    for days in (-5, -2, 0, 30, 31, 90, 91, 180, 181):
        signed_after(world, trip, days)
    world.a_project("只有意向的项目", source_trip=trip)

    found = counted(signed_in(world.clerk))

    # five days before its end is a day before its beginning: not of this trip's making
    assert (found["30天内签约"], found["90天内签约"], found["180天内签约"]) == (3, 5, 7)


def test_the_days_are_a_rule(world: World, a_batch: Made, signed_in: SignIn) -> None:
    trip = a_batch()
    signed_after(world, trip, 45)
    rule = Rule.objects.get(code="outcome_days")
    set_rule(
        rule, code=rule.code, label=rule.label, value=[60], since=date(2016, 1, 1),
        source="《考核办法》第三条", actor=world.clerk,
    )  # fmt: skip

    assert counted(signed_in(world.clerk))["60天内签约"] == 1


def test_amounts_are_as_corrected(world: World, a_batch: Made, signed_in: SignIn) -> None:
    project = signed_after(world, a_batch(), 10, 10_000_000)
    agreement = Agreement.objects.get(project=project)
    close_month(Period.written("2023-02"), on=date(2023, 3, 5), actor=world.clerk)
    correct_agreement(
        agreement, to=Decimal(12_000_000), reason="补充协议", on=date(2023, 3, 6), actor=world.clerk
    )

    page = signed_in(world.clerk).get("/outcomes/?period=2023")

    notes = {total["label"]: total["note"] for total in page.context["totals"]}
    assert notes["30天内签约"] == "1,200 万元"


def test_each_firm_is_met_once_a_batch_however_often(
    world: World, a_batch: Made, signed_in: SignIn
) -> None:
    trip, firm = a_batch(), world.a_firm()
    facts = {"trip": trip, "unit": world.qingshi, "firm": firm, "actor": world.machine}
    first = interactions.record(met_on=date(2023, 2, 7), **facts)
    interactions.record(met_on=date(2023, 2, 8), **facts)
    talks.record(trip=trip, project_name="储能项目", firm=firm, actor=world.machine)
    other = world.a_firm("苏州某某材料有限公司")
    talks.record(trip=trip, project_name="材料项目", firm=other, actor=world.machine)
    invitations.record(interaction=first, actor=world.machine)

    found = counted(signed_in(world.clerk))

    assert (found["对接企业"], found["洽谈项目"], found["邀请来访"]) == (2, 2, 1)


def test_every_kind_of_batch_is_counted_and_narrowed(
    world: World, a_batch: Made, signed_in: SignIn
) -> None:
    reception, show = a_batch(Reception), a_batch(Roadshow, world.baiyang)
    station = a_batch(Station)
    visitors.record(reception=reception, firm=world.a_firm(), actor=world.machine)
    roadshow_guests.record(roadshow=show, firm_name="上海某基金", actor=world.machine)
    for batch in (reception, show, station):
        signed_after(world, batch, 20)
    a_batch(Trip, is_done=False)
    client = signed_in(world.clerk)

    assert counted(client)["30天内签约"] == 3
    assert counted(client, "period=2023&kind=roadshows")["对接企业"] == 1
    assert counted(client, f"period=2023&unit={world.baiyang.pk}")["30天内签约"] == 1
    assert counted(client, "period=2023&kind=trips")["30天内签约"] == 0
    assert len(client.get("/outcomes/?period=2023").context["rows"]) == 3


def test_a_total_opens_into_its_rows(world: World, a_batch: Made, signed_in: SignIn) -> None:
    trip = a_batch()
    signed_after(world, trip, 20)
    signed_after(world, trip, 120)
    client = signed_in(world.clerk)
    page = client.get("/outcomes/?period=2023")

    for total in page.context["totals"]:
        if total["url"]:
            assert len(client.get(total["url"]).context["rows"]) == total["value"]
    cells = page.context["rows"][0].cells
    for cell in cells[3:]:
        if cell.url:
            assert len(client.get(cell.url).context["rows"]) == int(cell.text)
    assert [cell.text for cell in cells[-3:]] == ["1", "1", "2"]
    assert client.get("/outcomes/rows/?what=nonsense").status_code == 404


def test_outcomes_are_within_scope(world: World, a_batch: Made, signed_in: SignIn) -> None:
    own = a_batch(unit=world.baiyang, destination="浙江省杭州市")
    a_batch(unit=world.qingshi, destination="江苏省苏州市")
    signed_after(world, own, 20, unit=world.qingshi)  # another unit's project came from one's trip
    client = signed_in(world.stranger)

    page = client.get("/outcomes/?period=2023")

    assert len(page.context["rows"]) == 1
    assert "苏州" not in page.text
    assert "青石镇" not in page.text
    assert counted(client)["30天内签约"] == 0
    assert "签约项目" not in client.get("/outcomes/rows/?what=signed-30").text
    assert "20天签约" not in client.get(f"/trips/{own.pk}/").text


def test_outcomes_are_exported(world: World, a_batch: Made, signed_in: SignIn) -> None:
    signed_after(world, a_batch(), 20, 10_000_000)
    reply = signed_in(world.clerk).get("/outcomes/export/?period=2023")

    rows = list(openpyxl.load_workbook(BytesIO(b"".join(reply.streaming_content))).active.values)
    assert rows[-1][:2] == ("外出招商", "WC2023-01")
    assert rows[-1][8:10] == (1, 1000)


def test_outcomes_ask_as_much_for_many_batches(
    world: World, a_batch: Made, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(world.clerk)
    for kind in (Trip, Reception, Station, Roadshow):
        signed_after(world, a_batch(kind), 20)
    client.get("/outcomes/")
    with django_assert_max_num_queries(60) as few:
        client.get("/outcomes/")
    for kind in (Trip, Reception, Station, Roadshow) * 3:
        signed_after(world, a_batch(kind), 20)
    with django_assert_max_num_queries(len(few)):
        client.get("/outcomes/")


# --- regions ---


def test_a_region_is_provinces_or_cities(world: World, a_batch: Made, signed_in: SignIn) -> None:
    delta = Region.objects.get(name="长三角")
    pearl = Region.objects.get(name="珠三角")
    east, south, north = a_batch(), a_batch(Station), a_batch(Station, place="广东省湛江市")
    trip_stops.record(trip=east, place="江苏省苏州市", province="江苏省", actor=world.machine)

    assert list(in_region(Trip.objects.all(), delta)) == [east]
    assert list(in_region(Station.objects.all(), pearl)) == [south]  # 湛江 is not of the nine
    assert north not in in_region(Station.objects.all(), delta)
    client = signed_in(world.clerk)
    listed = client.get(f"/stations/?region={pearl.pk}").context["rows"]
    assert [row.url for row in listed] == [f"/stations/{south.pk}/"]
    assert len(client.get(f"/outcomes/?region={delta.pk}").context["rows"]) == 1


def test_a_withdrawn_stop_is_in_no_region(world: World, a_batch: Made) -> None:
    trip = a_batch()
    stop = trip_stops.record(trip=trip, place="上海市", province="上海市", actor=world.machine)
    trip_stops.withdraw(stop, reason="没有去", actor=world.machine)

    assert not in_region(Trip.objects.all(), Region.objects.get(name="长三角")).exists()


def test_a_region_names_at_least_one_place(world: World) -> None:
    with pytest.raises(Refused, match="请至少填一个省份或城市"):
        regions.record(name="空区域", source="无", actor=world.clerk)
    with pytest.raises(PermissionDenied):
        regions.record(name="我的区域", provinces="江苏省", source="无", actor=world.recorder)


# --- the trip's own page ---


def test_next_steps_are_followed_and_the_overdue_are_red(
    world: World, a_batch: Made, signed_in: SignIn
) -> None:
    trip = a_batch()
    facts = {"trip": trip, "unit": world.qingshi, "firm": world.a_firm(), "actor": world.machine}
    late = date(2023, 2, 20)
    interactions.record(met_on=END, next_step="寄样品", next_due_on=late, **facts)
    interactions.record(
        met_on=END,
        next_step="回访",
        next_due_on=late,
        next_done_on=late,
        next_result="已回访",
        **facts,
    )
    talks.record(
        trip=trip, project_name="储能项目", next_step="提供地块资料",
        next_due_on=date(2999, 1, 1), actor=world.machine,
    )  # fmt: skip

    page = signed_in(world.recorder).get(f"/trips/{trip.pk}/")

    follow = next(s for s in page.context["sections"] if s["title"] == "后续跟进")
    assert [row.cells[0].text for row in follow["rows"]] == ["寄样品", "提供地块资料", "回访"]
    assert [row.mark for row in follow["rows"]] == ["red", "", ""]
    assert "逾期 1 项" in follow["note"]
    due = {d.label: d.count for d in signed_in(world.recorder).get("/").context["due"]}
    assert due["逾期的对接跟进"] == 1
    rows = signed_in(world.recorder).get("/interactions/?due=overdue").context["rows"]
    assert len(rows) == 1


def test_a_trip_says_what_it_led_to(world: World, a_batch: Made, signed_in: SignIn) -> None:
    trip = a_batch()
    signed_after(world, trip, 40)

    page = signed_in(world.recorder).get(f"/trips/{trip.pk}/")

    led = next(s for s in page.context["sections"] if s["title"] == "签约成效")
    assert led["note"].startswith("30天内 0 项 0 万元；90天内 1 项 1,000 万元")
    assert len(led["rows"][0].cells) == len(led["columns"])


@pytest.mark.parametrize("kind", [Trip, Reception, Station, Roadshow])
def test_a_debrief_is_written_and_its_absence_is_red(
    kind: type[Any], world: World, a_batch: Made, signed_in: SignIn
) -> None:
    batch = a_batch(kind)
    page = f"/{kind._meta.model_name}s/{batch.pk}/"
    client = signed_in(world.recorder)
    assert "总结逾期" in client.get(page).text

    assert client.post(f"{page}debrief/", {"text": ""}).status_code == 422
    client.post(f"{page}debrief/", {"text": "拜访五家企业", "achieved": "签意向一份"})

    batch.refresh_from_db()
    assert (batch.debrief, batch.debriefed_by) == ("拜访五家企业", world.recorder)
    assert "总结逾期" not in client.get(page).text
    assert client.get(f"{page}debrief/").context["form"]["text"].value() == "拜访五家企业"
    assert Trail.objects.latest("pk").action == "outreach.debriefed"
    with pytest.raises(PermissionDenied):
        debrief(batch, text="别人写的", on=END, actor=world.stranger)


def test_a_ledgers_trip_owes_no_debrief(world: World, a_batch: Made, signed_in: SignIn) -> None:
    trip = a_batch()
    batch = Batch.objects.create(name="台账", created_by=world.clerk)
    ledger = Ledger.objects.create(batch=batch, name="外出.xlsx", digest="0" * 64, size=1)
    sheet = LedgerSheet.objects.create(ledger=ledger, name="Sheet1", order=0)
    row = Row.objects.create(sheet=sheet, number=7, kind="trips", key="k", cells={})
    model = ContentType.objects.get_for_model(Trip)
    Provenance.objects.create(
        row=row, role="trip", model=model, key=trip.pk, known_at=trip.known_at
    )

    assert "总结逾期" not in signed_in(world.recorder).get(f"/trips/{trip.pk}/").text


def test_a_debrief_is_not_written_before_the_trip(world: World, a_batch: Made) -> None:
    with pytest.raises(Refused, match="还没有开始"):
        debrief(a_batch(), text="提前写", on=date(2023, 2, 1), actor=world.recorder)


def test_a_project_tells_of_the_roadshow_it_came_from(
    world: World, a_batch: Made, signed_in: SignIn
) -> None:
    show = a_batch(Roadshow)
    project = world.a_project()
    projects.amend(project, source_roadshow=show, actor=world.recorder)
    client = signed_in(world.recorder)

    assert "储能装备制造项目" in client.get(f"/roadshows/{show.pk}/").text
    assert show.code in client.get(f"/projects/{project.pk}/dossier/").text
