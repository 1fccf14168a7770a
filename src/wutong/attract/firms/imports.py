"""Ledgers of firms: the Top 500 lists (500强对照) and new registrations (新注册企业)."""

from __future__ import annotations

from wutong.attract.firms.models import Firm, FirmGroup, Honour, Origin
from wutong.attract.firms.operations import firms, groups, honours, registrations
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
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
        hints=("500强", "榜单", "强企业"),
        fields=(
            Field(
                "firm",
                "企业名称",
                "name",
                ("企业名称", "下属投资主体", "投资主体", "投资企业", "成员企业", "子公司", "企业", "关联企业"),
                needed=True,
            ),
            Field("group", "所属集团", "name", ("所属集团", "集团（母公司）", "母公司", "集团", "集团公司")),
            Field(
                "listing", "榜单", "name", ("榜单", "榜单名称", "入选榜单", "500强类别", "上榜名称"), group=True
            ),
            Field("year", "上榜年度", "year", ("上榜年度", "榜单年份", "年度", "年份", "上榜年份"), group=True),
        ),
        asks=(("firm",), ("group",), ("listing", "year")),
        check=check_listings,
        write=write_listings,
    )
)


def check_registrations(draft: Draft, book: Book) -> None:
    draft.key = f"{fold(draft.text('firm'))}|{draft.get('registered_on') or draft.written('registered_on')}"
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
        hints=("新注册", "注册企业", "注册登记", "新设企业"),
        fields=(
            Field("firm", "企业名称", "name", ("企业名称", "新设企业", "新注册企业", "公司名称"), needed=True),
            Field(
                "registered_on",
                "注册日期",
                "day",
                ("注册日期", "成立日期", "注册时间", "登记日期", "成立时间", "核准日期"),
                needed=True,
            ),
            Field("place", "注册地", "name", ("注册地", "登记地", "注册地址", "注册地点", "住所")),
            Field(
                "nature_written",
                "企业性质",
                "name",
                ("企业性质", "类型", "企业类型", "性质", "公司类型", "设立类型"),
            ),
            Field("capital", "注册资本", "amount", ("注册资本", "注册资金", "认缴资本")),
            Field("investor", "投资方", "name", ("投资方", "股东", "投资主体", "母公司", "控股股东")),
        ),
        asks=(("firm",), ("registered_on",), ("capital", "place")),
        check=check_registrations,
        write=write_registrations,
    )
)
