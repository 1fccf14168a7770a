"""Reading a report as of now, and comparing what was published with it."""

from wutong.steer.bulletins.queries.comparing import (
    Compared,
    Difference,
    compare,
    differences,
)
from wutong.steer.bulletins.queries.proving import digest_of, shipped, what_is_wrong
from wutong.steer.bulletins.queries.reading import (
    Answer,
    Slot,
    latest,
    read_report,
    rows_behind,
    slot_ids,
    slot_of,
    value_of,
)

__all__ = [
    "Answer",
    "Compared",
    "Difference",
    "Slot",
    "compare",
    "differences",
    "digest_of",
    "latest",
    "read_report",
    "rows_behind",
    "shipped",
    "slot_ids",
    "slot_of",
    "value_of",
    "what_is_wrong",
]
