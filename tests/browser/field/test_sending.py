"""The phone's pages at 390×844: noted down with and without a signal, sent once, nothing lost.

One note takes about 51 s (`test_one_visit_takes_less_than_a_minute`): 10 taps at 1 s, 34 signs at
1 s, as people type Chinese on a phone, 4 s for the camera, and some 3 s of the machine's. The
machine's time is measured, the hand's is reckoned: nobody has been timed.
"""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from django.utils import timezone
from playwright.sync_api import Dialog, Route, expect

from tests.browser.field.conftest import CAMERA, CODE, SIGN, TAP, Phone, summaries
from tests.files.samples import a_picture
from tests.world import World
from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models import Interaction, Invitation, Station
from wutong.foundation.files.models import File
from wutong.sites.desk.queries.field import shell

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_one_visit_takes_less_than_a_minute(
    phone: Phone, world: World, station: Station, tmp_path: Path
) -> None:
    phone.signs_in(world.recorder)
    expect(phone.page.locator("#occasions")).to_contain_text("深圳市 第一小分队")
    photo = tmp_path / "门口.jpg"
    photo.write_bytes(a_picture(side=3000))
    started = time.monotonic()

    phone.tap(phone.page.get_by_role("link", name="记一笔").first)
    phone.types(phone.page.locator("#firm-query"), "dgmm")
    phone.tap(phone.page.locator(".result", has_text="东莞某某精密制造"))
    phone.types(phone.page.locator("#met_with"), "王某 副总")
    phone.types(phone.page.locator("#summary"), "想建分厂，问电价和用地，要看园区")
    phone.page.locator("#take").set_input_files(photo)
    expect(phone.page.locator("#photos img")).to_have_count(1)
    phone.types(phone.page.locator("#next_step"), "寄园区资料和电价表")
    phone.tap(phone.page.locator("[data-days='7']"))
    phone.picture("field-log")
    phone.tap(phone.page.locator("#save"))
    phone.sends_all()
    machine = time.monotonic() - started
    taps = phone.taps + 2  # for the camera: to open it, and to take the picture
    seconds = machine + taps * TAP + phone.typed * SIGN + CAMERA

    print(f"{seconds:.0f} s: {taps} taps, {phone.typed} signs, {machine:.1f} s of the machine's")
    assert (taps, phone.typed) == (10, 34)
    assert seconds < 60
    interaction = Interaction.objects.get()
    assert interaction.station == station
    assert interaction.recorded_by == world.recorder
    assert interaction.next_due_on == timezone.localdate() + timedelta(days=7)
    assert File.objects.of(interaction).count() == 1
    phone.open("steps/")
    phone.page.get_by_role("button", name="办完").click()
    phone.page.get_by_role("button", name="已办成").click()
    expect(phone.page.locator("#told")).to_have_text("已发送 1 条")
    interaction.refresh_from_db()
    assert interaction.next_result == "已办成"


SMALL = """
  Array.from(document.querySelectorAll("a, button, summary, .box, .file, .kinds span, .check"))
    .filter((each) => each.offsetParent && !each.matches(".skip-link"))
    .map((each) => [each.textContent.trim() || each.id, each.getBoundingClientRect()])
    .filter(([_, at]) => at.height < 44 || at.width < 44 || at.right > innerWidth + 1)
    .map(([name, at]) => `${name} ${Math.round(at.width)}×${Math.round(at.height)}`)
"""


def test_whatever_is_tapped_is_large_and_the_desk_is_left_alone(
    phone: Phone, world: World, station: Station
) -> None:
    phone.signs_in(world.recorder)
    for path in ("", "log/", "outbox/", "steps/", "packs/"):
        phone.open(path)
        assert phone.page.evaluate(SMALL) == [], path
        assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
        assert phone.page.evaluate("Boolean(navigator.serviceWorker.controller)")
    phone.page.goto(phone.address)
    expect(phone.page.get_by_role("link", name="外勤：见了企业")).to_be_visible()
    assert not phone.page.evaluate("Boolean(navigator.serviceWorker.controller)")


