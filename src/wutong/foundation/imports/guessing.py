"""Guessing what a sheet is, and which column is which, from its words and what stands below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any

from wutong.foundation.imports import dates
from wutong.foundation.imports.amounts import read_amount
from wutong.foundation.imports.crosstabs import (
    ALIKE,
    SUMS,
    YEAR_HEADER,
    Use,
    crossed_uses,
    month_of,
)
from wutong.foundation.imports.headers import SEQUENCE, bare, nearness, strength_of
from wutong.foundation.imports.kinds import Field, LedgerKind, in_order
from wutong.foundation.imports.tables import Column, Kind, Table
from wutong.foundation.imports.texts import Value, fold, printed
from wutong.foundation.imports.wording import Words

__all__ = ["Guess", "Use", "bare", "guess", "map_columns", "signature"]

MONTH = re.compile(r"(?:\d{4}年)?(?<!\d)(1[0-2]|[1-9])月(?:份)?")
MONTH_ALONE = re.compile(r"(?<!年)(?<!\d)(1[0-2]|[1-9])月(?:份)?")
MONEY = re.compile(r"投资|资金|金额|额|款|资本|奖金|奖励")
DATED = ("day", "span", "due")
ORDINALS = tuple((word,) for word in SEQUENCE)
LEAST = 7.0  # the score below which nobody should believe a guess
SAMPLES = 40  # rows that speak for a column
ENOUGH = 3  # cells without which a column's content says nothing


@dataclass(slots=True)
class Guess:
    kind: str
    mapping: list[Use]
    score: float

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(use) for use in self.mapping]


def signature(table: Table) -> str:
    """Return what identifies a header: the same columns in the same order, whatever the file.

    Which months they are matters only where they are of several years.
    """
    years = {month[0] for month in map(month_of, table.columns) if month}
    masked = (MONTH, YEAR_HEADER) if len(years) == 1 else (MONTH_ALONE,)
    paths = "\n".join("|".join(column.path) for column in table.columns)
    for pattern in masked:
        paths = pattern.sub("某月" if pattern is not YEAR_HEADER else "某年", paths)
    return sha256(paths.encode()).hexdigest()


def guess(table: Table, words: Words, *, sheet: str, file: str) -> Guess | None:
    """Return the likeliest kind and mapping of a table; None when nothing fits."""
    found = []
    evidence = Evidence.of(table, words)
    for kind in in_order():
        if kind.widest and len(table.columns) > kind.widest:
            continue
        claimed = _claimed(kind, table, words, evidence)
        present = {use.field for use, _ in claimed} | {f.code for f in kind.fields if f.group}
        if not all(any(code in present for code in group) for group in kind.asks):
            continue
        score = _score(kind, table, claimed, sheet, file)
        if score < LEAST:
            continue
        found.append(Guess(kind.code, [use for use, _ in claimed], score))
    return max(found, key=lambda g: g.score, default=None)


@dataclass
class Evidence:
    """What stands in each column of the first rows, merged cells once, and what it looks like."""

    values: dict[int, list[Value]]
    words: Words
    shares: dict[tuple[int, str, str], float | None]
    texts: dict[int, Counter[str]]
    ordinal: set[int]

    @classmethod
    def of(cls, table: Table, words: Words) -> Evidence:
        found: dict[int, list[Value]] = {column.index: [] for column in table.columns}
        rows = (row for row in table.rows() if row.kind is Kind.DATA)
        for row in islice(rows, SAMPLES):
            for col, value in row.cells.items():
                if col in found and col not in row.inherited:
                    found[col].append(value)
        ordinal = {c.index for c in table.columns if c.path in ORDINALS}
        return cls(found, words, {}, {}, ordinal)

    def alike(self, col: int, field: Field) -> float | None:
        """Return the share of cells that can be this field; None where they say nothing.

        Of a column of numbers in order (编号 1, 2, 3) a single cell says enough.
        """
        key = (col, field.reads, field.looks)
        if key not in self.shares:
            self.shares[key] = self._share(col, field)
        return self.shares[key]

    def _share(self, col: int, field: Field) -> float | None:
        values = self.values.get(col, [])
        if len(values) < (1 if col in self.ordinal else ENOUGH):
            return None
        if reads := _text_test(field, self.words):
            if col not in self.texts:
                self.texts[col] = Counter(map(printed, values))
            return sum(n for text, n in self.texts[col].items() if reads(text)) / len(values)
        test = _test(field)
        return sum(map(test, values)) / len(values) if test else None


def _score(
    kind: LedgerKind, table: Table, claimed: list[tuple[Use, float]], sheet: str, file: str
) -> float:
    spoken = ((fold(sheet), 3.0), (fold(table.title), 3.0), (fold(file), 1.0))
    hinted = sum(
        max((weight + len(hint) / 4 for hint in kind.hints if hint in text), default=0.0)
        for text, weight in spoken
    )
    columns = [c for c in table.columns if c.path and c.path[-1] not in SEQUENCE]
    sure = {use.col: min(strength, 10.0) / 10 for use, strength in claimed}
    covered = sum(sure.get(column.index, 0.0) for column in columns) / max(len(columns), 1)
    fields = len({use.field for use, _ in claimed}) / len(kind.fields)
    missing = {f.code for f in kind.fields if f.needed and not f.group}
    missing -= {use.field for use, _ in claimed}
    return hinted + 8 * covered + 3 * fields - len(missing)


def map_columns(kind: LedgerKind, table: Table, words: Words) -> list[Use]:
    """Return which column says which field: the best matches first, each column once."""
    return [use for use, _ in _claimed(kind, table, words, Evidence.of(table, words))]


def _claimed(
    kind: LedgerKind, table: Table, words: Words, evidence: Evidence
) -> list[tuple[Use, float]]:
    """Return each column's use with how surely it is that."""
    crossed = crossed_uses(kind, table, words, evidence.alike)
    taken = {use.col for use in crossed}
    claims = []
    for column in table.columns:
        if column.index in taken or not column.path:
            continue
        for place, field in enumerate(kind.fields):
            strength = strength_of(column, field, words.header(kind.code, field.code))
            strength = _weighed(strength, column, field, evidence)
            if strength > 0:
                claims.append((-strength, place, column.index, field))
    used = {use.field: use.col for use in crossed if kind.field(use.field).reads != "text"}
    claimed = [(use, 10.0) for use in crossed]
    for minus, _, index, field in sorted(claims, key=lambda c: c[:3]):
        if index in taken or (field.code in used and field.reads != "place"):
            continue
        taken.add(index)
        used[field.code] = index
        claimed.append((Use(index, field.code), -minus))
    rest = [c for c in table.columns if c.index not in taken and c.path[-1:] not in ORDINALS]
    for use in _near(kind, rest, used, words, evidence):
        taken.add(use.col)
        used[use.field] = use.col
        claimed.append((use, 2.0))
    rest = [column for column in rest if column.index not in taken]
    claimed += [(use, 1.5) for use in _left_over(kind, rest, used, evidence)]
    return sorted(claimed, key=lambda pair: pair[0].col)


