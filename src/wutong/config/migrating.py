"""The state of the database beside the state the software expects."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from wutong.people.operations import grow_roles


def pending() -> list[str]:
    """Return the migrations not yet applied, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up_to_date() -> None:
    """Give the database the tables of this version, and its roles what this version adds."""
    if pending():
        call_command("migrate", verbosity=0, interactive=False)
    grow_roles()
