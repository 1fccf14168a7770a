"""Where a sheet's table begins: its title and unit, its header, what each column is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from wutong.foundation.imports.amounts import unit_of
from wutong.foundation.imports.dates import year_in
from wutong.foundation.imports.reading import Cells, Merge
from wutong.foundation.imports.texts import fold, printed

DEEPEST: Final = 3  # rows of a header whose depth no merge tells
LONGEST_HEADER: Final = 40  # characters; longer text is a note
NUMBERED: Final = re.compile(r"序号?|编号|No\\.?|项次", re.IGNORECASE)
CAPTION: Final = re.compile(
    r"(?:填报|报送|填表|编制|制表|填制|统计|上报|编报|金额|计量|货币)?"
    r"(?:单位|部门|日期|时间|截止时间)(?:（[^）]*）)?:"
)
PURE_UNIT: Final = re.compile(r"（?(?:单位)?(?:亿元|万元|千元|元)）?")
AS_OF: Final = re.compile(r"截[至止].*|\d{4}年\d{1,2}月\d{1,2}日")
ATTACHMENT: Final = re.compile(r"附[件表][\d一二三四五六七八九十]*:?")
BANNER: Final = re.compile(
    r"(?:(?P<outer>[一二三四五六七八九十]+[、.])|(?P<inner>（[一二三四五六七八九十]+）)).+"
    r"|.+（共?\d+[个项家户批条名件人次]+）"
)
ORDER: Final = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|（[一二三四五六七八九十]+）)")
COUNT: Final = re.compile(r"（共?\d+[个项家户批条名件人次]+）$")
NUMBER: Final = re.compile(r"[+-]?[\d,.]+%?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `index` counts from 0 as Excel's A, `unit` is yuan in one unit."""

    index: int
    path: tuple[str, ...]
    unit: Decimal | None

    @property
    def name(self) -> str:
        return "|".join(self.path)


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands above a table's first row; rows count from 1."""

    title: str
    unit: Decimal | None
    year: int | None
    header_first: int
    header_last: int
    columns: list[Column]
    header_texts: list[dict[int, str]]
    above: frozenset[str]

    @property
    def width(self) -> int:
        return len(self.columns)


Texts = dict[int, str]


def texts_of(values: Cells) -> Texts:
    """Return the folded text of each filled cell by column."""
    texts = {col: printed(value) for col, value in enumerate(values) if value is not None}
    return {col: text for col, text in texts.items() if text}


def is_caption(texts: Texts) -> bool:
    """Tell whether a row is the one that says who reports and in which unit."""
    filled = list(texts.values())
    if any(CAPTION.match(text) for text in filled):
        return True
    return len(filled) <= 3 and (
        any(PURE_UNIT.fullmatch(text) or AS_OF.fullmatch(text) for text in filled)
        or (len(filled) > 1 and all(":" in text for text in filled))
    )


def find_layout(rows: Iterable[tuple[int, Cells]], merges: list[Merge], name: str) -> Layout | None:
    """Return the layout of the sheet's table, or None if no row has two filled cells."""
    above: list[Texts] = []
    walk = iter(rows)
    for number, values in walk:
        texts = texts_of(values)
        attached = len(texts) == 2 and any(ATTACHMENT.fullmatch(text) for text in texts.values())
        if len(texts) < 2 or attached or is_caption(texts):
            if texts:
                above.append(texts)
            continue
        depth = _merged_depth(number, texts, merges)
        below = [texts_of(row) for _, row in islice(_following(walk, number), max(depth, DEEPEST))]
        header = [texts, *below]
        if depth == 1:
            depth = _written_depth(header[:DEEPEST], number - 1, merges)
        return _layout(above, header[:depth], number, merges, name)
    return None


def _following(walk: Iterator[tuple[int, Cells]], number: int) -> Iterator[tuple[int, Cells]]:
    """Yield the rows below `number` without a gap: a row that was left out is empty."""
    for found, values in walk:
        while number + 1 < found:
            number += 1
            yield number, []
        number = found
        yield number, values


