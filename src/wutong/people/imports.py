"""The roster (名册): the county, its units and its leaders, and how ledgers call them."""

from __future__ import annotations

import re
from typing import Any

from pypinyin import lazy_pinyin

from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.people.models import County, Official, Posting, Unit, UnitAlias
from wutong.people.operations import (
    aliases,
    amend_official,
    counties,
    county_unit,
    postings,
    record_official,
    units,
)

register_words("yes", [("yes", ("=是", "已落实", "√", "=有", "=已办", "=Y"))])
register_words("principal_post", [("principal", ("=县委书记", "=县长", "=区委书记", "=区长"))])
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


# --- what other ledgers look up -------------------------------------------------------------

UnitShelf = dict[str, Unit]


def unit_shelf(book: Book) -> UnitShelf:
    """Return units by every name a ledger may call them: full, short, former."""

    def load() -> UnitShelf:
        found: UnitShelf = {}
        for unit in Unit.objects.all():
            put_unit(found, unit, [])
        for alias in UnitAlias.objects.select_related("unit"):
            found.setdefault(fold(alias.name), alias.unit)
        return found

    return book.shelf("units", load)


def put_unit(shelf: UnitShelf, unit: Unit, former: list[str]) -> None:
    for name in [unit.name, unit.short_name, *former]:
        if name:
            shelf[fold(name)] = unit


def check_unit(draft: Draft, book: Book, name: str = "unit") -> Unit | None:
    """Return the unit a row names; one the roster does not know holds the row.

    Where the sheet has no column for it, the banner or the sheet's name may be a unit's.
    """
    text = draft.text(name)
    if not text and name == "unit" and name not in draft.context["blank"]:
        text = _unit_around(draft, book)
        draft.values[name] = text
    if not text:
        return None
    unit = unit_shelf(book).get(fold(text))
    if unit is None:
        words = f"单位“{draft.written(name)}”不在名册（全称、简称、曾用名）中，请改正或补登名册"
        draft.say("unknown_unit", HOLD, words, name)
    else:
        draft.values[f"{name}_name"] = unit.name
    return unit


ABOUT = re.compile(r"^\d+[.、]?|（[^）]*）$|(?:招商引资|签约|引进)?(?:项目|台账|情况|明细|表)+$")


def _unit_around(draft: Draft, book: Book) -> str:
    """Return the unit that the banner above a row, or else the sheet's name, says."""
    for told in (*reversed(draft.context["banner"].split("|")), draft.context["sheet"]):
        name = fold(told)
        for text in (name, ABOUT.sub("", ABOUT.sub("", name))):
            if text in unit_shelf(book):
                return text
    return ""


def unit_of(draft: Draft, book: Book, name: str = "unit") -> Unit | None:
    """Return the unit of a row that has been judged."""
    text = draft.text(name)
    return unit_shelf(book).get(fold(text)) if text else None


def leaders(book: Book) -> dict[str, Official]:
    """Return county leaders by name."""
    return book.shelf("leaders", lambda: {fold(o.name): o for o in Official.objects.leaders()})


def leader_in(text: str, book: Book) -> tuple[Official | None, str, str]:
    """Return who a cell like 王宏伟（副县长） means: the county leader, the name, the rank.

    Of several names the highest in rank leads; a name on no list is of no county rank.
    """
    names = [re.sub(r"（.*", "", part) for part in fold(text).split("、")]
    known = [leaders(book)[name] for name in names if name in leaders(book)]
    if not known:
        return None, names[0] if names else "", Official.Rank.OFFICIAL
    order = [Official.Rank.PRINCIPAL, Official.Rank.COUNTY_LEADER]
    first = min(known, key=lambda o: order.index(Official.Rank(o.rank)))
    return first, first.name, first.rank


def saved(official: Official | None) -> Official | None:
    return official if official is not None and official.pk else None


# --- the county ------------------------------------------------------------------------------


def county_shelf(book: Book) -> dict[str, str]:
    """Return name, short_name, prefecture and province of the county, as far as known."""

    def load() -> dict[str, str]:
        county = County.objects.first()
        names = ("name", "short_name", "prefecture", "province")
        return {n: getattr(county, n) for n in names} if county else {}

    return book.shelf("county", load)


register_words(
    "county_item",
    [
        ("short_name", ("简称",)),
        ("prefecture", ("市州", "所属市", "地市", "所在市", "市（州）", "=市", "地级市")),
        ("province", ("省份", "所属省", "所在省", "=省", "省（区、市）", "省级")),
        (
            "name",
            (
                "县名",
                "县（区）名称",
                "县区名称",
                "名称",
                "全称",
                "=县",
                "县区",
                "县市区",
                "县（市、区）",
            ),
        ),
    ],
)


def check_county(draft: Draft, book: Book) -> None:
    item = book.words.meaning("county_item", draft.text("item"))
    draft.key = item or draft.text("item")
    if item:
        draft.values["meaning"] = item
        county_shelf(book)[item] = fold(draft.text("content"))


def write_county(draft: Draft, book: Book, writer: Writer) -> None:
    if not draft.get("meaning"):
        return
    facts = {draft.text("meaning"): fold(draft.text("content"))}
    county = County.objects.first()
    if county is None:
        county = counties.record(actor=book.actor, name=facts.get("name", "本县"))
        writer.shared(county)
    counties.amend(county, actor=book.actor, **facts)
    if "name" in facts:
        root = county_unit(actor=book.actor)
        units.amend(root, actor=book.actor, name=facts["name"], short_name=facts["name"])


