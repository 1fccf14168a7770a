"""Ledgers of lists that firms are on: the Top 500 lists (500强对照)."""

from __future__ import annotations

from wutong.attract.firms.imports.shelves import firm_shelf, group_shelf, the_firm
from wutong.attract.firms.models import Honour
from wutong.attract.firms.operations import firms, groups, honours
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import FIRMS, Field, LedgerKind, register, said
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer


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
