"""Applying judged rows, settling those that waited, and taking a batch back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from wutong.foundation.imports.book import HOLD, Book, Draft, Found
from wutong.foundation.imports.drafting import understand
from wutong.foundation.imports.judging import SETTLED, as_json, earlier_rows
from wutong.foundation.imports.kinds import LedgerKind, in_order, kinds
from wutong.foundation.imports.models import Batch, Problem, Provenance, Row
from wutong.foundation.imports.progress import tell
from wutong.foundation.imports.undoing import standing_on as standing_on
from wutong.foundation.imports.undoing import withdraw
from wutong.foundation.imports.wording import Words
from wutong.foundation.imports.writing import Writer
from wutong.foundation.operations import Refused
from wutong.foundation.planner import refresh_statistics
from wutong.foundation.records import Record

READY = (Row.State.NEW, Row.State.CHANGED)
OPEN = (Row.State.HELD, Row.State.WAITING)
CHUNK = 1_000


def apply_rows(batch: Batch, *, actor: Any) -> None:
    """Write all ready rows of a batch, kind by kind."""
    book, writer = Book(Words.now(), actor=actor), Writer(actor)
    ready = Row.objects.filter(sheet__ledger__batch=batch, state__in=READY)
    done, total = 0, ready.count()
    for kind in in_order():
        rows = Row.objects.filter(sheet__ledger__batch=batch, kind=kind.code)
        keys = list(rows.filter(state__in=READY).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), CHUNK):
            chunk = list(rows.filter(pk__in=keys[start : start + CHUNK]).order_by("pk"))
            _apply_chunk(chunk, kind, book, writer)
            done += len(chunk)
            words = f"正在写入{kind.label}：已写入 {done:,} 行，共 {total:,} 行"
            tell(batch.pk, words, done=done, of=total)
        held = list(rows.filter(state__in=OPEN))
        _replace_earlier(held, earlier_rows(kind, [row.key for row in held]))
        forget_rights(actor)
    refresh_statistics()
    _afterwards(book)
    writer.flush()


def forget_rights(actor: Any) -> None:
    """Have an official's rights worked out anew: they reach the units that were just written."""
    for name in ("tree", "granted", "unit_scope", "sees_county"):
        with suppress(AttributeError):  # not worked out yet
            delattr(actor, name)


def _afterwards(book: Book) -> None:
    for kind in in_order():
        if kind.afterwards is not None:
            kind.afterwards(book)


def _apply_chunk(rows: list[Row], kind: LedgerKind, book: Book, writer: Writer) -> None:
    earlier = earlier_rows(kind, [row.key for row in rows])
    records = records_of([row for row in earlier.values() if row.state == Row.State.APPLIED])
    for row in rows:
        before = earlier.get(row.key)
        write_row(row, kind, book, writer, records.get(before.pk, {}) if before else {})
    for state in {row.state for row in rows}:
        Row.objects.filter(pk__in=[r.pk for r in rows if r.state == state]).update(state=state)
    _replace_earlier([row for row in rows if row.state == Row.State.APPLIED], earlier)


def _replace_earlier(rows: list[Row], earlier: dict[str, Row]) -> None:
    replaced = [earlier[r.key].pk for r in rows if r.key in earlier and earlier[r.key].pk != r.pk]
    if replaced:
        Row.objects.filter(pk__in=replaced).update(state=Row.State.REPLACED)


def write_row(
    row: Row, kind: LedgerKind, book: Book, writer: Writer, before: dict[str, Record]
) -> None:
    """Write one row; what an operation refuses holds the row, with the operation's words."""
    try:
        with transaction.atomic():
            writer.begin(row, before)
            kind.write(draft_of(row), book, writer)
            for role, record in list(writer.untouched.items()):
                withdraw(record, reason=f"新台账不再有：{role}", actor=writer.actor)
    except (Refused, PermissionDenied) as error:
        words = str(error) if isinstance(error, Refused) else "超出您的权限范围"
        writer.made = [made for made in writer.made if made.row is not row]
        row.state = Row.State.HELD
        Problem.objects.create(
            sheet_id=row.sheet_id,
            row=row,
            cell=f"A{row.number}",
            code="refused",
            level=HOLD,
            message=words,
        )
        return
    row.state = Row.State.APPLIED


def records_of(rows: list[Row]) -> dict[int, dict[str, Record]]:
    """Return the records that rows made and that still stand: row key → role → record."""
    made = Provenance.objects.filter(row__in=rows).order_by("pk").prefetch_related("record")
    found: dict[int, dict[str, Record]] = {}
    for provenance in made:
        record = provenance.record
        if record is not None and record.retired_at is None:
            found.setdefault(provenance.row_id, {})[provenance.role] = record
    return found


