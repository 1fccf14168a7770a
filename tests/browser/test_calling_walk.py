"""A quarter of going out and inviting in, noted down by hand, read in the quarter's report.

S19, S21, S23, S42, S44 and S45 of the report rest on what is typed here on the screens, in a
county that has nothing but its units, officials and a few firms. That a project was registered
(入库) is laid down as a ledger does: on screen its gates ask for papers, as test_life_walk shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright import CreateContextCallback

from tests.browser.test_first_walk import Camera, sign_in
from tests.browser.test_life_walk import Desk, recorded
from tests.world import World
from wutong.attract.projects.models import Project
from wutong.attract.projects.operations import reach_milestone
from wutong.config.demo import PASSWORD
from wutong.people.operations import (
    change_password,
    machine_administrator,
    record_official,
    set_password,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

QINGSHI, BAIYANG = "临水县青石镇人民政府", "临水县白杨乡人民政府"
BUREAU = "临水县招商局"
LEADER = "高某某"
CELLS, PANELS = "苏州某某储能科技有限公司", "深圳某某光伏科技有限公司"
ROBOTS, FOILS = "杭州某某智能装备有限公司", "宁德某某铜箔有限公司"
HEADQUARTERS = "临水某某新能源"
STORAGE, SOLAR, ROBOTICS = "年产5万套储能电池项目", "光伏组件生产线项目", "智能装备产业园项目"
FIRMS = {
    CELLS: "江苏省",
    PANELS: "广东省",
    ROBOTS: "浙江省",
    FOILS: "福建省",
    HEADQUARTERS: "甘肃省",
    "兰州某某冷链有限公司": "甘肃省",
    "广州某某食品有限公司": "广东省",
    "佛山某某家居有限公司": "广东省",
    "东莞某某电子有限公司": "广东省",
}

SAID = {  # what the slots print: the fair of S10; S19, S21, S23, S41, S42, S44 and S45
    "R5": "第二十九届", "B07": "2", "B08": "3.5",
    "R9": "上海、广东、江苏、陕西", "B12": "2", "B13": "1",
    "B14": "光伏组件生产线、储能电池生产线、上海文旅小镇", "F02": "4",
    "B15": f"{SOLAR}、{STORAGE}", "F03": "2", "B16": "8",
    "B17": "深圳某某集团、苏州某某集团", "F04": "2", "B18": HEADQUARTERS,
    "B19": "新能源", "B20": "智能装备", "B21": "现代农业",
    "B22": f"{FOILS}、{ROBOTS}", "B23": "2",
    "B24": ROBOTICS, "B25": "1", "B26": "12000",
    "F05": "2", "B27": "佛山某某家居有限公司、广州某某食品有限公司、东莞某某电子有限公司",
    "B28": "3", "B29": "佛山某某家居有限公司、广州某某食品有限公司", "F06": "2", "B30": "临水",
    "B40": "新能源", "B41": "农畜产品加工", "B42": "3", "R5b": "第二十九届",
    "B43": "临水", "R7": "4", "R9b": "宁夏、浙江、青海", "B44": "3", "B45": "7",
}  # fmt: skip

SignIn = Callable[[str], Desk]


@pytest.fixture
def desk_of(
    live_server: object, new_context: CreateContextCallback, transactional_db: None
) -> SignIn:
    """Return what signs an official in: a browser each, started before the database is made."""
    world = World()
    for name, province in FIRMS.items():
        world.a_firm(name, province=province, origin="outside")
    record_official(username="gao", name=LEADER, rank="principal", actor=world.machine)
    reviewer = ["county.see", "outreach.keep", "fairs.review"]
    fan = world.an_official("fan", world.bureau, reviewer, world.county)
    for official in (world.clerk, world.head, world.recorder, fan):
        set_password(official, password="First-2023", actor=world.machine)
        change_password(official, password=PASSWORD, actor=official)

    def desk(username: str) -> Desk:
        page = new_context().new_page()
        sign_in(page, str(live_server), username)
        return Desk(page, str(live_server))

    return desk


def enters(desk: Desk, slug: str, **facts: str | bool) -> str:
    """Record something on the form of its kind; return the path of its page."""
    desk.open(f"/{slug}/new/")
    return fills(desk, slug, **facts)


def adds(desk: Desk, at: str, words: str, slug: str, **facts: str | bool) -> str:
    """Follow a link on a record's page to what hangs on it, record that, return its path."""
    desk.open(at)
    desk.page.locator("main").get_by_role("link", name=words, exact=True).first.click()
    expect(desk.page).to_have_url(re.compile(f"/{slug}/new/"))
    return fills(desk, slug, **facts)


