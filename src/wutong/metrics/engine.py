"""Figures (指标): each defined once, as the rows it counts.

Value, breakdown, drill-down, ranking and the sentence in a report come from those rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, F, Q
from django.db.models.functions import TruncMonth

from wutong.foundation.records import Records
from wutong.metrics.asking import Ask
from wutong.metrics.splitting import FEN, Shares, allot, shares_of

Value = Decimal | str | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the rows behind a figure; `path` is read from a row, `a.b` through a relation."""

    label: str
    path: str
    kind: str = "text"  # text, date, money (元), count

    def of(self, row: Any) -> Any:
        value = row
        for step in self.path.split("."):
            value = getattr(value, step, None)
            if value is None:
                return None
        return value() if callable(value) else value


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What every figure has.

    `unit` is what it is counted in: 项, 批次, 家, 元, %, 名称. `definition` (口径) is a sentence
    an official can check a row against; `source` the document or article it rests on.
    """

    code: str
    label: str
    unit: str
    definition: str
    source: str
    since: str = "2023-01-01"
    gate: Callable[[Ask], str] | None = None
    """Why the figure may not be told, in words; empty when it may."""

    def value(self, ask: Ask) -> Value:
        raise NotImplementedError

    def facts(self, ask: Ask) -> Records[Any] | None:
        """Return the rows behind the figure, None when it has none of its own."""
        return None

    def size(self, ask: Ask) -> int:
        """Return how many things the figure counts or names."""
        return 0

    def has_data(self, ask: Ask) -> bool:
        """Return whether the county has recorded anything this figure could rest on."""
        return True


@dataclass(frozen=True, kw_only=True)
class Metric(Figure):
    """A count or a sum over rows.

    `rows` returns the rows that count, already cut to the asked period, cut-off and knowledge;
    `dimensions` names the columns by which it breaks down. `distinct` counts different values
    of a column instead of rows. `credit` names the column of what several parts may share.
    """

    rows: Callable[[Ask], Records[Any]]
    adds_up: Aggregate = field(default_factory=lambda: Count("pk"))
    distinct: str = ""
    dimensions: dict[str, str] = field(default_factory=dict)
    dated: str = ""  # the column that puts a row in a month; empty: a stock, or undated
    columns: tuple[Column, ...] = ()
    related: tuple[str, ...] = ()
    credit: str = ""  # a project, say: whose amounts are shared as `splitting` knows

    @property
    def aggregate(self) -> Aggregate:
        return Count(self.distinct, distinct=True) if self.distinct else self.adds_up

    def facts(self, ask: Ask) -> Records[Any]:
        found = self.rows(ask)
        for name, part in ask.where.items():
            found = found.filter(self._counts_for(name, part, ask))
        return found

    def value(self, ask: Ask) -> Decimal:
        total = Decimal(self.facts(ask).aggregate(total=self.aggregate)["total"] or 0)
        return total + sum((amount for _, amount in self._shared(ask)), Decimal(0))

    def size(self, ask: Ask) -> int:
        facts = self.facts(ask).order_by()
        return facts.values(self.distinct).distinct().count() if self.distinct else facts.count()

    def by(self, dimension: str, ask: Ask) -> dict[Any, Decimal]:
        """Return the figure for each value of `dimension`, largest first."""
        column = F(self.dimensions[dimension])
        groups = self.facts(ask).order_by().values(part=column).annotate(total=self.aggregate)
        found = {g["part"]: Decimal(g["total"] or 0) for g in groups.order_by("-total", "part")}
        moved = list(self._shared(ask, column, dimension))
        if not moved:
            return found
        _add(found, moved)
        kept = {part: total for part, total in found.items() if total or part not in dict(moved)}
        return dict(sorted(kept.items(), key=lambda pair: -pair[1]))

    def by_month(self, ask: Ask) -> dict[str, Decimal]:
        """Return the figure for each month (`2023-01`) of the period, months without rows as 0."""
        if not self.dated:
            raise ValueError(f"{self.code} is no flow: it has no months")
        month = TruncMonth(self.dated)
        groups = self.facts(ask).order_by().values(in_month=month)
        found = {
            f"{g['in_month']:%Y-%m}": Decimal(g["total"] or 0)
            for g in groups.annotate(total=self.aggregate)
        }
        _add(found, ((f"{day:%Y-%m}", amount) for day, amount in self._shared(ask, month)))
        return {m.code: found.get(m.code, Decimal(0)) for m in ask.period.each_month()}

    # --- rows that several parts share ---

    def _shares(self, dimension: str, ask: Ask) -> Shares:
        if not self.credit or self.distinct or dimension not in self.dimensions:
            return {}
        return shares_of(dimension, ask, amounts=self.unit == "元")

    def _counts_for(self, dimension: str, part: Any, ask: Ask) -> Q:
        """Return the condition that a row counts for a part, wholly or by its share."""
        own = Q(**{self.dimensions[dimension]: part})
        shares = self._shares(dimension, ask)
        if not shares:
            return own
        among = f"{self.credit}__in"
        taking_part = [key for key, percents in shares.items() if part in percents]
        return own & ~Q(**{among: list(shares)}) | Q(**{among: taking_part})

    def _shared(
        self, ask: Ask, group: Any = None, dimension: str = ""
    ) -> Iterator[tuple[Any, Decimal]]:
        """Yield what sharing takes from a group (below 0) and adds to one, row by row."""
        for name in dict.fromkeys([*ask.where, dimension]):
            shares = self._shares(name, ask)
            if not shares:
                continue
            rows = self.facts(ask).filter(**{f"{self.credit}__in": list(shares)}).order_by()
            grouped = {"shared_part": group} if group is not None else {}
            for row in rows.values("pk", shared_key=F(self.credit), **grouped).annotate(
                total=self.aggregate
            ):
                total, at = Decimal(row["total"] or 0), row.get("shared_part")
                unit = FEN if self.unit == "元" else None
                pieces = allot(total, shares[row["shared_key"]], unit=unit)
                yield at, -total
                if name in ask.where:
                    part = ask.where[name]
                    yield (part if name == dimension else at), pieces[part]
                else:
                    yield from pieces.items()

    def has_data(self, ask: Ask) -> bool:
        model = self.rows(ask).model
        return bool(model.history.known(ask.known_at).exists())


def _add(found: dict[Any, Decimal], amounts: Iterable[tuple[Any, Decimal]]) -> None:
    for part, amount in amounts:
        found[part] = found.get(part, Decimal(0)) + amount


@dataclass(frozen=True, kw_only=True)
class Ratio(Figure):
    """One metric over another, in %; the denominator is named, and zero of it is no value."""

    part: Metric
    whole: Metric
    unit: str = "%"

    def value(self, ask: Ask) -> Decimal | None:
        whole = self.whole.value(ask)
        return self.part.value(ask) / whole * 100 if whole else None

    def facts(self, ask: Ask) -> Records[Any]:
        return self.part.facts(ask)

    def size(self, ask: Ask) -> int:
        return self.part.size(ask)

    def has_data(self, ask: Ask) -> bool:
        return self.whole.has_data(ask)


@dataclass(frozen=True, kw_only=True)
class Growth(Figure):
    """How far a figure stands above another (or itself a year before), in % of the latter."""

    of: Metric
    over: Callable[[Ask], Decimal]
    unit: str = "%"

    def value(self, ask: Ask) -> Decimal | None:
        base = self.over(ask)
        return (self.of.value(ask) - base) / base * 100 if base else None

    def facts(self, ask: Ask) -> Records[Any]:
        return self.of.facts(ask)

    def size(self, ask: Ask) -> int:
        return self.of.size(ask)

    def has_data(self, ask: Ask) -> bool:
        return self.of.has_data(ask)


def growth(metric: Metric, **words: Any) -> Growth:
    """Return the year-on-year growth (同比) of a metric: base zero or missing is no value."""
    return Growth(of=metric, over=lambda ask: metric.value(ask.year_before()), **words)


@dataclass(frozen=True, kw_only=True)
class Names(Figure):
    """A list of names taken from a metric's rows, the largest amount first, then by code point.

    `weighed`: how the amounts of rows with one name combine, `max` or `sum`. With `ordered`,
    names keep the order of that column instead. With `nth` only the nth name is meant.
    """

    of: Metric
    name: str
    amount: str = ""
    weighed: Callable[[list[Decimal]], Decimal] = max
    ordered: str = ""
    nth: int = 0
    limit: int = 3
    unit: str = "名称"

    def names(self, ask: Ask) -> list[str]:
        facts = self.of.facts(ask)
        if self.ordered:
            listed = facts.order_by(self.ordered, "pk").values_list(self.name, flat=True)
            return list(dict.fromkeys(n for n in listed if n))
        amounts: dict[str, list[Decimal]] = {}
        pairs = facts.order_by().values_list(self.name, self.amount or "pk")
        for name, amount in pairs:
            weight = Decimal(amount or 0) if self.amount else Decimal(0)
            if name:
                amounts.setdefault(name, []).append(weight)
        return sorted(amounts, key=lambda name: (-self.weighed(amounts[name]), name))

    def printed(self, ask: Ask) -> list[str]:
        """Return the names that are printed: the first `limit`, or the `nth` alone."""
        names = self.names(ask)
        return names[self.nth - 1 : self.nth] if self.nth else names[: self.limit]

    def value(self, ask: Ask) -> str | None:
        return "、".join(self.printed(ask)) or None

    def facts(self, ask: Ask) -> Records[Any]:
        return self.of.facts(ask)

    def size(self, ask: Ask) -> int:
        return len(self.names(ask))

    def has_data(self, ask: Ask) -> bool:
        return self.of.has_data(ask)


@dataclass(frozen=True, kw_only=True)
class Said(Figure):
    """A word or number that the question or the county itself answers: 4月份, 临峪."""

    says: Callable[[Ask], Value]
    unit: str = "名称"

    def value(self, ask: Ask) -> Value:
        return self.says(ask)
