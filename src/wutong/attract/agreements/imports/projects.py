"""The project ledger (项目台账): each row a project, its agreement and its milestones."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.attract.agreements.imports.shelf import Entry, entries, loose_firm
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.operations import agreements
from wutong.attract.chains.imports import the_chain
from wutong.attract.firms.imports import origin_of, the_firm
from wutong.attract.firms.models import Origin
from wutong.attract.outreach.imports.batches import batch_shelf, read_batch
from wutong.attract.outreach.models import Batch, Reception, Station, Trip
from wutong.attract.projects.models import Channel, Milestone, Project
from wutong.attract.projects.operations import milestones, projects
from wutong.foundation.imports.book import HOLD, NOT_COUNTED, NOTE, Book, Draft
from wutong.foundation.imports.kinds import (
    FIRMS,
    PROJECTS,
    UNITS,
    Field,
    LedgerKind,
    register,
    register_words,
    said,
)
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.operations import Refused
from wutong.foundation.regions import PLACES
from wutong.metrics.operations import first_open
from wutong.people.imports import check_unit, leader_in, saved, unit_of

register_words(
    "agreement", [("intent", ("意向",)), ("framework", ("框架",)), ("contract", ("合同",))]
)
register_words(
    "channel",
    [
        ("trip", ("外出", "走出去")),
        ("reception", ("请进来", "来访")),
        ("station", ("驻点",)),
        ("fair", ("节会", "兰洽会")),
        ("referral", ("以商", "企业推荐")),
        ("association", ("协会", "商会")),
        ("chain", ("链式", "产业链")),
    ],
)
register_words("project_nature", [("continuing", ("续建", "结转")), ("new", ("新建", "新签"))])
register_words("real_estate", [("real_estate", ("房地产",))])

MILESTONES = {
    "registered_on": Milestone.Kind.REGISTERED,
    "commenced_on": Milestone.Kind.COMMENCED,
    "produced_on": Milestone.Kind.IN_PRODUCTION,
    "terminated_on": Milestone.Kind.TERMINATED,
}
SOURCES: dict[type[Batch], str] = {
    Trip: "source_trip",
    Reception: "source_reception",
    Station: "source_station",
}


def check_projects(draft: Draft, book: Book) -> None:
    name, code = fold(draft.text("name")), fold(draft.text("code"))
    unit = check_unit(draft, book)
    unit_name = unit.name if unit else fold(draft.text("unit"))
    draft.key = code or f"{name}|{loose_firm(draft.text('investor'))}|{unit_name}"
    if not name:
        draft.say("no_name", HOLD, "没有项目名称，请补填", "name")
    if unit is None and not draft.text("unit"):
        draft.say("unknown_unit", HOLD, "没有责任单位，请补填", "unit")
    draft.values["origin"] = origin_of(draft.text("place"), book)
    draft.values["agreement"] = book.words.meaning("agreement", draft.text("agreement_written"))
    if draft.money("amount") is None and not draft.is_held:
        draft.say("unreadable_amount", HOLD, "没有填签约金额，请补填", "amount")
    _check_source(draft)
    if draft.values["origin"] == Origin.COUNTY:
        words = "投资方是本县企业，按口径不计入任何指标，其到位资金也不计"
        draft.say("local_investor", NOT_COUNTED, words, "place")
    if book.words.says("real_estate", "real_estate", draft.text("industry")):
        words = "房地产项目按口径不计入任何指标，其到位资金也不计"
        draft.say("real_estate", NOT_COUNTED, words, "industry")
    if (
        draft.values["agreement"] == "contract"
        and not draft.day("registered_on")
        and not draft.is_held
    ):
        words = "合同项目没有入库时间，入库前的到位资金不计入"
        draft.say("receipts_without_entry_date", NOT_COUNTED, words, "registered_on")


def _check_source(draft: Draft) -> None:
    read = read_batch(draft.text("source"), draft.context["year"]) if draft.text("source") else None
    if read is not None and read[0] is not None:
        draft.values["source_kind"] = read[0].__name__
        draft.values["source_year"], draft.values["source_number"] = read[1:]


# --- the same project twice ------------------------------------------------------------------


def settle_projects(drafts: list[Draft], book: Book) -> None:
    """Find projects that stand twice: same name and same investor. The earlier 入库 stays."""
    known = entries(book)
    known.drop({draft.row.pk for draft in drafts if draft.row is not None})
    groups: dict[tuple[str, str], list[Entry]] = {}
    names: dict[str, list[Entry]] = {}
    for found in known.by_name.values():
        for entry in found:
            groups.setdefault((entry.name, loose_firm(entry.investor)), []).append(entry)
            names.setdefault(loose_firm(entry.investor), []).append(entry)
    for draft in drafts:
        entry = _entry(draft)
        others = groups.setdefault((entry.name, loose_firm(entry.investor)), [])
        _compare(entry, draft, [o for o in others if not _is_itself(o, draft)])
        others.append(entry)
        names.setdefault(loose_firm(entry.investor), []).append(entry)
        if not any(_is_itself(other, draft) for other in others[:-1]):
            known.put(entry)
    for draft in drafts:
        _note_phases(draft, names[loose_firm(draft.text("investor"))])


def _is_itself(entry: Entry, draft: Draft) -> bool:
    """Return whether an entry is what an earlier import made of the same row."""
    if draft.row is not None and entry.row_id == draft.row.pk:
        return True
    if entry.draft is not None:
        return False
    if fold(draft.text("code")) and entry.code:
        return entry.code == fold(draft.text("code"))
    return entry.unit == draft.text("unit_name")


def _entry(draft: Draft) -> Entry:
    return Entry(
        code=fold(draft.text("code")),
        name=fold(draft.text("name")),
        investor=fold(draft.text("investor")),
        unit=draft.text("unit_name") or fold(draft.text("unit")),
        origin=draft.text("origin"),
        industry=fold(draft.text("industry")),
        is_contract=draft.get("agreement") == "contract",
        registered_on=draft.day("registered_on"),
        commenced_on=draft.day("commenced_on"),
        state="held" if draft.is_held else "ok",
        draft=draft,
    )


def _compare(entry: Entry, draft: Draft, others: list[Entry]) -> None:
    rivals = [other for other in others if other.state == "ok"]
    if entry.state != "ok" or not rivals or draft.decision == "different":
        return
    rival = rivals[0]
    if rival.draft is not None and _day(entry) < _day(rival):
        entry, rival = rival, entry  # the row read first was registered later
    if entry.draft is None:
        return
    entry.state = "duplicate"
    day = f"{rival.registered_on:%Y-%m-%d}入库" if rival.registered_on else "未入库"
    where = rival.code or rival.name
    entry.draft.say(
        "duplicate_project",
        HOLD,
        f"与{rival.unit}的 {where} 项目名称、投资方相同（该项{day}，在先），"
        "暂按同一项目只计一次，请选择“同一项目”或“不同项目”",
        "name",
    )


def _day(entry: Entry) -> date:
    return entry.registered_on or date.max


def _note_phases(draft: Draft, of_investor: list[Entry]) -> None:
    """Say that a further phase of the same investor is a project of its own."""
    name = fold(draft.text("name"))
    bare, _, phase = name.partition("（")
    others = [o.name for o in of_investor if o.name != name and o.name.partition("（")[0] == bare]
    if others and "期" in phase and "一" not in phase:
        words = f"与“{others[0]}”同一投资方、不同期，按独立项目计"
        draft.say("not_a_duplicate", NOTE, words, "name")


# --- writing ---------------------------------------------------------------------------------


def _require_own_code(draft: Draft, book: Book, writer: Writer) -> None:
    """Raise Refused where another project already has the row's code."""
    code = fold(draft.text("code"))
    owner = next((e for e in entries(book).by_code.get(code, []) if code and e.key), None)
    if owner is not None and "project" not in writer.before:
        raise Refused(f"项目编号 {code} 已用于“{owner.name}”，请改正编号")