def fills(desk: Desk, slug: str, **facts: str | bool) -> str:
    desk.fill(**facts)
    desk.save()
    expect(desk.page).to_have_url(re.compile(rf"/{slug}/\d+/$"))
    return desk.page.url.removeprefix(desk.address)


def acts(desk: Desk, at: str, words: str, told: str, **facts: str | bool) -> None:
    """Do on a record's page what its button says."""
    desk.open(at)
    desk.page.locator("main").get_by_role("link", name=words, exact=True).first.click()
    desk.fill(**facts)
    desk.press(words)
    desk.is_told(told)


def planned(desk: Desk, starts_on: str, destination: str, unit: str, **leader: str) -> str:
    """Plan a trip and submit it."""
    facts = {"starts_on": starts_on, "destination": destination, "lead_unit": unit, **leader}
    plan = enters(desk, "trip-plans", purpose="拜访链主企业、对接项目", **facts)
    acts(desk, plan, "提交审批", "已提交")
    return plan


def approved_on_the_months_page(head: Desk, month: str, *destinations: str) -> None:
    for destination in destinations:
        head.open(f"/trip-plans/month/?month={month}")
        line = head.page.locator("tbody tr", has_text=destination)
        line.get_by_role("button", name="批准", exact=True).click()
        head.is_told("已批准")


def set_out(desk: Desk, plan: str, ends_on: str) -> str:
    """Set out as planned; return the path of the trip."""
    acts(desk, plan, "登记成行", "已登记成行", ends_on=ends_on)
    fact = desk.page.locator("dl.facts > div", has_text="成行批次")
    return str(fact.get_by_role("link").get_attribute("href"))


def three_trips(clerk: Desk, township: Desk, head: Desk) -> list[str]:
    """Two are led by the county's first, one by another leader; the township may not approve."""
    first = planned(township, "2023-02-06", "江苏省苏州市、上海市", QINGSHI, leader=LEADER)
    expect(township.page.get_by_role("link", name="批准", exact=True)).to_have_count(0)
    led = {"leader_name": LEADER, "leader_rank": "principal"}
    second = planned(clerk, "2023-02-20", "广东省深圳市、陕西省西安市", BUREAU, **led)
    other = {"leader_name": "冯某", "leader_rank": "county_leader"}
    third = planned(clerk, "2023-03-06", "甘肃省兰州市", BUREAU, **other)
    clerk.open(second)
    expect(clerk.page.get_by_role("link", name="登记成行", exact=True)).to_have_count(0)
    approved_on_the_months_page(head, "2023-02", "江苏省苏州市", "广东省深圳市")
    acts(head, third, "批准", "已批准")
    return [
        set_out(township, first, "2023-02-10"),
        set_out(clerk, second, "2023-02-24"),
        set_out(clerk, third, "2023-03-08"),
    ]


def talks_on_them(clerk: Desk, township: Desk, trips: list[str]) -> None:
    """Five talks about four projects: one is talked about on two trips."""

    def talk(desk: Desk, trip: str, name: str, wan: str, firm: str = "") -> None:
        facts = {"project_name": name, "intended_amount": wan, "firm": firm}
        adds(desk, trip, "登记洽谈项目", "talks", **facts)

    met = {"firm": CELLS, "unit": QINGSHI, "met_on": "2023-02-07", "summary": "看了储能产线"}
    adds(township, trips[0], "登记对接企业", "interactions", **met)
    talk(township, trips[0], "储能电池生产线", "30000", CELLS)
    talk(township, trips[0], "上海文旅小镇", "10000")
    talk(clerk, trips[1], "光伏组件生产线", "50000", PANELS)
    talk(clerk, trips[1], "储能电池生产线", "35000", CELLS)
    talk(clerk, trips[2], "冷链物流中心", "5000", "兰州某某冷链有限公司")
    township.open(trips[0])
    expect(township.panel("洽谈项目")).to_contain_text("储能电池生产线")
    expect(township.panel("对接记录")).to_contain_text(CELLS)


