"""Importing in a browser: a folder chosen or dropped, work that goes on behind, no scripts."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_first_walk import sign_in
from tests.imports.books import RECEIPT_HEAD, a_project, a_receipt, write
from tests.world import World
from wutong.attract.funds.models import Receipt
from wutong.attract.projects.models import Project
from wutong.config.demo import PASSWORD
from wutong.foundation.imports.models import Batch, Row
from wutong.people.operations import change_password, set_password
from wutong.sites.desk.views.imports import batches as batch_views

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
DROP = """async ([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const dropped = new DataTransfer();
  dropped.items.add(new File([bytes], name));
  const event = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: dropped });
  document.querySelector(".drop").dispatchEvent(event);
}"""


@pytest.fixture
def address(live_server: object, transactional_db: None) -> str:
    world = World()
    set_password(world.clerk, password="First-2023", actor=world.machine)
    change_password(world.clerk, password=PASSWORD, actor=world.clerk)
    return str(live_server)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a township hands it in: one row of money cannot be read."""
    folder = tmp_path / "青石镇一季度"
    folder.mkdir()
    write(folder / "项目台账.xlsx", a_project("XM1", "储能项目"), a_project("XM2", "光伏项目"))
    write(
        folder / "2023年到位资金.xlsx",
        a_receipt("XM1", "储能项目"),
        a_receipt("XM2", "光伏项目", **{"到位资金（万元）": "详见合同"}),
        head=RECEIPT_HEAD,
    )
    return folder


def apply(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^导入 3 行$")).click()


def test_a_folder_is_imported_by_keyboard_while_one_looks_at_other_pages(
    page: Page, address: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, work = Event(), batch_views.fill_batch

    def slowly(*given: Any, **named: Any) -> Batch:
        reading.wait(60)
        return work(*given, **named)

    monkeypatch.setattr(batch_views, "MANY_BYTES", 0)
    monkeypatch.setattr(batch_views, "fill_batch", slowly)
    sign_in(page, address, "liu")
    page.goto(f"{address}/imports/")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="选整个文件夹").press("Enter")
    chooser.value.set_files(folder)
    expect(page.locator(".drop-files")).to_contain_text("青石镇一季度/项目台账.xlsx")
    page.get_by_role("button", name="上传并核对").press("Enter")

    expect(page.get_by_role("status").filter(has_text="可以离开本页")).to_be_visible()
    place = page.url
    page.goto(f"{address}/imports/")
    expect(page.get_by_role("row", name=re.compile("青石镇一季度"))).to_contain_text("处理中")
    page.goto(place)
    expect(page.get_by_text("可以离开本页")).to_be_visible()

    reading.set()
    expect(page.get_by_text("这是预览，还没有写入")).to_be_visible(timeout=60_000)
    apply(page)
    page.get_by_role("dialog").get_by_role("button", name="确定").press("Enter")
    expect(page.get_by_text("写入了什么")).to_be_visible(timeout=60_000)
    assert Project.objects.count() == 2


def test_a_file_that_is_dropped_is_imported(page: Page, address: str, folder: Path) -> None:
    sign_in(page, address, "liu")
    page.goto(f"{address}/imports/")
    data = base64.b64encode((folder / "项目台账.xlsx").read_bytes()).decode()
    page.evaluate(DROP, ["项目台账.xlsx", data])

    expect(page.locator(".drop-files")).to_contain_text("项目台账.xlsx")
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("button", name=re.compile("^导入 2 行$"))).to_be_visible(timeout=60_000)


def test_the_wizard_works_without_javascript(browser: Browser, address: str, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, address, "liu")

    page.goto(f"{address}/imports/")
    page.locator("input[type=file]").set_input_files(sorted(folder.iterdir()))
    page.get_by_role("button", name="上传并核对").click()
    expect(page.locator("body")).to_contain_text("金额“详见合同”无法识别")

    page.get_by_role("link", name="查看、更改列").first.click()
    page.locator("[name=column-6]").select_option("")  # 备注
    page.get_by_role("button", name="保存并重新核对").click()
    expect(page.locator("body")).to_contain_text("人工选定")

    apply(page)
    expect(page.get_by_text("写入了什么")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name=re.compile("处理待核实")).click()
    page.get_by_role("link", name="光伏项目").click()
    page.locator("[name=cell-amount]").fill("120")
    page.get_by_role("button", name="更正并导入").click()
    expect(page.locator("body")).to_contain_text("已更正并导入")
    assert Receipt.objects.get(project__code="XM2").amount == 1_200_000

    page.goto(f"{address}/imports/")
    page.get_by_role("link", name=re.compile("等 2 个文件")).click()
    page.get_by_role("link", name="撤销本批").click()
    page.get_by_label("原因").fill("试一试")
    page.get_by_role("button", name="撤销本批").click()
    expect(page.locator("body")).to_contain_text("已撤销")
    assert not Project.objects.exists()
    assert set(Row.objects.values_list("state", flat=True)) == {"undone"}
    context.close()
