"""Ledgers of fairs (节会): projects to be signed, edition by edition."""

from __future__ import annotations

import re

from wutong.attract.chains.imports import the_chain
from wutong.attract.firms.imports import the_firm
from wutong.attract.outreach.models import FairEdition, FairEntry
from wutong.attract.outreach.operations import fair_editions, fair_entries
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
from wutong.foundation.imports.texts import fold, numeral
from wutong.foundation.imports.writing import Writer
from wutong.foundation.regions import PLACES
from wutong.people.imports import check_unit, unit_of

register_words(
    "fair_state",
    [
        ("proposed", ("拟签约",)),
        ("signed", ("已签约", "=签约")),
        ("pending", ("待审", "审核中")),
        ("withdrawn", ("撤回", "撤销", "退出", "取消")),
    ],
)
EDITION = re.compile(r"第?(?P<n>\d+|[〇零一二三四五六七八九十]+)届(?P<fair>[^项拟签]{2,12}?会)?")


def edition_in(*texts: str) -> tuple[str, int] | None:
    """Return fair and ordinal from the first text that says one: 第二十九届兰洽会."""
    fair = next(
        (
            m[0]
            for t in texts
            if (m := re.search(r"兰洽会|[一-龥]{2,6}(?:洽谈|博览|交易)会", fold(t)))
        ),
        "",
    )
    for text in texts:
        if found := EDITION.search(fold(text)):
            number = numeral(found["n"])
            if number:
                return (found["fair"] or fair or "兰洽会", number)
    return None


def check_entries(draft: Draft, book: Book) -> None:
    context = draft.context
    texts = [draft.text("edition"), context["banner"], context["sheet"], context["title"]]
    edition = edition_in(*texts)
    name = fold(draft.text("project"))
    if edition is None:
        draft.say("unreadable_edition", HOLD, "看不出是第几届，请填届次，如“第二十九届”", "edition")
    else:
        draft.values["fair"], draft.values["ordinal"] = edition
    draft.key = f"{edition}|{name}"
    if not name:
        draft.say("no_name", HOLD, "没有项目名称，请补填", "project")
    if draft.money("amount") is None and not draft.is_held:
        draft.say("unreadable_amount", HOLD, "没有填总投资，请补填", "amount")
    check_unit(draft, book)
    draft.values["state"] = book.words.meaning("fair_state", draft.text("state_written"))


def edition_shelf(book: Book) -> dict[tuple[str, int], FairEdition]:
    return book.shelf(
        "editions", lambda: {(e.fair, e.ordinal): e for e in FairEdition.objects.all()}
    )


def write_entries(draft: Draft, book: Book, writer: Writer) -> None:
    key = (draft.text("fair"), int(draft.get("ordinal")))
    edition = edition_shelf(book).get(key)
    if edition is None:
        edition = fair_editions.record(
            actor=book.actor, constraints=False, fair=key[0], ordinal=key[1]
        )
        edition_shelf(book)[key] = edition
        writer.shared(edition)
    facts = {
        "edition": edition,
        "project_name": fold(draft.text("project")),
        "firm": the_firm(draft.text("firm"), book, writer),
        "province": draft.text("province"),
        "amount": draft.money("amount"),
        "chain": the_chain(draft.text("chain"), book, writer),
        "lead_unit": unit_of(draft, book),
        "state": draft.get("state") or FairEntry.State.OTHER,
        "state_written": draft.text("state_written"),
    }
    writer.put("entry", fair_entries, facts)


register(
    LedgerKind(
        code="fair_entries",
        label="节会拟签约项目",
        order=30,
        hints=("兰洽会", "节会", "拟签约", "签约项目表", "洽谈会", "博览会"),
        fields=(
            Field(
                "edition",
                "届次",
                "name",
                (
                    "届次",
                    "届别",
                    "节会",
                    "节会届次",
                    "第几届",
                    "届",
                    "节会名称",
                    "活动届次",
                    "兰洽会届次",
                    "会议届次",
                    "参会届次",
                ),
                looks=r"第.{1,4}届|\d+届",
            ),
            Field(
                "project",
                "项目名称",
                "name",
                (
                    "项目名称",
                    "拟签约项目",
                    "拟签约项目名称",
                    "签约项目",
                    "项目",
                    "签约项目名称",
                    "推介项目",
                    "招商项目",
                    "招商项目名称",
                    "名称",
                ),
                needed=True,
                looks=PROJECTS,
            ),
            Field(
                "firm",
                "投资方",
                "name",
                (
                    "投资方",
                    *said(
                        "投资 引进 引资 客商 签约 合作 拟签约 拟投资",
                        "企业 单位 方 商 主体 人 公司 企业名称 单位名称 名称",
                    ),
                    "投资方名称",
                    "投资者",
                    "客商",
                    "乙方",
                    "企业名称",
                    "企业",
                    "甲方",
                ),
                looks=FIRMS,
            ),
            Field(
                "province",
                "投资方省份",
                "name",
                (
                    "投资方省份",
                    *said(
                        "投资方 客商 企业 投资企业 投资商 来源 引资方 签约方",
                        "省份 所在省 所在省份 所在地 来源地 所在省市 来源省 注册地",
                    ),
                    "省份",
                    "省（区、市）",
                    "来源省份",
                    "来源地",
                    "所在省",
                    "所在地",
                    "省市",
                    "省",
                    "地区",
                    "来自",
                ),
                looks=PLACES,
            ),
            Field(
                "amount",
                "总投资",
                "amount",
                (
                    "总投资",
                    "计划投资额",
                    "拟签约金额",
                    *said(
                        "签约 拟签约 合同 协议 投资 拟投资 计划 计划投资 项目 意向投资 预计",
                        "金额 额 投资额 总额 总投资 投资 资金 总投资额",
                    ),
                    "投资额",
                    "投资规模",
                    "总投资额",
                    "投资总额",
                ),
                needed=True,
            ),
            Field(
                "chain",
                "产业链",
                "name",
                (
                    "产业链",
                    "所属产业链",
                    "产业链条",
                    "产业",
                    "所属产业",
                    "产业类别",
                    "行业",
                    "链条",
                ),
            ),
            Field(
                "unit",
                "责任单位",
                "name",
                (
                    "责任单位",
                    *said(
                        "责任 牵头 申报 承办 上报 招引 引进 签约 推荐 报送 填报 包抓", "单位 部门"
                    ),
                    "单位",
                    "部门",
                ),
                looks=UNITS,
            ),
            Field(
                "state_written",
                "项目状态",
                "name",
                (
                    "项目状态",
                    *said("项目 当前 审核 签约 目前 现 进展", "状态 情况 阶段 进展"),
                    "状态",
                    "阶段",
                    "是否签约",
                ),
                needed=True,
                looks=r"签约|撤|待审|审核|退出|取消",
            ),
        ),
        asks=(("project",), ("amount",), ("state_written",)),
        check=check_entries,
        write=write_entries,
    )
)
