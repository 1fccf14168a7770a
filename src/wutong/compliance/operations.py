"""Every way fair-competition reviews can change."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.compliance.models import Review
from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend
from wutong.people.access import county_wide

reviews = keep(Review, "compliance.review", allowed=county_wide("compliance.review"))


@operation("compliance.review_concluded", allowed=county_wide("compliance.review"))
def conclude_review(review: Review, *, conclusion: str, on: date, actor: Any) -> Review:
    """Conclude a review; only one with a legal basis can permit anything (条例 art. 10)."""
    permits = conclusion in {Review.Conclusion.CONFORMS, Review.Conclusion.EXCEPTION}
    if permits and not review.legal_basis.strip():
        raise Refused("没有记录法律依据，不能得出可实施的结论")
    return amend(review, {"conclusion": conclusion, "concluded_on": on})
