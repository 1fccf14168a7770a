"""A figure as an official may read it: its value, what it is made of, its breakdowns.

The county's total is everybody's. Names, and the figure of a part, are read from the rows that
the reader may see; what they may not see is counted, never shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from wutong.foundation.money import in_wan, in_yi, plain, rounded
from wutong.foundation.ui.wording import number, wan
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Figure, Growth, Metric, Names, Ratio, Value
from wutong.metrics.registry import catalogue
from wutong.sites.desk.queries.figures import DIMENSIONS, Question, part_names
from wutong.steer.bulletins.access import writes_reports

YI = Decimal(100_000_000)

NOTHING = "—"
WITHHELD = "按规定不公布"


@dataclass(frozen=True)
class Told:
    """A figure's value in words: `text` and `unit`; `why` when it cannot be told in full."""

    text: str
    unit: str = ""
    why: str = ""


def hides(figure: Figure, ask: Ask, official: Any) -> bool:
    """Return whether the figure may not be told to this official, nor any part of it."""
    return bool(figure.gate and not writes_reports(official) and figure.gate(ask))


def scoped(figure: Figure, official: Any) -> Figure | None:
    """Return the figure over the rows the official may see; None where that cannot be asked."""

    def own(metric: Metric) -> Metric:
        return replace(metric, rows=lambda ask: metric.rows(ask).visible_to(official))

    match figure:
        case Metric():
            return own(figure)
        case Names():
            return replace(figure, of=own(figure.of))
        case Ratio():
            return replace(figure, part=own(figure.part), whole=own(figure.whole))
    return None


def tell(figure: Figure, ask: Ask, official: Any) -> Told:
    """Return the value that this official may read."""
    try:
        if hides(figure, ask, official):
            return Told(NOTHING, "", WITHHELD)
        reason = figure.gate(ask) if figure.gate else ""
        if official.sees_county or not (ask.where or isinstance(figure, Names)):
            said = in_words(figure, ask)
            return replace(said, why=reason or said.why)
        own = scoped(figure, official)
        if own is None:
            return Told(NOTHING, "", "分项的增长率只对全县范围的岗位开放")
        return replace(in_words(own, ask), why="只计您权限范围内的记录")
    except LookupError as missing:
        return Told(NOTHING, "", lacking(missing))


def lacking(missing: LookupError) -> str:
    """Return what to do about a rule of counting that is not there."""
    words = str(missing.args[0]) if missing.args else ""
    return words if " " in words else f"缺少口径规则 {words}，请在“口径规则”补充"


def in_words(figure: Figure, ask: Ask) -> Told:
    if not figure.has_data(ask):
        return Told(NOTHING, "", "还没有登记过有关记录")
    return worded(figure, figure.value(ask))


def worded(figure: Figure, value: Value) -> Told:
    if value is None:
        return Told(NOTHING)
    if isinstance(value, str):
        return Told(value, "" if figure.unit == "名称" else figure.unit)
    if figure.unit == "元":
        small = abs(value) < YI
        amount = in_wan(value) if small else in_yi(value)
        return Told(number(amount), "万元" if small else "亿元")
    if figure.unit == "年":
        return Told(plain(value), "年")
    return Told(number(value), figure.unit)


def is_year_on_year(figure: Growth, ask: Ask) -> bool:
    return figure.over(ask) == figure.of.value(ask.year_before())


def dimensions_of(figure: Figure) -> dict[str, str]:
    """Return the dimensions by which a figure can be narrowed, with their labels."""
    match figure:
        case Metric():
            names: Iterable[str] = figure.dimensions
        case Ratio():
            names = [n for n in figure.part.dimensions if n in figure.whole.dimensions]
        case Growth() | Names():
            names = figure.of.dimensions
        case _:
            names = ()
    return {name: DIMENSIONS[name] for name in names if name in DIMENSIONS}


@dataclass(frozen=True)
class Part:
    label: str
    text: str
    url: str
    value: Decimal | None = None
    share: int = 0  # of the largest, in %