def write_projects(draft: Draft, book: Book, writer: Writer) -> None:
    _require_own_code(draft, book, writer)
    sponsor, _, _ = leader_in(draft.text("sponsor"), book)
    facts: dict[str, Any] = {
        "code": fold(draft.text("code")),
        "name": fold(draft.text("name")),
        "investor": the_firm(draft.text("investor"), book, writer),
        "investor_place": draft.text("place"),
        "origin": draft.text("origin"),
        "lead_unit": unit_of(draft, book),
        "chain": the_chain(draft.text("chain"), book, writer),
        "industry": fold(draft.text("industry")),
        "nature": book.words.meaning("project_nature", draft.text("nature"))
        or Project.Nature.UNKNOWN,
        "total_investment": draft.money("total_investment"),
        "content": draft.text("content"),
        "site": draft.text("site"),
        "local_firm": the_firm(draft.text("local_firm"), book, writer),
        "is_site_secured": bool(draft.get("is_site_secured")),
        "channel": book.words.meaning("channel", draft.text("channel")) or Channel.UNKNOWN,
        "source_written": draft.text("source"),
        "sponsor": saved(sponsor),
        "note": draft.text("note"),
    }
    facts |= _source(draft, book)
    project = writer.put("project", projects, facts)
    _write_agreement(draft, writer, project)
    for name, kind in MILESTONES.items():
        if day := draft.day(name):
            earlier = writer.before.get(kind)
            counted = getattr(earlier, "counted_on", None) if same_day(earlier, day) else None
            dates = {"happened_on": day, "counted_on": counted or first_open(day)}
            writer.put(kind, milestones, {"project": project, "kind": kind, **dates})
    entries(book).put(_written(draft, project))


