"""Batches of trips, receptions and stations: how their ledgers name them, and what all share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wutong.attract.outreach.models import Batch, Reception, Station, Trip
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, register_words, said
from wutong.foundation.imports.texts import fold, numeral
from wutong.foundation.imports.writing import Writer
from wutong.foundation.keeping import Keeping
from wutong.foundation.operations import Refused
from wutong.people.imports import check_unit, unit_of

register_words("called_off", [("called_off", ("取消", "推迟", "延期", "未成行"))])

BATCH = re.compile(
    r"(?P<kind>WC|LF|ZD|外出招商|客商来访|驻点招商|走出去|请进来|来访|驻点)?[-—]?"
    r"[〔（\[【]?(?:(?P<year>20\d\d)年?度?)?[〕）\]】]?[-—.]?"
    r"第?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?:批次?|次|期)?",
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
    number = numeral(found["number"])
    return (kind, in_year, number) if number is not None else None


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
        seen: set[tuple[int, int]] = book.shelf(f"seen:{model.__name__}", set)
        undated = draft.get("starts_on") is None and batch not in seen
        if undated and not draft.is_held and (draft.text("starts_on") or draft.written("batch")):
            draft.say("no_date", HOLD, "没有时间，请补填", "starts_on")
        check_unit(draft, book)
        if not draft.is_held:
            batch_shelf(model, book).setdefault(batch, True)
            seen.add(batch)

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


def standing(model: type[Batch], key: tuple[int, int], book: Book) -> Batch:
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
        return standing(keeping.kind, key, book)
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


YEAR = Field("year", "年度", "year", ("年度", "年份", "所属年度", "活动年度", "年"), group=True)
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
        "批",
        "次",
        "期次",
        "批次编号",
        "批次号",
        "批号",
        "批次序号",
        "次数",
        "第几批",
        "批（次）",
        "活动批号",
        "所属批次",
        "对应批次",
        "编号",
    ),
    needed=True,
    looks=r"^(?:[A-Za-z]{2}|外出招商|客商来访|驻点招商)?[〔（]?20\d\d年?[〕）]?[-—.]?第?\d{1,3}(?:批次?|次|期)?$|^第?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:批次?|次|期)$",
    tells_year=True,
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
        *said("完成 执行 活动 落实 办理 开展 实施 进展 接待 来访 外出 成行", "情况 状态 结果"),
        "状态",
        *said("是否", "完成 成行 落实 开展 实施 取消"),
        *said("完成 成行 落实 开展 实施", "与否 否"),
        "活动完成情况",
    ),
    looks=r"完成|取消|推迟|延期|未成行|成行|如期|暂缓",
)
REMARK = Field("note", "备注", words=("备注", "说明", "情况说明", "备注说明", "其他"))
INTENDED = Field(
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
        *said("拟投 意向 意向投 拟投资意向 洽谈投资 预计", "资 额 金额 投资 投资额 资金 引资额"),
        "拟投",
        "意向",
    ),
)
