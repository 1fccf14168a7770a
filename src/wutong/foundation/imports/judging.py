"""Judging what was read: drafts of all rows, kind by kind, each with its state and problems."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from wutong.foundation.imports.aside import Aside
from wutong.foundation.imports.book import Book, Draft, Found
from wutong.foundation.imports.drafting import Setting, drafts_of
from wutong.foundation.imports.guessing import Use
from wutong.foundation.imports.kinds import Late, LedgerKind, in_order
from wutong.foundation.imports.models import Batch, Ledger, LedgerSheet, Problem, Row
from wutong.foundation.imports.progress import tell
from wutong.foundation.imports.reading import Sheet, open_ledger
from wutong.foundation.imports.safety import Unreadable
from wutong.foundation.imports.store import kept_file
from wutong.foundation.imports.tables import Table, read_table
from wutong.foundation.imports.totals import Totals

CHUNK = 1_000
ROW_PLACE = ("pk", "sheet_id", "number", "part")
SETTLED = (Row.State.APPLIED, Row.State.HELD, Row.State.WAITING, Row.State.DISMISSED)


class BrokenOff(Exception):
    """A ledger that opened well and cannot be read to its end."""

    def __init__(self, ledger: Ledger, refusal: Unreadable) -> None:
        super().__init__(str(refusal))
        self.ledger = ledger


def judge_rows(batch: Batch, book: Book) -> None:
    """Read every sheet of a batch again and store its rows, judged; earlier ones are dropped.

    Raises BrokenOff.
    """
    Row.objects.filter(sheet__ledger__batch=batch).delete()
    Problem.objects.filter(sheet__ledger__batch=batch).delete()
    sheets = LedgerSheet.objects.filter(ledger__batch=batch).exclude(kind="")
    by_kind: dict[str, list[LedgerSheet]] = {}
    for sheet in sheets.select_related("ledger").order_by("ledger_id", "order"):
        by_kind.setdefault(sheet.kind, []).append(sheet)
    latest, opened = ledger_year(sheets), Opened()
    _tell_unknown(batch)
    repeats: Counter[tuple[str, str]] = Counter()
    for kind in in_order():
        stream = (
            draft
            for sheet in by_kind.get(kind.code, [])
            for draft in _whole(sheet, _sheet_drafts(batch, sheet, kind, book, latest, opened))
        )
        for chunk in _chunks(_settled((_with_key(each, repeats) for each in stream), kind, book)):
            store(chunk, kind)
        if kind.conclude is not None:
            lates = iter(kind.conclude(book))
            while some := list(islice(lates, CHUNK)):
                _store_late(some)


def _settled(drafts: Iterator[Draft], kind: LedgerKind, book: Book) -> Iterator[Draft]:
    """Yield the drafts of a kind, compared with each other where the kind does so."""
    if kind.settle is None:
        yield from drafts
        return
    with Aside(kind.compared) as aside:
        for draft in drafts:
            aside.put(draft)
        kind.settle(aside.drafts, book)
        yield from aside.back()


def _tell_unknown(batch: Batch) -> None:
    """Report every sheet that holds a table of no known kind: nothing of it is read."""
    for sheet in LedgerSheet.objects.filter(ledger__batch=batch, kind=""):
        filled = any(column["samples"] for column in sheet.columns)
        if filled and sheet.certainty != "chosen":
            words = "看不出是哪种台账，本表没有读取；请选择台账类型，或确认不导入"
            Problem.objects.create(
                sheet=sheet, cell="A1", code="unknown_sheet", level="report", message=words
            )


def ledger_year(sheets: Iterable[LedgerSheet]) -> int:
    """Return the latest year that titles and file names of an import speak of."""
    years = [y for s in sheets for y in _years(f"{s.title} {s.name} {s.ledger.name}")]
    return max(years, default=_this_year())


def _years(text: str) -> list[int]:
    digits = "".join(c if c.isdigit() else " " for c in text).split()
    return [int(d) for d in digits if len(d) == 4 and 2015 <= int(d) <= _this_year() + 1]


def _this_year() -> int:
    return timezone.localdate().year


def _whole(sheet: LedgerSheet, drafts: Iterator[Draft]) -> Iterator[Draft]:
    try:
        yield from drafts
    except Unreadable as refusal:
        raise BrokenOff(sheet.ledger, refusal) from refusal


def _sheet_drafts(
    batch: Batch,
    sheet: LedgerSheet,
    kind: LedgerKind,
    book: Book,
    latest: int,
    opened: Opened,
) -> Iterator[Draft]:
    table = opened.table_of(sheet)
    if table is None:
        return
    setting = Setting(kind, sheet, book.words, table.year, latest, table.unit)
    totals = Totals(kind, table, [Use(**use) for use in sheet.mapping])
    found: list[Found] = []
    count, last = 0, 0
    for draft, row in drafts_of(table, setting):
        if row.number != last:
            found += totals.observe(row)
            last = row.number
            count += row.kind == "data"
            if count % 2_000 == 1:
                tell(batch.pk, f"正在读取 {sheet.ledger.name} › {sheet.name}：第 {row.number} 行")
        if draft is not None:
            kind.check(draft, book)
            yield draft
    found += totals.finish()
    for number in table.leftover:
        found.append(
            Found("row_below_note", "report", f"A{number}", "注释以下的行没有读取，请移到表内")
        )
    Problem.objects.bulk_create([_problem(item, sheet.pk, None) for item in found])
    LedgerSheet.objects.filter(pk=sheet.pk).update(rows_read=count)


class Opened:
    """The kept file that is read at the moment: a workbook of many sheets is opened once."""

    def __init__(self) -> None:
        self.ledger, self.sheets = 0, list[Sheet]()

    def table_of(self, sheet: LedgerSheet) -> Table | None:
        if self.ledger != sheet.ledger_id:
            path = kept_file(sheet.ledger.digest, Path(sheet.ledger.name).suffix.lower())
            self.sheets = []  # frees the last file before the next is read
            self.sheets = open_ledger(path, name=sheet.ledger.name)
            self.ledger = sheet.ledger_id
        return read_table(self.sheets[sheet.order])


def table_of(sheet: LedgerSheet) -> Table | None:
    """Open the kept file of a sheet again and return its table."""
    return Opened().table_of(sheet)


def _with_key(draft: Draft, repeats: Counter[tuple[str, str]]) -> Draft:
    """Tell rows with the same key in one import apart by their order."""
    draft.key = (draft.key or f"{draft.sheet_id}:{draft.number}")[:380]
    repeats[draft.kind, draft.key] += 1
    if repeats[draft.kind, draft.key] > 1:
        draft.key = f"{draft.key}#{repeats[draft.kind, draft.key]}"
    return draft


def _chunks(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    chunk: list[Draft] = []
    for draft in drafts:
        chunk.append(draft)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def store(drafts: list[Draft], kind: LedgerKind) -> None:
    """Write a chunk of drafts as rows, each compared with what an earlier import made of it."""
    earlier = earlier_rows(kind, [draft.key for draft in drafts])
    rows = Row.objects.bulk_create([_row(draft, earlier.get(draft.key)) for draft in drafts])
    problems = []
    for draft, row in zip(drafts, rows, strict=True):
        draft.row = row
        problems += [_problem(found, draft.sheet_id, row) for found in draft.problems]
    Problem.objects.bulk_create(problems)


def _store_late(lates: list[Late]) -> None:
    """Write problems of rows that are stored already, some at a time."""
    sheets, numbers = {late.sheet_id for late in lates}, {late.number for late in lates}
    rows = Row.objects.filter(sheet__in=sheets, number__in=numbers)
    keys = {(sheet, at, part): pk for pk, sheet, at, part in rows.values_list(*ROW_PLACE)}
    problems = [_problem(late.found, late.sheet_id, None) for late in lates]
    for late, problem in zip(lates, problems, strict=True):
        problem.row_id = keys[late.sheet_id, late.number, late.part]
    Problem.objects.bulk_create(problems)


def earlier_rows(kind: LedgerKind, keys: list[str]) -> dict[str, Row]:
    """Return, by key, the row of an applied batch that stands for it now."""
    rows = Row.objects.filter(kind=kind.code, key__in=keys, state__in=SETTLED)
    rows = rows.filter(sheet__ledger__batch__state=Batch.State.APPLIED)
    return {row.key: row for row in rows.order_by("pk")}


def _row(draft: Draft, earlier: Row | None) -> Row:
    values = as_json(draft.values)
    row = Row(
        sheet_id=draft.sheet_id,
        number=draft.number,
        part=draft.part,
        kind=draft.kind,
        key=draft.key,
        cells=draft.cells,
        values=values,
        context=draft.context,
    )
    if earlier is not None and _same(earlier, row):
        row.state = Row.State.SAME
    elif draft.is_held:
        row.state = Row.State.HELD
    elif draft.waits:
        row.state = Row.State.WAITING
    elif earlier is not None and earlier.state == Row.State.APPLIED:
        row.state, row.differs = Row.State.CHANGED, difference(earlier.values, values)
    return row


def _same(earlier: Row, row: Row) -> bool:
    """Return whether a row says what the earlier one said, as read or as written."""
    if earlier.state == Row.State.APPLIED and not earlier.corrections:
        return bool(earlier.values == row.values)
    return {f: c[1] for f, c in earlier.cells.items()} == {f: c[1] for f, c in row.cells.items()}


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    names = sorted(set(before) | set(after))
    return {n: [before.get(n), after.get(n)] for n in names if before.get(n) != after.get(n)}


def as_json(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as they stand in the database: Decimal and date as text."""
    kept = {name: value for name, value in values.items() if value is not None}
    loaded: dict[str, Any] = json.loads(json.dumps(kept, cls=DjangoJSONEncoder))
    return loaded


def _problem(found: Found, sheet_id: int, row: Row | None) -> Problem:
    return Problem(
        sheet_id=sheet_id,
        row=row,
        cell=found.cell,
        field=found.field,
        code=found.code,
        level=found.level,
        message=found.message,
    )