def same_day(earlier: Any, day: date) -> bool:
    return getattr(earlier, "happened_on", None) == day


def _written(draft: Draft, project: Project) -> Entry:
    entry = _entry(draft)
    entry.state, entry.draft, entry.key = "ok", None, project.pk
    return entry


def _source(draft: Draft, book: Book) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(SOURCES.values())
    for model, name in SOURCES.items():
        if draft.get("source_kind") == model.__name__:
            key = (int(draft.get("source_year")), int(draft.get("source_number")))
            batch = batch_shelf(model, book).get(key)
            found[name] = batch if isinstance(batch, model) else None
    return found


def _write_agreement(draft: Draft, writer: Writer, project: Project) -> None:
    signed = draft.day("signed_on")
    facts = {
        "project": project,
        "kind": draft.get("agreement") or Agreement.Kind.OTHER,
        "kind_written": draft.text("agreement_written"),
        "amount": draft.money("amount"),
        "signed_on": signed,
        "counted_on": first_open(signed) if signed else None,
    }
    earlier = writer.before.get("agreement")
    if isinstance(earlier, Agreement) and earlier.signed_on == signed:
        facts["counted_on"] = earlier.counted_on
    writer.put("agreement", agreements, facts)


def tie_sources(book: Book) -> None:
    """Give projects the trip, reception or station that their ledger named before it was known."""
    loose = Project.objects.exclude(source_written="").filter(
        source_trip=None, source_reception=None, source_station=None
    )
    for project in loose:
        read = read_batch(project.source_written, None)
        if read is None or read[0] is None:
            continue
        batch = batch_shelf(read[0], book).get(read[1:])
        if isinstance(batch, read[0]):
            projects.amend(project, actor=book.actor, **{SOURCES[read[0]]: batch})