@dataclass(frozen=True)
class Breakdown:
    key: str
    label: str
    unit: str
    parts: list[Part]
    note: str = ""
    further: list[Part] = field(default_factory=list)  # folded away


MOST_PARTS = 12


def breakdowns(figure: Figure, question: Question, official: Any) -> list[Breakdown]:
    """Return the figure by each dimension that it has not been narrowed by."""
    if isinstance(figure, Growth | Names):
        return []
    open_to = [name for name in dimensions_of(figure) if name not in question.where]
    return [
        found for name in open_to if (found := broken_down(figure, question, name, official)).parts
    ]


def broken_down(figure: Figure, question: Question, name: str, official: Any) -> Breakdown:
    ask = question.ask
    own = figure if official.sees_county else scoped(figure, official)
    values = values_by(own, name, ask)
    names = part_names(name, values)
    top = max((abs(v) for v in values.values() if v is not None), default=Decimal(0))
    unit = "万元" if figure.unit == "元" else figure.unit
    parts = [
        Part(
            label=names.get(part, str(part)),
            text=amount(figure, value),
            url=question.url(figure.code, **{name: "none" if part in (None, "") else part}),
            value=value,
            share=int(abs(value) / top * 100) if value is not None and top else 0,
        )
        for part, value in values.items()
    ]
    note = "" if official.sees_county else "只列您权限范围内的"
    shown, further = parts[:MOST_PARTS], parts[MOST_PARTS:]
    return Breakdown(name, DIMENSIONS[name], unit, shown, note, further)


def values_by(figure: Any, name: str, ask: Ask) -> dict[Any, Decimal | None]:
    if isinstance(figure, Metric):
        return dict(figure.by(name, ask))
    part, whole = figure.part.by(name, ask), figure.whole.by(name, ask)
    rates = {
        key: part.get(key, Decimal(0)) / total * 100 if total else None
        for key, total in whole.items()
    }
    return dict(sorted(rates.items(), key=lambda pair: -(pair[1] or 0)))


def amount(figure: Figure, value: Decimal | None) -> str:
    if value is None:
        return NOTHING
    return wan(value) if figure.unit == "元" else number(rounded(value))


def months(figure: Figure, question: Question, official: Any) -> list[Part]:
    """Return a flow month by month, each leading to its month; nothing within one month."""
    if not isinstance(figure, Metric) or not figure.dated or len(question.period.each_month()) < 2:
        return []
    limited = bool(question.where) and not official.sees_county
    own = scoped(figure, official) if limited else figure
    found = own.by_month(question.ask)  # type: ignore[union-attr]
    return [
        Part(f"{int(code[5:])}月", amount(figure, value), month_url(figure, question, code), value)
        for code, value in found.items()
    ]


def month_url(figure: Figure, question: Question, code: str) -> str:
    return question.url(figure.code, period=code, cutoff=None)


def made_of(figure: Figure, question: Question, official: Any) -> list[dict[str, Any]]:
    """Return the figures this one is made of, or that are made of it, each with its value."""
    ask, found = question.ask, []

    def told(role: str, of: Figure, asked: Question) -> None:
        known = of.code in catalogue
        narrowed = set(asked.where) <= set(dimensions_of(of))
        asked = asked if narrowed else asked.whole()
        said = tell(of, asked.ask, official)
        found.append(
            {"role": role, "label": of.label, "told": said}
            | {
                "url": asked.url(of.code) if known else "",
                "code": of.code,
            }
        )

    match figure:
        case Ratio():
            told("分子", figure.part, question)
            told("分母", figure.whole, question)
        case Growth():
            told("本期", figure.of, question)
            if is_year_on_year(figure, ask):
                before = ask.year_before()
                cutoff = before.cutoff if question.cutoff else None
                asked = replace(question, period=before.period, cutoff=cutoff)
                told("上年同期", figure.of, asked)
        case Names():
            told("名称出自", figure.of, question)
        case _:
            for other in catalogue.values():
                if figure in (getattr(other, n, None) for n in ("of", "part", "whole")):
                    told("由此得出", other, question)
    return found