def _near(
    kind: LedgerKind, rest: list[Column], used: dict[str, int], words: Words, evidence: Evidence
) -> list[Use]:
    """Return columns whose headers come near the words of a field, if their cells do not object."""
    found = []
    for column in rest:
        if any(word in column.path[-1] for word in SUMS):
            continue
        for field in kind.fields:
            if field.reads in DATED:
                continue  # 起驻日期 and 止驻日期 are as near as they are different
            near = nearness(column, words.header(kind.code, field.code))
            alike = evidence.alike(column.index, field)
            if field.code not in used and near and (alike is None or alike >= ALIKE):
                found.append((near, column.index, field.code))
    uses: dict[str, Use] = {}
    for _, col, code in sorted(found, reverse=True):
        if code not in uses and col not in {use.col for use in uses.values()}:
            uses[code] = Use(col, code)
    return list(uses.values())


def _left_over(
    kind: LedgerKind, rest: list[Column], used: dict[str, int], evidence: Evidence
) -> list[Use]:
    """Return what is told by what is left: one column of days for the one day that is lacking.

    Only for days without which the sheet would be nothing, and for the only amount of a kind.
    """
    asked = {code for group in kind.asks for code in group if not used.keys() & set(group)}
    lacking = [field for field in kind.fields if field.code not in used]
    days = [f for f in lacking if f.reads in DATED and (f.needed or f.code in asked)]
    amounts = [f for f in kind.fields if f.reads == "amount"]
    money = [c for c in rest if c.unit is not None or MONEY.search(c.path[-1])]
    found = []
    for fields, columns in ((days, rest), (amounts, money)):
        if len(fields) != 1 or fields[0].code in used:
            continue
        fit = [c for c in columns if (evidence.alike(c.index, fields[0]) or 0) >= ALIKE]
        if len(fit) == 1:
            found.append(Use(fit[0].index, fields[0].code))
    return found


def _weighed(strength: float, column: Column, field: Field, evidence: Evidence) -> float:
    """Return how well a column fits once its cells have spoken for or against its header.

    Cells alone claim a column only where they look like this field and no other.
    """
    if strength <= 0 and not _distinct(field):
        return 0.0
    alike = evidence.alike(column.index, field)
    if alike is None:
        return strength
    if strength <= 0:
        return 1 + alike if alike >= ALIKE else 0.0
    if alike >= ALIKE:
        return strength + alike
    if column.path[-1] in SEQUENCE and field.looks:
        return 0.0  # 编号 1, 2, 3 is no project's code
    return strength - 4 * (1 - alike)


def _distinct(field: Field) -> bool:
    return bool(field.looks) or field.reads.startswith("mark:")


def _text_test(field: Field, words: Words) -> Callable[[str], bool] | None:
    """Return what tells by a cell's text alone whether it can be this field."""
    if field.looks:
        pattern = re.compile(field.looks)
        return lambda text: bool(pattern.search(text))
    if field.reads.startswith("mark:"):
        topic = field.reads.removeprefix("mark:")
        return lambda text: words.meaning(topic, text) is not None
    if field.reads == "year":
        return lambda text: bool(re.match(r"20\d\d", text))
    return None


def _test(field: Field) -> Callable[[Value], bool] | None:
    match field.reads:
        case "day" | "span":
            return _can(lambda value: dates.read_span(value, year=2023, latest=2099))
        case "due":
            return _can(lambda value: dates.read_due(value, year=2023, latest=2099))
        case "amount" | "count" | "number":
            return _can(lambda value: read_amount(value, Decimal(10_000)))
        case "name" | "names" | "place" if not field.looks:
            return lambda value: not isinstance(value, (int, float, date))
        case _:
            return None


def _can(read: Callable[[Value], object]) -> Callable[[Value], bool]:
    def test(value: Value) -> bool:
        try:
            read(value)
        except ValueError:
            return False
        return True

    return test
