"""By which channels something was published: ledgers and pushes name theirs in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wutong.attract.projects.models import PublicationChannel


def naming(channels: Iterable[PublicationChannel]) -> str:
    """Return the pattern of texts that name one of these channels: 商协会微信群、朋友圈 names two.

    What stands behind “：” says which group.
    """
    names = [re.escape(name) for channel in channels for name in channel.names]
    return rf"(^|、)({'|'.join(names)})(：|、|$)"


def of_channel(rows: Any, channel: PublicationChannel, path: str = "channel") -> Any:
    """Return the rows whose text at `path` names the channel."""
    return rows.filter(**{f"{path}__regex": naming([channel])})


def unlisted(rows: Any, channels: Iterable[PublicationChannel], path: str = "channel") -> Any:
    """Return the rows whose text names none of these channels."""
    channels = list(channels)
    return rows.exclude(**{f"{path}__regex": naming(channels)}) if channels else rows
