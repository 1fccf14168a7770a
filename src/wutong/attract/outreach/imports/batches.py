"""Ledgers of trips, receptions and stations: batches, and what belongs to each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wutong.attract.firms.imports import the_firm
from wutong.attract.outreach.models import Batch, Contact, Reception, Station, Trip
from wutong.attract.outreach.operations import (
    contacts,
    invitations,
    receptions,
    stations,
    talks,
    trip_stops,
    trips,
    visitors,
)
from wutong.foundation.imports.book import HOLD, Book, Draft
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
from wutong.foundation.keeping import Keeping
from wutong.foundation.operations import Refused
from wutong.foundation.regions import province_in, provinces_in
from wutong.people.imports import check_unit, leader_in, saved, unit_of

register_words("called_off", [("called_off", ("取消", "推迟", "延期", "未成行"))])

BATCH = re.compile(
    r"(?P<kind>WC|LF|ZD|外出招商|客商来访|驻点招商|走出去|请进来|来访|驻点)?[-—]?"
    r"[〔（\[【]?(?:(?P<year>20\d\d)年?)?[〕）\]】]?[-—]?(?:第)?(?P<number>\d{1,3})(?:批次?)?",
    re.IGNORECASE,
)
KINDS = {
    "WC": Trip, "外出招商": Trip, "走出去": Trip,
    "LF": Reception, "客商来访": Reception, "请进来": Reception, "来访": Reception,
    "ZD": Station, "驻点招商": Station, "驻点": Station,
}  # fmt: skip


def read_batch(text: str, year: int | None) -> tuple[type[Batch] | None, int, int] | None:
    """Return kind, year and number of WC2023-03, 外出招商〔2023〕第3批 or 第3批; None if unread."""
    found = BATCH.fullmatch(fold(text))
    if not found:
        return None
    in_year = int(found["year"]) if found["year"] else year
    if in_year is None:
        return None
    kind = KINDS.get((found["kind"] or "").upper())
    return kind, in_year, int(found["number"])


Shelf = dict[tuple[int, int], Any]


def batch_shelf(model: type[Batch], book: Book) -> Shelf:
    """Return batches of a kind by year and number; a staged one that is not written yet is True."""
    return book.shelf(
        f"batch:{model.__name__}", lambda: {(b.year, b.number): b for b in model.objects.all()}
    )


def check_batch(draft: Draft, book: Book) -> tuple[int, int] | None:
    """Read which batch a row belongs to: its own cell, else that of the row above it."""
    text = draft.text("batch")
    last: dict[int, tuple[int, int]] = book.shelf("last_batch", dict)
    if not text:
        read = last.get(draft.sheet_id)
    else:
        found = read_batch(text, draft.get("year") or draft.context["year"])
        read = found[1:] if found else None
    if read is None:
        draft.say(
            "unreadable_batch", HOLD, f"批次“{text}”无法识别，请写成 2023-03 或 第3批", "batch"
        )
        draft.key = f"{draft.sheet_id}:{draft.number}"
        return None
    last[draft.sheet_id] = read
    draft.values["batch_year"], draft.values["batch_number"] = read
    return int(read[0]), int(read[1])


def is_done(draft: Draft, book: Book) -> bool:
    told = draft.text("state") + "|" + draft.text("note")
    return not book.words.says("called_off", "called_off", told)


def parent_check(model: type[Batch], child: str) -> Callable[[Draft, Book], None]:
    """Return the check of a ledger whose rows are batches, perhaps with what belongs to them."""

    def check(draft: Draft, book: Book) -> None:
        batch = check_batch(draft, book)
        if batch is None:
            return
        member = fold(draft.text(child))
        draft.key = f"{batch[0]}-{batch[1]}|{member}"
        first = not book.shelf(f"seen:{model.__name__}", dict).get(batch)
        if draft.get("starts_on") is None and not draft.is_held and first:
            if draft.text("starts_on") or draft.written("batch"):
                draft.say("no_date", HOLD, "没有时间，请补填", "starts_on")
        check_unit(draft, book)
        if not draft.is_held:
            batch_shelf(model, book).setdefault(batch, True)
            book.shelf(f"seen:{model.__name__}", dict)[batch] = True

    return check


def member_check(model: type[Batch], child: str, label: str) -> Callable[[Draft, Book], None]:
    """Return the check of a ledger whose rows belong to batches that stand elsewhere."""

    def check(draft: Draft, book: Book) -> None:
        batch = check_batch(draft, book)
        if batch is None:
            return
        draft.key = f"{batch[0]}-{batch[1]}|{fold(draft.text(child))}"
        if not draft.text(child):
            draft.say("no_name", HOLD, f"没有{label}，请补填", child)
        if batch not in batch_shelf(model, book):
            code = f"{model.prefix}{batch[0]}-{batch[1]:02d}"
            draft.say("unknown_batch", HOLD, f"台账中没有批次 {code}，请补登或改正批次", "batch")

    return check


def _standing(model: type[Batch], key: tuple[int, int], book: Book) -> Batch:
    """Return the batch of a row that says only what belongs to it. Raises Refused without one."""
    found = batch_shelf(model, book).get(key)
    if not isinstance(found, model):
        raise Refused(f"批次 {model.prefix}{key[0]}-{key[1]:02d} 还没有导入，请先改正该批次的首行")
    return found


def the_batch(
    draft: Draft, book: Book, writer: Writer, keeping: Keeping[Any], facts: dict[str, Any]
) -> Any:
    """Return the batch of a row, written with `facts` by the first row that has them."""
    key = (int(draft.get("batch_year")), int(draft.get("batch_number")))
    shelf = batch_shelf(keeping.kind, book)
    written = book.shelf(f"written:{keeping.kind.__name__}", set)
    if facts.get("starts_on") is None or key in written:
        writer.keep("batch")
        return _standing(keeping.kind, key, book)
    if isinstance(shelf.get(key), Batch) and "batch" not in writer.before:
        writer.before["batch"] = shelf[key]
    facts |= {
        "year": key[0],
        "number": key[1],
        "ends_on": draft.day("starts_on_end"),
        "lead_unit": unit_of(draft, book),
        "is_done": is_done(draft, book),
        "state": draft.text("state")[:60],
        "note": draft.text("note"),
    }
    if draft.day("ends_on"):
        facts["ends_on"] = draft.day("ends_on")
    shelf[key] = writer.put("batch", keeping, facts)
    written.add(key)
    return shelf[key]


YEAR = Field("year", "年度", "year", ("年度", "年份", "所属年度", "活动年度"), group=True)
BATCH_NO = Field(
    "batch",
    "批次",
    "name",
    (
        *said(
            "批次 活动 招商 外出 来访 接待 出访 驻点 考察 活动批次 接待批次 来访批次 出访批次 外出批次 驻点批次 考察批次 招商批次",
            "编号 批次 批次号 序号 号",
        ),
        "批次",
        "批次编号",
        "批次号",
        "所属批次",
        "对应批次",
        "编号",
    ),
    needed=True,
    looks=r"^(?:[A-Za-z]{2}|外出招商|客商来访|驻点招商)?[〔（]?20\d\d年?[〕）]?[-—]?第?\d{1,3}批?次?$|^第?\d{1,3}批次?$",
)
UNIT_WORDS = (
    "牵头单位",
    *said(
        "牵头 组织 责任 对接 承办 派出 接待 主办 接洽 选派 派驻 服务 陪同 参加 参与 实施 组团 派员 联络",
        "单位 部门",
    ),
    "单位",
    "部门",
)
STATE = Field(
    "state",
    "状态",
    words=(
        *said("完成 执行 活动 落实 办理 开展 实施 进展", "情况 状态 结果"),
        "状态",
        "是否完成",
        "是否成行",
        "活动完成情况",
    ),
)
REMARK = Field("note", "备注", words=("备注", "说明", "情况说明", "备注说明", "其他"))


# --- trips -----------------------------------------------------------------------------------


def write_trips(draft: Draft, book: Book, writer: Writer) -> None:
    leader, name, rank = leader_in(draft.text("leader"), book)
    destination = draft.text("destination")
    trip = the_batch(
        draft,
        book,
        writer,
        trips,
        {
            "starts_on": draft.day("starts_on"),
            "leader": saved(leader),
            "leader_name": name,
            "leader_rank": rank,
            "destination": destination,
            "purpose": draft.text("purpose"),
        },
    )
    if "batch" not in writer.untouched and writer.made and writer.made[-1].role == "batch":
        for order, part in enumerate(provinces_in(destination)):
            facts = {"trip": trip, "place": destination[:100], "province": part, "order": order}
            writer.put(f"stop{order}", trip_stops, facts)
    write_talk(draft, book, writer, trip)


def write_talk(draft: Draft, book: Book, writer: Writer, trip: Trip | None = None) -> None:
    if not draft.text("project"):
        return
    if trip is None:
        key = (int(draft.get("batch_year")), int(draft.get("batch_number")))
        trip = _standing(Trip, key, book)
    facts = {
        "trip": trip,
        "project_name": fold(draft.text("project")),
        "firm": the_firm(draft.text("firm"), book, writer),
        "intended_amount": draft.money("amount"),
        "progress": draft.text("progress")[:100],
    }
    writer.put("talk", talks, facts)


TALK_FIELDS = (
    Field(
        "project",
        "洽谈项目",
        "name",
        (
            "洽谈项目名称",
            "对接项目|项目名称",
            *said("洽谈 对接 接洽 意向 招商 在谈 推介 考察 签约 拟引进", "项目 项目名称"),
            "项目名称",
            "项目",
        ),
        looks=PROJECTS,
    ),
    Field(
        "firm",
        "意向投资方",
        "name",
        (
            "意向投资方",
            "对接项目|投资方",
            *said(
                "意向投资 意向 投资 洽谈 接洽 对接 客商 合作 拟投资 项目",
                "方 企业 单位 商 主体 公司 客商 企业名称 单位名称 名称",
            ),
            "投资方名称",
            "客商",
            "企业名称",
            "企业",
        ),
        looks=FIRMS,
    ),
    Field(
        "amount",
        "意向投资额",
        "amount",
        (
            "意向投资额",
            *said(
                "意向投资 拟投资 意向 投资意向 计划投资 拟 预计投资 投资 洽谈 意向引资",
                "额 金额 资金 规模 总额",
            ),
            "拟投资",
            "意向投资",
            "计划投资",
            "总投资",
            "投资总额",
        ),
    ),
    Field(
        "progress",
        "洽谈进展",
        words=(
            *said("洽谈 接洽 对接 跟进 推进 项目 合作", "进展 情况 结果 进度 成效"),
            "进展",
            "进展情况",
            "进度",
            "目前进展",
        ),
    ),
)

register(
    LedgerKind(
        code="trips",
        label="外出招商",
        order=20,
        hints=("外出招商", "走出去", "外出活动", "外出考察", "赴外招商", "出访", "赴外", "外出"),
        fields=(
            BATCH_NO,
            YEAR,
            Field(
                "starts_on",
                "时间",
                "span",
                (
                    *said(
                        "外出 出行 活动 起止 招商 出访 考察 赴外 外出起止 活动起止 出发 开展 外出考察 出差",
                        "时间 日期",
                    ),
                    "时间",
                    "日期",
                    "起止日期",
                ),
                needed=True,
            ),
            Field(
                "ends_on",
                "结束时间",
                "day",
                (*said("结束 返回 返程 截止 返县", "时间 日期"), "结束"),
            ),
            Field(
                "leader",
                "带队领导",
                "name",
                (
                    "带队领导",
                    "带队领导（职务）",
                    *said(
                        "带队 领队 牵头 出访 外出 率队 参加",
                        "领导 县领导 县级领导 人 人员 负责人 领导姓名",
                    ),
                    "带队",
                    "领队",
                    "团长",
                ),
            ),
            Field(
                "destination",
                "目的地",
                "name",
                (
                    "目的地",
                    *said(
                        "外出 招商 赴外 前往 考察 赴访 出访 活动 目的 到访 拟赴 考察目的 走访",
                        "地点 地区 地 区域 城市 省市 目的地",
                    ),
                    "地点",
                    "城市",
                    "省市",
                    "去向",
                ),
            ),
            Field("unit", "牵头单位", "name", UNIT_WORDS, looks=UNITS),
            Field(
                "purpose",
                "内容",
                words=(
                    *said("活动 主要 工作 考察 招商 外出 出访", "内容 主题 任务 目的 事项"),
                    "内容",
                    "事由",
                    "主题",
                ),
            ),
            *TALK_FIELDS,
            STATE,
            REMARK,
        ),
        asks=(("batch",), ("starts_on",), ("leader", "destination")),
        check=parent_check(Trip, "project"),
        write=write_trips,
    )
)
register(
    LedgerKind(
        code="talks",
        label="外出洽谈项目",
        order=21,
        hints=(
            "洽谈项目",
            "对接项目",
            "项目明细",
            "外出招商",
            "接洽项目",
            "洽谈",
            "接洽",
            "走出去",
        ),
        fields=(BATCH_NO, YEAR, *TALK_FIELDS, REMARK),
        asks=(("batch",), ("project",)),
        check=member_check(Trip, "project", "洽谈项目名称"),
        write=write_talk,
    )
)


# --- receptions ------------------------------------------------------------------------------


def write_receptions(draft: Draft, book: Book, writer: Writer) -> None:
    host, name, _ = leader_in(draft.text("host"), book)
    count = draft.get("headcount")
    reception = the_batch(
        draft,
        book,
        writer,
        receptions,
        {
            "starts_on": draft.day("starts_on"),
            "host": saved(host),
            "host_name": name,
            "focus": draft.text("focus"),
            "invited_by": draft.text("invited_by"),
            "headcount": int(count) if count is not None else None,
        },
    )
    write_visitor(draft, book, writer, reception)


def write_visitor(draft: Draft, book: Book, writer: Writer, reception: Any = None) -> None:
    if not draft.text("firm"):
        return
    if reception is None:
        key = (int(draft.get("batch_year")), int(draft.get("batch_number")))
        reception = _standing(Reception, key, book)
    facts = {
        "reception": reception,
        "firm": the_firm(draft.text("firm"), book, writer),
        "category": draft.text("category"),
        "is_top": book.words.says("top_firm", "top", draft.text("category")),
        "intended_amount": draft.money("amount"),
    }
    writer.put("visitor", visitors, facts)


VISITOR_FIELDS = (
    Field(
        "firm",
        "来访企业",
        "name",
        (
            "来访企业",
            *said(
                "来访 客商 到访 来县 考察 接待 来访客商 来宾 来访企业 到访客商",
                "企业 单位 客商 公司 名称 企业名称 单位名称",
            ),
            "企业名称",
            "客商",
            "企业",
            "单位名称",
            "来访单位（企业）",
        ),
        looks=FIRMS,
    ),
    Field(
        "category",
        "企业类型",
        "name",
        (
            *said("企业 客商 单位 来访企业 来访客商", "类型 类别 性质 层级 级别 属性"),
            "类型",
            "类别",
            "性质",
        ),
        looks=r"500强|链主|头部|一般|协会|商会|上市|央企|国企|龙头|规上",
    ),
    Field(
        "amount",
        "意向投资额",
        "amount",
        (
            "意向投资额",
            *said(
                "意向投资 拟投资 意向 投资意向 计划投资 拟 预计投资 投资 洽谈 意向引资",
                "额 金额 资金 规模 总额",
            ),
            "拟投资",
            "意向投资",
            "计划投资",
            "总投资",
            "投资总额",
        ),
    ),
)

register(
    LedgerKind(
        code="receptions",
        label="客商来访",
        order=22,
        hints=("来访", "请进来", "接待", "来访登记", "来县考察", "到访", "客商考察"),
        fields=(
            BATCH_NO,
            YEAR,
            Field(
                "starts_on",
                "来访时间",
                "span",
                (
                    *said(
                        "来访 考察 接待 来县 到访 客商来县 客商来访 来县考察 活动 到县 来访起止 起止 来临",
                        "时间 日期",
                    ),
                    "日期",
                    "时间",
                ),
                needed=True,
            ),
            *VISITOR_FIELDS,
            Field(
                "headcount",
                "来访人数",
                "number",
                ("来访人数", "人数", "人次", "来访人次", "来客人数", "来宾人数"),
            ),
            Field(
                "focus",
                "考察领域",
                words=(
                    *said(
                        "考察 意向 洽谈 来访 投资 对接 关注 产业", "领域 方向 产业 内容 行业 事项"
                    ),
                    "领域",
                    "产业链",
                    "来访目的",
                    "考察事由",
                ),
            ),
            Field(
                "host",
                "接待领导",
                "name",
                (
                    *said("接待 陪同 会见 对接 接洽", "领导 县领导 县级领导 人 负责人"),
                    "县领导",
                    "县级领导",
                    "领导",
                ),
            ),
            Field("unit", "牵头单位", "name", UNIT_WORDS, looks=UNITS),
            Field(
                "invited_by",
                "邀请方式",
                words=(
                    *said("邀请 来访 邀约 联络 邀商 引荐 来访邀请", "方式 渠道 单位 途径 来源 人"),
                ),
            ),
            STATE,
            REMARK,
        ),
        asks=(("batch",), ("starts_on",), ("firm", "host")),
        check=parent_check(Reception, "firm"),
        write=write_receptions,
    )
)
register(
    LedgerKind(
        code="visitors",
        label="来访企业",
        order=23,
        hints=("来访企业", "来访客商", "客商明细", "请进来", "企业名单", "客商名单", "来访"),
        fields=(BATCH_NO, YEAR, *VISITOR_FIELDS, REMARK),
        asks=(("batch",), ("firm",), ("category",)),
        check=member_check(Reception, "firm", "来访企业"),
        write=write_visitor,
    )
)


# --- stations --------------------------------------------------------------------------------


def write_stations(draft: Draft, book: Book, writer: Writer) -> None:
    place = draft.text("place")
    station = the_batch(
        draft,
        book,
        writer,
        stations,
        {
            "starts_on": draft.day("starts_on"),
            "team": draft.text("team"),
            "place": place,
            "province": province_in(place) or next(iter(provinces_in(draft.text("team"))), ""),
            "captain": draft.text("captain"),
            "members": draft.text("members"),
        },
    )
    write_contact(draft, book, writer, station)


def write_contact(draft: Draft, book: Book, writer: Writer, station: Any = None) -> None:
    if not draft.text("firm"):
        return
    if station is None:
        key = (int(draft.get("batch_year")), int(draft.get("batch_number")))
        station = _standing(Station, key, book)
    facts = {
        "station": station,
        "firm": the_firm(draft.text("firm"), book, writer),
        "met_on": draft.day("met_on"),
        "intended_amount": draft.money("amount"),
        "outcome": draft.text("outcome")[:100],
    }
    contact: Contact = writer.put("contact", contacts, facts)
    if draft.day("visited_on"):
        visit = {"contact": contact, "visited_on": draft.day("visited_on")}
        writer.put("invitation", invitations, visit)


CONTACT_FIELDS = (
    Field(
        "firm", "对接企业", "name",
        ("对接企业", "对接情况|企业名称", *said("对接 拜访 洽谈 接洽 走访 联系 对接客商 目标", "企业 客商 单位 公司 企业名称 客商名称 单位名称 商会"), "企业名称", "企业", "客商", "客商名称"),
        looks=FIRMS,
    ),
    Field("met_on", "对接时间", "day", (*said("对接 拜访 洽谈 接洽 走访 联系", "时间 日期 日"),)),
    Field("amount", "意向投资额", "amount", ("意向投资额", *said("意向投资 拟投资 意向 投资意向 计划投资 拟 预计投资 投资 洽谈 意向引资", "额 金额 资金 规模 总额"), "拟投资", "意向投资", "计划投资", "总投资", "投资总额")),
    Field(
        "visited_on",
        "来访考察时间",
        "day",
        (
            "来访考察时间", "实地考察日期",
            *said("来访考察 实地考察 考察 来临考察 来访 来县考察 到县考察 来县 到访 回访考察 赴县考察 应邀来访 邀请来访 受邀来访 客商来访 企业来访", "时间 日期 日"),
        ),
    ),
    Field("outcome", "对接结果", words=(*said("对接 跟进 洽谈 接洽 工作 邀请", "结果 情况 成果 成效 进展"), "结果", "进展", "成效")),
)  # fmt: skip

register(
    LedgerKind(
        code="stations",
        label="驻点招商",
        order=24,
        hints=("驻点", "小分队", "驻外", "驻地招商", "派驻"),
        fields=(
            BATCH_NO,
            YEAR,
            Field(
                "team",
                "小分队",
                words=(
                    *said(
                        "小分队 驻点小分队 驻外小分队 招商小分队 队伍 驻点组 工作组 招商组 驻点招商组 招商小组 工作队 驻点队 分队 驻点机构",
                        "名称",
                    ),
                    "小分队",
                    "驻点小分队",
                    "驻外小分队",
                    "招商小分队",
                    "驻点组",
                    "招商组",
                    "工作组",
                    "招商小组",
                    "工作队",
                    "分队",
                    "队伍",
                ),
            ),
            Field(
                "place",
                "驻点地区",
                "name",
                (
                    *said(
                        "驻点 派驻 驻外 驻守 招商 派驻驻点 驻点所在",
                        "地区 地 城市 地点 区域 省市 地域",
                    ),
                    "驻地",
                    "地点",
                    "地区",
                    "城市",
                    "区域",
                ),
                needed=True,
            ),
            Field(
                "starts_on",
                "派驻时间",
                "span",
                (
                    *said(
                        "派驻 驻点 派驻开始 驻点开始 开始 起始 起止 派驻起止 驻点起止 派出 进驻 入驻 驻外 驻外开始 驻外起止 出发",
                        "时间 日期",
                    ),
                    "开始",
                    "驻点时间|开始",
                    "派驻时间|起",
                    "时间",
                ),
                needed=True,
            ),
            Field(
                "ends_on",
                "结束时间",
                "day",
                (
                    *said(
                        "结束 返回 撤回 驻点结束 派驻结束 驻外结束 截止 终止 返程 撤离 到期",
                        "时间 日期",
                    ),
                    "结束",
                    "驻点时间|结束",
                    "派驻时间|止",
                ),
            ),
            Field(
                "captain",
                "队长",
                words=(
                    "队长",
                    "负责人",
                    "领队",
                    "组长",
                    "牵头人",
                    "带队人",
                    "小分队长",
                    "分队长",
                    "带队领导",
                ),
            ),
            Field(
                "members",
                "队员",
                words=(
                    "队员",
                    "成员",
                    "组员",
                    "队员名单",
                    "组成人员",
                    "成员名单",
                    "驻点人员",
                    "工作人员",
                ),
            ),
            Field("unit", "派出单位", "name", UNIT_WORDS, looks=UNITS),
            *CONTACT_FIELDS,
            STATE,
            REMARK,
        ),
        asks=(("batch",), ("starts_on",), ("place", "team")),
        check=parent_check(Station, "firm"),
        write=write_stations,
    )
)
register(
    LedgerKind(
        code="contacts",
        label="驻点对接企业",
        order=25,
        hints=("对接企业", "驻点", "企业明细", "对接客商", "驻外", "对接"),
        fields=(BATCH_NO, YEAR, *CONTACT_FIELDS, REMARK),
        asks=(("batch",), ("firm",), ("met_on", "visited_on")),
        check=member_check(Station, "firm", "对接企业"),
        write=write_contact,
    )
)
