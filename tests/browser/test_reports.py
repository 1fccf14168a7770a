"""Reports in a browser: the editor with its preview, by keyboard, and without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_first_walk import sign_in
from tests.bulletins.quarter import DRAFT, Quarter
from tests.world import World
from wutong.config.demo import PASSWORD
from wutong.people.operations import change_password, set_password
from wutong.steer.bulletins.models import Report, Template

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def quarter(transactional_db: None) -> Quarter:
    world = World()
    set_password(world.clerk, password="First-2023", actor=world.machine)
    change_password(world.clerk, password=PASSWORD, actor=world.clerk)
    return Quarter(world)


@pytest.fixture
def desk(page: Page, live_server: object, quarter: Quarter) -> Page:
    sign_in(page, str(live_server), "liu")
    return page


def test_a_template_is_written_with_the_preview_beside_it(
    desk: Page, live_server: object, quarter: Quarter
) -> None:
    wrong: list[str] = []
    desk.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    desk.goto(f"{live_server}{quarter.editor()}?period=2023Q1")
    preview = desk.locator("#preview")
    expect(preview).to_contain_text("新签约入库项目2项")

    desk.get_by_label("正文").fill("第一行。\n签约{{ projects_registered.pk }}项。")
    expect(preview).to_contain_text("正文第2行")
    expect(preview).to_contain_text("不能用点号或方括号")

    desk.get_by_label("正文").fill("共签约")
    desk.get_by_placeholder("按名称找").fill("新签约入库项目")
    desk.get_by_role("button", name="插入新签约入库项目", exact=True).click()
    expect(preview).to_contain_text("共签约2")
    assert Template.objects.get().text != "共签约{{ projects_registered }}"

    desk.get_by_role("button", name="保存模板").click()
    expect(desk.locator("#notices")).to_contain_text("已保存模板")
    assert Template.objects.get().text == "共签约{{ projects_registered }}"
    assert wrong == []


def test_a_report_is_read_and_finalised_by_keyboard(
    desk: Page, live_server: object, quarter: Quarter
) -> None:
    desk.goto(f"{live_server}{DRAFT}")
    figure = desk.locator("article .figure").nth(2)
    figure.focus()
    expect(figure).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("省外到位资金")
    expect(desk.locator("#rows-behind")).to_contain_text("白杨光伏组件项目")

    desk.goto(f"{live_server}{DRAFT}")
    desk.get_by_role("link", name="定稿", exact=True).focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="确认定稿").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#notices")).to_contain_text("已定稿")
    assert Report.objects.get().version == 1


@pytest.mark.parametrize("width", [1366, 390])
def test_no_page_is_wider_than_its_window(
    desk: Page, live_server: object, quarter: Quarter, width: int
) -> None:
    desk.set_viewport_size({"width": width, "height": 844})
    quarter.a_project("特别" * 20 + "长的项目名称", quarter.world.qingshi, 1)
    for path in (
        "/figures/?period=2023Q1",
        "/figures/projects_registered/?period=2023Q1",
        "/reports/",
        DRAFT,
        f"{quarter.editor()}?period=2023Q1",
    ):
        desk.goto(f"{live_server}{path}")
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert desk.evaluate(wider) <= 0, path


def test_everything_goes_without_scripts(
    browser: Any, live_server: object, quarter: Quarter
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, str(live_server), "liu")
    page.goto(f"{live_server}{quarter.editor()}?period=2023Q1")
    page.locator("[name=text]").fill("签约{{ projects_registered }}项。")
    page.get_by_role("button", name="预览").click()
    expect(page.locator("#preview")).to_contain_text("签约2项。")
    page.get_by_role("button", name="保存模板").click()
    expect(page.locator("body")).to_contain_text("已保存模板")

    page.goto(f"{live_server}/reports/")
    page.get_by_role("link", name=re.compile("2023年一季度")).click()
    page.get_by_role("link", name="定稿", exact=True).click()
    page.get_by_role("button", name="确认定稿").click()
    page.get_by_role("link", name="2", exact=True).click()
    expect(page.locator("body")).to_contain_text("定稿时的构成")
    expect(page.locator("body")).to_contain_text("储能装备制造项目")
    context.close()
