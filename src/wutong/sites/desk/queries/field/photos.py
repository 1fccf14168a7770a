"""The photos that hang on a visit."""

from __future__ import annotations

from typing import Any

from wutong.attract.outreach.models import Interaction
from wutong.foundation.files.models import File
from wutong.foundation.files.operations import may_store


def photos_of(interaction: Interaction, official: Any) -> dict[str, Any]:
    """Return what the page of a visit shows of its photos."""
    photos = list(File.objects.of(interaction))
    if not photos:
        return {}
    may_mend = may_store(official, interaction)
    return {"photos": photos, "photos_may_mend": may_mend, "record_key": interaction.pk}
