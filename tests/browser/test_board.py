"""The board in a browser: a card is dragged, another moved by keyboard; neither moves by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.projects.papers import show
from tests.world import World
from wutong.attract.projects.models import Milestone, Project
from wutong.attract.projects.operations import projects, reach_milestone
from wutong.config.demo import PASSWORD
from wutong.people.operations import change_password, set_password

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def board(page: Page, live_server: object, world: World) -> Page:
    """Sign a clerk in who sees one project that may be registered, and one that lacks papers."""
    ready = world.a_signed_project("有材料的项目", registered_on=None)
    reach_milestone(ready, kind="signed", on=date(2023, 1, 10), actor=world.machine)
    show(ready, "filing", world)
    projects.amend(
        ready,
        approval_code="2303-620500-04-01-123451",
        local_firm=world.a_firm("临水某某储能有限公司"),
        total_investment=Decimal(100_000_000),
        actor=world.clerk,
    )
    other = world.a_firm("深圳某某电子有限公司")
    world.a_signed_project("缺材料的项目", registered_on=None, investor=other)
    set_password(world.clerk, password="First-2023", actor=world.machine)
    change_password(world.clerk, password=PASSWORD, actor=world.clerk)
    page.goto(f"{live_server}/login/")
    page.get_by_label("登录名").fill(world.clerk.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("您好")
    page.goto(f"{live_server}/pipeline/")
    return page


def registered() -> list[str]:
    steps = Milestone.objects.filter(kind=Milestone.Kind.REGISTERED)
    return list(steps.values_list("project__name", flat=True))


def test_a_card_is_dragged_and_moved_on_its_page(board: Page) -> None:
    wrong: list[str] = []
    board.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    card = board.locator(".card-item", has_text="有材料的项目")
    card.drag_to(board.locator("[data-stage=registered]"))
    dialog = board.get_by_role("dialog")
    expect(dialog).to_contain_text("签约 →转入 入库")
    expect(dialog).to_contain_text("门槛都已满足")
    assert registered() == []  # the drop alone moves nothing

    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_have_count(0)
    assert registered() == []

    card.drag_to(board.locator("[data-stage=registered]"))
    board.get_by_role("dialog").get_by_role("link", name="去办理转入").click()
    key = Project.objects.get(name="有材料的项目").pk
    expect(board).to_have_url(
        f"{board.url.split('/projects/')[0]}/projects/{key}/move/?to=registered"
    )
    board.locator("[name=on]").fill(date(2023, 1, 20).isoformat())
    board.get_by_role("button", name="转入").first.click()
    expect(board.locator("#notices")).to_contain_text("已转入“入库”")
    assert registered() == ["有材料的项目"]
    assert wrong == []


def test_a_card_is_moved_by_keyboard_and_told_what_it_lacks(board: Page) -> None:
    link = board.get_by_role("link", name="缺材料的项目", exact=True)
    link.focus()
    board.keyboard.press("ArrowRight")
    dialog = board.get_by_role("dialog")
    expect(dialog).to_contain_text("转入“入库”还缺")
    expect(dialog).to_contain_text("填写本地注册公司")
    board.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()

    board.keyboard.press("ArrowLeft")
    expect(board.get_by_role("dialog")).to_contain_text("不能退回“意向”")
    board.keyboard.press("Escape")
    board.keyboard.press("ArrowDown")
    board.keyboard.press("ArrowUp")
    expect(board.locator(".card-name:focus")).to_have_count(1)

    board.locator(".card-item", has_text="缺材料的项目").get_by_role("link", name="转入…").click()
    board.get_by_role("dialog").get_by_role("link", name="去补齐").click()
    expect(board.get_by_role("heading", level=1)).to_contain_text("缺材料的项目")
    assert registered() == []


def test_without_javascript_the_board_is_lists_with_links(
    browser: object, live_server: object, board: Page
) -> None:
    state = board.context.storage_state()
    context = browser.new_context(  # type: ignore[attr-defined]
        java_script_enabled=False, locale="zh-CN", storage_state=state
    )
    page = context.new_page()
    page.goto(f"{live_server}/pipeline/")
    page.locator(".card-item", has_text="缺材料的项目").get_by_role("link", name="转入…").click()
    expect(page.locator("main")).to_contain_text("填写本地注册公司")
    page.get_by_label("换一个阶段").select_option("terminated")
    page.get_by_role("button", name="看还缺什么").click()
    page.get_by_role("link", name="去办理退出").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("退出")
    context.close()
