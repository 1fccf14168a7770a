"""One edition of a fair at work: its quota, its list screened, tasks, guests, agenda, ceremony."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from wutong.attract.outreach.models import (
    AgendaItem,
    CeremonyItem,
    FairEdition,
    FairEntry,
    FairGuest,
    FairTask,
)
from wutong.attract.projects.queries.admission import (
    ASKS,
    FAILS,
    PASSES,
    SAID,
    TONES,
    UNKNOWN,
    Screening,
    Verdict,
    worst,
)
from wutong.foundation.documents.sheets import ColumnSpec, SheetSpec
from wutong.foundation.money import in_wan, plain, spoken
from wutong.foundation.ui.lists import Cell, Row
from wutong.foundation.ui.wording import day
from wutong.sites.desk.queries.packaging import num, section
from wutong.sites.desk.queries.pages.fairs import ENTRY_TONES, ON_LIST, REPLY_TONES

State = FairEntry.State
FEW = 12


@dataclass(frozen=True)
class Bar:
    """How far a quota is met: what is proposed or signed, of it, and what is signed alone."""

    label: str
    quota: str
    proposed: str
    signed: str
    url: str
    proposed_share: int  # %, at most 100, for drawing
    signed_share: int
    says: str

    @property
    def has_quota(self) -> bool:
        return self.quota != "—"


def bars(edition: FairEdition, official: Any) -> list[Bar]:
    """Return the quota's two bars, counting the entries that the official may see."""
    rows = FairEntry.objects.visible_to(official).filter(edition=edition)
    signed = Q(state=State.SIGNED)
    found = rows.aggregate(
        listed=Count("pk", filter=Q(state__in=ON_LIST)),
        signed=Count("pk", filter=signed),
        listed_amount=Sum("amount", filter=Q(state__in=ON_LIST)),
        signed_amount=Sum(Coalesce("signed_amount", "amount"), filter=signed),
    )
    url = f"/fair-entries/?edition={edition.pk}"
    return [
        bar("项目", edition.quota_projects, found["listed"], found["signed"], url, count_words),
        bar(
            "金额",
            edition.quota_amount,
            found["listed_amount"] or Decimal(0),
            found["signed_amount"] or Decimal(0),
            url,
            spoken,
        ),
    ]


def count_words(number: Any) -> str:
    return f"{number} 项"


