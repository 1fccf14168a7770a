"""Guessing what a sheet is, and which column is which, from its words."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from wutong.foundation.imports.kinds import Field, LedgerKind, in_order
from wutong.foundation.imports.tables import Column, Table
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.wording import Words

MONTH = re.compile(r"(?:\d{4}年)?(?<!\d)(1[0-2]|[1-9])月(?:份)?")
RUNNING = re.compile(r"累计|1[-—~至到]+\d+月|[—-]本月")
SUMS = ("小计", "合计", "全年", "总计", "年度目标", "全年目标", "全年任务")
SEQUENCE = ("序号", "序", "项次", "编号", "NO", "No.", "№")
VAGUE = ("名称", "时间", "日期", "金额", "类型", "类别", "单位", "情况", "编号", "内容", "状态")
COUNTS = ("数", "数量", "个数", "家数")
WORDY = ("text", "name", "names", "place")
SAYS_LITTLE = re.compile(r"(?:基本)?(?:情况|信息|阶段|进度|内容)$")


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
    for kind in in_order():
        mapping = map_columns(kind, table, words)
        present = {use.field for use in mapping}
        if not all(any(code in present for code in group) for group in kind.asks):
            continue
        found.append(Guess(kind.code, mapping, _score(kind, table, mapping, sheet, file)))
    return max(found, key=lambda g: g.score, default=None)


def _score(kind: LedgerKind, table: Table, mapping: list[Use], sheet: str, file: str) -> float:
    spoken = ((fold(sheet), 3.0), (fold(table.title), 3.0), (fold(file), 1.0))
    hinted = sum(
        max((weight + len(hint) / 4 for hint in kind.hints if hint in text), default=0.0)
        for text, weight in spoken
    )
    columns = [c for c in table.columns if c.path and c.path[-1] not in SEQUENCE]
    used = {use.col for use in mapping}
    covered = sum(column.index in used for column in columns) / max(len(columns), 1)
    fields = len({use.field for use in mapping}) / len(kind.fields)
    return hinted + 6 * covered + 3 * fields


def map_columns(kind: LedgerKind, table: Table, words: Words) -> list[Use]:
    """Return which column says which field: the best matches first, each column once."""
    crossed = _crosstab(kind, table, words)
    taken = {use.col for use in crossed}
    claims = []
    for column in table.columns:
        if column.index in taken or not column.path:
            continue
        for place, field in enumerate(kind.fields):
            strength = _strength(column, field, words.header(kind.code, field.code))
            if strength > 0:
                claims.append((-strength, place, column.index, field))
    used: dict[str, int] = {use.field: use.col for use in crossed}
    mapping = list(crossed)
    for _, _, index, field in sorted(claims, key=lambda c: c[:3]):
        if index in taken or (field.code in used and field.reads != "place"):
            continue
        taken.add(index)
        used[field.code] = index
        mapping.append(Use(index, field.code))
    return sorted(mapping, key=lambda use: use.col)


def _strength(column: Column, field: Field, words: list[str]) -> float:
    """Return how well a header fits a field, 0 for not at all.

    The whole leaf counts most, alone or with its parent before it (签约情况|时间 is 签约时间);
    a leaf that says little by itself (名称, 时间) leaves the word to its parent.
    """
    leaf, *parents = [bare(part) for part in reversed(column.path)]
    if leaf.endswith(COUNTS) and field.reads in WORDY and leaf not in words:
        return 0.0
    vague = bool(parents) and leaf in VAGUE
    joined = {SAYS_LITTLE.sub("", parent) + leaf for parent in parents}
    return max((_fit(w, leaf, parents, joined, vague) for w in words), default=0.0)


def _fit(word: str, leaf: str, parents: list[str], joined: set[str], vague: bool) -> float:
    parent, _, own = word.rpartition("|")
    size = len(own) / 10
    if parent:
        return 12 + size if own == leaf and any(parent in p for p in parents) else 0.0
    if own in joined:
        return 11 + size
    if own == leaf:
        return (5 if vague else 10) + size
    if own in parents:
        return 6 + size + (0.5 if leaf in {"姓名", "名称", "企业名称"} else 0)
    if leaf in SEQUENCE or own not in leaf:
        return 0.0
    share = len(own) / len(leaf)
    if len(own) < 3 and not (share >= 0.5 and leaf.endswith(own)):
        return 0.0  # 项目 in 项目状态 says nothing
    return 3 * share + size + (1 if leaf.endswith(own) else 0)


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
        indicator = words.meaning("indicator", "|".join(column.path)) or ""
        field = _crossed_field(column, crossed, kind, words)
        found.append(Use(column.index, field.code, month, indicator))
    return found if len({use.month for use in found}) > 1 else []


def _month_of(column: Column) -> int | None:
    for part in reversed(column.path):
        if RUNNING.search(part) or any(word in part for word in SUMS):
            return None
        if match := MONTH.fullmatch(bare(part)):
            return int(match[1])
    return None


def _crossed_field(column: Column, crossed: list[Field], kind: LedgerKind, words: Words) -> Field:
    """Return which crosstab field a month's column is: its voucher, say, beside its amount."""
    strengths = [(_strength(column, f, words.header(kind.code, f.code)), f) for f in crossed]
    best = max(strengths, key=lambda pair: pair[0])
    return best[1] if best[0] > 1 else crossed[0]
