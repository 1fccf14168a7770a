"""The ledger of firms' requests (企业诉求)."""

from __future__ import annotations

from wutong.attract.agreements.imports.shelf import key_of
from wutong.attract.firms.imports import the_firm
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
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.people.imports import check_unit, unit_of
from wutong.serve.aftercare.models import Ticket
from wutong.serve.aftercare.operations import tickets

register_words(
    "ticket_kind",
    [
        ("land", ("用地审批", "用地")),
        ("plant", ("厂房租赁", "厂房")),
        ("living", ("生活办公",)),
        ("finance", ("融资", "贷款")),
        ("utilities", ("用电", "用水")),
        ("labour", ("招工", "用工")),
        ("roads", ("道路", "通行")),
    ],
)


def check_tickets(draft: Draft, book: Book) -> None:
    raised = draft.get("raised_on") or draft.written("raised_on")
    draft.key = f"{raised}|{fold(draft.text('firm'))}|{fold(draft.text('project'))}|{fold(draft.text('kind_written'))}"
    if draft.get("raised_on") is None and not draft.is_held:
        draft.say("no_date", HOLD, "没有提出时间，请补填", "raised_on")
    check_unit(draft, book)
    draft.values["kind"] = book.words.meaning("ticket_kind", draft.text("kind_written"))


def write_tickets(draft: Draft, book: Book, writer: Writer) -> None:
    name = fold(draft.text("project"))
    facts = {
        "firm": the_firm(draft.text("firm"), book, writer),
        "project_name": name,
        "project_id": key_of(name, book),
        "kind": draft.get("kind") or Ticket.Kind.OTHER,
        "kind_written": draft.text("kind_written"),
        "request": draft.text("request"),
        "raised_on": draft.day("raised_on"),
        "unit": unit_of(draft, book),
        "closed_on": draft.day("closed_on"),
        "state": draft.text("state")[:60],
    }
    writer.put("ticket", tickets, facts)


def tie_tickets(book: Book) -> None:
    """Give tickets the project they name, where its ledger came later."""
    for ticket in Ticket.objects.filter(project=None).exclude(project_name=""):
        if key := key_of(ticket.project_name, book):
            tickets.amend(ticket, actor=book.actor, project_id=key)


register(
    LedgerKind(
        code="tickets",
        label="企业诉求",
        order=62,
        hints=("诉求", "问题", "企业问题", "反映事项", "服务企业", "办理台账"),
        fields=(
            Field("firm", "企业名称", "name", ("企业名称", *said("反映 诉求 提出 反映问题 投诉 来访 申请 服务", "企业 单位 主体 人 公司 企业名称"), "企业", "单位名称", "市场主体"), looks=FIRMS),
            Field("project", "项目名称", "name", ("项目名称", *said("涉及 所属 关联 相关 对应 涉及的", "项目 项目名称"), "项目"), looks=PROJECTS),
            Field("kind_written", "诉求类别", "name", (*said("诉求 问题 事项 反映问题 诉求事项 问题诉求 反映事项 服务事项 需协调事项 困难 困难问题 需解决事项", "类别 类型 分类 种类 归类"), "类别", "类型", "分类"), needed=True, looks=r"用地|厂房|生活|融资|贷款|用电|用水|用工|招工|道路|审批"),
            Field("request", "诉求内容", words=(*said("诉求 问题 反映 具体 反映问题 诉求问题 事项", "内容 描述 事项 详情 诉求 问题 摘要 情况"), "反映事项", "内容", "主要诉求", "事项", *said("需协调解决 需要协调解决 需协调 需解决 需要解决 请求协调 存在", "的问题 问题 事项 的事项 的困难 困难"), "困难问题", "存在的困难和问题", "困难和问题")),
            Field("raised_on", "提出时间", "day", (*said("提出 受理 反映 收集 登记 诉求 接收 收到 接办 交办 问题提出 诉求提出 来件 转办 上报 提交 申请 问题反映 诉求反映 受理登记 接诉 收件", "时间 日期 日"), "日期", "时间"), needed=True),
            Field("unit", "责任单位", "name", (*said("责任 承办 办理 牵头 主办 交办 解决 受理 协调 协调解决 落实 包办 责任办理 主责", "单位 部门"), "单位", "部门"), looks=UNITS),
            Field("closed_on", "办结时间", "day", (*said("办结 解决 完成 办理完成 销号 办理办结 结案 反馈 回复 实际办结 答复", "时间 日期 日"), "办结")),
            Field("state", "办理状态", words=(*said("办理 办结 解决 处理 落实 办理进展 销号", "状态 结果 情况 进度 进展"), "状态", "是否办结", "进展", "进展情况", "是否解决")),
        ),
        asks=(("kind_written",), ("raised_on",), ("closed_on", "state")),
        check=check_tickets,
        write=write_tickets,
        afterwards=tie_tickets,
    )
)  # fmt: skip
