"""How leads end (线索统计), and what each way of attracting costs and brings (招商成效).

Every number opens: into leads, or into the rows of its figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.utils import timezone

from wutong.attract.leads.models import Judgement, Lead, LossReason
from wutong.attract.outreach.models import Channel
from wutong.foundation.money import rounded
from wutong.metrics.registry import metric
from wutong.sites.desk.queries.figures import Question
from wutong.sites.desk.queries.pages.leading import signed_ones
from wutong.sites.desk.queries.readings import scoped

# Of each way: the figure's code, its heading, and whether it is money.
MEASURES = (
    ("outreach_cost", "经费", True),
    ("firms_contacted", "对接企业", False),
    ("leads_registered", "线索", False),
    ("leads_turned", "其中转项目", False),
    ("projects_registered", "签约入库项目", False),
    ("contracted_amount", "签约额", True),
    ("funds_in_place_all", "到位资金", True),
)


@dataclass(frozen=True)
class Cell:
    label: str
    value: Decimal
    is_money: bool
    url: str


@dataclass(frozen=True)
class Method:
    """One way of attracting in a period, with its figures and what a signed project cost."""

    name: str
    cells: list[Cell]

    def of(self, at: int) -> Decimal:
        return self.cells[at].value

    @property
    def cost_each(self) -> Decimal | None:
        """Return the cost of one signed project in yuan; None without a project or a cost."""
        cost, signed = self.of(0), self.of(4)
        return rounded(cost / signed) if signed and cost else None


def methods(question: Question, official: Any) -> list[Method]:
    """Return each way's figures in the period, over the rows that one may see."""
    ask, found = question.ask, []
    by_code: dict[str, dict[Any, Decimal]] = {}
    for code, _, _ in MEASURES:
        figure: Any = metric(code)
        own: Any = figure if official.sees_county else scoped(figure, official)
        by_code[code] = own.by("channel", ask)
    for way, name in Channel.choices:
        cells = [
            Cell(
                label,
                by_code[code].get(way) or Decimal(0),
                is_money,
                question.url(code, channel=way or "none"),
            )
            for code, label, is_money in MEASURES
        ]
        if way or any(cell.value for cell in cells):
            found.append(Method(str(name), cells))
    return found


@dataclass(frozen=True)
class Tally:
    """A number that opens into leads."""

    label: str
    count: int
    url: str
    share: str = ""


@dataclass(frozen=True)
class Passage:
    """The days from a lead's receipt to a step of it, as the median of so many."""

    label: str
    days: Decimal | None
    count: int
    url: str


def leads_url(question: Question, **narrowed: Any) -> str:
    said = {"received": question.period.code, **narrowed}
    return "/leads/?" + urlencode(said)


def received(question: Question, official: Any) -> Any:
    first, last = question.ask.span
    rows = Lead.objects.visible_to(official)
    return rows.filter(received_at__date__range=(first, last))


def by_state(rows: Any, question: Question) -> list[Tally]:
    counts = _counted(rows, "state")
    return [
        Tally(str(name), counts.get(state, 0), leads_url(question, state=state))
        for state, name in Lead.State.choices
    ]


def by_channel(rows: Any, question: Question) -> list[Tally]:
    counts = _counted(rows, "channel")
    known = [(way, name) for way, name in Channel.choices if counts.get(way)]
    return [
        Tally(
            str(name),
            counts[way],
            leads_url(question, channel=way)
            if way
            else question.url("leads_registered", channel="none"),
        )
        for way, name in known
    ]


def losses(rows: Any, question: Question) -> list[Tally]:
    """Return why the leads of the period were lost, the most frequent first."""
    lost = rows.filter(state=Lead.State.LOST)
    counts = _counted(lost, "loss_reason")
    names = LossReason.history.in_bulk([key for key in counts if key])
    found = [
        Tally(
            names[key].name if key else "未填",
            count,
            leads_url(question, state=Lead.State.LOST, loss_reason=key or ""),
        )
        for key, count in counts.items()
    ]
    return sorted(found, key=lambda each: (-each.count, each.label))


def conversion(rows: Any, question: Question) -> list[Tally]:
    """Return how many of the leads received were judged, became projects, were signed."""
    whole = rows.count()
    judged = Judgement.objects.filter(lead__in=rows).values("lead").distinct().count()
    turned = rows.filter(state=Lead.State.PROJECT)
    signed = turned.filter(pk__in=signed_ones().exclude(lead=None).values("lead")).count()
    steps: tuple[tuple[str, int, dict[str, str]], ...] = (
        ("收到", whole, {}),
        ("已研判", judged, {"outcome": "judged"}),
        ("已转项目", turned.count(), {"outcome": "project"}),
        ("已签约", signed, {"outcome": "signed"}),
    )
    return [
        Tally(label, count, leads_url(question, **how), _share(count, whole))
        for label, count, how in steps
    ]


def passages(rows: Any, question: Question) -> list[Passage]:
    """Return the median days from receipt to judgement, to a project, to loss."""
    at = {key: timezone.localdate(day) for key, day in rows.values_list("pk", "received_at")}
    judged: dict[int, date] = {}
    days = Judgement.objects.filter(lead__in=rows).order_by("-judged_on")
    judged.update(days.values_list("lead_id", "judged_on"))
    ended = {
        state: dict(rows.filter(state=state).values_list("pk", "closed_on"))
        for state in (Lead.State.PROJECT, Lead.State.LOST)
    }
    return [
        _passage("收到到研判", at, judged, leads_url(question, outcome="judged")),
        _passage("收到到转项目", at, ended[Lead.State.PROJECT],
                 leads_url(question, outcome="project")),
        _passage("收到到流失", at, ended[Lead.State.LOST],
                 leads_url(question, state=Lead.State.LOST)),
    ]  # fmt: skip


def _passage(label: str, since: dict[int, date], until: dict[int, Any], url: str) -> Passage:
    days = [(day - since[key]).days for key, day in until.items() if day and key in since]
    return Passage(label, Decimal(str(median(days))) if days else None, len(days), url)


def _counted(rows: Any, field: str) -> dict[Any, int]:
    groups = rows.order_by().values(field).annotate(count=Count("pk"))
    return {group[field]: group["count"] for group in groups}


def _share(count: int, whole: int) -> str:
    return f"{rounded(Decimal(count) / whole * 100, 1)}%" if whole else ""
