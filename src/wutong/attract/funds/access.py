"""Who may do what with receipts, monthly returns and exchange rates."""

from __future__ import annotations

from typing import Any

from wutong.attract.funds.models import Receipt
from wutong.people.access import county_wide, keeps
from wutong.people.models import Unit

can_record = keeps("funds.record")
verifies = keeps("funds.verify")
can_keep_rates = county_wide("funds.verify")


def can_verify(official: Any, receipt: Receipt) -> bool:
    """Return whether this official may vouch for the receipt: never for their own."""
    return official.pk != receipt.recorded_by_id and verifies(official, receipt)


def can_take_from_ledger(official: Any, receipt: Receipt) -> bool:
    """Return whether a ledger they bring in vouches for its receipts: the bureau's own does."""
    return bool(official.may("imports.apply")) and verifies(official, receipt)


def can_submit(official: Any, unit: Unit) -> bool:
    """Return whether this official may hand in the monthly return of the unit."""
    return bool(official.may("funds.record", unit.pk))
