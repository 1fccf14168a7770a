"""Breaking a long title into balanced lines, and measuring how wide text prints.

Widths are in characters: a Chinese character is 1, a half-width digit or letter 0.5.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

# 156 mm hold twenty characters of 2号 (22 pt); one is left free, so that no line runs edge to edge.
TITLE_WIDTH = 19.0

OPENING = "《（“‘〔【(["
CLOSING = "》）”’〕】)]，。、；：！？,.;:!?%％"
# The standard wants title lines to end with a whole word. No dictionary: the words that
# official titles are made of.
WORD_LIST = """
关于 印发 转发 批转 进一步 做好 开展 推进 加快 加强 情况 进展 完成 工作
任务 目标 重点 项目 建设 资金 落实 报告 通报 通知 意见 方案 办法 计划
总结 决定 请示 会议 纪要 季度 半年 上半年 下半年 年度 月份 第一季度
第二季度 第三季度 第四季度 一季度 二季度 三季度 四季度 前三季度 全县 全市
全区 全省 人民政府 办公室 委员会 领导小组 责任 单位 部门 考核 评价 排名
调度 企业 产业 发展 政策 分析 统计 指标 数据 事项 关于印发 关于转发
关于做好 十一 十二 十三 十四 十五
"""
WORDS = WORD_LIST.split()
PARTICLES = "的和与及、"
NUMERALS = "一二三四五六七八九十百"
ENDINGS = "县市区省局委办会"  # an issuing body's name ends here


def width(text: str) -> float:
    """Return the printed width of `text`, in characters."""
    return len(text) / 2 if text.isascii() else sum(map(_advance, text))


@cache  # a ledger asks for the same characters by the million
def _advance(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def title_lines(title: str, most: float = TITLE_WIDTH) -> list[str]:
    """Return the lines of a title: the author's own, each broken further where too wide."""
    return [line for own in title.split("\n") if own for line in _balanced(own, most)]


def _balanced(text: str, most: float) -> list[str]:
    """Break `text` into as few lines as fit, of like width, between words."""
    count = math.ceil(width(text) / most)
    if count <= 1:
        return [text]
    ideal = width(text) / count
    costs = _breaks(text)

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        if lines == 1:
            rest = width(text[start:])
            return ((rest - ideal) ** 2 + (1000 * (rest - most) if rest > most else 0), ())
        options = [(math.inf, (start,) * (lines - 1))]
        for at in range(start + 1, len(text)):
            wide = width(text[start:at])
            if wide > most:
                break
            cost, further = best(at, lines - 1)
            options.append((cost + (wide - ideal) ** 2 + costs[at], (at, *further)))
        return min(options)

    cuts = min((best(0, count), best(0, count + 1)))[1]  # one line more, if no cut fits
    return [text[a:b] for a, b in pairwise((0, *cuts, len(text))) if a < b]


def _breaks(text: str) -> list[float]:
    """Return what it costs to break before each character: nothing between words."""
    costs = [20.0] * (len(text) + 1)
    for at in range(1, len(text)):
        if text[at - 1] in PARTICLES or text[at - 1] in ENDINGS:
            costs[at] = 4.0
    spans = [(at, at + len(word)) for word in WORDS for at in _found(text, word)]
    for edge in (edge for span in spans for edge in span):
        costs[edge] = min(costs[edge], 8.0)
    for start, end in spans:  # last, since a short word may end inside a longer one
        for inside in range(start + 1, end):
            costs[inside] = max(costs[inside], 60.0)
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if before in OPENING or after in CLOSING or _joined(before, after):
            costs[at] = 500.0
        elif after in PARTICLES:
            costs[at] = 60.0
    return costs


def _found(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _joined(before: str, after: str) -> bool:
    """Whether two characters belong to one number or Latin word, or a number to its unit."""
    if before in "第" + NUMERALS:
        return after in NUMERALS + "届次批期轮个项亿万季月年"
    narrow = before.isascii() and before.isalnum()
    return narrow and ((after.isascii() and after.isalnum()) or after in "年月日个项亿万%")