register(
    LedgerKind(
        code="county",
        label="基本县情",
        order=1,
        hints=("县情", "基本情况", "概况"),
        fields=(
            Field(
                "item",
                "项目",
                looks=r"县|市|省|区|简称|名称",
                words=(
                    "项目",
                    "事项",
                    "指标",
                    "内容项",
                    "名称",
                    "项",
                    "要素",
                    "县情项目",
                    "类别",
                    "栏目",
                ),
                needed=True,
            ),
            Field(
                "content",
                "内容",
                words=("内容", "情况", "值", "说明", "数据", "填写内容", "具体内容"),
                needed=True,
            ),
        ),
        asks=(("item",), ("content",)),
        widest=4,
        check=check_county,
        write=write_county,
    )
)


def check_county_row(draft: Draft, book: Book) -> None:
    draft.key = fold(draft.text("name"))
    if not draft.key:
        draft.say("no_name", HOLD, "没有县名，请补填", "name")
    county_shelf(book).update(_county_facts(draft))


def _county_facts(draft: Draft) -> dict[str, str]:
    names = ("name", "short_name", "prefecture", "province")
    return {name: fold(draft.text(name)) for name in names if draft.text(name)}


def write_county_row(draft: Draft, book: Book, writer: Writer) -> None:
    facts = _county_facts(draft)
    county = County.objects.first()
    if county is None:
        county = counties.record(actor=book.actor, name=facts["name"])
        writer.shared(county)
    counties.amend(county, actor=book.actor, **facts)
    root = county_unit(actor=book.actor)
    units.amend(root, actor=book.actor, name=facts["name"], short_name=facts["name"])


register(
    LedgerKind(
        code="county_row",
        label="基本县情（横表）",
        order=1,
        hints=("县情", "基本情况", "概况"),
        fields=(
            Field(
                "name",
                "县名",
                "name",
                ("县名", "县区名称", "县（区）名称", "县（市、区）", "县区", "县名称"),
                needed=True,
            ),
            Field("short_name", "简称", "name", ("简称", "县名简称", "县区简称"), needed=True),
            Field(
                "prefecture",
                "所属市州",
                "name",
                ("所属市州", "市州", "市（州）", "所属市", "所在市"),
            ),
            Field("province", "所属省份", "name", ("所属省份", "省份", "省", "所属省", "所在省")),
        ),
        asks=(("name",), ("short_name",), ("prefecture", "province")),
        widest=8,
        check=check_county_row,
        write=write_county_row,
    )
)


# --- units -----------------------------------------------------------------------------------


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
    known = unit_shelf(book).get(facts["name"])
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
                words=("联络员", "联系人", "经办人", "联络人", "具体联系人", "信息员"),
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


# --- county leaders --------------------------------------------------------------------------


def rank_of(title: str, book: Book) -> str:
    posts = fold(title).replace("，", "、").replace(",", "、").split("、")
    principal = any(book.words.says("principal_post", "principal", post) for post in posts)
    return Official.Rank.PRINCIPAL if principal else Official.Rank.COUNTY_LEADER


def check_leaders(draft: Draft, book: Book) -> None:
    name = fold(draft.text("name"))
    draft.key = f"{name}|{fold(draft.text('title'))}"
    if not name or not draft.text("title"):
        draft.say("no_name", HOLD, "姓名、职务须填写", "name", "title")
        return
    rank = rank_of(draft.text("title"), book)
    leader = leaders(book).setdefault(name, Official(name=name, rank=rank))
    if rank == Official.Rank.PRINCIPAL and not leader.pk:
        leader.rank = rank


def write_leaders(draft: Draft, book: Book, writer: Writer) -> None:
    name, rank = fold(draft.text("name")), rank_of(draft.text("title"), book)
    leader = leaders(book).get(name) or _named(name)
    if leader is None or not leader.pk:
        leader = record_official(username=_username(name), name=name, rank=rank, actor=book.actor)
    elif leader.rank == Official.Rank.OFFICIAL:
        amend_official(leader, rank=rank, actor=book.actor)
    leaders(book)[name] = leader
    facts: dict[str, Any] = {
        "official": leader,
        "title": fold(draft.text("title")),
        "body": draft.text("body"),
        "order": draft.number,
        "place": Posting.Place.COMMANDER
        if rank == Official.Rank.PRINCIPAL
        else Posting.Place.MEMBER,
    }
    writer.put("posting", postings, facts)


def _named(name: str) -> Official | None:
    found = Official.objects.filter(name=name)[:2]
    return found[0] if len(found) == 1 else None


def _username(name: str) -> str:
    base = "".join(lazy_pinyin(name)) or "official"
    taken = set(
        Official.objects.filter(username__startswith=base).values_list("username", flat=True)
    )
    number = 1
    while (username := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return username


register(
    LedgerKind(
        code="leaders",
        label="县级领导名册",
        order=3,
        hints=(
            "县级领导",
            "四班子",
            "领导名册",
            "领导名单",
            "县领导",
            "四大班子",
            "领导干部",
            "领导分工",
            "领导",
        ),
        fields=(
            Field(
                "name",
                "姓名",
                "name",
                ("姓名", "领导姓名", "名字", "领导", "县级领导", "县领导", "领导干部", "领导同志"),
                needed=True,
            ),
            Field(
                "title",
                "职务",
                words=(
                    "职务",
                    "现任职务",
                    "任职",
                    "现职",
                    "职位",
                    "任职情况",
                    "担任职务",
                    "现任职",
                    "党政职务",
                ),
                needed=True,
            ),
            Field(
                "body",
                "班子",
                words=(
                    "班子",
                    "所属班子",
                    "类别",
                    "所在班子",
                    "系统",
                    "所属系统",
                    "序列",
                    "所在单位",
                ),
            ),
        ),
        asks=(("name",), ("title",)),
        check=check_leaders,
        write=write_leaders,
    )
)
