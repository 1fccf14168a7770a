"""Where a record came from: file › sheet › cells, as the importer kept them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType

from wutong.foundation.imports.kinds import kinds
from wutong.foundation.imports.models import Provenance, Row
from wutong.people.models import EVERYONE, CountyRecord


@dataclass(frozen=True)
class SourceCell:
    label: str
    address: str
    text: str
    corrected: str


@dataclass(frozen=True)
class Source:
    """One ledger row that a record rests on."""

    batch: int
    file: str
    sheet: str
    row: int
    did: str
    cells: list[SourceCell]  # none where the row tells of what the reader may not see


def sources_of(record: Any, official: Any) -> list[Source]:
    """Return the ledger rows a record rests on, the latest first.

    A row tells more than one record: a firm's row may be that of another unit's project. Who
    does not see the county reads the cells only of rows all of whose records are in scope.
    """
    kind = ContentType.objects.get_for_model(record)
    found = Provenance.objects.filter(model=kind, key=record.pk)
    made = found.select_related("row__sheet__ledger").order_by("-pk")[:10]
    open_rows = rows_open_to(official, record, {each.row_id for each in made})
    return [source_of(each.row, each.was_amended, each.row_id in open_rows) for each in made]


def rows_open_to(official: Any, record: Any, rows: set[int]) -> set[int]:
    if official.sees_county:
        return rows
    if getattr(record, "scope", EVERYONE) == EVERYONE:
        return set()
    made: dict[int, list[tuple[int, int]]] = {}  # kind → which row made the record of which key
    told = Provenance.objects.filter(row__in=rows).values_list("row_id", "model_id", "key")
    for row, kind, key in told:
        made.setdefault(kind, []).append((row, key))
    closed: set[int] = set()
    for kind, pairs in made.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if issubclass(model, CountyRecord):
            keys = {key for _, key in pairs}
            seen = model.history.visible_to(official).filter(pk__in=keys).order_by()
            hidden = keys - set(seen.values_list("pk", flat=True))
            closed |= {row for row, key in pairs if key in hidden}
    return rows - closed


def source_of(row: Row, amended: bool, is_open: bool) -> Source:
    labels = {f.code: f.label for f in kinds[row.kind].fields} if row.kind in kinds else {}
    cells = [
        SourceCell(labels.get(code, code), cell[0], cell[1], row.corrections.get(code, ""))
        for code, cell in (row.cells.items() if is_open else ())
    ]
    sheet = row.sheet
    did = "据此更新" if amended else "据此登记"
    return Source(sheet.ledger.batch_id, sheet.ledger.name, sheet.name, row.number, did, cells)
