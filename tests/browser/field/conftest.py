"""A phone at 390×844 in the hand of `ma` of 青石镇, whose station team is in Shenzhen."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_playwright import CreateContextCallback

from tests.world import World
from wutong.attract.outreach.models import Interaction, Station
from wutong.attract.outreach.operations import stations
from wutong.config.demo import PASSWORD
from wutong.people.models import Official
from wutong.people.operations import change_password, set_password

SIGN, TAP, CAMERA = 1.0, 1.0, 4.0  # seconds: a sign typed, a tap, a picture taken
CODE = "91330100MA27XYXM5X"


def summaries() -> list[str]:
    return sorted(Interaction.objects.values_list("summary", flat=True))


@dataclass
class Phone:
    """A phone in somebody's hand."""

    context: BrowserContext
    page: Page
    address: str
    taps: int = 0
    typed: int = 0
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}/field/{path}")
        drawn = "body[data-ready]" if path.startswith("log/") else "body[data-drawn]"
        expect(self.page.locator(drawn)).to_be_attached()

    def picture(self, name: str) -> None:
        """Take a picture of the page as it stands, when pictures are asked for."""
        folder = os.environ.get("WUTONG_SCREENSHOTS")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    def anew(self) -> None:
        """Close the page and open another, as when the browser has thrown it out of memory."""
        self.page.close()
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def signs_in(self, official: Official) -> None:
        self.page.goto(f"{self.address}/login/?next=/field/")
        self.page.get_by_label("登录名").fill(official.username)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#who")).to_have_text(official.name)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.until("field.store.get('firms').then(Boolean)")

    def until(self, said: str) -> None:
        """Wait until something, or what it promises, is true on the page."""
        for _ in range(100):
            if self.page.evaluate(said):
                return
            time.sleep(0.1)
        raise AssertionError(f"never came true: {said}")

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def types(self, what: Locator, text: str) -> None:
        self.tap(what)
        self.page.keyboard.type(text)
        self.typed += len(text)

    def notes(self, firm: str, summary: str = "", **more: str) -> None:
        """Note a visit down as quickly as a test can, and let it be sent."""
        self.open("log/")
        self.page.locator("#firm-query").fill(firm)
        self.page.locator(".result", has_text=firm).first.click()
        self.page.locator("#summary").fill(summary)
        if more:
            self.page.locator("#more").evaluate("each => { each.open = true; }")
        for name, value in more.items():
            self.page.locator(f"#{name}").fill(value)
        self.page.locator("#save").click()
        expect(self.page).to_have_url(f"{self.address}/field/outbox/")

    def waits(self, count: int) -> None:
        expect(self.page.locator("#list li.card")).to_have_count(count)
        badge = self.page.locator("#badge")
        expect(badge).to_have_text(str(count) if count else "")

    def sends_all(self) -> None:
        expect(self.page.locator("#list")).to_contain_text("都已发送", timeout=20_000)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A phone's screen, in a hand."""
    size = {"width": 390, "height": 844}
    return {**browser_context_args, "viewport": size, "has_touch": True, "is_mobile": True}


@pytest.fixture
def world(transactional_db: None) -> World:
    world = World()
    for official in (world.recorder, world.stranger):
        set_password(official, password="First-2023", actor=world.machine)
        change_password(official, password=PASSWORD, actor=official)
    world.a_firm("杭州某某储能科技有限公司", credit_code=CODE)
    world.a_firm("东莞某某精密制造有限公司")
    return world


def a_station(world: World, starts_on: date, ends_on: date) -> Station:
    found: Station = stations.record(
        actor=world.machine,
        year=starts_on.year,
        number=1,
        place="深圳市",
        province="广东省",
        team="第一小分队",
        starts_on=starts_on,
        ends_on=ends_on,
        lead_unit=world.qingshi,
    )
    return found


@pytest.fixture
def phone(new_context: CreateContextCallback, live_server: object, world: World) -> Iterator[Phone]:
    """Hand out a phone; the browser is started before the database is made, as page tests do:
    what Django remembers of a connection depends on whether an event loop runs.
    """
    context = new_context()
    phone = Phone(context, context.new_page(), str(live_server))
    phone.page.on("pageerror", lambda error: phone.wrong.append(str(error)))
    yield phone
    assert phone.wrong == []


@pytest.fixture
def station(world: World) -> Station:
    today = timezone.localdate()
    return a_station(world, today - timedelta(days=3), today + timedelta(days=30))
