"""The ledger of commendations (表彰奖励), units and persons together or apart."""

from __future__ import annotations

from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import UNITS, Field, LedgerKind, register, register_words, said
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.people.imports import check_unit, unit_of
from wutong.steer.rankings.operations import commendations

register_words(
    "commended",
    [
        ("person", ("先进个人", "=个人", "个人", "先进工作者", "标兵")),
        ("unit", ("先进单位", "先进集体", "=单位", "单位", "集体", "部门")),
    ],
)


def check_commendations(draft: Draft, book: Book) -> None:
    kind = draft.get("kind") or ("person" if draft.text("person") else "unit")
    draft.values["kind"] = kind
    unit = check_unit(draft, book)
    names = ("year", "person", "unit_name" if unit else "unit", "award")
    draft.key = f"{kind}|" + "|".join(fold(draft.text(n)) for n in names)
    if draft.get("year") is None and not draft.is_held:
        draft.say("no_date", HOLD, "没有表彰年度，请补填", "year")
    if kind == "person" and not draft.text("person"):
        draft.say("no_name", HOLD, "没有姓名，请补填", "person")
    if unit is None and kind == "unit" and not draft.text("unit"):
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
        hints=("表彰", "先进", "奖励", "荣誉", "嘉奖"),
        fields=(
            Field("year", "表彰年度", "year", (*said("表彰 考核 奖励 获奖 评选 荣誉 所属", "年度 年份"), "年度", "年份"), needed=True, group=True),
            Field("kind", "类别", "mark:commended", (*said("表彰 奖励 获奖 受奖 表彰奖励 先进 受表彰 受奖对象 奖项 荣誉 表彰对象", "类别 类型 对象 对象类别 分类"), "类别", "对象", "类型", "单位/个人", "单位或个人"), group=True),
            Field("person", "姓名", "name", ("姓名", *said("个人 获奖 受奖 受表彰 先进个人 表彰 表彰个人 获奖个人 受表彰个人 奖励", "姓名 人 人员 个人 者 人姓名 人员姓名"), "先进个人", "人员", "个人")),
            Field("unit", "单位", "name", ("单位名称", *said("所在 受表彰 工作 获奖 受奖 先进 表彰 奖励 个人所在", "单位 集体 单位名称 部门"), "单位", "先进集体", "部门", "单位（部门）"), looks=UNITS),
            Field("award", "奖项", words=(*said("荣誉 表彰 奖励 授予 获奖 奖项 获得 所获 表彰奖励 获", "称号 名称 奖项 荣誉 项目 类别名称"), "奖项", "荣誉", "称号", "荣誉称号", "表彰项目"), looks=r"奖|先进|优秀|标兵"),
            Field("amount", "奖励金额", "amount", (*said("奖励 奖 表彰 奖补 兑现 发放", "金额 资金 金 额"), "奖金额", "奖金金额", "金额", "资金", "奖金数额", "奖金")),
            Field("paid_on", "发放日期", "day", (*said("发放 拨付 兑付 兑现 到账 支付 奖金发放 奖励发放 资金拨付 奖励兑现", "日期 时间 日"), "发放", "日期", "时间")),
        ),
        asks=(("unit", "person"), ("award", "kind"), ("amount", "paid_on")),
        check=check_commendations,
        write=write_commendations,
    )
)  # fmt: skip
