"""A reception's programme as a document, its itinerary and hosts; a roadshow's guests, pitches."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from docx import Document

from tests.desk.conftest import SignIn
from tests.outreach.conftest import Made
from tests.world import World
from wutong.attract.outreach.models import Reception, Roadshow
from wutong.attract.outreach.operations import (
    itinerary_stops,
    reception_hosts,
    roadshow_guests,
    trip_members,
    visitors,
)
from wutong.attract.projects.operations import pitches, reserves
from wutong.foundation.operations import Refused

pytestmark = pytest.mark.django_db


def lines(content: bytes) -> list[str]:
    return [p.text for p in Document(BytesIO(content)).paragraphs if p.text]


def test_the_programme_says_who_comes_when_and_who_receives(
    world: World, a_batch: Made, signed_in: SignIn
) -> None:
    reception = a_batch(Reception, focus="新能源", headcount=6)
    visitors.record(
        reception=reception, firm=world.a_firm(), intended_amount=Decimal(300_000_000),
        actor=world.machine,
    )  # fmt: skip
    stop = {"reception": reception, "actor": world.recorder}
    itinerary_stops.record(
        starts_at=datetime(2023, 2, 7, 1, 30, tzinfo=UTC), place="青石镇工业园",
        content="看厂房", host="马某", **stop,
    )  # fmt: skip
    itinerary_stops.record(
        starts_at=datetime(2023, 2, 6, 7, 0, tzinfo=UTC), place="县宾馆", content="座谈", **stop
    )
    reception_hosts.record(official=world.head, rank="principal", post="局长", order=1, **stop)
    reception_hosts.record(name="某某", rank="county_leader", order=2, **stop)

    reply = signed_in(world.recorder).get(f"/receptions/{reception.pk}/programme.docx")

    told = lines(reply.content)
    assert told[0] == "新能源客商来访接待方案"
    itinerary = told[told.index("三、日程安排") + 1 : told.index("四、接待人员")]
    assert itinerary == [
        "2月6日", "15:00　县宾馆，座谈", "2月7日", "09:30　青石镇工业园，看厂房（马某）",
    ]  # fmt: skip
    assert "1.杭州某某储能科技有限公司，意向投资3亿元。" in told
    assert told[told.index("四、接待人员") + 1 :][:2] == ["song　局长", "某某　四班子其他领导"]
    assert not any("待填" in line for line in told)


def test_what_a_programme_lacks_is_printed_as_lacking(
    world: World, a_batch: Made, signed_in: SignIn
) -> None:
    reception = a_batch(Reception)
    told = lines(
        signed_in(world.recorder).get(f"/receptions/{reception.pk}/programme.docx").content
    )

    assert {"【待填：来访企业】", "【待填：接待行程】", "【待填：接待人员】"} <= set(told)


def test_a_programme_is_its_units_own(world: World, a_batch: Made, signed_in: SignIn) -> None:
    reception = a_batch(Reception)

    for form in ("docx", "pdf"):
        address = f"/receptions/{reception.pk}/programme.{form}"
        assert signed_in(world.stranger).get(address).status_code == 404
    pdf = signed_in(world.recorder).get(f"/receptions/{reception.pk}/programme.pdf")
    assert pdf.content.startswith(b"%PDF")


def test_people_and_guests_are_named_one_way_or_the_other(world: World, a_batch: Made) -> None:
    trip, show, reception = a_batch(), a_batch(Roadshow), a_batch(Reception)
    with pytest.raises(Refused, match="请选择干部，或填写姓名"):
        trip_members.record(trip=trip, actor=world.recorder)
    with pytest.raises(Refused, match="请选择干部，或填写姓名"):
        reception_hosts.record(reception=reception, actor=world.recorder)
    with pytest.raises(Refused, match="请选择企业，或填写企业名称"):
        roadshow_guests.record(roadshow=show, actor=world.recorder)
    assert str(trip_members.record(trip=trip, official=world.head, actor=world.recorder)) == "song"
    with pytest.raises(PermissionDenied):
        roadshow_guests.record(roadshow=show, firm_name="某公司", actor=world.stranger)


def test_a_reserve_project_is_pitched_once_a_roadshow(
    world: World, a_batch: Made, signed_in: SignIn
) -> None:
    show = a_batch(Roadshow)
    reserve = reserves.record(
        name="储能电池项目", lead_unit=world.qingshi, total_investment=Decimal(1),
        actor=world.machine,
    )  # fmt: skip
    pitches.record(roadshow=show, reserve=reserve, actor=world.recorder)

    with pytest.raises(Refused, match="已推介这个项目"):
        pitches.record(roadshow=show, reserve=reserve, actor=world.recorder)
    with pytest.raises(PermissionDenied):
        pitches.record(roadshow=show, reserve=reserve, actor=world.stranger)
    assert "储能电池项目" in signed_in(world.recorder).get(f"/roadshows/{show.pk}/").text


def test_a_form_offers_the_next_number_of_the_year(
    world: World, a_batch: Made, signed_in: SignIn
) -> None:
    year = timezone.localdate().year
    a_batch(Roadshow, year=year, number=4)

    form = signed_in(world.recorder).get("/roadshows/new/").context["form"]

    assert (form["year"].value(), form["number"].value()) == (year, 5)
