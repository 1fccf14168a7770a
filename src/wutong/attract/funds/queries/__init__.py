"""Which receipts count and where each stands; the monthly round; what a month came to, and why."""

from wutong.attract.funds.queries.bridge import FIGURES, Bridge, Line, bridge
from wutong.attract.funds.queries.closing import Item, checklist
from wutong.attract.funds.queries.counting import counted_receipts
from wutong.attract.funds.queries.published import Difference, Published, month_as, published
from wutong.attract.funds.queries.returns import (
    UnitMonth,
    due_day,
    owing_projects,
    placed_in,
    unit_month,
    unit_months,
)
from wutong.attract.funds.queries.standing import (
    STATES,
    Overrun,
    overrun_of,
    overruns,
    rule_on,
    same_voucher,
    with_state,
)

__all__ = [
    "FIGURES",
    "STATES",
    "Bridge",
    "Difference",
    "Item",
    "Line",
    "Overrun",
    "Published",
    "UnitMonth",
    "bridge",
    "checklist",
    "counted_receipts",
    "due_day",
    "month_as",
    "overrun_of",
    "overruns",
    "owing_projects",
    "placed_in",
    "published",
    "rule_on",
    "same_voucher",
    "unit_month",
    "unit_months",
    "with_state",
]
