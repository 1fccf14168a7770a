"""A contact's number: masked everywhere, opened on the trail, exported with a right, erased."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.conftest import SignIn
from tests.imports.books import Desk, write
from tests.world import World
from wutong.attract.firms.models import ContactPerson
from wutong.attract.firms.operations import (
    contact_persons,
    erase_person,
    export_people,
    open_person,
)
from wutong.foundation.audit.models import Trail
from wutong.foundation.imports.models import LedgerSheet
from wutong.foundation.operations import Refused
from wutong.foundation.personal import masked
from wutong.sites.desk.forms.fields import MaskedField

pytestmark = pytest.mark.django_db
PHONE, WECHAT, EMAIL = "13912345678", "wang-huadong-cn", "wanghd@example.com"
PLAIN = (PHONE, WECHAT, EMAIL)


@pytest.fixture
def person(world: World) -> ContactPerson:
    return contact_persons.record(
        firm=world.a_firm(), name="王华东", title="副总经理", unit=world.qingshi, phone=PHONE,
        wechat=WECHAT, email=EMAIL, consent="card", consented_on=date(2023, 2, 1),
        actor=world.recorder,
    )  # fmt: skip


def told(client: Client, address: str, **data: Any) -> str:
    reply = client.post(address, data) if data else client.get(address)
    assert reply.status_code < 500
    content = b"".join(reply.streaming_content) if reply.streaming else reply.content
    if "spreadsheetml" in reply.headers.get("Content-Type", ""):
        return words_of(content)
    return content.decode()


def words_of(content: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row)


def test_nothing_shows_it_plain(world: World, person: ContactPerson, signed_in: SignIn) -> None:
    contact_persons.amend(person, wechat="wang-huadong-2", actor=world.recorder)
    client = signed_in(world.recorder)
    one = f"/contact-persons/{person.pk}/"
    places = [
        "/contact-persons/", "/contact-persons/?sort=phone", "/contact-persons/?q=王华东", one,
        f"{one}edit/", "/contact-persons/export/", "/contact-persons/export/?as=csv",
        f"/firms/{person.firm_id}/", f"/firms/{person.firm_id}/dossier/", "/search/?q=王华东",
        "/names/contact-persons/?q=王华东",
    ]  # fmt: skip
    for address in places:
        said = told(client, address)
        assert not [value for value in (*PLAIN, "wang-huadong-2") if value in said], address
    assert "139****5678" in told(client, one)
    assert "139****5678" in told(client, "/contact-persons/export/?as=csv")
    assert PHONE not in told(signed_in(world.clerk), "/trail/")


def test_a_list_cannot_be_searched_or_ordered_by_it(
    world: World, person: ContactPerson, signed_in: SignIn
) -> None:
    client = signed_in(world.recorder)

    assert "王华东" not in told(client, "/contact-persons/?q=13912345678")
    headings = {c.key: c for c in client.get("/contact-persons/").context["columns"]}
    assert not headings["phone"].sortable
    assert headings["name"].sortable


def form_of(client: Client, person: ContactPerson) -> dict[str, Any]:
    form = client.get(f"/contact-persons/{person.pk}/edit/").context["form"]
    return {bound.html_name: bound.value() or "" for bound in form}


def test_the_form_keeps_what_is_left_masked_and_takes_what_is_typed_anew(
    world: World, person: ContactPerson, signed_in: SignIn
) -> None:
    client = signed_in(world.recorder)
    typed = form_of(client, person)
    assert typed["phone"] == "139****5678"

    client.post(f"/contact-persons/{person.pk}/edit/", {**typed, "title": "总经理"})
    person.refresh_from_db()
    assert (person.phone, person.wechat, person.title) == (PHONE, WECHAT, "总经理")

    typed = form_of(client, person)
    client.post(f"/contact-persons/{person.pk}/edit/", {**typed, "phone": "13700001111"})
    person.refresh_from_db()
    assert person.phone == "13700001111"
    last = Trail.objects.latest("pk")
    assert last.changes == {"phone": ["139****5678", "137****1111"]}


def test_half_a_mask_is_no_number(world: World, person: ContactPerson, signed_in: SignIn) -> None:
    client = signed_in(world.recorder)
    typed = {**form_of(client, person), "phone": "138****5678"}

    reply = client.post(f"/contact-persons/{person.pk}/edit/", typed)

    assert reply.status_code == 422
    assert "还带着隐去的星号" in reply.text
    person.refresh_from_db()
    assert person.phone == PHONE


def test_what_another_changed_meanwhile_is_masked(
    world: World, person: ContactPerson, signed_in: SignIn
) -> None:
    client = signed_in(world.recorder)
    typed = form_of(client, person)
    contact_persons.amend(person, phone="13700001111", actor=world.clerk)

    reply = client.post(f"/contact-persons/{person.pk}/edit/", typed)

    assert reply.status_code == 409
    assert "137****1111" in reply.text
    assert PHONE not in reply.text
    assert "13700001111" not in reply.text


TYPED = st.characters(exclude_categories=["Cc", "Cs"])  # a form takes no control characters


@given(st.text(TYPED, min_size=1, max_size=60).map(str.strip).filter(lambda text: "*" not in text))
def test_the_mask_left_as_it_is_means_the_value_as_it_is(value: str) -> None:
    field = MaskedField(stored=value, required=False, max_length=80)
    shown = str(field.prepare_value(value))

    assert field.clean(shown) == value
    assert masked(masked(value)) == masked(value)
    if len(value) > 1 and "@" not in value:
        assert value not in shown


def test_opening_shows_it_once_and_says_who(
    world: World, person: ContactPerson, signed_in: SignIn
) -> None:
    client = signed_in(world.recorder)
    address = f"/contact-persons/{person.pk}/opening/"
    assert client.get(address).status_code == 302
    assert not Trail.objects.filter(action="firms.person_opened").exists()

    reply = client.post(address)

    assert all(value in reply.text for value in PLAIN)
    assert "no-store" in reply["Cache-Control"]
    row = Trail.objects.latest("pk")
    assert (row.action, row.actor, row.subject) == ("firms.person_opened", world.recorder, person)
    assert row.note == "电话、微信号、电子邮箱"
    page = client.get(f"/contact-persons/{person.pk}/")
    assert [cell.text for cell in page.context["reach"].rows[0].cells[1:]] == [
        "ma", "查看", "电话、微信号、电子邮箱",
    ]  # fmt: skip
    assert "查看联系方式" not in [each.what for each in page.context["history"]]
    assert "查看联系方式" in told(signed_in(world.clerk), "/trail/")


def test_only_who_may_opens(world: World, person: ContactPerson, signed_in: SignIn) -> None:
    address = f"/contact-persons/{person.pk}/opening/"
    assert signed_in(world.stranger).post(address).status_code == 404
    reader = world.an_official("wu", world.qingshi, ["outreach.keep"], world.qingshi)
    assert signed_in(reader).post(address).status_code == 403
    page = signed_in(reader).get(f"/contact-persons/{person.pk}/")
    assert not page.context["reach"].may_read
    assert "谁看过" not in page.text
    assert signed_in(world.clerk).post(address).status_code == 200
    with pytest.raises(PermissionDenied):
        open_person(person, actor=world.stranger)


def test_there_must_be_something_to_open(world: World) -> None:
    bare = contact_persons.record(
        firm=world.a_firm(), name="李四", unit=world.qingshi, actor=world.recorder
    )
    with pytest.raises(Refused, match="没有登记这位联系人的联系方式"):
        open_person(bare, actor=world.recorder)


def test_an_export_needs_a_right_and_a_purpose_and_is_on_the_trail(
    world: World, person: ContactPerson, signed_in: SignIn
) -> None:
    address = "/contact-persons/full-export/?consent=card"
    assert signed_in(world.clerk).get(address).status_code == 403
    assert "full-export" not in signed_in(world.clerk).get("/contact-persons/").text
    client = signed_in(world.head)
    assert "full-export" in client.get("/contact-persons/").text
    assert "将导出 1 位联系人" in client.get(address).text
    assert client.post(address, {"purpose": ""}).status_code == 422

    reply = client.post(address, {"purpose": "兰洽会邀请函寄送"})

    assert reply["Cache-Control"] == "private, no-store"
    assert PHONE in words_of(b"".join(reply.streaming_content))  # type: ignore[attr-defined]
    whole = Trail.objects.get(action="firms.people_exported")
    assert whole.actor == world.head
    assert whole.note == "1 条；条件：取得方式：本人递交名片；用途：兰洽会邀请函寄送"
    assert Trail.objects.get(action="firms.person_exported").subject == person
    reach = client.get(f"/contact-persons/{person.pk}/").context["reach"]
    assert reach.rows[0].cells[2].text == "导出"


def test_an_export_takes_only_ones_own_unit(
    world: World, person: ContactPerson, signed_in: SignIn
) -> None:
    other = contact_persons.record(
        firm=world.a_firm(), name="赵六", unit=world.baiyang, phone="13611112222",
        consent="given", actor=world.stranger,
    )  # fmt: skip
    taker = world.an_official(
        "sun", world.bureau, ["county.see", "firms.people_export"], world.qingshi
    )
    reply = signed_in(taker).post("/contact-persons/full-export/", {"purpose": "寄送邀请函"})

    said = words_of(b"".join(reply.streaming_content))  # type: ignore[attr-defined]
    assert PHONE in said
    assert other.phone not in said
    with pytest.raises(PermissionDenied):
        export_people([other], asked="", purpose="寄送", actor=taker)
    assert Trail.objects.filter(action="firms.people_exported").count() == 1


def test_erasing_leaves_no_version_that_knows(
    world: World, person: ContactPerson, signed_in: SignIn
) -> None:
    contact_persons.amend(person, phone="13700001111", actor=world.recorder)
    address = f"/contact-persons/{person.pk}/erasure/"
    client = signed_in(world.recorder)
    assert client.post(address, {"reason": ""}).status_code == 422

    client.post(address, {"reason": "本人撤回同意"})

    rows = ContactPerson.history.all()
    assert rows.count() == 3
    for row in rows:
        assert (row.phone, row.wechat, row.email) == ("", "", "")
    person.refresh_from_db()
    assert (person.name, person.consent, person.consented_on) == ("王华东", "", None)
    last = Trail.objects.latest("pk")
    assert (last.action, last.note) == ("firms.person_erased", "本人撤回同意")
    assert last.changes["phone"] == ["****", ""]
    assert signed_in(world.recorder).get(address).status_code == 200


def test_the_name_goes_only_when_asked(world: World, person: ContactPerson) -> None:
    erase_person(person, reason="本人要求", with_name=True, actor=world.recorder)

    names = set(ContactPerson.history.values_list("name", "title"))
    assert names == {("（已删除）", "")}
    assert "王华东" not in str(Trail.objects.latest("pk").changes)


def test_only_who_keeps_a_person_erases(
    world: World, person: ContactPerson, signed_in: SignIn
) -> None:
    address = f"/contact-persons/{person.pk}/erasure/"
    assert signed_in(world.stranger).post(address, {"reason": "x"}).status_code == 404
    with pytest.raises(PermissionDenied):
        erase_person(person, reason="x", actor=world.stranger)
    with pytest.raises(Refused, match="请写明删除的原因"):
        erase_person(person, reason=" ", actor=world.recorder)


def test_a_ledgers_numbers_are_masked_on_the_import_pages(desk: Desk, tmp_path: Any) -> None:
    head = ["企业名称", "统一社会信用代码", "法定代表人", "登记状态", "电话"]
    rows = [["甲有限公司", "91350211M000100Y46", "王五", "存续", PHONE]]
    batch = desk.upload(write(tmp_path / "企业登记信息.xlsx", *rows, head=head))

    sheet = LedgerSheet.objects.get(ledger__batch=batch)
    assert PHONE not in str(sheet.columns)
    assert "139****5678" in str(sheet.columns)
