"""From a table's rows to drafts: every mapped cell read as its field says, problems at the cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from wutong.foundation.imports import dates
from wutong.foundation.imports.amounts import read_amount, read_count, unit_of
from wutong.foundation.imports.book import HOLD, REPORT, Draft
from wutong.foundation.imports.crosstabs import Use
from wutong.foundation.imports.kinds import Field, LedgerKind
from wutong.foundation.imports.models import LedgerSheet
from wutong.foundation.imports.tables import Column, Kind, Row, Table, group_of
from wutong.foundation.imports.texts import Value, fold, printed
from wutong.foundation.imports.wording import Words

YEARS_AHEAD = 1  # a ledger of 2023 may plan for 2024; 2032 in it is a slip of the pen
NOTHING = {"-", "—", "——", "－", "/", "\\", "无"}  # in a crosstab: no receipt that month
SAMPLES = 60  # rows that show how a sheet is written
LISTED = re.compile(r"[、；;\n\r]")
MONTH_WITHIN = re.compile(r"(?<![-—~至到\d.])(?:1[0-2]|0?[1-9])月(?!\d{1,2}日)(?![-—~至到])")
SIDE = {"amount", "text"}  # a crosstab's month with only these says nothing
DATED = {"day", "span", "month", "due"}


@dataclass(frozen=True)
class Setting:
    """What holds for all rows of a sheet."""

    kind: LedgerKind
    sheet: LedgerSheet
    words: Words
    year: int | None  # of the sheet's name or title
    ledger_year: int  # the latest year the import speaks of: bounds what dates are believed
    unit: Decimal | None


class Part(NamedTuple):
    """Which of a crosstab's drafts a row's is."""

    year: int | None = None
    month: int | None = None
    indicator: str = ""

    def __str__(self) -> str:
        year = str(self.year) if self.year else ""
        return f"{year}{self.month:02d}{self.indicator}" if self.month else self.indicator


def drafts_of(table: Table, setting: Setting) -> Iterator[tuple[Draft | None, Row]]:
    """Yield each row with its drafts: one, or one for each month and indicator of a crosstab.

    Rows that are sums come with None.
    """
    uses = [Use(**use) for use in setting.sheet.mapping]
    columns = {column.index: column for column in table.columns}
    plain = [use for use in uses if not use.month and not use.indicator]
    parts: dict[Part, list[Use]] = {}
    for use in uses:
        if use.month or use.indicator:
            parts.setdefault(Part(use.year, use.month, use.indicator), []).append(use)
    above = _Above(table, plain, setting.kind)
    for row in map(above.carry, table.rows()):
        if row.kind is not Kind.DATA:
            yield None, row
        elif not parts:
            yield _draft(row, plain, columns, setting, Part()), row
        else:
            filled = [part for part, crossed in parts.items() if _says(row, crossed, setting.kind)]
            for part in filled:
                draft = _draft(row, plain + parts[part], columns, setting, part)
                draft.context["is_last"] = part == filled[-1]
                yield draft, row


class _Above:
    """Carries down what a sheet writes once for several rows, without merging its cells.

    So it is in a .csv, which has no merges: 责任单位 stands beside the first of its projects.
    """

    def __init__(self, table: Table, uses: list[Use], kind: LedgerKind) -> None:
        merged = {m.first_col for m in table.sheet.merges if m.last_row > m.first_row}
        cols = {u.col for u in uses if _carries(kind.field(u.field)) and u.col not in merged}
        filled: dict[int, list[bool]] = {col: [] for col in cols}
        if cols:
            rows = (row for row in table.rows() if row.kind is Kind.DATA)
            for row in islice(rows, SAMPLES):
                for col in cols:
                    filled[col].append(col in row.cells)
        years = {u.col for u in uses if u.field == "year"}
        self.cols = [c for c in cols if c in years or _is_sparse(filled[c])]
        self.last: dict[int, tuple[Value, tuple[int, int]]] = {}
        self.banner = ""

    def carry(self, row: Row) -> Row:
        if row.kind is not Kind.DATA or row.banner != self.banner:
            self.last, self.banner = {}, row.banner
        if row.kind is not Kind.DATA or not self.cols:
            return row
        cells, tops = dict(row.cells), dict(row.tops)
        for col in self.cols:
            if col in cells:
                self.last[col] = (cells[col], (row.number, col))
            elif col in self.last:
                cells[col], tops[col] = self.last[col]
        return replace(row, cells=cells, tops=tops)


def _is_sparse(filled: list[bool]) -> bool:
    """Return whether a column is written in the first row and left blank in most."""
    return bool(filled) and filled[0] and 2 * sum(filled) < len(filled)


def _carries(field: Field) -> bool:
    return field.group or field.code in {"unit", "month", "year", "edition"}


def _says(row: Row, crossed: list[Use], kind: LedgerKind) -> bool:
    """Return whether a row says anything of a crosstab's month: more than a dash or a sum."""
    for use in crossed:
        field = kind.field(use.field)
        text = printed(row.cells.get(use.col))
        if text and (field.needed or field.reads not in SIDE) and text not in NOTHING:
            return True
    return False