def test_a_new_version_takes_the_old_ones_place(
    phone: Phone, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.signs_in(world.recorder)
    before = phone.page.evaluate("caches.keys()")
    monkeypatch.setattr(shell, "version", lambda: "newer")

    phone.open("log/")
    phone.until("caches.keys().then((names) => names.join() === 'wutong-field-newer')")

    assert before != ["wutong-field-newer"]
    kept = phone.page.evaluate("""
      caches.open("wutong-field-newer").then((cache) => cache.keys()).then((all) => all
        .map((each) => new URL(each.url).pathname)
        .filter((path) => !path.startsWith("/static/")))
    """)
    assert sorted(kept) == [
        "/field/",
        "/field/log/",
        "/field/outbox/",
        "/field/packs/",
        "/field/steps/",
    ]


def test_a_lost_answer_an_hour_without_signal_and_a_closed_page_lose_and_double_nothing(
    phone: Phone, world: World, station: Station, tmp_path: Path
) -> None:
    phone.signs_in(world.recorder)
    phone.notes("东莞某某精密制造有限公司", "第一家")
    phone.sends_all()

    reached: list[int] = []

    def cut(route: Route) -> None:  # the server has it, and the phone never learns
        reached.append(route.fetch().status)
        route.abort("connectionreset")

    phone.context.route("**/field/visits/", cut)
    phone.notes("杭州某某储能科技有限公司", "第二家")
    expect(phone.page.locator("#banner")).to_contain_text("没有信号")
    phone.waits(1)
    assert reached == [201] * len(reached[:1]) + [200] * len(reached[1:])
    assert Interaction.objects.count() == 2
    phone.context.set_offline(True)
    phone.context.unroute("**/field/visits/", cut)

    phone.notes("从没见过的电子有限公司", "第三家")
    photo = tmp_path / "门口.jpg"
    photo.write_bytes(a_picture(side=2400, taken="2023:03:02 09:10:11"))
    phone.open("log/")
    phone.page.locator("#firm-query").fill("mmcn")
    phone.page.locator(".result", has_text="杭州某某储能").click()
    phone.page.locator("#take").set_input_files(photo)
    expect(phone.page.locator("#photos img")).to_have_count(1)
    phone.page.locator("#summary").fill("第四家，没写完就关了")
    expect(phone.page.locator("#kept")).to_contain_text("草稿已存")
    phone.anew()

    phone.open("log/")  # without a signal, from what the phone keeps
    expect(phone.page.locator("#resumed")).to_contain_text("接着上次没写完的")
    expect(phone.page.locator("#summary")).to_have_value("第四家，没写完就关了")
    expect(phone.page.locator("#photos img")).to_have_count(1)
    phone.page.locator("#save").click()
    phone.waits(3)
    phone.anew()
    phone.open("outbox/")
    phone.waits(3)
    assert Interaction.objects.count() == 2

    phone.context.set_offline(False)
    phone.sends_all()
    assert summaries() == ["第一家", "第三家", "第二家", "第四家，没写完就关了"]
    assert set(Interaction.objects.values_list("station", flat=True)) == {station.pk}
    assert Firm.objects.filter(name="从没见过的电子有限公司").count() == 1
    file = File.objects.of(Interaction.objects.get(summary__startswith="第四家")).get()
    assert (file.media_type, file.taken_at) == ("image/jpeg", None)  # what the camera wrote is gone
    assert file.size < 100_000


def test_what_is_refused_says_why_and_is_mended_on_the_phone(
    phone: Phone, world: World, station: Station
) -> None:
    phone.signs_in(world.recorder)
    phone.context.set_offline(True)
    phone.notes("丙有限公司", "金额写错", intended_amount="八千")
    phone.context.set_offline(False)
    card = phone.page.locator("#list li.card")
    expect(card).to_contain_text("需要处理", timeout=20_000)
    expect(card).to_contain_text("意向投资额：请填写数字，单位万元")
    assert not Interaction.objects.exists()

    card.get_by_role("link", name="修改").click()
    expect(phone.page.locator("[data-wrong=intended_amount]")).to_contain_text("请填写数字")
    expect(phone.page.locator("#intended_amount")).to_be_in_viewport()
    phone.page.locator("#intended_amount").fill("8000")
    phone.page.locator("#is_invited").check()
    phone.page.locator("#save").click()
    phone.sends_all()
    assert Invitation.objects.get().interaction.summary == "金额写错"


def test_signed_out_it_waits_and_is_never_sent_under_anothers_name(
    phone: Phone, world: World, station: Station
) -> None:
    phone.signs_in(world.recorder)
    phone.context.clear_cookies()
    phone.notes("东莞某某精密制造有限公司", "会话过期时记的")
    expect(phone.page.locator("#banner")).to_contain_text("请重新登录后发送")
    phone.waits(1)

    phone.signs_in(world.stranger)
    phone.open("outbox/")
    expect(phone.page.locator("#others")).to_contain_text("还有 1 条是别人记的")
    phone.waits(0)
    assert not Interaction.objects.exists()

    phone.open("")
    phone.page.on("dialog", lambda dialog: dialog.accept())
    phone.page.get_by_role("button", name="退出登录").click()
    expect(phone.page.get_by_label("登录名")).to_be_visible()
    kept = phone.page.evaluate("""
      new Promise((done) => {
        const opening = indexedDB.open("wutong-field");
        opening.onsuccess = () => {
          const names = opening.result.transaction("keep").objectStore("keep").getAllKeys();
          names.onsuccess = () => { opening.result.close(); done(names.result); };
        };
      })
    """)
    assert kept == []
    phone.signs_in(world.recorder)
    phone.open("outbox/")
    phone.sends_all()
    assert Interaction.objects.get().recorded_by == world.recorder


def test_signing_out_warns_of_what_is_not_sent(phone: Phone, world: World) -> None:
    phone.signs_in(world.recorder)
    phone.context.route("**/field/visits/", lambda route: route.abort())
    phone.notes("东莞某某精密制造有限公司", "没发出去")
    phone.open("")
    said: list[str] = []

    def stay(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    phone.page.on("dialog", stay)
    with phone.page.expect_event("dialog"):
        phone.page.get_by_role("button", name="退出登录").click()
    assert "还有 1 条没有发送" in said[0]
    expect(phone.page.locator("#who")).to_have_text(world.recorder.name)


def test_the_code_of_a_licence_is_read_from_a_photo(
    phone: Phone, world: World, tmp_path: Path
) -> None:
    """With the library: this Chromium has no reader of its own."""
    phone.signs_in(world.recorder)
    said = f"统一社会信用代码：{CODE}；名称：杭州某某储能科技有限公司"
    other = "名称：深圳某某电子有限公司；代码：91440300708461136T；"
    nothing = "https://www.gsxt.gov.cn/index.html?uniscid=1"
    for text, shown in ((said, "杭州某某储能"), (other, "91440300708461136T"), (nothing, "")):
        segno.make(text).save(str(tmp_path / "code.png"), scale=8)
        phone.open("log/")
        phone.page.locator("#code-photo").set_input_files(tmp_path / "code.png")
        if not shown:
            expect(phone.page.locator("#scanned")).to_contain_text("没有统一社会信用代码")
            continue
        expect(phone.page.locator("#firm-chosen")).to_be_visible()
        if "杭州" in shown:
            expect(phone.page.locator("#firm-name")).to_contain_text(shown)
        else:
            expect(phone.page.locator("#new-name")).to_have_value("深圳某某电子有限公司")
            expect(phone.page.locator("#credit_code")).to_have_value(shown)
        phone.page.locator("#firm-change").click()


@pytest.mark.parametrize("keeps", [False, True])
def test_where_a_photo_was_taken_leaves_the_phone_only_if_wanted(
    phone: Phone, world: World, tmp_path: Path, keeps: bool
) -> None:
    phone.signs_in(world.recorder)
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(a_picture(taken="2023:03:02 09:10:11"))
    phone.open("log/")
    phone.page.locator("#firm-query").fill("东莞")
    phone.page.locator(".result").first.click()
    phone.page.locator("#keep-notes").set_checked(keeps)
    phone.page.locator("#pick").set_input_files(photo)
    expect(phone.page.locator("#photos img")).to_have_count(1)
    phone.page.locator("#save").click()
    phone.sends_all()

    assert (File.objects.get().taken_at is not None) is keeps
