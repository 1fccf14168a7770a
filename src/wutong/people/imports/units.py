"""The roster (名册) of units: their kinds, short and former names, heads and liaisons."""

from __future__ import annotations

from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words, said
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.people.imports.lookups import (
    put_unit,
    unit_shelf,
)
from wutong.people.models import Unit
from wutong.people.operations import (
    aliases,
    county_unit,
    units,
)

register_words("yes", [("yes", ("=是", "已落实", "√", "=有", "=已办", "=Y"))])
register_words(
    "unit_kind",
    [
        ("township", ("乡镇", "=乡", "=镇", "街道")),
        ("park", ("园区", "开发区", "工业园")),
        ("leading_body", ("四班子",)),
        ("task_force", ("专班",)),
        ("department", ("部门", "县直", "单位", "局")),
    ],
)


def check_units(draft: Draft, book: Book) -> None:
    name = fold(draft.text("name"))
    draft.key = name
    if not name:
        draft.say("no_name", HOLD, "没有单位全称，请补填", "name")
        return
    unit = unit_shelf(book).get(name) or Unit(name=name, short_name=fold(draft.text("short_name")))
    put_unit(unit_shelf(book), unit, [fold(draft.text("short_name")), *(draft.get("former") or [])])


def write_units(draft: Draft, book: Book, writer: Writer) -> None:
    facts = {
        "name": fold(draft.text("name")),
        "short_name": fold(draft.text("short_name")),
        "kind": draft.get("kind") or Unit.Kind.OTHER,
        "parent": county_unit(actor=book.actor),
        "order": draft.number,
        "head": draft.text("head"),
        "liaison": draft.text("liaison"),
        "phone": draft.text("phone"),
        "carries_targets": bool(draft.get("carries_targets")),
    }
    known = unit_shelf(book).get(str(facts["name"]))
    if known is not None and known.pk and "unit" not in writer.before:
        writer.before["unit"] = writer.untouched["unit"] = known
    unit = writer.put("unit", units, facts)
    former = draft.get("former") or []
    for place, alias in enumerate(former):
        writer.put(f"alias{place}", aliases, {"unit": unit, "name": alias})
    put_unit(unit_shelf(book), unit, former)


register(
    LedgerKind(
        code="units",
        label="单位名册",
        order=2,
        hints=(
            "单位名册",
            "责任单位",
            "名册",
            "通讯录",
            "单位名单",
            "单位名录",
            "单位",
            "部门",
            "名录",
        ),
        fields=(
            Field(
                "name",
                "单位全称",
                "name",
                (
                    "单位全称",
                    "责任单位全称",
                    "全称",
                    "单位名称",
                    "责任单位",
                    "规范全称",
                    "单位",
                    "规范名称",
                    "法定名称",
                    "现用名称",
                    "现名称",
                    "机构名称",
                    "部门名称",
                    "部门",
                    "名称",
                    "责任部门",
                    "成员单位",
                ),
                needed=True,
            ),
            Field(
                "short_name",
                "简称",
                "name",
                ("简称", "规范简称", "单位简称", "常用简称", "通用简称", "缩写", "常用名"),
            ),
            Field(
                "former",
                "曾用名",
                "names",
                (
                    "曾用名",
                    "原名称",
                    "原名",
                    "别名",
                    "旧称",
                    "曾用名称",
                    "原用名",
                    "历史名称",
                    "机构改革前名称",
                    "改革前名称",
                    "原单位名称",
                    "原机构名称",
                    "旧名称",
                    "前身",
                    "曾用（原）名",
                    *said(
                        "更名前 改名前 变更前 机构改革前 改革前 调整前 曾用 原 旧 以前 过去 历史 此前",
                        "名称 名 单位 单位名称 机构名称 称谓 全称 单位名",
                    ),
                    "更名情况",
                    "原称",
                ),
            ),
            Field(
                "kind",
                "类别",
                "mark:unit_kind",
                ("类别", "单位类别", "类型", "单位类型", "性质", "单位性质", "分类", "机构类型"),
            ),
            Field(
                "head",
                "主要负责人",
                words=(
                    "主要负责人",
                    "负责人",
                    "一把手",
                    "单位负责人",
                    "主要领导",
                    "第一责任人",
                    "责任人",
                    "负责同志",
                ),
            ),
            Field(
                "liaison",
                "联络员",
                words=(
                    "联络员",
                    "联系人",
                    "经办人",
                    "联络人",
                    "具体联系人",
                    "信息员",
                    *said("招商 业务 工作 单位", "联络员 联系人 专干 干事 专员"),
                    "专干",
                    "分管负责人",
                ),
            ),
            Field(
                "phone",
                "联系电话",
                words=(
                    "联系电话",
                    "电话",
                    "手机",
                    "联系方式",
                    "手机号",
                    "手机号码",
                    "电话号码",
                    "办公电话",
                ),
            ),
            Field(
                "carries_targets",
                "是否承担任务",
                "yes",
                (
                    "是否承担任务",
                    "是否下达任务",
                    "承担任务",
                    "下达任务",
                    "是否有任务",
                    "任务单位",
                    "是否承担招商任务",
                    "招商任务",
                    "有无任务",
                    "是否任务单位",
                    "是否考核",
                    "是否纳入考核",
                ),
            ),
        ),
        asks=(("name",), ("short_name", "former")),
        check=check_units,
        write=write_units,
    )
)
