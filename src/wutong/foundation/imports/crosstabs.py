"""Sheets whose columns are months or indicators: which of them say what, of when."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from wutong.foundation.imports.headers import bare, strength_of
from wutong.foundation.imports.kinds import Field, LedgerKind
from wutong.foundation.imports.tables import Column, Table
from wutong.foundation.imports.wording import Words

MONTH_HEADER = re.compile(
    r"(?:(?P<y>20\d\d)[年./-])?"
    r"(?:(?P<m>1[0-2]|0?[1-9])月份?|(?P<name>十[一二]?|[一二三四五六七八九])月份?)"
    r"|(?P<year>20\d\d)[./-](?P<n>1[0-2]|0?[1-9])(?:[./-]0?1)?"
)
YEAR_HEADER = re.compile(r"(20\d\d)年?度?")
BARE_MONTH = re.compile(r"1[0-2]|[1-9]")
ALIKE = 0.6  # the share of its cells that must look like a field's
NAMES = {n: i for i, n in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
SUMS = ("小计", "合计", "全年", "总计", "年度目标", "全年目标", "全年任务")


@dataclass(slots=True)
class Use:
    """What one column is used for; month, its year and indicator only in a crosstab.

    The year is told only where the columns are of several.
    """

    col: int
    field: str
    month: int | None = None
    indicator: str = ""
    year: int | None = None


Alike = Callable[[int, Field], float | None]


def crossed_uses(kind: LedgerKind, table: Table, words: Words, alike: Alike) -> list[Use]:
    """Return the columns that are months (and indicators), where the kind can be a crosstab.

    `alike` tells the share of a column's cells that can be a field.
    """
    crossed = [field for field in kind.fields if field.crosstab]
    if not crossed:
        return []
    found: list[Use] = []
    for column in table.columns:
        month = month_of(column)
        if month is None:
            continue
        path = "|".join(column.path)
        indicator = (words.meaning("indicator", path) or "") if kind.has("indicator") else ""
        of_month = (*month, indicator)
        told = {use.field for use in found if (use.year, use.month, use.indicator) == of_month}
        field = _crossed_field(column, crossed, kind, words, alike, told)
        if field is not None:
            found.append(Use(column.index, field.code, month[1], indicator, month[0]))
    if len({use.year for use in found}) == 1:
        for use in found:
            use.year = None  # the title's or the file's will do, next year too
    if len({(use.year, use.month) for use in found}) > 1:
        return found
    return _by_indicator(table, crossed[0], words) if kind.has("indicator") else []


def _by_indicator(table: Table, field: Field, words: Words) -> list[Use]:
    """Return the columns that are indicators, where the months stand in rows or sheets."""
    found = []
    for column in table.columns:
        indicator = words.meaning("indicator", "|".join(column.path))
        if indicator and not any(word in part for part in column.path for word in SUMS):
            found.append(Use(column.index, field.code, None, indicator))
    return found if len({use.indicator for use in found}) == len(found) else []


def month_of(column: Column) -> tuple[int | None, int] | None:
    """Return year, if it is told, and month that a column's header names; None for none."""
    below: list[str] = []
    year = next((int(y[1]) for y in map(YEAR_HEADER.fullmatch, column.path) if y), None)
    for part in reversed(column.path):
        if any(word in part for word in SUMS):
            return None
        if match := MONTH_HEADER.fullmatch(bare(part)):
            name, own = match["name"], match["y"] or match["year"]
            month = NAMES[name] if name else int(match["m"] or match["n"])
            return int(own) if own else year, month
        below.append(part)
    leaf, *parents = below or [""]
    if BARE_MONTH.fullmatch(leaf) and any("月" in parent for parent in parents):
        return year, int(leaf)
    return None


def _crossed_field(
    column: Column,
    crossed: list[Field],
    kind: LedgerKind,
    words: Words,
    alike: Alike,
    told: set[str],
) -> Field | None:
    """Return which crosstab field a month's column is: its voucher, say, beside its amount.

    `told` are those that an earlier column of the month is. None if it says something that a row
    has once, such as its unit.
    """

    def strength(field: Field) -> float:
        return strength_of(column, field, words.header(kind.code, field.code))

    leaf = bare(column.path[-1])
    if MONTH_HEADER.fullmatch(leaf) or BARE_MONTH.fullmatch(leaf):
        return max(crossed, key=lambda f: (strength(f) > 1, strength(f), f is crossed[0]))
    best = max(kind.fields, key=strength)
    if strength(best) > 1:
        return best if best.crosstab else None
    amount, *others = crossed
    share = alike(column.index, amount)
    if amount.code not in told and (share is None or share >= ALIKE):
        return amount
    looking = [f for f in others if f.looks and (alike(column.index, f) or 0) >= ALIKE]
    return next(iter(looking), None)  # 进账单 is a voucher, as its cells show
