"""Guessing what a sheet is, and which column is which, from its words and what stands below."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any

from wutong.foundation.imports import dates
from wutong.foundation.imports.amounts import read_amount
from wutong.foundation.imports.kinds import Field, LedgerKind, in_order
from wutong.foundation.imports.tables import Column, Kind, Table
from wutong.foundation.imports.texts import Value, fold, printed
from wutong.foundation.imports.wording import Words

MONTH = re.compile(r"(?:\d{4}年)?(?<!\d)(1[0-2]|[1-9])月(?:份)?")
MONTH_HEADER = re.compile(
    r"(?:20\d\d[年./-])?(?:(?P<m>1[0-2]|0?[1-9])月份?|(?P<name>十[一二]?|[一二三四五六七八九])月份?)"
    r"|20\d\d[./-](?P<n>1[0-2]|0?[1-9])(?:[./-]0?1)?"
)
BARE_MONTH = re.compile(r"1[0-2]|[1-9]")
NAMES = {n: i for i, n in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
SUMS = ("小计", "合计", "全年", "总计", "年度目标", "全年目标", "全年任务")
SEQUENCE = ("序号", "序", "项次", "编号", "NO", "No.", "№")
VAGUE = ("名称", "时间", "日期", "金额", "类型", "类别", "单位", "情况", "编号", "内容", "状态")
COUNTS = ("数", "数量", "个数", "家数")
WORDY = ("text", "name", "names", "place")
SAYS_LITTLE = re.compile(r"(?:基本)?(?:情况|信息|阶段|进度|内容|概况|方面)$")
LEAST = 7.0  # the score below which nobody should believe a guess
SAMPLES = 40  # rows that speak for a column
ENOUGH = 3  # cells without which a column's content says nothing
ALIKE = 0.6  # the share of its cells that must look like a field's


@dataclass(slots=True)
class Use:
    """What one column is used for; month and indicator only in a crosstab."""

    col: int
    field: str
    month: int | None = None
    indicator: str = ""


@dataclass(slots=True)
class Guess:
    kind: str
    mapping: list[Use]
    score: float

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(use) for use in self.mapping]


def signature(table: Table) -> str:
    """Return what identifies a header: the same columns in the same order, whatever the file."""
    paths = "\n".join(MONTH.sub("某月", "|".join(column.path)) for column in table.columns)
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

    @classmethod
    def of(cls, table: Table, words: Words) -> Evidence:
        found: dict[int, list[Value]] = {column.index: [] for column in table.columns}
        rows = (row for row in table.rows() if row.kind is Kind.DATA)
        for row in islice(rows, SAMPLES):
            for col, value in row.cells.items():
                if col in found and col not in row.inherited:
                    found[col].append(value)
        return cls(found, words, {})

    def alike(self, col: int, field: Field) -> float | None:
        """Return the share of cells that can be this field; None where they say nothing."""
        key = (col, field.reads, field.looks)
        if key not in self.shares:
            values, test = self.values.get(col, []), _test(field, self.words)
            says = test is not None and len(values) >= ENOUGH
            self.shares[key] = sum(map(test, values)) / len(values) if says and test else None
        return self.shares[key]


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
    crossed = _crosstab(kind, table, words)
    taken = {use.col for use in crossed}
    claims = []
    for column in table.columns:
        if column.index in taken or not column.path:
            continue
        for place, field in enumerate(kind.fields):
            strength = _strength(column, field, words.header(kind.code, field.code))
            strength = _weighed(strength, column, field, evidence)
            if strength > 0:
                claims.append((-strength, place, column.index, field))
    used: dict[str, int] = {use.field: use.col for use in crossed}
    claimed = [(use, 10.0) for use in crossed]
    for minus, _, index, field in sorted(claims, key=lambda c: c[:3]):
        if index in taken or (field.code in used and field.reads != "place"):
            continue
        taken.add(index)
        used[field.code] = index
        claimed.append((Use(index, field.code), -minus))
    return sorted(claimed, key=lambda pair: pair[0].col)


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


def _test(field: Field, words: Words) -> Callable[[Value], bool] | None:
    if field.looks:
        pattern = re.compile(field.looks)
        return lambda value: bool(pattern.search(printed(value)))
    if field.reads.startswith("mark:"):
        topic = field.reads.removeprefix("mark:")
        return lambda value: words.meaning(topic, printed(value)) is not None
    match field.reads:
        case "day" | "span":
            return _can(lambda value: dates.read_span(value, year=2023, latest=2099))
        case "due":
            return _can(lambda value: dates.read_due(value, year=2023, latest=2099))
        case "amount" | "count" | "number":
            return _can(lambda value: read_amount(value, Decimal(10_000)))
        case "year":
            return lambda value: bool(re.match(r"20\d\d", printed(value)))
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


def _strength(column: Column, field: Field, words: list[str]) -> float:
    """Return how well a header fits a field, 0 for not at all.

    The whole leaf counts most, alone or with its parent before it (签约情况|时间 is 签约时间);
    a leaf that says little by itself (名称, 时间) leaves the word to its parent. Of words that
    fit alike the one named first counts more.
    """
    header = _header(column.path)
    if header.leaf.endswith(COUNTS) and field.reads in WORDY and header.leaf not in words:
        return 0.0
    best = 0.0
    for place, word in enumerate(words):
        if fit := _fit(word, header):
            best = max(best, fit - min(place, 90) / 1_000)
    return best


@dataclass(frozen=True)
class Header:
    """A column's header taken apart: its leaf, the leaf without remarks, what stands above."""

    leaf: str
    plain: str
    parents: frozenset[str]
    joined: frozenset[str]

    @property
    def is_vague(self) -> bool:
        return bool(self.parents) and self.leaf in VAGUE