def draft_of(row: Row) -> Draft:
    """Return a stored row as a draft again: days as `date`, amounts as Decimal 元."""
    draft = Draft(row.kind, row.sheet_id, row.number, {k: tuple(v) for k, v in row.cells.items()})
    draft.context, draft.part, draft.key = row.context, row.part, row.key
    draft.decision, draft.row = row.decision, row
    reads = {f.code: f.reads for f in kinds[row.kind].fields}
    for name, value in row.values.items():
        draft.values[name] = _typed(value, reads.get(name.removesuffix("_end"), "text"))
    return draft


def _typed(value: Any, reads: str) -> Any:
    if reads in {"day", "span", "month", "due"} and isinstance(value, str):
        return date.fromisoformat(value)
    if reads in {"amount", "count", "number"} and isinstance(value, str):
        return Decimal(value)
    return value


def rejudge_row(row: Row, *, actor: Any, book: Book | None = None) -> None:
    """Read a held row again with its corrections, and write it if nothing holds it any more."""
    _rejudge([row], kinds[row.kind], book or Book(Words.now(), actor=actor))


def _rejudge(rows: list[Row], kind: LedgerKind, book: Book) -> None:
    """Judge rows of a kind again, together as an import does, and write what nothing holds."""
    drafts = [_corrected(row) for row in rows]
    for draft in drafts:
        understand(draft, kind, book.words)
        kind.check(draft, book)
    if kind.settle is not None:
        kind.settle(drafts, book)
    for row, draft in zip(rows, drafts, strict=True):
        _settle(row, draft, kind, book)


def _settle(row: Row, draft: Draft, kind: LedgerKind, book: Book) -> None:
    """Store what judging a row again came to, if it came to anything else than before."""
    before = (row.state, row.key, row.values, [_told(problem) for problem in row.problems.all()])
    row.values, row.key = as_json(draft.values), _own_key(row, draft, book)
    row.state = Row.State.HELD if draft.is_held else Row.State.WAITING
    is_open = draft.is_held or draft.waits
    told = [_told(found) for found in draft.problems]
    if is_open and not row.corrections and before == (row.state, row.key, row.values, told):
        return
    Problem.objects.filter(row=row).delete()
    Problem.objects.bulk_create(
        Problem(
            sheet_id=row.sheet_id,
            row=row,
            cell=p.cell,
            field=p.field,
            code=p.code,
            level=p.level,
            message=p.message,
        )
        for p in draft.problems
    )
    if not is_open:
        writer = Writer(book.actor)
        write_row(row, kind, book, writer, {})
        writer.flush()
    row.save()


def _told(found: Problem | Found) -> tuple[str, str, str, str, str]:
    return found.cell, found.field, found.code, str(found.level), found.message


def _own_key(row: Row, draft: Draft, book: Book) -> str:
    """Return the row's key as it is known now, told apart from other rows' as an import does.

    A row that was held for its unit is known by the unit's own name once the roster has it.
    """
    key = (draft.key or row.key)[:380]
    if key == row.key.partition("#")[0]:
        return row.key
    taken, place = book.shelf(f"keys:{row.kind}", lambda: _standing_keys(row.kind)), 1
    while (f"{key}#{place}" if place > 1 else key) in taken:
        place += 1
    own = f"{key}#{place}" if place > 1 else key
    taken.discard(row.key)
    taken.add(own)
    return own


def _standing_keys(kind: str) -> set[str]:
    rows = Row.objects.filter(kind=kind, state__in=SETTLED)
    rows = rows.filter(sheet__ledger__batch__state=Batch.State.APPLIED)
    return set(rows.values_list("key", flat=True))


def _corrected(row: Row) -> Draft:
    cells = {field: (cell, text) for field, (cell, text) in row.cells.items()}
    blank = row.context.get("blank", {})
    for field, text in row.corrections.items():
        place = cells.get(field, (blank.get(field, f"A{row.number}"), ""))[0]
        cells[field] = (place, text)
    draft = Draft(row.kind, row.sheet_id, row.number, cells)
    draft.context, draft.part, draft.key = row.context, row.part, row.key
    draft.decision, draft.row = row.decision, row
    return draft


def settle_waiting(*, actor: Any) -> None:
    """Judge the open rows of all applied batches again: what they missed may be there now.

    Goes on while it helps, since a project that is settled may settle its receipts.
    """
    while True:
        book, settled = Book(Words.now(), actor=actor), 0
        for kind in in_order():
            open_rows = Row.objects.filter(
                kind=kind.code, state__in=OPEN, sheet__ledger__batch__state=Batch.State.APPLIED
            )
            open_rows = open_rows.order_by("pk").prefetch_related("problems")
            rows = [row for row in open_rows if not _hopeless(row)]
            _rejudge(rows, kind, book)
            settled += sum(row.state == Row.State.APPLIED for row in rows)
        if not settled:
            return


def _hopeless(row: Row) -> bool:
    """Return whether only a person can settle the row: its own cells cannot be read."""
    holding = (problem for problem in row.problems.all() if problem.level == HOLD)
    return any(problem.code not in MENDED_BY_OTHERS for problem in holding)


MENDED_BY_OTHERS = {"unknown_unit", "receipt_of_unknown_project", "unknown_batch", "refused"}