DATES = "时间 日期 日 年月"
SIDE = "投资方 投资企业 投资单位 投资商 投资主体 企业 客商 客商企业 引资方 注册 公司 引进企业 外来 来源"
FIELDS = (
    Field("code", "项目编号", "name", ("项目编号", "内部编码", "项目编码", "项目代码", "编码", "项目序号", "项目库编号", "项目库编码", "入库编号", "系统编号", "台账编号", "统一编号", "代码", "合同编号", "编号"), looks=r"^[A-Za-z]{1,6}[-—]?\d{2,}|^\d{4}[-—]\d+$"),
    Field("name", "项目名称", "name", ("项目名称", "名称", "招商项目名称", "项目", "招商项目", "签约项目", "签约项目名称", "引进项目", "引进项目名称", "招商引资项目", "招商引资项目名称", "投资项目", "合同项目名称", "项目全称", "落地项目"), needed=True, looks=PROJECTS),
    Field("nature", "建设性质", words=("建设性质", "性质", "新建/续建", "项目性质", "新建续建", "新建或续建", "新续建", "项目类型")),
    Field("unit", "责任单位", "name", ("责任单位", *said("首谈 首报 归属 主抓 分管 牵头 引进 包抓 申报 引资 主管 承办 招引 承接 落实 服务 包联 填报 推进 招商 归口 报送 任务 招商责任 项目责任 责任 首谈 属地 责任（牵头） 牵头（责任）", "单位 部门"), "责任乡镇（部门）", "乡镇（部门）", "乡镇部门", "乡镇、部门", "责任乡镇", "责任主体", "单位"), needed=True, looks=UNITS),
    Field("chain", "产业链", "name", ("产业链", "所属产业链", "产业链条", "主导产业链", "所属链条", "产业链名称", "重点产业链", "链条", "产业链类别", "归属产业链", "所属产业链条", "产业链名", "所在产业链", "链条名称", "所属产业", "产业领域", "产业"), group=False),
    Field("industry", "行业类别", words=("行业类别", "产业类别", "所属行业", "行业", "产业类型", "产业分类", "行业分类", "所属产业", "产业", "产业划分", "行业门类", "国民经济行业", "行业领域", "三次产业", "产业门类", "行业大类", "行业名称", "行业类型", "产业属性", "产业性质", "所属产业类别", "一二三产", "三产类别", "产业归属"), looks=r"^第?[一二三](?:次|产)|业$|房地产"),
    Field("investor", "投资企业", "name", ("投资企业|企业名称", "投资企业", "投资单位", "投资方", "投资主体", "客商名称", "投资方名称", "投资商", "企业名称", "投资者", *said("引进 引资 客商 签约 投资 外来 来县 外来投资 合作", "企业 单位 方 商 主体 人 公司 企业名称 单位名称 公司名称"), "客商", "乙方", "乙方名称", "签约乙方", "合同乙方", "投资方（乙方）", "甲方"), needed=True, looks=FIRMS),
    Field("place", "投资方所在地", "place", ("投资企业|所在地", "所在地", "省（区、市）", "市（州）", *said(SIDE, "所在地 所在省 所在市 所在省市 所在省份 所在城市 注册地 来源地 省份 城市 籍贯 归属地 地址 来自 所属地 属地"), "来源地", "省份", "省", "市", "城市", "省市", "市县", "市（县）", "市州", "地市", "地区", "来自", "资金来源地", "总部所在地", "省（市、区）", "省区市", "市（地）", "来自何地", "来自何处", "何地", "来自地区", "籍贯", "客源地", "来源省份", "来源省市"), looks=PLACES),
    Field("claimed_origin", "投资来源", words=("投资来源", "资金来源", "来源", "资金属地", "资金性质", "资金属性", "内外资", "省内外", "客商属性", "省内/省外")),
    Field("total_investment", "总投资", "amount", ("总投资", *said("计划 项目 概算 估算 预计 合同 拟 协议", "总投资 总投资额 投资总额"), "投资总额", "总投资额", "计划投资", "计划投资额", "投资规模", "概算投资", "估算投资", "项目投资", "项目投资额", "投资概算")),
    Field("amount", "签约金额", "amount", ("签约金额", *said("签约 合同 协议 签约合同 合同签约 合同签订 协议签约 合同约定 协议约定 合同载明 签约协议 正式合同", "金额 资金 额 投资额 投资 总额 资金额 总金额 引资额"), "引资额", "引资金额", "引进资金", "引进资金额", "合同标的额", "合同引资", "拟引资额"), needed=True),
    Field("content", "建设内容", words=("主要建设内容", "建设内容及规模", "建设内容", "建设规模及内容", "建设规模", "项目内容", "建设内容和规模", "建设规模和内容", "建设规模与内容", "主要建设内容及规模", "项目概况", "项目简介", "建设概况", "内容")),
    Field("site", "建设地点", words=("建设地点", "实施地点", "项目地点", "落户地点", "建设地址", "选址", "落地地点", "项目选址", "地点", "地址", "落地乡镇", "建设位置", "项目所在地", "实施地", "落户地", "建设地", "落地点")),
    Field("agreement_written", "协议类型", "name", (*said("协议 合同 签约 签订 文本 协议（合同） 合同（协议） 签约协议 合同协议", "类型 性质 类别 形式 种类 方式"), "合同/协议", "协议/合同", "签约文本", "合同或协议", "签订合同/协议"), needed=True, looks=r"合同|协议|意向书?$"),
    Field("signed_on", "签约时间", "day", ("签约时间", *said("签约 签订 合同签订 合同签约 协议签订 合同 协议 正式签约 签约合同 项目签约 签署 合同签署 协议签署 协议签约 正式签订 合同（协议）签订 协议（合同）签订", DATES), "签约", "签订", "签署")),
    Field("registered_on", "入库时间", "day", ("入库时间", *said("入库 纳入项目库 纳库 项目入库 纳入市级项目库 纳入市库 进库 入省库 入市库 入市级库 录入项目库 纳入项目储备库 审核入库 上报入库 录入系统 入系统 纳统入库 入库（市级） 认定入库 备案入库 入统入库 纳入省库 入统 纳统", DATES), "入库", "纳库", "进库")),
    Field("commenced_on", "开工时间", "day", ("开工时间", *said("开工 动工 实际开工 开工建设 项目开工 开建 建设开工 正式开工 动工建设 破土动工 实质性开工 实际动工", DATES), "开工", "动工")),
    Field("produced_on", "投产时间", "day", ("投产时间", *said("投产 竣工投产 竣工 建成 建成投产 投产达效 投产运营 建成运营 项目投产 投运 投用 完工 达产 竣工（投产） 投产（运营） 投产（竣工） 建成（投产） 投入运营 竣工验收 正式投产 建成投用 运营", DATES), "投产", "竣工", "建成", "建成投产", "竣工投产")),
    Field("terminated_on", "终止时间", "day", ("终止时间", *said("终止 终止（退出） 退出 解约 终止退出 项目终止 合同终止 撤销 清退 解除 终止/退出 退出（终止） 合同解除 项目退出 中止 解除合同 出库", DATES), "终止", "退出", "终止（退出）", "解约")),
    Field("local_firm", "注册公司", "name", ("注册公司", "落地企业", *said("本地 落户 落地 注册 县内 项目 在县 本县 本地注册 落地注册 县内注册 新注册 新设 本地新设 注册落地 在本县注册 实施", "公司 企业 公司名称 企业名称 注册公司 注册企业 主体"), "项目法人", "法人单位", "项目法人单位", "项目业主"), looks=FIRMS),
    Field("is_site_secured", "用地（厂房）是否落实", "yes", ("用地（厂房）是否落实", "土地厂房落实情况", "用地厂房是否落实", "用地落实情况", "土地（厂房）落实情况", "用地是否落实", "用地（厂房）落实情况", "用地（厂房）", "厂房用地落实", "供地情况", "用地情况", *said("用地 土地 厂房 用地厂房 土地厂房 厂房用地 厂房土地 场地 用地/厂房 土地/厂房 用地或厂房 土地或厂房 用地（厂房） 土地（厂房） 用地及厂房 土地、厂房 用地、厂房 落地 要素", "落实情况 落实 是否落实 情况 保障情况 保障 是否解决 是否到位"), "是否供地", "是否落实用地", "是否落实用地（厂房）", "是否落实土地厂房"), looks=r"^(?:是|否|已落实|未落实|√|×|正在落实|落实中|有|无|已供地|未供地)$"),
    Field("channel", "招商方式", words=(*said("招商 引进 引资 招引 签约 项目引进", "方式 途径 渠道 形式 模式 类型"), "引荐方式")),
    Field("source", "来源编号", "name", ("来源编号", "线索来源", "来源批次", "活动批次", "来源活动", "对应批次", "线索批次", "项目来源", "信息来源", "线索编号", *said("招商 招商活动 项目线索 外出招商 项目来源 线索来源 信息来源 来源活动 对应活动 关联活动 关联", "批次 编号 批次号 批次编号 活动"), "关联活动", "对应活动", "活动来源", "来源", *said("招引 招商 引进 项目 签约 引荐", "线索 来源 线索来源 信息来源"), "线索", "出处", "线索出处", "信息线索", "线索（批次）", "招商活动编号", "对应招商活动", "招商活动批次"), looks=r"^(?:WC|LF|ZD|外出|走出去|客商来访|请进来|来访|驻点|驻外)"),
    Field("sponsor", "包抓领导", "name", ("包抓领导", *said("包抓 联系 包联 包保 挂联 责任 挂钩 帮扶 服务 领办 牵头 包挂 联系包抓 县级包抓 县级联系 挂包 包干", "领导 县领导 县级领导 负责人 责任人"), "县级领导", "县领导", "责任县级领导")),
    Field("note", "备注", words=("备注", "说明", "备注说明", "情况说明", "备注（说明）", "其他说明", "需要说明的问题")),
)  # fmt: skip

register(
    LedgerKind(
        code="projects",
        label="项目台账",
        order=40,
        hints=("项目台账", "招商引资项目", "项目情况表", "项目总台账", "签约项目", "续建项目", "引进项目", "招商项目", "项目进展", "项目库", "落地项目", "项目推进", "项目登记", "项目信息"),
        fields=FIELDS,
        asks=(("name",), ("investor",), ("amount", "agreement_written"), ("signed_on", "registered_on"), ("registered_on", "commenced_on")),
        check=check_projects,
        settle=settle_projects,
        compared=("code", "name", "investor", "unit", "unit_name", "origin", "industry", "agreement", "registered_on", "commenced_on"),
        write=write_projects,
        afterwards=tie_sources,
    )
)  # fmt: skip