def lists_and_groups(clerk: Desk) -> None:
    """Both investors belong to groups on the list of the year before; one settles its head here."""
    for firm, group in ((CELLS, "苏州某某集团"), (PANELS, "深圳某某集团")):
        enters(clerk, "firm-groups", name=group)
        clerk.open(f"/firms/?q={firm}")
        clerk.page.locator("#rows").get_by_role("link", name=firm).click()
        clerk.page.locator("main").get_by_role("link", name="修改", exact=True).first.click()
        clerk.fill(group=group)
        clerk.save()
        facts = {"firm": firm, "kind": "top_list", "year": "2022"}
        enters(clerk, "honours", listing="全球新能源企业500强", **facts)
    facts = {"registered_on": "2023-03-10", "place": "临水县", "nature": "headquarters"}
    enters(clerk, "registrations", firm=HEADQUARTERS, is_local=True, capital="5000", **facts)


def signed(desk: Desk, name: str, wan: str, on: str, registered: date | None, **facts: str) -> None:
    """Record a project with where it came from, and its contract; the ledger registers it."""
    key = recorded(desk, QINGSHI, name=name, origin="outside", **facts)
    adds(desk, f"/projects/{key}/", "登记协议", "agreements",
         kind="contract", amount=wan, signed_on=on)  # fmt: skip
    if registered:
        project = Project.objects.get(pk=key)
        actor = machine_administrator()
        reach_milestone(project, kind="registered", on=registered, actor=actor)


def projects_of_trips(clerk: Desk) -> None:
    """Two count; a third is signed but was never registered."""
    signed(clerk, STORAGE, "30000", "2023-02-21", date(2023, 3, 10),
           investor=CELLS, channel="trip", source_trip="WC2023-01")  # fmt: skip
    signed(clerk, SOLAR, "50000", "2023-03-02", date(2023, 3, 20),
           investor=PANELS, channel="trip", source_trip="WC2023-02")  # fmt: skip
    signed(clerk, "文旅小镇项目", "10000", "2023-03-03", None, source_trip="WC2023-01")


def receptions(clerk: Desk) -> None:
    """Two visits took place, one was called off; a project came of the first."""
    batch = {"year": "2023", "lead_unit": BUREAU, "host_name": "冯某"}
    first = enters(clerk, "receptions", number="1", starts_on="2023-02-15", **batch)
    second = enters(clerk, "receptions", number="2", starts_on="2023-03-14", **batch)
    third = enters(clerk, "receptions", number="3", starts_on="2023-03-28", **batch)
    clerk.page.locator("main").get_by_role("link", name="修改", exact=True).first.click()
    clerk.page.locator("main [name=is_done]").uncheck()
    clerk.save()
    visitor = ("登记来访企业", "visitors")
    adds(clerk, first, *visitor, firm=ROBOTS, is_top=True, intended_amount="20000")
    adds(clerk, first, *visitor, firm="兰州某某冷链有限公司", intended_amount="90000")
    adds(clerk, second, *visitor, firm=FOILS, is_top=True, intended_amount="30000")
    adds(clerk, third, *visitor, firm=CELLS, is_top=True, intended_amount="90000")
    signed(clerk, ROBOTICS, "12000", "2023-03-16", date(2023, 3, 24),
           investor=ROBOTS, channel="reception", source_reception="LF2023-01")  # fmt: skip


