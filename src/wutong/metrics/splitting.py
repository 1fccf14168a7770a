"""Sharing what several parts brought together: by unit, a project of two counts for both.

An app registers, for a dimension, who shares what: for each key (a project) the parts (units) and
their percent. A figure whose rows name such keys (`Metric.credit`) then gives each part its share
of every row, to the fen; what the parts get is always what the row is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wutong.metrics.asking import Ask

Percents = Mapping[Any, Decimal]  # part → %
Shares = Mapping[int, Percents]  # key → its parts
FEN = Decimal("0.01")


@dataclass(frozen=True)
class Splitter:
    read: Callable[[Ask], Shares]
    splits_counts: Callable[[Ask], bool]


splitters: dict[str, Splitter] = {}


def register_splitter(
    dimension: str,
    read: Callable[[Ask], Shares],
    *,
    splits_counts: Callable[[Ask], bool] = lambda ask: False,
) -> None:
    """Let rows be shared between the parts of a dimension; counts only where a rule says so."""
    splitters[dimension] = Splitter(read, splits_counts)


def shares_of(dimension: str, ask: Ask, *, amounts: bool) -> Shares:
    """Return who shares what, as known when asked; read once for a question and its parts."""
    splitter = splitters.get(dimension)
    if splitter is None or not (amounts or splitter.splits_counts(ask)):
        return {}
    name = f"shares {dimension}"
    if name not in ask.memory:
        ask.memory[name] = splitter.read(ask)
    found: Shares = ask.memory[name]
    return found


def allot(amount: Decimal, percents: Percents, *, unit: Decimal | None = FEN) -> dict[Any, Decimal]:
    """Return each part's share of an amount (元) in whole `unit`s: largest remainder first.

    The shares make up the amount exactly, whatever it is; parts with the same remainder are served
    in the order given. Without `unit`, nothing is rounded.
    """
    whole = sum(percents.values(), Decimal(0))
    if unit is None:
        pieces = {part: amount * percent / whole for part, percent in percents.items()}
        last = list(pieces)[-1]
        pieces[last] += amount - sum(pieces.values(), Decimal(0))
        return pieces
    sign = -1 if amount < 0 else 1
    units = int(abs(amount) / unit)
    rest = abs(amount) - units * unit  # no amount of money has any; kept, so that none is lost
    quotas = {part: divmod(units * percent, whole) for part, percent in percents.items()}
    given = {part: int(quota) for part, (quota, _) in quotas.items()}
    most_left = sorted(quotas, key=lambda part: -quotas[part][1])
    for part in most_left[: units - sum(given.values())]:
        given[part] += 1
    shared = {part: sign * unit * number for part, number in given.items()}
    shared[most_left[0]] += sign * rest
    return shared