def bar(label: str, quota: Any, listed: Any, signed: Any, url: str, words: Any) -> Bar:
    if quota:
        done, rest = f"签约完成 {plain(Decimal(signed) * 100 // quota)}%", quota - listed
        says = f"{done}；拟签约还差 {words(rest)}" if rest > 0 else f"{done}；拟签约已够任务数"
    else:
        says = "没有填签约任务"
    of_listed, of_signed = [
        min(int(part * 100 // quota), 100) if quota else 0 for part in (listed, signed)
    ]
    told = words(quota) if quota else "—"
    return Bar(label, told, words(listed), words(signed), url, of_listed, of_signed, says)


# --- the list, screened ----------------------------------------------------------------------


def entries_seen(edition: FairEdition, official: Any) -> Any:
    rows = FairEntry.objects.visible_to(official).filter(edition=edition)
    return rows.select_related("edition", "firm", "lead_unit").order_by("state", "-amount", "pk")


def screened_rows(entries: list[FairEntry], official: Any) -> list[Row]:
    """Return entries with how each stands to the conditions, and the first reason against it."""
    verdicts = Screening(official=official).judge(entries)
    rows = []
    for entry in entries:
        outcome = worst(verdicts[entry.pk])
        is_over = entry.state in (State.WITHDRAWN, State.REJECTED)
        said = reason_of(verdicts[entry.pk], outcome)
        state = entry.get_state_display()
        rows.append(
            Row(
                [
                    Cell(entry.project_name, sub=str(entry.firm or "")),
                    Cell(state, tone=ENTRY_TONES[state]),
                    Cell("—") if is_over else Cell(SAID[outcome], tone=TONES[outcome], sub=said),
                    Cell(spoken(entry.amount), numeric=True),
                    Cell(unit_of(entry.lead_unit)),
                ],
                url=f"/fair-entries/{entry.pk}/",
                mark="red" if outcome == FAILS and entry.state in ON_LIST else "",
            )
        )
    return rows


def unit_of(unit: Any) -> str:
    return (unit.short_name or unit.name) if unit else "—"


def reason_of(verdicts: list[Verdict], outcome: str) -> str:
    """Return why in words: the first verdict of that outcome, and how many others there are."""
    if outcome == PASSES:
        return ""
    told = [v.words for v in verdicts if v.outcome == outcome]
    others = sum(v.outcome in (FAILS, UNKNOWN, ASKS) for v in verdicts) - 1
    return f"{told[0]}（另有 {others} 条）" if others else told[0]


ENTRY_COLUMNS = ["项目", "状态", "准入", num("总投资"), "责任单位"]


def screening(edition: FairEdition, official: Any, shown: Any) -> dict[str, Any]:
    rows = screened_rows(list(shown), official)
    more: dict[str, Any] = {"empty": "还没有报送项目。", "note": f"{shown.paginator.count} 项"}
    return {**section("参会项目与准入", ENTRY_COLUMNS, rows), **more}


def doubts(entry: FairEntry, official: Any) -> list[Verdict]:
    """Return the verdicts on an entry, for its page."""
    return Screening(official=official).judge([entry])[entry.pk]


# --- what is to be done ----------------------------------------------------------------------


def tasks(edition: FairEdition, official: Any, today: date) -> dict[str, Any]:
    """Return the tasks: those overdue first, then by day; done ones last."""
    found = FairTask.objects.visible_to(official).filter(edition=edition)
    listed = sorted(
        found.select_related("unit", "owner"),
        key=lambda t: (t.done_on is not None, t.due_on, t.pk),
    )
    late = sum(task.is_overdue(today) for task in listed)
    rows = [task_row(task, today) for task in listed[:FEW]]
    done = sum(task.done_on is not None for task in listed)
    note = f"{len(listed)} 项，完成 {done} 项" + (f"，逾期 {late} 项" if late else "")
    more = {
        "note": note if listed else "",
        "url": f"/fair-tasks/?edition={edition.pk}" if len(listed) > FEW else "",
        "empty": "还没有安排任务。",
        "kinds": by_kind(listed, today),
    }
    return {
        **section("筹备任务", ["任务", "类别", "责任单位", "责任人", "时限", "进度"], rows),
        **more,
    }


def task_row(task: FairTask, today: date) -> Row:
    late = task.is_overdue(today)
    state = (f"{day(task.done_on)} 完成", "green") if task.done_on else ("未完成", "grey")
    if late:
        state = (f"逾期 {(today - task.due_on).days} 天", "red")
    return Row(
        [
            Cell(task.title, sub=task.note),
            Cell(task.get_kind_display()),
            Cell(unit_of(task.unit)),
            Cell(str(task.owner or "—")),
            Cell(day(task.due_on)),
            Cell(state[0], tone=state[1]),
        ],
        url=f"/fair-tasks/{task.pk}/",
        mark="red" if late else "",
    )


def by_kind(listed: list[FairTask], today: date) -> list[dict[str, Any]]:
    """Return how many tasks of each kind are done, for the work breakdown."""
    found = []
    for kind in FairTask.Kind:
        own = [task for task in listed if task.kind == kind]
        done = sum(task.done_on is not None for task in own)
        late = sum(task.is_overdue(today) for task in own)
        share = done * 100 // len(own) if own else 0
        found.append(
            {"label": kind.label, "kind": kind.value, "all": len(own), "done": done, "late": late,
             "share": share}
        )  # fmt: skip
    return found


def guests(edition: FairEdition, official: Any) -> dict[str, Any]:
    found = FairGuest.objects.visible_to(official).filter(edition=edition)
    counts = found.aggregate(
        invited=Count("pk"),
        coming=Count("pk", filter=Q(reply=FairGuest.Reply.COMING)),
        declined=Count("pk", filter=Q(reply=FairGuest.Reply.DECLINED)),
        attended=Count("pk", filter=Q(attended=True)),
    )
    silent = counts["invited"] - counts["coming"] - counts["declined"]
    rows = [
        Row(
            [
                Cell(guest.name, sub=guest.title),
                Cell(str(guest.firm or "—")),
                Cell(unit_of(guest.unit), sub=day(guest.invited_on) if guest.invited_on else ""),
                Cell(
                    guest.get_reply_display(),
                    tone=REPLY_TONES[guest.get_reply_display()],
                    sub=day(guest.replied_on) if guest.replied_on else "",
                ),
                Cell("是" if guest.attended else "否"),
            ],
            url=f"/fair-guests/{guest.pk}/",
        )
        for guest in found.select_related("firm", "unit").order_by("-reply", "pk")[:FEW]
    ]
    note = (
        f"邀请 {counts['invited']}，参会 {counts['coming']}，不参会 {counts['declined']}，"
        f"未答复 {silent}，到会 {counts['attended']}"
    )
    more = {
        "note": note if counts["invited"] else "",
        "url": f"/fair-guests/?edition={edition.pk}" if counts["invited"] > FEW else "",
        "empty": "还没有邀请嘉宾。",
    }
    return {**section("嘉宾", ["嘉宾", "企业", "邀请单位", "答复", "到会"], rows), **more}


def agenda(edition: FairEdition) -> dict[str, Any]:
    rows = []
    for item in AgendaItem.objects.filter(edition=edition):
        rows.append(
            Row(
                [
                    Cell(hours(item)),
                    Cell(item.content, sub=item.attendees),
                    Cell(item.place or "—"),
                    Cell(item.chair or "—"),
                ],
                url=f"/agenda/{item.pk}/",
            )
        )
    columns = ["时间", "内容", "地点", "主持"]
    return {**section("议程", columns, rows), "empty": "还没有排议程。"}


def hours(item: AgendaItem) -> str:
    begins = timezone.localtime(item.starts_at)
    if item.ends_at is None:
        return f"{begins:%m-%d %H:%M}"
    ends = timezone.localtime(item.ends_at)
    until = f"{ends:%H:%M}" if ends.date() == begins.date() else f"{ends:%m-%d %H:%M}"
    return f"{begins:%m-%d %H:%M}—{until}"


# --- the signing ceremony --------------------------------------------------------------------


def ceremony_items(edition: FairEdition, official: Any) -> list[CeremonyItem]:
    rows = CeremonyItem.objects.visible_to(official).filter(entry__edition=edition)
    return list(rows.select_related("entry__firm", "entry__lead_unit"))


def total_of(item: CeremonyItem) -> Decimal:
    return item.entry.signed_amount or item.entry.amount


def our_side(item: CeremonyItem) -> str:
    return item.our_party or str(item.entry.lead_unit or "")


def their_side(item: CeremonyItem) -> str:
    return item.their_party or str(item.entry.firm or "")


def ceremony(items: list[CeremonyItem]) -> dict[str, Any]:
    rows = [
        Row(
            [
                Cell(item.entry.project_name),
                Cell(str(item.order), numeric=True),
                Cell(item.our_signatory, sub=our_side(item)),
                Cell(item.their_signatory, sub=their_side(item)),
                Cell(spoken(total_of(item)), numeric=True),
            ],
            url=f"/ceremony/{item.pk}/",
        )
        for item in items
    ]
    columns = ["项目", num("顺序"), "甲方", "乙方", num("金额")]
    empty = "还没有排签约仪式；在节会项目页“安排签约仪式”。"
    return {**section("签约仪式", columns, rows), "empty": empty}


CEREMONY = (
    ColumnSpec("序号", "count", 6),
    ColumnSpec("项目名称", width=34),
    ColumnSpec("甲方单位", width=26),
    ColumnSpec("甲方签约人", width=16),
    ColumnSpec("乙方单位", width=28),
    ColumnSpec("乙方签约人", width=16),
    ColumnSpec("金额（万元）", "money_wan"),
    ColumnSpec("备注", width=14),
)


def ceremony_sheet(edition: FairEdition, items: list[CeremonyItem]) -> SheetSpec:
    """Return the list that is printed for the stage (签约仪式项目表)."""
    title = f"{edition.full_name}签约仪式项目表"
    when = "至".join(f"{d:%Y年%-m月%-d日}" for d in (edition.held_from, edition.held_until) if d)
    total = sum((total_of(item) for item in items), Decimal(0))
    about = [f"时间：{when}" if when else "", f"地点：{edition.place}" if edition.place else ""]
    about.append(f"共 {len(items)} 项，{spoken(total)}")
    rows: list[list[Any]] = [
        [
            item.order,
            item.entry.project_name,
            our_side(item),
            item.our_signatory,
            their_side(item),
            item.their_signatory,
            in_wan(total_of(item)),
            item.note,
        ]
        for item in items
    ]
    return SheetSpec("签约仪式", title, ["　".join(filter(None, about))], list(CEREMONY), rows)
