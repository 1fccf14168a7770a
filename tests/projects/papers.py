"""Evidence on file, entered as its own tests show it is recorded."""

from __future__ import annotations

from tests.world import World
from wutong.attract.projects.models import Evidence, Project


def show(project: Project, kind: str, world: World) -> Evidence:
    """Put a paper of a kind on a project's file; what the paper says is not what is tested."""
    return Evidence.objects.create(project=project, kind=kind, recorded_by=world.recorder)
