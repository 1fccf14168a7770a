"""Where a record came from: file › sheet › cells, as the importer kept them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType

from wutong.foundation.imports.kinds import kinds
from wutong.foundation.imports.models import Provenance, Row


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
    cells: list[SourceCell]


def sources_of(record: Any) -> list[Source]:
    """Return the ledger rows a record rests on, the latest first."""
    kind = ContentType.objects.get_for_model(record)
    made = Provenance.objects.filter(model=kind, key=record.pk)
    made = made.select_related("row__sheet__ledger").order_by("-pk")
    return [source_of(each.row, each.was_amended) for each in made[:10]]


def source_of(row: Row, amended: bool) -> Source:
    labels = {f.code: f.label for f in kinds[row.kind].fields} if row.kind in kinds else {}
    cells = [
        SourceCell(labels.get(code, code), cell[0], cell[1], row.corrections.get(code, ""))
        for code, cell in row.cells.items()
    ]
    sheet = row.sheet
    did = "据此更新" if amended else "据此登记"
    return Source(sheet.ledger.batch_id, sheet.ledger.name, sheet.name, row.number, did, cells)
