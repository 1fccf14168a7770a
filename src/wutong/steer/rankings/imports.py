"""The ledger of commendations (表彰奖励), units and persons together or apart."""

from __future__ import annotations

from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.people.imports import check_unit, unit_of
from wutong.steer.rankings.operations import commendations

register_words(
    "commended",
    [
        ("person", ("先进个人", "=个人", "个人")),
        ("unit", ("先进单位", "先进集体", "=单位", "单位", "集体", "部门")),
    ],
)


def check_commendations(draft: Draft, book: Book) -> None:
    kind = draft.get("kind") or ("person" if draft.text("person") else "unit")
    draft.values["kind"] = kind
    names = ("year", "person", "unit", "award")
    draft.key = f"{kind}|" + "|".join(fold(draft.text(n)) for n in names)
    if draft.get("year") is None and not draft.is_held:
        draft.say("no_date", HOLD, "没有表彰年度，请补填", "year")
    if kind == "person" and not draft.text("person"):
        draft.say("no_name", HOLD, "没有姓名，请补填", "person")
    if check_unit(draft, book) is None and kind == "unit" and not draft.text("unit"):
        draft.say("unknown_unit", HOLD, "没有单位名称，请补填", "unit")


def write_commendations(draft: Draft, book: Book, writer: Writer) -> None:
    facts = {
        "year": draft.get("year"),
        "kind": draft.get("kind"),
        "unit": unit_of(draft, book),
        "person": fold(draft.text("person")),
        "award": draft.text("award"),
        "amount": draft.money("amount"),
        "paid_on": draft.day("paid_on"),
    }
    writer.put("commendation", commendations, facts)


register(
    LedgerKind(
        code="commendations",
        label="表彰奖励",
        order=64,
        hints=("表彰", "先进", "奖励"),
        fields=(
            Field("year", "表彰年度", "year", ("表彰年度", "年度", "考核年度", "年份"), needed=True, group=True),
            Field("kind", "类别", "mark:commended", ("类别", "表彰类别", "对象", "表彰对象", "类型"), group=True),
            Field("person", "姓名", "name", ("姓名", "个人姓名", "受表彰人")),
            Field("unit", "单位", "name", ("单位名称", "所在单位", "单位", "受表彰单位", "工作单位")),
            Field("award", "奖项", words=("奖项", "荣誉称号", "称号", "奖项名称", "表彰名称")),
            Field("amount", "奖励金额", "amount", ("奖励金额", "奖金", "奖励资金", "金额")),
            Field("paid_on", "发放日期", "day", ("发放日期", "拨付时间", "发放时间", "兑付日期", "拨付日期", "发放")),
        ),
        asks=(("unit", "person"), ("award",), ("amount", "paid_on")),
        check=check_commendations,
        write=write_commendations,
    )
)  # fmt: skip
