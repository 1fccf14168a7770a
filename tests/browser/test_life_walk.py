"""The whole life of one project on screen: every gate refuses once, and each lack is mended there.

On the way another unit signs the same project again, a gate is waived, a step is taken back, and
money that is learnt of after its month was closed is counted in the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_playwright import CreateContextCallback

from tests.browser.test_first_walk import Camera, sign_in
from tests.files.samples import a_pdf, a_picture
from tests.world import World
from wutong.config.demo import PASSWORD
from wutong.people.operations import change_password, set_password

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NAME = "年产5万套储能装备制造项目"
TWIN = "储能装备生产线扩能项目"
INVESTOR = "杭州某某储能科技有限公司"
SITE = "青石镇工业园3号地块"
WHO = {"verifier": "马某", "verifier_unit": "青石镇人民政府", "verifier_post": "副镇长"}
SCENE = {"place": SITE, "started_on": "2023-02-05", "verifier_phone": "13800000000", **WHO}


def in_order(*words: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, words)), re.DOTALL)


@dataclass(frozen=True)
class Desk:
    """The desk in one official's browser."""

    page: Page
    address: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def fill(self, **fields: str | bool) -> None:
        for name, value in fields.items():
            box = self.page.locator(f"main [name={name}]")
            if value is True:
                box.check()
            elif box.evaluate("each => each.tagName") == "SELECT":
                box.select_option(str(value))
            else:
                box.fill(str(value))

    def press(self, words: str) -> None:
        self.page.locator("main").get_by_role("button", name=words, exact=True).click()

    def save(self) -> None:
        self.press("保存")
        self.is_told("已")

    def reads(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def is_told(self, words: str) -> None:
        expect(self.page.locator("#notices")).to_contain_text(words)

    def panel(self, title: str) -> Locator:
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.locator("section.panel").filter(has=heading)


@dataclass(frozen=True)
class Walk:
    """One project, as the clerk takes it from stage to stage."""

    desk: Desk
    key: str
    papers: Path

    def open(self) -> Locator:
        """Open the project's page; return what it says of its money."""
        self.desk.open(f"/projects/{self.key}/")
        return self.desk.panel("到位资金")

    def choose(self, stage: str, on: str) -> None:
        """Choose on the project's page, or the one for its moves, which stage it reached when."""
        if not self.desk.page.url.endswith(f"/projects/{self.key}/"):
            self.desk.open(f"/projects/{self.key}/move/")
        following = self.desk.page.locator("#next")
        following.locator("[name=on]").fill(on)
        expect(following.locator(f"nav a[href*='on={on}']").first).to_be_visible()
        tab = following.locator("nav").get_by_role("link", name=stage, exact=True)
        if tab.get_attribute("aria-current") is None:
            tab.click()
        expect(tab).to_have_attribute("aria-current", "page")

    def is_refused(self, stage: str, on: str, *words: str) -> None:
        self.choose(stage, on)
        self.desk.press(f"转入“{stage}”")
        said = self.desk.page.get_by_role("alert").filter(has_text=f"不能转入“{stage}”")
        for each in (f"还缺{len(words)}项", *words):
            expect(said).to_contain_text(each)
        expect(self.desk.page.locator(".lacks li:not(.is-waived)")).to_have_count(len(words))

    def go_to_mend(self, lack: str, way: str) -> None:
        """Follow the link beside a lack; every refusal leads to where it is mended."""
        line = self.desk.page.locator(".lacks li", has_text=lack)
        line.get_by_role("link", name=way, exact=True).click()
        expect(self.desk.page.locator("#next")).to_have_count(0)

    def moves(self, stage: str, on: str, document: str) -> None:
        self.choose(stage, on)
        expect(self.desk.page.locator(".lacks li:not(.is-waived)")).to_have_count(0)
        self.desk.fill(document=document)
        self.desk.press(f"转入“{stage}”")
        self.desk.is_told(f"已转入“{stage}”")
        row = self.desk.panel("阶段经过").locator("tbody tr").first
        expect(row).to_contain_text(in_order(stage, on, "按门槛转入", document))

    def shows(self, lack: str, *, photo: bool = False, **particulars: str) -> None:
        """Upload a paper for a lack, from the page that names it."""
        self.go_to_mend(lack, "上传")
        number = len(list(self.papers.glob("材料*"))) + 1  # no two papers are alike
        file = self.papers / f"材料{number}{'.jpg' if photo else '.pdf'}"
        file.write_bytes(a_picture(side=300 + number) if photo else a_pdf(number))
        self.desk.page.locator("[name=files]").set_input_files(file)
        self.desk.fill(**particulars)
        self.desk.save()
        expect(self.desk.page.get_by_role("heading", name=file.name)).to_be_visible()


SignIn = Callable[[str], Desk]


@pytest.fixture
def desk_of(
    live_server: object, new_context: CreateContextCallback, transactional_db: None
) -> SignIn:
    """Return what signs an official of the county in, each in a browser of their own."""
    world = World()
    world.a_firm(INVESTOR)
    for official in (world.clerk, world.verifier, world.head, world.stranger):
        set_password(official, password="First-2023", actor=world.machine)
        change_password(official, password=PASSWORD, actor=official)

    def desk(username: str) -> Desk:
        page = new_context().new_page()
        sign_in(page, str(live_server), username)
        return Desk(page, str(live_server))

    return desk


def recorded(desk: Desk, unit: str, **facts: str) -> str:
    """Record a project, and return its number."""
    desk.open("/projects/new/")
    desk.fill(**facts)
    desk.page.locator("[name=lead_unit]").select_option(label=unit)
    desk.save()
    desk.is_told("已登记项目")
    return desk.page.url.rstrip("/").rpartition("/")[2]


def up_to_intent(walk: Walk) -> None:
    """谋划, 储备, 洽谈, 意向: what is missing is filled in on the forms."""
    walk.moves("谋划", "2023-01-03", "谋划方案")
    walk.is_refused("储备", "2023-01-04", "填写建设内容", "填写总投资估算", "填写选址")
    walk.go_to_mend("填写建设内容", "填写")
    walk.desk.fill(content="储能装备生产线两条", total_investment="10000", site=SITE)
    walk.desk.save()
    walk.moves("储备", "2023-01-04", "项目库会议纪要")

    lacks = ("填写投资企业", "有对接记录：没有对接记录", "核实投资方主体：没有投资企业")
    walk.is_refused("洽谈", "2023-01-05", *lacks)
    walk.go_to_mend("填写投资企业", "填写")
    walk.desk.fill(investor=INVESTOR, origin="outside", channel="station")
    walk.desk.save()
    walk.is_refused("洽谈", "2023-01-05", f"{INVESTOR}没有统一社会信用代码")
    walk.go_to_mend("没有统一社会信用代码", "填写")
    walk.desk.fill(credit_code="91330100MA27XYXM5X")
    walk.desk.save()
    walk.moves("洽谈", "2023-01-05", "对接记录")
    walk.moves("意向", "2023-01-06", "意向书")


def another_unit_signs_it_too(desk: Desk) -> str:
    """Let 白杨乡 record the same, with a contract and money; return that project's number."""
    facts = {"name": TWIN, "investor": INVESTOR, "origin": "outside", "site": SITE}
    key = recorded(desk, "临水县白杨乡人民政府", **facts)
    desk.page.get_by_role("link", name="登记协议").first.click()
    desk.fill(kind="contract", amount="2000", signed_on="2023-01-08")
    desk.save()
    records_money(desk, key, "500", "2023-01-20", "白杨回单01")
    return key


def records_money(desk: Desk, project: str, amount: str, on: str, voucher: str) -> None:
    desk.open(f"/projects/{project}/")
    desk.page.get_by_role("link", name="登记资金").first.click()
    desk.fill(amount=amount, placed_on=on, voucher=voucher)
    desk.save()
    desk.is_told("已登记到位资金")


def merged_and_split(walk: Walk, twin: str) -> None:
    """Merge the twin into the project, with its money, find that they are two, and split them."""
    desk = walk.desk
    walk.go_to_mend("核对未重复签约", "去核对")
    desk.page.locator("#rows").get_by_role("link", name=NAME).click()
    desk.reads("投资方、建设地点相同或相近")
    desk.page.get_by_role("radio", name=NAME).check()
    desk.page.locator("[name=merge-reason]").fill("同一投资方、同一地块，两个节会各签一次")
    desk.press("合并")
    desk.is_told(f"“{TWIN}”已并入“{NAME}”")
    expect(walk.open()).to_contain_text("白杨回单01")
    desk.open(f"/projects/{twin}/")
    expect(desk.page.get_by_role("heading", level=1)).not_to_contain_text(TWIN)
    walk.open()
    desk.panel("并入的项目").get_by_role("link", name="拆分").click()
    desk.fill(reason="核对图纸，是一期和二期")
    desk.press("拆分还原")
    desk.is_told("已拆分还原")
    expect(desk.page).to_have_url(re.compile(f"/projects/{twin}/$"))
    expect(desk.panel("到位资金")).to_contain_text("白杨回单01")
    expect(walk.open()).not_to_contain_text("白杨回单01")

    desk.open(f"/twins/?project={walk.key}")
    desk.page.locator("#rows").get_by_role("link", name=NAME).click()
    desk.fill(reason="一期、二期分别备案")
    desk.press("不是同一项目，不再提示")
    desk.is_told("不再提示")


def signed(walk: Walk, other: Desk) -> str:
    """签约: the other unit's contract is in the way as long as nobody has judged it."""
    twin = another_unit_signs_it_too(other)
    papers = ("上传合同（协议）扫描件", "上传投资方营业执照", "上传预审（联审）意见")
    again = f"核对未重复签约：“{TWIN}”"
    walk.is_refused("签约", "2023-01-10", "登记协议：还没有登记合同", *papers, again)
    merged_and_split(walk, twin)

    walk.is_refused("签约", "2023-01-10", "登记协议：还没有登记合同", *papers)
    walk.go_to_mend("登记协议", "登记协议")
    walk.desk.fill(kind="contract", amount="10000", signed_on="2023-01-10")
    walk.desk.save()
    for paper in papers:
        walk.choose("签约", "2023-01-10")  # a contract alone does not open the gate
        given = {"number": f"临协〔2023〕{len(paper)}号", "issuer": INVESTOR}
        walk.shows(paper, photo=paper == papers[1], issued_on="2023-01-10", **given)
    walk.moves("签约", "2023-01-10", "投资合同")
    return twin


def registered(walk: Walk, head: Desk) -> None:
    """入库: two lacks are mended, the third is waived by the head and counted."""
    firm = "填写本地注册公司"
    lacks = ("填写投资项目代码：尚未填写", "上传备案（核准、审批）文件", firm)
    walk.is_refused("入库", "2023-01-20", *lacks)
    walk.desk.reads("可由“岗位")
    walk.go_to_mend("填写投资项目代码", "填写")
    walk.desk.fill(approval_code="2303-620500-04-01-123451")
    walk.desk.save()
    walk.is_refused("入库", "2023-01-20", *lacks[1:])
    walk.shows(lacks[1], number="临发改备〔2023〕5号", issuer="县发改局", issued_on="2023-01-18")
    walk.is_refused("入库", "2023-01-20", firm)

    head.open(f"/projects/{walk.key}/")
    head.page.locator(".lacks li", has_text=firm).get_by_role("link", name="豁免").click()
    head.press("批准豁免")
    expect(head.page.locator(".error-summary")).to_contain_text("豁免理由")
    head.fill(on="2023-01-19", reason="正在办照，承诺十日内补")
    head.press("批准豁免")
    head.is_told("已批准豁免，计入豁免清单")
    walk.desk.open("/waivers/")
    walk.desk.reads("共 1 条", NAME, firm, "正在办照，承诺十日内补", "song")
    walk.desk.open("/figures/gate_waivers/?period=2023Q1")
    walk.desk.reads(NAME)
    walk.moves("入库", "2023-01-20", "临发改备〔2023〕5号")


def verifies(desk: Desk, words: str) -> None:
    """Let another officer verify the project's receipt: never the one who recorded it."""
    desk.open("/funds/verification/")
    waiting = desk.page.locator("section.judge", has_text=NAME)
    expect(waiting).to_contain_text(words)
    waiting.get_by_role("button", name="核验", exact=True).click()
    desk.is_told("已核验")


def paid_and_closed(walk: Walk, verifier: Desk) -> None:
    """A receipt is verified by four eyes; January is closed with what its checklist names."""
    desk = walk.desk
    records_money(desk, walk.key, "4000", "2023-01-25", "回单0001")
    desk.reads("本人登记的资金，须由他人核验")
    verifies(verifier, "回单0001")

    desk.open("/months/")
    january = desk.page.get_by_role("row", name="2023年1月")
    january.get_by_role("link", name="看清单、关账").click()
    unsettled = desk.panel("关账清单").locator(".is-open")
    expect(unsettled.filter(has_text="待核验的资金")).to_contain_text(TWIN)
    expect(unsettled.filter(has_text="未报月报的单位")).to_contain_text("青石镇")
    expect(desk.panel("关账后公布的数")).to_contain_text("4,000 万元")
    desk.fill(reason="二期的回单待补")
    desk.press("关账")
    desk.page.get_by_role("dialog").get_by_role("button", name="确定").click()
    desk.is_told("2023年1月已关账")


def commenced(walk: Walk) -> None:
    """开工: made on a wrong day, taken back with the reason, and made again."""
    lacks = ("上传施工合同", "上传现场照片", "落实用地（厂房）：用地（厂房）尚未落实")
    walk.is_refused("开工", "2023-02-05", *lacks)
    walk.go_to_mend("落实用地（厂房）", "填写")
    walk.desk.fill(is_site_secured=True)
    walk.desk.save()
    walk.choose("开工", "2023-02-05")
    walk.shows(lacks[0], number="施2023-01", issuer="省建某局", issued_on="2023-02-01")
    walk.choose("开工", "2023-02-05")
    walk.shows(lacks[1], photo=True, shot_at="2023-02-05T09:30", **SCENE)
    walk.moves("开工", "2023-02-05", "开工报告")

    walk.desk.panel("阶段经过").get_by_role("link", name="撤销").click()
    walk.desk.fill(reason="开工日期应为2月8日")
    walk.desk.press("撤销这一步")
    walk.desk.is_told("已撤销“开工”")
    expect(walk.desk.panel("阶段经过").locator("tbody tr").first).to_contain_text("入库")
    walk.moves("开工", "2023-02-08", "开工令")


def in_production(walk: Walk, verifier: Desk, picture: Camera) -> None:
    """投产: refused for want of money; what comes late counts in the open month."""
    desk = walk.desk
    little = "到位资金与总投资相称：已核验到位4000万元，为总投资的40.00%，低于60%"
    photo = "上传投产现场照片：须为新材料，已登记的1份已用于其他阶段"
    walk.is_refused("投产", "2023-06-30", "上传竣工验收或试生产证明", photo, little)
    walk.go_to_mend("到位资金与总投资相称", "登记资金")
    desk.fill(amount="2500", placed_on="2023-01-28", voucher="回单0002")
    desk.save()
    expect(desk.page.locator("dl.facts > div", has_text="计入日期")).to_contain_text("2023-02-01")
    verifies(verifier, "回单0002")

    desk.open("/funds/bridge/?month=2023-02")
    steps = ("4,000上月累计", "0新增", "2,500迟报补计", "6,500本月累计")
    expect(desk.page.get_by_label("过桥算式")).to_contain_text(in_order(*steps))
    row = desk.panel("分项目").locator("tr", has_text=NAME)
    expect(row).to_contain_text(in_order("4,000", "2,500", "6,500"))
    picture("life-bridge")
    desk.open("/months/2023-01/")
    desk.reads("逐个项目都与关账时一致")
    walk.is_refused("投产", "2023-06-30", "上传竣工验收或试生产证明", photo)
    walk.shows("上传投产现场照片", photo=True, shot_at="2023-06-29T09:30", **SCENE)
    walk.choose("投产", "2023-06-30")
    walk.shows("上传竣工验收", number="验2023-6", issuer="县住建局", issued_on="2023-06-28")
    walk.moves("投产", "2023-06-30", "竣工验收报告")


def all_of_it_on_one_page(walk: Walk, picture: Camera) -> None:
    desk = walk.desk
    expect(desk.page.locator(".life-steps [aria-current=step]")).to_have_text("投产")
    picture("life-project")
    desk.open("/pipeline/")
    expect(desk.page.locator("[data-stage=in_production]")).to_contain_text(NAME)
    expect(desk.page.locator("[data-stage=signed]")).to_contain_text(TWIN)
    picture("life-board")

    walk.open()
    desk.page.get_by_role("link", name="项目档案").click()
    expect(desk.page.locator(".brief")).to_contain_text(in_order("投产", "6500万元", "到位 65%"))
    expect(desk.panel("节点").locator("tbody tr")).to_have_count(8)
    expect(desk.panel("到位资金").locator("tbody tr")).to_have_count(2)
    expect(desk.panel("佐证材料").locator("tbody tr")).to_have_count(8)
    expect(desk.panel("豁免")).to_contain_text("正在办照，承诺十日内补")
    past = desk.panel("办理经过")
    for each in ("开工日期应为2月8日", "核对图纸，是一期和二期", "两个节会各签一次", "2,500万元"):
        expect(past).to_contain_text(each)
    picture("life-dossier")


def test_a_project_from_a_name_to_production(
    page: Page, live_server: object, desk_of: SignIn, picture: Camera, tmp_path: Path
) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    sign_in(page, str(live_server), "liu")
    clerk, verifier = Desk(page, str(live_server)), desk_of("li")
    walk = Walk(clerk, recorded(clerk, "临水县青石镇人民政府", name=NAME), tmp_path)
    up_to_intent(walk)
    signed(walk, desk_of("chen"))
    registered(walk, desk_of("song"))
    paid_and_closed(walk, verifier)
    commenced(walk)
    in_production(walk, verifier, picture)
    all_of_it_on_one_page(walk, picture)
    assert wrong == []
