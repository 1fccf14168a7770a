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
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.keeping import Keeping
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
        draft.say("unreadable_batch", HOLD, f"批次“{text}”无法识别，请写成 2023-03 或 第3批", "batch")
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


def the_batch(
    draft: Draft, book: Book, writer: Writer, keeping: Keeping[Any], facts: dict[str, Any]
) -> Any:
    """Return the batch of a row, written with `facts` by the first row that has them."""
    key = (int(draft.get("batch_year")), int(draft.get("batch_number")))
    shelf = batch_shelf(keeping.kind, book)
    written = book.shelf(f"written:{keeping.kind.__name__}", set)
    if facts.get("starts_on") is None or key in written:
        writer.keep("batch")
        return shelf.get(key)
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


YEAR = Field("year", "年度", "year", ("年度", "年份"), group=True)
BATCH_NO = Field("batch", "批次", "name", ("批次编号", "批次", "批次号", "编号"), needed=True)
UNIT_WORDS = ("牵头单位", "组织单位", "责任单位", "对接单位", "承办单位", "派出单位", "接待单位")
STATE = Field("state", "状态", words=("完成情况", "状态", "执行情况", "活动状态", "是否完成", "进展状态"))
REMARK = Field("note", "备注", words=("备注", "说明"))


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
        trip = batch_shelf(Trip, book).get(key)
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
        ("洽谈项目名称", "对接项目|项目名称", "洽谈项目", "对接项目名称", "项目名称", "对接项目"),
    ),
    Field(
        "firm",
        "意向投资方",
        "name",
        ("意向投资方", "对接项目|投资方", "投资方", "意向企业", "投资企业", "洽谈企业", "客商名称"),
    ),
    Field("amount", "意向投资额", "amount", ("意向投资额", "拟投资额", "意向金额", "拟投资", "投资额")),
    Field("progress", "洽谈进展", words=("洽谈进展", "进展", "洽谈情况", "进展情况", "洽谈结果")),
)

register(
    LedgerKind(
        code="trips",
        label="外出招商",
        order=20,
        hints=("外出招商", "走出去", "外出活动"),
        fields=(
            BATCH_NO,
            YEAR,
            Field(
                "starts_on",
                "时间",
                "span",
                ("外出时间", "时间", "出行时间", "活动时间", "起止时间", "外出日期", "日期", "招商时间"),
                needed=True,
            ),
            Field("ends_on", "结束时间", "day", ("结束时间", "返回时间", "结束日期")),
            Field(
                "leader",
                "带队领导",
                "name",
                ("带队领导", "带队领导（职务）", "带队人", "带队", "领队", "带队县级领导"),
            ),
            Field("destination", "目的地", "name", ("目的地", "地点", "外出地点", "招商地区", "赴外地区", "前往地区")),
            Field("unit", "牵头单位", "name", UNIT_WORDS),
            Field("purpose", "内容", words=("活动内容", "内容", "主要内容", "工作内容", "活动主题")),
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
        hints=("洽谈项目", "对接项目", "项目明细", "外出招商"),
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
        reception = batch_shelf(Reception, book).get(key)
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
        "firm", "来访企业", "name", ("来访企业", "客商单位", "来访客商", "客商名称", "企业名称", "来访单位", "客商")
    ),
    Field("category", "企业类型", "name", ("企业类型", "客商类别", "企业类别", "客商类型", "类型", "类别")),
    Field("amount", "意向投资额", "amount", ("意向投资额", "拟投资额", "意向金额", "拟投资", "投资额")),
)

register(
    LedgerKind(
        code="receptions",
        label="客商来访",
        order=22,
        hints=("来访", "请进来", "接待", "来访登记"),
        fields=(
            BATCH_NO,
            YEAR,
            Field(
                "starts_on",
                "来访时间",
                "span",
                ("来访时间", "日期", "时间", "来访日期", "考察时间", "接待时间", "来县时间"),
                needed=True,
            ),
            *VISITOR_FIELDS,
            Field("headcount", "来访人数", "number", ("来访人数", "人数", "人次")),
            Field("focus", "考察领域", words=("考察领域", "考察方向", "领域", "考察产业", "意向领域", "考察内容")),
            Field("host", "接待领导", "name", ("接待领导", "接待县领导", "接待县级领导", "陪同领导", "接待人")),
            Field("unit", "牵头单位", "name", UNIT_WORDS),
            Field("invited_by", "邀请方式", words=("邀请方式", "邀请渠道", "邀请单位", "来访渠道", "邀请途径")),
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
        hints=("来访企业", "来访客商", "客商明细", "请进来"),
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
        station = batch_shelf(Station, book).get(key)
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
        "firm", "对接企业", "name", ("对接企业", "对接情况|企业名称", "企业名称", "拜访企业", "对接企业名称", "洽谈企业")
    ),
    Field("met_on", "对接时间", "day", ("对接时间", "对接日期", "拜访时间", "洽谈时间", "拜访日期")),
    Field("amount", "意向投资额", "amount", ("意向投资额", "拟投资额", "意向金额", "拟投资", "投资额")),
    Field(
        "visited_on",
        "来访考察时间",
        "day",
        (
            "来访考察时间", "实地考察日期", "考察时间", "来临考察时间", "来访时间", "来访日期",
            "考察日期", "实地考察时间", "来县考察时间",
        ),
    ),
    Field("outcome", "对接结果", words=("对接结果", "结果", "跟进情况", "对接成果")),
)  # fmt: skip

register(
    LedgerKind(
        code="stations",
        label="驻点招商",
        order=24,
        hints=("驻点", "小分队", "驻外"),
        fields=(
            BATCH_NO,
            YEAR,
            Field("team", "小分队", words=("小分队名称", "小分队", "驻点小分队", "队伍名称", "驻点组")),
            Field("place", "驻点地区", "name", ("驻点地区", "驻点地", "驻点城市", "驻地", "驻点地点"), needed=True),
            Field(
                "starts_on",
                "派驻时间",
                "span",
                ("派驻时间", "驻点时间", "开始时间", "派驻日期", "起止时间", "驻点起止时间", "派出时间"),
                needed=True,
            ),
            Field("ends_on", "结束时间", "day", ("结束时间", "返回时间", "结束日期", "撤回时间")),
            Field("captain", "队长", words=("队长", "负责人", "领队")),
            Field("members", "队员", words=("队员", "成员", "组员")),
            Field("unit", "派出单位", "name", UNIT_WORDS),
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
        hints=("对接企业", "驻点", "企业明细"),
        fields=(BATCH_NO, YEAR, *CONTACT_FIELDS, REMARK),
        asks=(("batch",), ("firm",), ("met_on", "visited_on")),
        check=member_check(Station, "firm", "对接企业"),
        write=write_contact,
    )
)
