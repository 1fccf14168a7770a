"""Firms (企业): who invests and who is invested in; their groups, honours and people."""

from wutong.attract.firms.models.firms import (
    Firm,
    FirmGroup,
    Honour,
    Origin,
    Registration,
    valid_credit_code,
)
from wutong.attract.firms.models.merging import FirmDistinction, FirmMerger
from wutong.attract.firms.models.people import ContactPerson

__all__ = [
    "ContactPerson",
    "Firm",
    "FirmDistinction",
    "FirmGroup",
    "FirmMerger",
    "Honour",
    "Origin",
    "Registration",
    "valid_credit_code",
]
