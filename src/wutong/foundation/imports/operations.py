"""Every way an import can change: stage, map, apply, correct, decide, undo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from wutong.foundation.imports.applying import apply_rows, rejudge_row, settle_waiting
from wutong.foundation.imports.book import Book
from wutong.foundation.imports.guessing import Use, guess, map_columns, signature
from wutong.foundation.imports.judging import BrokenOff, judge_rows, table_of
from wutong.foundation.imports.kinds import kinds
from wutong.foundation.imports.models import (
    Batch,
    Ledger,
    LedgerSheet,
    RememberedMapping,
    Row,
    Synonym,
)
from wutong.foundation.imports.progress import forget, tell
from wutong.foundation.imports.reading import Sheet, open_ledger
from wutong.foundation.imports.safety import Unreadable
from wutong.foundation.imports.store import keep_file
from wutong.foundation.imports.tables import Column, Table, read_table
from wutong.foundation.imports.texts import printed
from wutong.foundation.imports.undoing import withdraw_records
from wutong.foundation.imports.wording import Words
from wutong.foundation.operations import Refused, changed, operation
from wutong.foundation.personal import masked

SAMPLES = 3
PERSONAL = re.compile(r"电话|手机|联系方式|微信|邮箱|身份证")


def imports(ability: str) -> Callable[[Any, Any], bool]:
    return lambda actor, _: bool(actor.holds(ability))


def stage_batch(*, name: str, files: Iterable[tuple[str, Path]], actor: Any) -> Batch:
    """Take in a folder of ledgers and judge its rows, in one transaction."""
    with transaction.atomic():
        return fill_batch(open_batch(name=name, actor=actor), files=files, actor=actor)


@operation("imports.opened", allowed=imports("imports.apply"))
def open_batch(*, name: str, actor: Any) -> Batch:
    """Open an empty batch, so that its page can tell how far the reading has come."""
    return Batch.objects.create(name=name, created_by=actor)


@operation("imports.staged", allowed=imports("imports.apply"))
def fill_batch(batch: Batch, *, files: Iterable[tuple[str, Path]], actor: Any) -> Batch:
    """Take ledgers (name and path of each) into an empty batch: guess what each sheet is, judge.

    A file that cannot be read safely is kept with its refusal; the others go on.
    """
    if batch.state != Batch.State.READING or batch.ledgers.exists():
        raise Refused("该批次已经读取，请另行上传")
    words = Words.now()
    for file, path in sorted(files):
        tell(batch.pk, f"正在打开 {file}")
        _take_in(batch, file, path, words)
    judge_batch(batch, actor=actor)
    return batch


@operation("imports.failed", allowed=imports("imports.apply"))
def fail_batch(batch: Batch, *, problem: str, actor: Any) -> Batch:
    """Note why reading, applying or undoing did not come off; nothing of it was written."""
    if batch.state in {Batch.State.READING, Batch.State.STAGED}:
        batch.state = Batch.State.FAILED
    batch.problem = problem
    batch.save(update_fields=["state", "problem"])
    forget(batch.pk)
    return batch


def _take_in(batch: Batch, name: str, path: Path, words: Words) -> None:
    digest, size = keep_file(path)
    ledger = Ledger(batch=batch, name=name, digest=digest, size=size)
    try:
        sheets = open_ledger(path, name=name)
        ledger.save()
        for order, sheet in enumerate(sheets):
            if not sheet.hidden:  # a hidden sheet is a withdrawn draft
                _take_sheet(ledger, order, sheet, words)
    except Unreadable as refusal:
        _refuse(ledger, str(refusal))


def _refuse(ledger: Ledger, words: str) -> None:
    ledger.refusal = words
    ledger.save()
    ledger.sheets.all().delete()


def _take_sheet(ledger: Ledger, order: int, sheet: Sheet, words: Words) -> None:
    table = read_table(sheet)
    kept = LedgerSheet(ledger=ledger, name=sheet.name, order=order)
    if table is not None:
        kept.title = table.title[:255]
        kept.signature = signature(table)
        kept.columns = _columns(table)
        remembered = RememberedMapping.objects.filter(signature=kept.signature).first()
        if remembered:
            kept.kind, kept.certainty = remembered.kind, "remembered"
            kept.mapping = remembered.mapping
        elif guessed := guess(table, words, sheet=sheet.name, file=ledger.name):
            kept.kind, kept.certainty = guessed.kind, "guessed"
            kept.mapping = guessed.as_json()
    kept.save()


def _columns(table: Table) -> list[dict[str, Any]]:
    samples: dict[int, list[str]] = {column.index: [] for column in table.columns}
    for row in table.rows():
        if row.kind != "data":
            continue
        for col, value in row.cells.items():
            if col in samples and len(samples[col]) < SAMPLES and col not in row.inherited:
                samples[col].append(printed(value)[:60])
        if row.number > table.header_last + 40:
            break
    return [
        {"index": c.index, "path": list(c.path), "samples": _shown(c, samples[c.index])}
        for c in table.columns
    ]


def _shown(column: Column, samples: list[str]) -> list[str]:
    """Return a column's samples, masked where it is headed as a person's number or address."""
    return [masked(each) for each in samples] if PERSONAL.search("".join(column.path)) else samples


@operation("imports.judged", allowed=imports("imports.apply"))
def judge_batch(batch: Batch, *, actor: Any) -> Batch:
    """Judge all rows of a staged batch anew, as its mappings and words stand now."""
    if batch.state not in {Batch.State.READING, Batch.State.STAGED, Batch.State.FAILED}:
        raise Refused("该批次已经导入，不能重新核对")
    _judge(batch, actor)
    batch.state, batch.problem = Batch.State.STAGED, ""
    batch.counts = count_states(batch)
    batch.save(update_fields=["state", "counts", "problem"])
    forget(batch.pk)
    return batch


def _judge(batch: Batch, actor: Any) -> None:
    """Judge all rows; without a ledger that turns out broken on the way, from the start."""
    while True:
        try:
            with transaction.atomic():
                judge_rows(batch, Book(Words.now(), actor=actor))
        except BrokenOff as broken:
            _refuse(broken.ledger, str(broken))
        else:
            return


def count_states(batch: Batch) -> dict[str, int]:
    states = Row.objects.filter(sheet__ledger__batch=batch).values_list("state", flat=True)
    counts: dict[str, int] = {}
    for state in states.order_by().iterator(5_000):
        counts[state] = counts.get(state, 0) + 1
    return counts


@operation("imports.sheet_mapped", allowed=imports("imports.apply"))
def map_sheet(sheet: LedgerSheet, *, kind: str, columns: dict[int, str], actor: Any) -> LedgerSheet:
    """Say what a sheet is and which column says which field (column → field code, "" for none).

    Remembered for the next ledger with the same header. With another kind and no columns, the
    columns are guessed for that kind.
    """
    if sheet.ledger.batch.state != Batch.State.STAGED:
        raise Refused("该批次已经导入，不能再改列的含义")
    if kind and kind not in kinds:
        raise Refused(f"没有“{kind}”这种台账类型")
    before = {"kind": sheet.kind, "mapping": sheet.mapping}
    sheet.mapping = _chosen(sheet, kind, columns) if kind else []
    sheet.kind, sheet.certainty = kind, "chosen"
    sheet.save()
    RememberedMapping.objects.update_or_create(
        signature=sheet.signature,
        defaults={"kind": kind, "mapping": sheet.mapping, "remembered_by": actor},
    )
    changed(sheet, {"kind": [before["kind"], kind], "mapping": [before["mapping"], sheet.mapping]})
    return sheet


def _chosen(sheet: LedgerSheet, kind: str, columns: dict[int, str]) -> list[dict[str, Any]]:
    table = table_of(sheet)
    if table is None:
        return []
    guessed = map_columns(kinds[kind], table, Words.now())
    if not columns:
        return [vars_of(use) for use in guessed]
    known = {use.col: use for use in guessed}
    chosen = []
    for col, field in sorted(columns.items()):
        if not field:
            continue
        if not kinds[kind].has(field):
            raise Refused(f"“{kinds[kind].label}”没有“{field}”这一项")
        same = known.get(col)
        crossed = same if same and same.field == field else None
        chosen.append(vars_of(crossed or Use(col, field)))
    return chosen


def vars_of(use: Use) -> dict[str, Any]:
    return asdict(use)


@operation("imports.applied", allowed=imports("imports.apply"))
def apply_batch(batch: Batch, *, actor: Any) -> Batch:
    """Write the new and changed rows of a staged batch, all or nothing; held rows stay held."""
    if batch.state != Batch.State.STAGED:
        raise Refused("该批次不在待导入状态，请刷新")
    batch.state = Batch.State.APPLIED
    batch.applied_at = timezone.now()
    batch.save(update_fields=["state", "applied_at"])
    apply_rows(batch, actor=actor)
    settle_waiting(actor=actor)
    batch.counts = count_states(batch)
    batch.save(update_fields=["counts"])
    forget(batch.pk)
    return batch


@operation("imports.row_corrected", allowed=imports("imports.apply"))
def correct_row(row: Row, *, corrections: dict[str, str], actor: Any, note: str = "") -> Row:
    """Put a person's reading in place of cells that could not be read, and import the row.

    What is still wrong afterwards stays held, with its reasons.
    """
    _require_held(row)
    known = {f.code for f in kinds[row.kind].fields}
    if unknown := set(corrections) - known:
        raise Refused(f"没有这些项：{'、'.join(sorted(unknown))}")
    row.corrections = {**row.corrections, **corrections}
    changed(row, {f: [row.cells.get(f, ["", ""])[1], text] for f, text in corrections.items()})
    rejudge_row(row, actor=actor)
    settle_waiting(actor=actor)
    return row


@operation("imports.row_decided", allowed=imports("imports.apply"))
def decide_row(row: Row, *, decision: str, actor: Any, note: str = "") -> Row:
    """Decide a suspected duplicate: `same` (one project, this row is not used) or `different`."""
    _require_held(row)
    if decision not in {"same", "different"}:
        raise Refused("请选择“同一项目”或“不同项目”")
    row.decision = decision
    if decision == "same":
        row.state = Row.State.DISMISSED
        row.save(update_fields=["decision", "state"])
    else:
        rejudge_row(row, actor=actor)
    settle_waiting(actor=actor)
    return row


@operation("imports.row_dismissed", allowed=imports("imports.apply"))
def dismiss_row(row: Row, *, reason: str, actor: Any) -> Row:
    """Leave a held row out for good, with the reason."""
    _require_held(row)
    if not reason.strip():
        raise Refused("请写明不采用的原因")
    row.state = Row.State.DISMISSED
    row.save(update_fields=["state"])
    return row


def _require_held(row: Row) -> None:
    if row.sheet.ledger.batch.state != Batch.State.APPLIED:
        raise Refused("请先导入该批次，再更正待核实的行")
    if row.state not in {Row.State.HELD, Row.State.WAITING}:
        raise Refused("该行已经处理，请刷新")


@operation("imports.undone", allowed=imports("imports.apply"))
def undo_batch(batch: Batch, *, reason: str, actor: Any) -> Batch:
    """Take back all that a batch wrote: records it made end, records it amended are as before."""
    if batch.state != Batch.State.APPLIED:
        raise Refused("该批次没有导入，无需撤销")
    withdraw_records(batch, reason=reason or "撤销导入", actor=actor)
    batch.state = Batch.State.UNDONE
    batch.save(update_fields=["state"])
    return batch


@operation("imports.synonym_set", allowed=imports("imports.words"))
def set_synonym(
    *, topic: str, meaning: str, word: str, actor: Any, is_off: bool = False
) -> Synonym:
    """Add a word to a list, or take a shipped one out (`is_off`)."""
    if not word.strip():
        raise Refused("请填写词语")
    synonym, _ = Synonym.objects.update_or_create(
        topic=topic, meaning=meaning, word=word.strip(), defaults={"is_off": is_off}
    )
    return synonym


@operation("imports.mapping_forgotten", allowed=imports("imports.words"))
def forget_mapping(mapping: RememberedMapping, *, actor: Any) -> Any:
    """Forget how a header was read: it is guessed anew next time. Return who had said so."""
    owner = mapping.remembered_by
    changed(owner, {"mapping": [f"{mapping} {mapping.signature}", None]})
    mapping.delete()
    return owner