@lru_cache(maxsize=10_000)
def _header(path: tuple[str, ...]) -> Header:
    leaf, *above = [bare(part) for part in reversed(path)]
    short = [SAYS_LITTLE.sub("", parent) for parent in above]
    joined = frozenset(parent + leaf for parent in short)
    return Header(leaf, REMARK.sub("", leaf), frozenset([*above, *short]), joined)


def _fit(word: str, header: Header) -> float:
    if "|" in word:
        parent, _, own = word.rpartition("|")
        within = own == header.leaf and any(parent in above for above in header.parents)
        return 12 + len(own) / 10 if within else 0.0
    size = len(word) / 10
    if word in header.joined:
        return 11 + size
    if word == header.leaf:
        return (5 if header.is_vague else 10) + size
    if word == header.plain:
        return 9.8 + size
    if word in header.parents:
        return 6 + size + (0.5 if header.leaf in {"姓名", "名称", "企业名称"} else 0)
    return _within(word, header.leaf) if word in header.leaf else 0.0


def _within(word: str, leaf: str) -> float:
    """Return how well a word fits a longer header that has it."""
    ends, share = leaf.endswith(word), len(word) / len(leaf)
    if leaf in SEQUENCE or (len(word) < 3 and not (share >= 0.5 and ends)):
        return 0.0  # 项目 in 项目状态 says nothing
    return 3 * share + len(word) / 10 + (1 if ends else 0)


REMARK = re.compile(r"(?<=.{2})（[^（）]*）$|^其中[:：]?|^\d{1,2}[.、]|^[*★]+|[:：*]+$")


def bare(text: str) -> str:
    """Return a header without its unit: 签约金额（万元） is 签约金额."""
    return (
        re.sub(r"（(?:单位[:：])?(?:人民币)?(?:亿|万|千)?元?(?:、?个|项|条|家|名)?）$", "", text)
        or text
    )


def _crosstab(kind: LedgerKind, table: Table, words: Words) -> list[Use]:
    """Return the columns that are months (and indicators), where the kind can be a crosstab."""
    crossed = [field for field in kind.fields if field.crosstab]
    if not crossed:
        return []
    found = []
    for column in table.columns:
        month = _month_of(column)
        if month is None:
            continue
        told = words.meaning("indicator", "|".join(column.path)) if kind.has("indicator") else ""
        indicator = told or ""
        field = _crossed_field(column, crossed, kind, words)
        if field is not None:
            found.append(Use(column.index, field.code, month, indicator))
    if len({use.month for use in found}) > 1:
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


def _month_of(column: Column) -> int | None:
    below: list[str] = []
    for part in reversed(column.path):
        if any(word in part for word in SUMS):
            return None
        if match := MONTH_HEADER.fullmatch(bare(part)):
            name = match["name"]
            return NAMES[name] if name else int(match["m"] or match["n"])
        below.append(part)
    leaf, *parents = below or [""]
    if BARE_MONTH.fullmatch(leaf) and any("月" in parent for parent in parents):
        return int(leaf)
    return None


def _crossed_field(
    column: Column, crossed: list[Field], kind: LedgerKind, words: Words
) -> Field | None:
    """Return which crosstab field a month's column is: its voucher, say, beside its amount.

    None if it says something that a row has once, such as a note.
    """

    def strength(field: Field) -> float:
        return _strength(column, field, words.header(kind.code, field.code))

    leaf = bare(column.path[-1])
    if MONTH_HEADER.fullmatch(leaf) or BARE_MONTH.fullmatch(leaf):
        return max(crossed, key=lambda f: (strength(f) > 1, strength(f), f is crossed[0]))
    best = max(kind.fields, key=strength)
    if strength(best) <= 1:
        return crossed[0]
    return best if best.crosstab else None