def _draft(
    row: Row,
    uses: list[Use],
    columns: dict[int, Column],
    setting: Setting,
    part: Part,
) -> Draft:
    draft = Draft(setting.kind.code, setting.sheet.pk, row.number, {})
    draft.part = str(part)
    file = Path(setting.sheet.ledger.name).stem
    draft.context = {
        "year": part.year or setting.year or dates.year_in(file),
        "ledger_year": setting.ledger_year,
        "ledger": setting.sheet.ledger_id,
        "sheet": setting.sheet.name,
        "title": setting.sheet.title,
        "file": file,
        "banner": group_of(row.banner) if row.banner else "",
        "units": {},
        "blank": {},
        "month": part.month,
        "indicator": part.indicator,
        "crossed": [use.field for use in uses if use.month],
    }
    for use in uses:
        value = row.cells.get(use.col)
        if value is None or (isinstance(value, str) and not value.strip()):
            draft.context["blank"].setdefault(use.field, row.address(use.col))
            continue
        if use.month and printed(value) in NOTHING:
            continue
        text = printed(value) if not isinstance(value, str) else value.strip()
        if use.field in draft.cells and setting.kind.field(use.field).reads == "place":
            _, before = draft.cells[use.field]
            draft.cells[use.field] = (row.address(use.col), f"{before} {text}")
        else:
            draft.cells[use.field] = (row.address(use.col), text)
        unit = columns[use.col].unit or setting.unit
        if unit is not None:
            draft.context["units"][use.field] = str(unit)
        draft.values[f"raw:{use.field}"] = value
    understand(draft, setting.kind, setting.words)
    return draft


def understand(draft: Draft, kind: LedgerKind, words: Words) -> None:
    """Read every cell of a draft as its field says; what cannot be read is a problem there."""
    raw = {f.code: draft.values.pop(f"raw:{f.code}", None) for f in kind.fields}
    ordered = sorted(kind.fields, key=lambda f: (f.reads != "year", not f.tells_year))
    for field in ordered:
        if field.code in draft.cells:
            value = raw[field.code] if raw[field.code] is not None else draft.written(field.code)
            _read_field(draft, field, value, words)
        elif field.group:
            _from_group(draft, field, words)
        if field.tells_year:
            _take_year(draft, field)
    if draft.context.get("month") and kind.has("month"):
        year = draft.get("year") or draft.context["year"] or draft.context["ledger_year"]
        draft.values["month"] = date(year, draft.context["month"], 1)
    if draft.context.get("indicator"):
        draft.values["indicator"] = draft.context["indicator"]


def _take_year(draft: Draft, field: Field) -> None:
    """Let a field that names a year, such as 2023年第3批, give it to the row's days."""
    if draft.get("year") is None:
        year = dates.year_in(draft.written(field.code))
        draft.context["year"] = year or draft.context["year"]


