"""Ledgers of firms: the Top 500 lists (500强对照) and new registrations (新注册企业)."""

from __future__ import annotations

from wutong.attract.firms.models import Firm, FirmGroup, Honour, Origin
from wutong.attract.firms.operations import firms, groups, honours, registrations
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import FIRMS, Field, LedgerKind, register, register_words, said
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.regions import short_province
from wutong.people.imports import county_shelf

register_words(
    "registration_nature",
    [("headquarters", ("总部",)), ("subsidiary", ("子公司",)), ("branch", ("分公司",))],
)
register_words("local", [("local", ("本县", "县内"))])
register_words(
    "abroad", [("hmt", ("香港", "澳门", "台湾", "港澳台")), ("abroad", ("境外", "国外", "海外"))]
)
register_words("top_firm", [("top", ("头部", "链主", "500强"))])
register_words(
    "origin_claim",
    [
        ("county", ("本县", "县内")),
        ("hmt", ("港澳台", "香港", "澳门", "台湾")),
        ("abroad", ("境外", "国外", "外资")),
        ("outside", ("省外",)),
        ("province", ("省内", "市外", "市内", "本省", "本市")),
    ],
)


def origin_of(place: str, book: Book) -> str:
    """Return where an investor of that place comes from, told by the county's own name."""
    folded, county = fold(place), county_shelf(book)
    if not folded:
        return str(Origin.UNKNOWN)
    name = county.get("name", "")
    if (name and name in folded) or book.words.says("local", "local", folded):
        return str(Origin.COUNTY)
    if county.get("province") and folded.startswith(short_province(county["province"])):
        return str(Origin.PROVINCE)
    if county.get("prefecture") and folded.startswith(county["prefecture"]):
        return str(Origin.PROVINCE)
    return book.words.meaning("abroad", folded) or str(Origin.OUTSIDE)


def firm_shelf(book: Book) -> dict[str, Firm]:
    return book.shelf("firms", lambda: {fold(f.name): f for f in Firm.objects.all()})


def the_firm(name: str, book: Book, writer: Writer, **facts: object) -> Firm | None:
    """Return the firm of that name, recorded now if the register does not have it."""
    folded = fold(name)
    if not folded:
        return None
    firm = firm_shelf(book).get(folded)
    if firm is None:
        kind = Firm.Kind.ASSOCIATION if folded.endswith(("商会", "协会")) else Firm.Kind.ENTERPRISE
        firm = firms.record(actor=book.actor, constraints=False, name=folded, kind=kind, **facts)
        firm_shelf(book)[folded] = firm
        writer.shared(firm)
    return firm


def group_shelf(book: Book) -> dict[str, FirmGroup]:
    return book.shelf("groups", lambda: {fold(g.name): g for g in FirmGroup.objects.all()})


def check_listings(draft: Draft, book: Book) -> None:
    draft.key = "|".join(fold(draft.text(n)) for n in ("firm", "listing", "year"))
    if not draft.text("firm"):
        draft.say("no_name", HOLD, "没有企业名称，请补填", "firm")


def write_listings(draft: Draft, book: Book, writer: Writer) -> None:
    firm = the_firm(draft.text("firm"), book, writer)
    name = fold(draft.text("group"))
    if name and firm is not None:
        group = group_shelf(book).get(name)
        if group is None:
            group = groups.record(actor=book.actor, constraints=False, name=name)
            group_shelf(book)[name] = group
            writer.shared(group)
        if firm.group_id != group.pk:
            firm_shelf(book)[fold(firm.name)] = firms.amend(firm, actor=book.actor, group=group)
    facts = {
        "firm": firm,
        "kind": Honour.Kind.TOP_LIST,
        "listing": fold(draft.text("listing")),
        "year": draft.get("year"),
    }
    writer.put("honour", honours, facts)


