"""The walk the product is for: a folder of ledgers in, the quarter's report out, in a browser."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from wutong.config.demo import LEDGERS, PASSWORD
from wutong.people.operations import (
    change_password,
    county_unit,
    ensure_roles,
    grant_role,
    machine_administrator,
    record_official,
    set_password,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
IMPORTING = 120_000  # milliseconds that the import of the whole folder may take here


@pytest.fixture
def clerk(transactional_db: None) -> str:
    """A clerk of a bureau that has not a single record yet."""
    machine = machine_administrator()
    roles = {role.name: role for role in ensure_roles(actor=machine)}
    official = record_official(username="liu", name="刘敏", actor=machine)
    grant_role(official, role=roles["招商局统计员"], unit=county_unit(actor=machine), actor=machine)
    set_password(official, password="First-2023", actor=machine)
    change_password(official, password=PASSWORD, actor=official)
    return official.username


def sign_in(page: Page, address: str, username: str) -> None:
    page.goto(f"{address}/login/")
    page.get_by_label("登录名").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("您好")


Camera = Callable[[str], None]


def bring_in(page: Page, address: str, picture: Camera) -> None:
    page.goto(f"{address}/imports/")
    files = sorted(str(path) for path in LEDGERS.glob("*.xlsx"))
    page.locator("input[type=file]").first.set_input_files(files)
    page.get_by_role("button", name="上传并核对").click()
    apply = page.get_by_role("button", name=re.compile("^导入 .* 行$"))
    expect(apply).to_be_visible(timeout=IMPORTING)
    expect(page.locator("body")).to_contain_text("项目台账")
    picture("import-review")
    apply.click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.get_by_text("写入了什么")).to_be_visible(timeout=IMPORTING)


def test_from_a_folder_of_ledgers_to_the_report_in_word(
    page: Page, live_server: object, clerk: str, tmp_path: Path, picture: Camera
) -> None:
    address = str(live_server)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    sign_in(page, address, clerk)
    bring_in(page, address, picture)
    page.goto(address)
    picture("home")

    # what could not be read is mended at its cell
    page.goto(f"{address}/imports/held/")
    page.get_by_role("link", name=re.compile("曦翎拓年产500吨黄芪提取物项目")).first.click()
    page.locator("[name=cell-amount]").fill("44300万元")
    page.get_by_role("button", name="更正并导入").click()
    page.goto(f"{address}/imports/held/")
    expect(page.locator("#rows, main").first).not_to_contain_text("曦翎拓年产500吨黄芪提取物项目")

    # the whole report is there
    page.goto(f"{address}/reports/quarterly/2023Q1/")
    report = page.locator("article")
    expect(report).to_contain_text("临峪县2023年一季度招商引资工作情况报告")
    expect(report).to_contain_text("落实省外到位资金4.18亿元，同比增长率49.85%")
    expect(report).not_to_contain_text("待填")
    picture("report")

    # a figure opens into its rows
    report.get_by_role("link", name="4.18", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("省外到位资金")
    expect(page.locator("body")).to_contain_text("投资方来自省外")
    expect(page.locator("body")).to_contain_text("158")
    picture("figure")

    # and it is handed in as Word
    page.goto(f"{address}/reports/quarterly/2023Q1/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word").first.click()
    file = tmp_path / "report.docx"
    waiting.value.save_as(file)
    with zipfile.ZipFile(file) as word:
        assert "4.18" in word.read("word/document.xml").decode("utf-8")
        assert "方正小标宋" in word.read("word/styles.xml").decode("utf-8")
    assert wrong == []


def test_a_wrong_password_is_told_in_words(page: Page, live_server: object, clerk: str) -> None:
    page.goto(f"{live_server}/login/")
    page.get_by_label("登录名").fill(clerk)
    page.locator("[name=password]").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("密码")


def test_the_desk_works_without_javascript(
    browser: object, live_server: object, clerk: str
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")  # type: ignore[attr-defined]
    page = context.new_page()
    sign_in(page, str(live_server), clerk)
    page.goto(f"{live_server}/units/new/")
    page.locator("[name=name]").fill("临水县青石镇人民政府")
    page.get_by_role("button", name=re.compile("登记|保存|新建")).first.click()
    expect(page.locator("h1")).to_contain_text("临水县青石镇人民政府")
    context.close()