def stations(clerk: Desk) -> None:
    """Two tours to Guangdong met three firms; two of them came, one has not yet."""
    batch = {"year": "2023", "lead_unit": BUREAU}
    south = {"province": "广东省", "place": "广州市", "team": "第一小分队", **batch}
    first = enters(clerk, "stations", number="1", starts_on="2023-01-09", **south)
    second = enters(clerk, "stations", number="2", starts_on="2023-03-01", **south)
    east = {"province": "浙江省", "place": "杭州市", "team": "第二小分队", **batch}
    third = enters(clerk, "stations", number="3", starts_on="2023-02-01", **east)

    def meets(at: str, firm: str, on: str, wan: str) -> str:
        facts = {"unit": BUREAU, "firm": firm, "met_on": on, "intended_amount": wan}
        return adds(clerk, at, "登记对接企业", "interactions", summary="介绍县情", **facts)

    foods = meets(first, "广州某某食品有限公司", "2023-01-11", "8000")
    chips = meets(first, "东莞某某电子有限公司", "2023-01-12", "3000")
    homes = meets(second, "佛山某某家居有限公司", "2023-03-03", "9000")
    meets(second, "广州某某食品有限公司", "2023-03-06", "6000")
    elsewhere = meets(third, ROBOTS, "2023-02-03", "99000")
    invited = ("邀请来访", "invitations")
    adds(clerk, foods, *invited, visited_on="2023-02-16")
    adds(clerk, homes, *invited, visited_on="2023-03-22")
    adds(clerk, chips, *invited)
    adds(clerk, elsewhere, *invited, visited_on="2023-02-15")


def admitted(desk: Desk, reviewer: Desk, at: str, name: str, wan: str, on: str) -> str:
    """Hand a project in for a fair's list, and let it be admitted; return the entry's path."""
    facts = {"project_name": name, "amount": wan, "policy_class": "encouraged"}
    more = {"agreement_kind": "contract", "province": "江苏省", "lead_unit": QINGSHI}
    entry = adds(desk, at, "报送项目", "fair-entries", **facts, **more)
    acts(reviewer, entry, "审核通过", "已列入拟签约", on=on)
    return entry


def fairs(clerk: Desk, reviewer: Desk) -> tuple[str, str]:
    """One edition was signed at the year before; of this one two projects wait to be signed."""
    at = {"fair": "兰洽会", "place": "兰州"}
    before = enters(clerk, "fairs", ordinal="28", year="2022", held_from="2022-07-07",
                    held_until="2022-07-11", **at)  # fmt: skip
    this = enters(clerk, "fairs", ordinal="29", year="2023", held_from="2023-07-06",
                  held_until="2023-07-10", quota_projects="3", **at)  # fmt: skip
    old = admitted(clerk, reviewer, before, "马铃薯淀粉深加工项目", "5000", "2022-06-20")
    acts(reviewer, old, "登记签约", "已登记签约", on="2022-07-08", amount="5000")
    admitted(clerk, reviewer, this, "黄芪饮片加工项目", "15000", "2023-03-20")
    entry = admitted(clerk, reviewer, this, "风电叶片制造项目", "20000", "2023-03-22")
    for kind, title in (("talks", "项目洽谈"), ("invitations", "客商邀请"), ("exhibition", "布展")):
        facts = {"kind": kind, "title": title, "unit": QINGSHI, "due_on": "2023-06-30"}
        adds(clerk, this, "安排任务", "fair-tasks", **facts)
    adds(clerk, this, "登记嘉宾", "fair-guests", name="钱某", firm=CELLS, unit=QINGSHI)
    clerk.open(this)
    clerk.reads("项目洽谈", "客商邀请", "布展", "钱某")
    return this, entry


def what_is_ahead(clerk: Desk, township: Desk, head: Desk) -> None:
    """April: three trips are approved, one only submitted; two units have targets."""
    led = {"leader_name": LEADER, "leader_rank": "principal"}
    planned(clerk, "2023-04-05", "宁夏银川市", BUREAU, **led)
    planned(clerk, "2023-04-12", "浙江省杭州市", BUREAU, **led)
    planned(township, "2023-04-19", "青海省西宁市", QINGSHI, **led)
    planned(township, "2023-04-26", "四川省成都市", QINGSHI, **led)
    approved_on_the_months_page(head, "2023-04", "宁夏", "浙江", "青海")
    for unit, count in ((QINGSHI, "4"), (BAIYANG, "3")):
        facts = {"unit": unit, "month": "2023-04-01", "count": count}
        enters(clerk, "targets", indicator="projects_registered", **facts)


