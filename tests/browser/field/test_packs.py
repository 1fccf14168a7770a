"""The trip pack on the phone: kept by itself, read with the network cut, gone at sign-out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.field.conftest import CODE, Phone
from tests.browser.field.test_sending import SMALL
from tests.world import World
from wutong.attract.chains.operations import chain_gaps, chains, target_firms
from wutong.attract.firms.operations import contact_persons
from wutong.attract.outreach.models import TripPlan
from wutong.attract.outreach.operations import interactions, planned_calls, trip_plans

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
KEPT = "field.store.get('packs').then((kept) => Boolean(kept && Object.keys(kept.packs).length))"


@pytest.fixture
def plan(world: World) -> TripPlan:
    actor, today = world.machine, timezone.localdate()
    chain = chains.record(name="储能", actor=actor)
    gap = chain_gaps.record(chain=chain, node="隔膜", actor=actor)
    found: TripPlan = trip_plans.record(
        starts_on=today + timedelta(days=3), destination="浙江省杭州市", province="浙江省",
        lead_unit=world.qingshi, chain=chain, leader_name="马某", actor=actor,
    )  # fmt: skip
    firm = world.a_firm("杭州某某储能科技有限公司", credit_code=CODE)
    unit = world.qingshi
    target_firms.record(
        chain=chain, gap=gap, firm=firm, province="浙江省", city="杭州市", lead_unit=unit,
        why="产能满了，要在西部建厂", actor=actor,
    )  # fmt: skip
    planned_calls.record(plan=found, firm_name="宁波路上约的电子有限公司", actor=actor)
    interactions.record(firm=firm, unit=unit, met_on=today, next_step="寄园区图", actor=actor)
    contact_persons.record(
        firm=firm, name="王某", phone="13812345678", consent="card", unit=unit, actor=actor
    )
    return found


def test_a_pack_is_kept_by_itself_read_without_a_signal_and_gone_at_sign_out(
    phone: Phone, world: World, plan: TripPlan
) -> None:
    phone.signs_in(world.recorder)
    phone.until(KEPT)
    kept = phone.page.evaluate("field.store.get('packs').then(JSON.stringify)")
    assert "王某" not in kept
    assert "13812345678" not in kept
    phone.context.set_offline(True)
    phone.anew()

    phone.open("")
    phone.page.locator("#packs").get_by_text("浙江省杭州市").click()
    pack = phone.page.locator("#pack")
    for words in (
        "宁波路上约的电子有限公司", "杭州某某储能科技有限公司", "储能目标企业，可补链：隔膜",
        "产能满了，要在西部建厂", "下一步：寄园区图", "1 位，姓名、电话在工作台查看",
    ):  # fmt: skip
        expect(pack).to_contain_text(words)
    assert phone.page.evaluate(SMALL) == []
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
    phone.page.get_by_role("link", name="全部资料包").click()
    expect(phone.page.locator("#list li.card")).to_contain_text("已存")
    phone.page.get_by_role("button", name="下载到手机").click()
    expect(phone.page.locator("#told")).to_contain_text("没有全部存下")
    expect(phone.page.locator("#list li.card")).to_contain_text("已存")
    phone.context.set_offline(False)

    phone.context.clear_cookies()  # the session has ended
    phone.open("packs/")
    expect(phone.page.locator("#list")).to_contain_text("登录后才能看到资料包", timeout=25_000)
    phone.signs_in(world.stranger)
    phone.open("packs/")
    expect(phone.page.locator("#list")).to_contain_text("没有要出发或在途的外出计划")
