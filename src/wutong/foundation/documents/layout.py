"""The page of GB/T 9704-2012 in numbers, for every format that prints it.

Lengths are in millimetres (`_MM`), points (`_PT`, 1/72 inch) or characters of 3号.
"""

from __future__ import annotations

from dataclasses import dataclass

from wutong.foundation.documents.titles import width

PAGE_MM = (210.0, 297.0)
TOP_MM, RIGHT_MM, BOTTOM_MM, LEFT_MM = 37.0, 26.0, 35.0, 28.0  # leaves 156 × 225 mm of text

LINES, CHARACTERS = 22, 28  # a page; a line
TITLE_PT, BODY_PT, SMALL_PT = 22.0, 16.0, 14.0  # 2号, 3号, 4号
# 225 mm / 22 lines is 28.99 pt, but Word works in twentieths of a point and drops the last
# line of a page if the sum is over by one of them: 28.95 is the most that holds 22 lines.
LINE_PT = 28.95
# 156 mm / 28 is 15.79 pt, so characters of 16 pt stand a quarter point closer.
TRACKING_PT = -0.25
# The dashes of the page number stand 7 mm below the text area, in the middle of their line.
FOOTER_MM = BOTTOM_MM - 7.0 - SMALL_PT / 2 * 25.4 / 72


@dataclass(frozen=True)
class Closing:
    """How far signature and date stand from the right edge, in characters."""

    signed_by: float
    dated: float


def closing(signed_by: str, dated: str) -> Closing:
    """Place signature and date as section 7.3.5.2 (a document without seal) does.

    The signature stands two characters from the edge and the date starts two characters
    right of the signature; where the date is the longer, it is the one two from the edge.
    """
    signature, date = width(signed_by), width(dated)
    if not signed_by:
        return Closing(2.0, 2.0)
    if date > signature:
        return Closing(4.0 + date - signature, 2.0)
    return Closing(2.0, signature - date)