def chains_and_fields(clerk: Desk) -> None:
    for order, name in enumerate(("新能源", "农畜产品加工", "文化旅游"), 1):
        enters(clerk, "chains", name=name)
        facts = {"chain": name, "year": "2023", "order": str(order)}
        enters(clerk, "chain-years", is_key=True, **facts)
    for order, name in enumerate(("新能源", "智能装备", "现代农业"), 1):
        period = {"first_day": "2023-01-01", "last_day": "2023-03-31"}
        enters(clerk, "focus-fields", name=name, order=str(order), **period)


def read_in_the_report(clerk: Desk) -> None:
    """Every slot says what was typed, in the seed's sentences."""
    clerk.open("/reports/quarterly/2023Q1/")
    article = clerk.page.locator("article")
    printed = {slot: article.locator(f"[data-slot='{slot}']").inner_text() for slot in SAID}
    assert printed == SAID
    for sentence in (
        "党政主要领导带队赴上海、广东、江苏、陕西等地开展招商活动2批次，"
        "县四班子其他领导赴省内外招商1批次，对接洽谈",
        "等4个项目，签约",
        "等项目2项，签约额8亿元，引进深圳某某集团、苏州某某集团等2个世界新能源500强企业，",
        f"{HEADQUARTERS}开发“总部”已在我县注册成立",
        "等头部企业、商界精英来临实地考察2批次，签约落地",
        "先后2批次赴广东开展驻点招商，与",
        "等2家企业来临水实地考察",
        "精心筹备第二十九届兰洽会各项活动",
        "4月份计划赴宁夏、浙江、青海等地招商3批次，新签约入库项目7项。",
    ):
        expect(article).to_contain_text(sentence)


def opens(clerk: Desk, slot: str, *rows: str, without: str) -> None:
    """Click a slot of the report into the rows behind it."""
    clerk.open("/reports/quarterly/2023Q1/")
    clerk.page.locator(f"article [data-slot='{slot}']").click()
    behind = clerk.page.locator("#rows-behind")
    for row in rows:
        expect(behind).to_contain_text(row)
    expect(behind).not_to_contain_text(without)


def fair_grows(clerk: Desk, reviewer: Desk, edition: str, entry: str) -> None:
    """Nothing is compared until something is signed; then it is told against the edition before."""
    clerk.open("/figures/fair_signed_growth/?period=2023Q1")
    clerk.reads("本届还没有登记签约，不比增长")
    acts(reviewer, entry, "登记签约", "已登记签约", on="2023-07-07", amount="6000")
    clerk.open(edition)
    clerk.reads("比第28届兰洽会增长 20%")
    clerk.open("/figures/fair_signed_growth/?period=2023Q3")
    expect(clerk.page.locator(".figure-big")).to_have_text(re.compile(r"^\s*20(\.00)?\s*%\s*$"))


def test_what_is_typed_is_said_in_the_report(
    page: Page, live_server: object, desk_of: SignIn, picture: Camera
) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    sign_in(page, str(live_server), "liu")
    clerk, township, head = Desk(page, str(live_server)), desk_of("ma"), desk_of("song")
    reviewer = desk_of("fan")

    trips = three_trips(clerk, township, head)
    talks_on_them(clerk, township, trips)
    lists_and_groups(clerk)
    projects_of_trips(clerk)
    receptions(clerk)
    stations(clerk)
    chains_and_fields(clerk)
    edition, entry = fairs(clerk, reviewer)
    what_is_ahead(clerk, township, head)

    read_in_the_report(clerk)
    picture("calling-report")
    opens(clerk, "B12", "WC2023-01", "WC2023-02", without="WC2023-03")
    opens(clerk, "F03", STORAGE, SOLAR, without="文旅小镇项目")
    opens(clerk, "F06", "佛山某某家居有限公司", "广州某某食品有限公司", without="东莞")
    opens(clerk, "B44", "宁夏银川市", "青海省西宁市", without="四川省成都市")
    fair_grows(clerk, reviewer, edition, entry)
    clerk.open(edition)
    picture("calling-fair")
    assert wrong == []
