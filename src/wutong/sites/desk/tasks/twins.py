"""Deciding a suspected duplicate, and with it the receipts that were reported for it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wutong.foundation.imports.models import Row
from wutong.foundation.imports.operations import decide_row, dismiss_row
from wutong.sites.desk.queries.imports.twins import waiting_receipts

SAME = "same"
DROPPED = "所属项目判定为重复，只计一次"


@transaction.atomic
def decide_twin(row: Row, *, decision: str, note: str, actor: Any) -> Row:
    """Decide; where the project counts once, the receipts of the row left out are left out too.

    Those of a project that stands by itself are written by the decision.
    """
    decided = decide_row(row, decision=decision, note=note, actor=actor)
    if decision == SAME:
        for receipt in waiting_receipts(row).select_related("sheet__ledger__batch"):
            dismiss_row(receipt, reason=DROPPED, actor=actor)
    return decided
