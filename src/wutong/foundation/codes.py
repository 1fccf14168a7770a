"""Codes that others assign, and what can be said of them without asking the issuer."""

from __future__ import annotations

import re

from stdnum.iso7064 import mod_11_10

PROJECT_CODE = re.compile(
    r"(?P<year>\d{2})(?P<month>0[1-9]|1[0-2])-(?P<region>\d{6})-(?P<guide>\d{2})-(?P<kind>\d{2})-\d{6}"
)


def project_code_fault(code: str) -> str:
    """Say what is wrong with the form of an investment project code (投资项目代码), or "".

    GB/T 40058-2021, 4: 24 places, `YYMM-RRRRRR-GG-KK-NNNNNC`: time, region, central guiding
    department, kind of project, five random digits and a check digit.
    """
    if PROJECT_CODE.fullmatch(code):
        return ""
    return "应为 24 位，形如 2303-620500-04-01-123456（年月-地区-部门-类型-随机码与校验码）"


def project_code_doubt(code: str) -> str:
    """Say that the check digit of a well-formed project code does not fit, or "".

    GB/T 17710-2008 (ISO 7064 MOD 11,10) over the digits. A doubt and no fault: codes given before
    2021-08-01 were made without it.
    """
    digits = code.replace("-", "")
    if mod_11_10.is_valid(digits):
        return ""
    return "校验位不符，请对照备案（核准、审批）文件核对"
