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
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
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
register_words("project_nature", [("continuing", ("续建",)), ("new", ("新建", "新签"))])
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
    draft.key = code or f"{name}|{loose_firm(draft.text('investor'))}|{fold(draft.text('unit'))}"
    if not name:
        draft.say("no_name", HOLD, "没有项目名称，请补填", "name")
    unit = check_unit(draft, book)
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
    if draft.values["agreement"] == "contract" and not draft.day("registered_on") and not draft.is_held:
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


def write_projects(draft: Draft, book: Book, writer: Writer) -> None:
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
        "nature": book.words.meaning("project_nature", draft.text("nature")) or Project.Nature.UNKNOWN,
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


FIELDS = (
    Field("code", "项目编号", "name", ("项目编号", "内部编码", "项目编码", "项目代码", "编码", "项目序号")),
    Field("name", "项目名称", "name", ("项目名称", "名称", "招商项目名称", "项目"), needed=True),
    Field("nature", "建设性质", words=("建设性质", "性质", "新建/续建", "项目性质")),
    Field("unit", "责任单位", "name", ("责任单位", "牵头单位", "引进单位", "包抓单位", "申报单位", "引资单位", "主管单位", "承办单位"), needed=True),
    Field("chain", "产业链", "name", ("产业链", "所属产业链", "产业链条"), group=False),
    Field("industry", "行业类别", words=("行业类别", "产业类别", "所属行业", "行业", "产业类型", "产业分类")),
    Field("investor", "投资企业", "name", ("投资企业|企业名称", "投资企业", "投资单位", "投资方", "投资主体", "客商名称", "投资方名称", "投资商", "企业名称", "投资者"), needed=True),
    Field("place", "投资方所在地", "place", ("投资企业|所在地", "所在地", "省（区、市）", "市（州）", "投资方所在地", "投资方所在省", "投资方所在市", "注册地", "来源地", "省份", "省", "市", "投资方省份", "投资方城市", "企业所在地", "投资方注册地")),
    Field("claimed_origin", "投资来源", words=("投资来源", "资金来源", "来源")),
    Field("total_investment", "总投资", "amount", ("总投资", "计划总投资", "投资总额", "总投资额", "概算总投资", "项目总投资")),
    Field("amount", "签约金额", "amount", ("签约金额", "合同金额", "签约额", "协议金额", "合同投资额", "签约资金", "合同签约额"), needed=True),
    Field("content", "建设内容", words=("主要建设内容", "建设内容及规模", "建设内容", "建设规模及内容", "建设规模", "项目内容")),
    Field("site", "建设地点", words=("建设地点", "实施地点", "项目地点", "落户地点", "建设地址", "选址", "落地地点")),
    Field("agreement_written", "协议类型", "name", ("协议类型", "合同类型", "签约类型", "协议性质", "签约性质", "合同性质", "签约方式"), needed=True),
    Field("signed_on", "签约时间", "day", ("签约时间", "合同签订时间", "签订时间", "签约日期", "签订日期", "合同签订日期", "合同签约时间", "协议签订时间")),
    Field("registered_on", "入库时间", "day", ("入库时间", "纳入项目库时间", "入库日期", "纳库时间", "入库年月", "项目入库时间", "纳入市级项目库时间")),
    Field("commenced_on", "开工时间", "day", ("开工时间", "开工日期", "动工时间", "实际开工时间", "开工建设时间", "动工日期")),
    Field("produced_on", "投产时间", "day", ("投产时间", "竣工投产日期", "投产日期", "竣工时间", "建成时间", "建成投产时间", "竣工日期", "投产达效时间", "竣工投产时间")),
    Field("terminated_on", "终止时间", "day", ("终止时间", "终止（退出）日期", "退出时间", "终止日期", "退出日期", "终止（退出）时间", "解约时间")),
    Field("local_firm", "注册公司", "name", ("注册公司", "落地企业", "本地公司", "项目公司", "本地注册公司", "落地公司", "本地企业", "落地注册公司", "注册公司名称")),
    Field("is_site_secured", "用地（厂房）是否落实", "yes", ("用地（厂房）是否落实", "土地厂房落实情况", "用地厂房是否落实", "用地落实情况", "土地（厂房）落实情况", "用地是否落实", "用地（厂房）落实情况", "用地（厂房）", "厂房用地落实")),
    Field("channel", "招商方式", words=("招商方式", "引进方式", "引资方式", "招引方式")),
    Field("source", "来源编号", "name", ("来源编号", "线索来源", "来源批次", "活动批次", "来源活动", "对应批次", "线索批次", "项目来源")),
    Field("sponsor", "包抓领导", "name", ("包抓领导", "联系领导", "包抓县级领导", "县级包抓领导", "责任领导", "包联领导")),
    Field("note", "备注", words=("备注", "说明")),
)  # fmt: skip

register(
    LedgerKind(
        code="projects",
        label="项目台账",
        order=40,
        hints=("项目台账", "招商引资项目", "项目情况表", "项目总台账", "签约项目", "续建项目"),
        fields=FIELDS,
        asks=(("name",), ("investor",), ("amount", "agreement_written"), ("signed_on", "registered_on"), ("registered_on", "commenced_on")),
        check=check_projects,
        settle=settle_projects,
        write=write_projects,
        afterwards=tie_sources,
    )
)  # fmt: skip