def _merged_depth(number: int, texts: Texts, merges: list[Merge]) -> int:
    """Return the header's depth as its merges tell: 1 if they do not."""
    top = number - 1
    depths = {m.first_col: m.last_row - top + 1 for m in merges if m.first_row == top}
    first = depths.get(min(texts), 1)
    return first if first > 1 else max(depths.values(), default=1)


def _written_depth(rows: list[Texts], top: int, merges: list[Merge]) -> int:
    """Return the depth of a header whose first cell is merged with none, as in a .csv.

    A lower row of it has text only, nothing below the first cell, and, at some depth, text
    where the top row has none or below a cell that spans several columns.
    """
    head, first, depth = rows[0], min(rows[0]), 1
    wide = {
        col
        for m in merges
        if m.first_row == top and m.last_col > m.first_col
        for col in range(m.first_col, m.last_col + 1)
    }
    numbered = NUMBERED.fullmatch(head[first])
    for place, below in enumerate(rows[1:], start=2):
        if not below or min(below) < first or below.get(first, head[first]) != head[first]:
            break
        texts = list(below.values())
        if any(NUMBER.fullmatch(text) or len(text) > LONGEST_HEADER for text in texts):
            break
        if len(texts) == 1 and (BANNER.fullmatch(texts[0]) or not numbered):
            break
        if any(col not in head or col in wide for col in below if col > first):
            depth = place
    return depth


def _layout(
    above: list[Texts], header: list[Texts], number: int, merges: list[Merge], name: str
) -> Layout:
    captions = [texts for texts in above if is_caption(texts)]
    titles = [
        text
        for texts in above
        if texts not in captions
        for text in texts.values()
        if not ATTACHMENT.fullmatch(text)
    ]
    joined = ["".join(texts.values()) for texts in captions]
    units = (unit_of(text) for text in [*joined, *titles])
    title = " ".join(titles)
    return Layout(
        title=title,
        unit=next((unit for unit in units if unit is not None), None),
        year=year_in(title) or year_in(name),
        header_first=number,
        header_last=number + len(header) - 1,
        columns=_columns(header, number - 1, merges),
        header_texts=header,
        above=frozenset(text for texts in above for text in texts.values()),
    )


def _columns(header: list[Texts], top: int, merges: list[Merge]) -> list[Column]:
    """Return the columns that have a name; `top` is the header's first row, from 0."""
    grid: list[Texts] = [dict(texts) for texts in header]
    spread: set[tuple[int, int]] = set()
    for merge in merges:
        level = merge.first_row - top
        if 0 <= level < len(header) and merge.first_col in header[level]:
            for row in range(level, min(level + merge.last_row - merge.first_row + 1, len(header))):
                for col in range(merge.first_col, merge.last_col + 1):
                    grid[row][col] = header[level][merge.first_col]
                    spread.add((row, col))
    _spread_groups(grid, spread)
    columns = []
    for col in sorted({col for texts in grid for col in texts}):
        path: list[str] = []
        for texts in grid:
            text = texts.get(col)
            if text and path[-1:] != [text]:
                path.append(text)
        unit = next((u for u in map(unit_of, reversed(path)) if u is not None), None)
        columns.append(Column(col, tuple(path), unit))
    return columns


def _spread_groups(grid: list[Texts], spread: set[tuple[int, int]]) -> None:
    """Carry a group's name over the blanks to its right, as where a .csv lost the merge."""
    last = max(col for texts in grid for col in texts)
    for level, texts in enumerate(grid[:-1]):
        source = None
        for col in range(last + 1):
            below = any(col in deeper for deeper in grid[level + 1 :])
            if col in texts:
                merged = (level, col) in spread
                source = col if below and not merged else None
            elif source is not None and below and _same_parent(grid[:level], source, col):
                texts[col] = texts[source]
            else:
                source = None


def _same_parent(parents: list[Texts], left: int, right: int) -> bool:
    return all(texts.get(left) == texts.get(right) for texts in parents)


def group_of(banner: str) -> str:
    """Return a banner's bare name: 一、新材料（12个） is 新材料."""
    return "|".join(
        COUNT.sub("", ORDER.sub("", fold(part))).rstrip(":") for part in banner.split("|")
    )