def _read_field(draft: Draft, field: Field, value: Value, words: Words) -> None:
    try:
        read = _read(draft, field, value, words)
    except ValueError as reason:
        _cannot(draft, field, str(reason))
        return
    if read is not None:
        draft.values[field.code] = read


def _cannot(draft: Draft, field: Field, reason: str) -> None:
    text = draft.written(field.code)
    if field.reads in DATED:
        code = "wrong_year_text_date" if "年之间" in reason else "unreadable_date"
        draft.say(code, HOLD, reason, field.code)
    elif field.reads == "amount":
        code = "formula_error" if text.startswith("#") else "unreadable_amount"
        draft.say(code, HOLD if field.needed else REPORT, reason, field.code)
    else:
        draft.say("unreadable_value", HOLD if field.needed else REPORT, reason, field.code)


def _read(draft: Draft, field: Field, value: Value, words: Words) -> Any:
    text = draft.written(field.code)
    year = draft.get("year") or draft.context["year"]
    latest = {"latest": draft.context["ledger_year"] + YEARS_AHEAD}
    match field.reads:
        case "text":
            return _one_line(text)
        case "name" | "place":
            return fold(text)
        case "names":
            return [name for part in LISTED.split(text) if (name := fold(part))]
        case "day":
            return dates.read_day(value, year=year, **latest)
        case "span":
            start, end = dates.read_span(value, year=year, **latest)
            draft.values[f"{field.code}_end"] = end
            return start
        case "month":
            return dates.read_month(value, year=year, **latest)
        case "due":
            start, end = dates.read_due(value, year=year, **latest)
            draft.values[f"{field.code}_end"] = end
            return start
        case "amount":
            return read_amount(value, _unit(draft, field))
        case "count" | "number":
            return read_count(value)
        case "year":
            return _year(text)
        case "yes":
            return words.says("yes", "yes", text)
        case _:
            return words.meaning(field.reads.removeprefix("mark:"), text)


def _unit(draft: Draft, field: Field) -> Decimal | None:
    """Return the yuan in one unit of an amount: the row's own 计量单位 over column and sheet."""
    own = draft.written("unit_of_measure")
    if own and (unit := unit_of(own)):
        return unit
    unit = draft.context["units"].get(field.code)
    return Decimal(unit) if unit else None


def _year(text: str) -> int:
    digits = "".join(c for c in fold(text) if c.isdigit())[:4]
    if len(digits) != 4 or not 2000 <= int(digits) <= 2100:
        raise ValueError(f"年度“{text}”无法识别，请写成 2023年")
    return int(digits)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _from_group(draft: Draft, field: Field, words: Words) -> None:
    """Take a field from the banner above the row, else the sheet's name, else its title."""
    context = draft.context
    for text in (context["banner"], context["sheet"], context["title"], context.get("file", "")):
        if not text:
            continue
        if field.reads.startswith("mark:"):
            meaning = words.meaning(field.reads.removeprefix("mark:"), text)
            if meaning is not None:
                draft.values[field.code] = meaning
                return
        elif field.reads == "month":
            found = _month_in(text, context["year"])
            if found is not None:
                draft.values[field.code] = found
                return
        elif field.reads == "year":
            year = dates.year_in(text)
            if year:
                draft.values[field.code] = year
                return
        elif field.looks:
            if re.search(field.looks, fold(text)):
                draft.values[field.code] = fold(text)
                return
        elif text == context["banner"] or field.reads == "text":
            draft.values[field.code] = fold(text)
            return


def _month_in(text: str, year: int | None) -> date | None:
    """Return the one month that a sheet's name or title speaks of; None for none or several."""
    with suppress(ValueError):
        return dates.read_month(text, year=year)
    months = {int(found[:-1]) for found in MONTH_WITHIN.findall(fold(text))}
    year = dates.year_in(text) or year
    return date(year, months.pop(), 1) if len(months) == 1 and year else None