register(
    LedgerKind(
        code="listings",
        label="500强对照表",
        order=12,
        hints=("500强", "榜单", "强企业", "五百强"),
        fields=(
            Field(
                "firm",
                "企业名称",
                "name",
                (
                    "企业名称",
                    "下属投资主体",
                    "投资主体",
                    "投资企业",
                    "成员企业",
                    "子公司",
                    *said(
                        "下属 所属 关联 旗下 成员 下属投资 控股 在县投资 集团成员",
                        "企业 公司 子公司 主体 单位",
                    ),
                    "企业",
                    "公司名称",
                    "投资方",
                ),
                looks=FIRMS,
                needed=True,
            ),
            Field(
                "group",
                "所属集团",
                "name",
                (
                    "所属集团",
                    "集团（母公司）",
                    *said("所属 上级 集团 母 总 隶属", "集团 公司 母公司 名称 总部 集团名称"),
                    "集团",
                    "母公司（集团）",
                    "控股集团",
                    "上榜企业",
                    "500强企业",
                ),
                looks=r"集团(?:$|（)|控股$",
            ),
            Field(
                "listing",
                "榜单",
                "name",
                (
                    "榜单",
                    "榜单名称",
                    "入选榜单",
                    "500强类别",
                    "上榜名称",
                    "所属榜单",
                    "上榜榜单",
                    "入围榜单",
                    "入榜名称",
                    "榜单类别",
                    "榜名",
                ),
                group=True,
                looks=r"强|榜",
            ),
            Field(
                "year",
                "上榜年度",
                "year",
                (
                    "上榜年度",
                    *said("上榜 榜单 入榜 入选 入围 发布 评选", "年度 年份 年"),
                    "年度",
                    "年份",
                ),
                group=True,
            ),
        ),
        asks=(("firm",), ("group",), ("listing", "year")),
        check=check_listings,
        write=write_listings,
    )
)


def check_registrations(draft: Draft, book: Book) -> None:
    draft.key = (
        f"{fold(draft.text('firm'))}|{draft.get('registered_on') or draft.written('registered_on')}"
    )
    if not draft.text("firm"):
        draft.say("no_name", HOLD, "没有企业名称，请补填", "firm")
    if not draft.get("registered_on") and not draft.is_held:
        draft.say("no_date", HOLD, "没有注册日期，请补填", "registered_on")
    place = draft.text("place")
    draft.values["is_local"] = origin_of(place, book) == Origin.COUNTY
    draft.values["nature"] = book.words.meaning("registration_nature", draft.text("nature_written"))


def write_registrations(draft: Draft, book: Book, writer: Writer) -> None:
    facts = {
        "firm": the_firm(draft.text("firm"), book, writer),
        "registered_on": draft.day("registered_on"),
        "place": draft.text("place"),
        "is_local": bool(draft.get("is_local")),
        "nature": draft.get("nature") or "other",
        "nature_written": draft.text("nature_written"),
        "capital": draft.money("capital"),
        "investor": the_firm(draft.text("investor"), book, writer),
    }
    writer.put("registration", registrations, facts)


register(
    LedgerKind(
        code="registrations",
        label="新注册企业",
        order=13,
        hints=(
            "新注册",
            "注册企业",
            "注册登记",
            "新设企业",
            "新办企业",
            "新设立",
            "新成立",
            "新登记",
        ),
        fields=(
            Field(
                "firm",
                "企业名称",
                "name",
                (
                    "企业名称",
                    "新设企业",
                    "新注册企业",
                    "公司名称",
                    *said(
                        "新注册 新设立 新设 新办 新登记 新成立 注册",
                        "企业 企业名称 公司 公司名称 主体",
                    ),
                    "企业",
                    "市场主体名称",
                    "单位名称",
                    "名称",
                ),
                needed=True,
                looks=FIRMS,
            ),
            Field(
                "registered_on",
                "注册日期",
                "day",
                (
                    *said(
                        "注册 成立 登记 核准 设立 注册登记 工商登记 办照 发照 营业执照 新设",
                        "日期 时间 日",
                    ),
                ),
                needed=True,
            ),
            Field(
                "place",
                "注册地",
                "name",
                (
                    "注册地",
                    *said("注册 登记 设立 企业 工商登记 成立", "地 地址 地点 所在地 住所"),
                    "住所",
                    "所在地",
                    "地点",
                ),
            ),
            Field(
                "nature_written",
                "企业性质",
                "name",
                (
                    "企业性质",
                    *said("企业 公司 设立 机构 主体", "性质 类型 类别 形式"),
                    "类型",
                    "性质",
                    "类别",
                ),
                looks=r"总部|子公司|分公司|独资|合资",
            ),
            Field(
                "capital",
                "注册资本",
                "amount",
                (
                    "注册资本",
                    "注册资金",
                    "认缴资本",
                    "注册资本金",
                    "注册资金额",
                    "认缴出资",
                    "认缴金额",
                    "认缴注册资本",
                    "资本金",
                ),
            ),
            Field(
                "investor",
                "投资方",
                "name",
                (
                    "投资方",
                    "股东",
                    "投资主体",
                    "母公司",
                    "控股股东",
                    *said("投资 出资 出资（投资） 上级 控股", "方 人 企业 公司 单位 股东"),
                    "法人股东",
                    "投资方名称",
                    "股东名称",
                    *said("母体 母 总部 发起 设立", "企业 公司 人 方"),
                ),
            ),
        ),
        asks=(("firm",), ("registered_on",), ("capital", "place")),
        check=check_registrations,
        write=write_registrations,
    )
)
