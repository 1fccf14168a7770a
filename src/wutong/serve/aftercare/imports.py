"""The ledger of firms' requests (企业诉求)."""

from __future__ import annotations

from wutong.attract.agreements.imports.shelf import key_of
from wutong.attract.firms.imports import the_firm
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
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
        hints=("诉求", "问题", "企业问题"),
        fields=(
            Field("firm", "企业名称", "name", ("企业名称", "反映企业", "诉求企业", "企业", "反映单位")),
            Field("project", "项目名称", "name", ("项目名称", "涉及项目", "所属项目", "项目")),
            Field("kind_written", "诉求类别", "name", ("诉求类别", "问题类型", "问题类别", "诉求类型", "类别", "类型"), needed=True),
            Field("request", "诉求内容", words=("诉求内容", "问题描述", "问题内容", "具体诉求", "内容", "反映问题")),
            Field("raised_on", "提出时间", "day", ("提出时间", "受理日期", "受理时间", "反映时间", "提出日期", "收集时间", "登记时间"), needed=True),
            Field("unit", "责任单位", "name", ("责任单位", "承办单位", "办理单位", "牵头单位")),
            Field("closed_on", "办结时间", "day", ("办结时间", "办结日期", "解决时间", "完成时间")),
            Field("state", "办理状态", words=("办理状态", "办理结果", "办理情况", "状态", "是否办结")),
        ),
        asks=(("kind_written",), ("raised_on",), ("closed_on", "state")),
        check=check_tickets,
        write=write_tickets,
        afterwards=tie_tickets,
    )
)  # fmt: skip
