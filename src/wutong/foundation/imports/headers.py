"""How well a column's header fits a field: its own words, those above it, and near ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from wutong.foundation.imports.kinds import Field
from wutong.foundation.imports.tables import Column

SEQUENCE = ("序号", "序", "项次", "编号", "NO", "No.", "№")
VAGUE = ("名称", "时间", "日期", "金额", "类型", "类别", "单位", "情况", "编号", "内容", "状态")
COUNTS = ("数", "数量", "个数", "家数")
WORDY = ("text", "name", "names", "place")
SAYS_LITTLE = re.compile(r"(?:基本)?(?:情况|信息|阶段|进度|内容|概况|方面)$")
NEAR = 0.66  # the share of characters that two headers of one meaning have in common


def strength_of(column: Column, field: Field, words: list[str]) -> float:
    """Return how well a header fits a field, 0 for not at all.

    The whole leaf counts most, alone or with its parent before it (签约情况|时间 is 签约时间);
    a leaf that says little by itself (名称, 时间) leaves the word to its parent. Of words that
    fit alike the one named first counts more.
    """
    header = _header(column.path)
    if header.leaf.endswith(COUNTS) and field.reads in WORDY and header.leaf not in words:
        return 0.0
    if field.reads == "day" and PLANNED.match(header.leaf) and header.leaf not in words:
        return 0.0  # 计划开工时间 is no day on which work began
    best = 0.0
    for place, word in enumerate(words):
        if not (word in header.leaf or word in header.others or "|" in word):
            continue  # as nearly all
        if fit := _fit(word, header):
            best = max(best, fit - min(place, 90) / 1_000)
    return best


@dataclass(frozen=True)
class Header:
    """A column's header taken apart: its leaf, the leaf without remarks, what stands above.

    `others` holds every word that fits it without standing in the leaf.
    """

    leaf: str
    plain: str
    parts: tuple[str, ...]
    parents: frozenset[str]
    joined: frozenset[str]
    others: frozenset[str]

    @property
    def is_vague(self) -> bool:
        return bool(self.parents) and self.leaf in VAGUE


@lru_cache(maxsize=10_000)
def _header(path: tuple[str, ...]) -> Header:
    leaf, *above = [bare(part) for part in reversed(path)]
    short = [SAYS_LITTLE.sub("", parent) for parent in above]
    joined = frozenset(parent + leaf for parent in short)
    plain, parents = REMARK.sub("", leaf), frozenset([*above, *short])
    inner = WITHIN_BRACKETS.sub("", leaf)
    found = (inner, *PARTED.split(leaf)) if inner != leaf or PARTED.search(leaf) else ()
    parts = tuple(part for part in found if len(part) > 1 and part not in VAGUE)
    return Header(leaf, plain, parts, parents, joined, joined | parents | {plain, *parts})


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
    if word in header.parts:
        return 9 - 0.5 * header.parts.index(word) + size
    if word in header.parents:
        return 6 + size + (0.5 if header.leaf in {"姓名", "名称", "企业名称"} else 0)
    return _within(word, header.leaf) if word in header.leaf else 0.0


def _within(word: str, leaf: str) -> float:
    """Return how well a word fits a longer header that has it."""
    ends, share = leaf.endswith(word), len(word) / len(leaf)
    if leaf in SEQUENCE or (len(word) < 3 and not (share >= 0.5 and ends)):
        return 0.0  # 项目 in 项目状态 says nothing
    return 3 * share + len(word) / 10 + (1 if ends else 0)


PLANNED = re.compile(r"计划|预计|拟|预期|目标|预定|要求")
WITHIN_BRACKETS = re.compile(r"（[^（）]*）")
PARTED = re.compile(r"[/、及和与或（）]")  # 手机/电话, 带队领导及职务
REMARK = re.compile(r"(?<=.{2})（[^（）]*）$|^其中[:：]?|^\d{1,2}[.、]|^[*★]+|[:：*]+$")


def bare(text: str) -> str:
    """Return a header without its unit: 签约金额（万元） is 签约金额."""
    return (
        re.sub(r"（(?:单位[:：])?(?:人民币)?(?:亿|万|千)?元?(?:、?个|项|条|家|名)?）$", "", text)
        or text
    )


def nearness(column: Column, words: list[str]) -> float:
    """Return how near a header is to words it does not contain, 0 to 1: 签定时间 to 签订时间.

    Both must end alike: the end of a Chinese compound says what it is.
    """
    leaf = _header(column.path).plain
    ends = [word for word in words if word[-1:] == leaf[-1:] and "|" not in word and len(word) > 2]
    near = max((_shared(leaf, word) for word in ends), default=0.0) if len(leaf) > 2 else 0.0
    return near if near >= NEAR else 0.0


@lru_cache(maxsize=50_000)
def _shared(one: str, other: str) -> float:
    """Return the share of characters that stand in both in the same order."""
    row = [0] * (len(other) + 1)
    for a in one:
        before = 0
        for place, b in enumerate(other, start=1):
            kept = row[place]
            row[place] = before + 1 if a == b else max(row[place], row[place - 1])
            before = kept
    return 2 * row[-1] / (len(one) + len(other))
