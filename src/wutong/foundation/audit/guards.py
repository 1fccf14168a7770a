"""What keeps the trail written once: triggers that refuse to change or remove a row.

They belong to the database itself, so that no shell and no other program gets around them.
"""

from __future__ import annotations

from typing import Any

TABLES = ("audit_trail", "audit_seal")
WORDS = "the trail is written once"

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{words}'); END
"""
POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
"""


def events(vendor: str) -> list[str]:
    return ["UPDATE", "DELETE"] + (["TRUNCATE"] if vendor == "postgresql" else [])


def raise_guards(schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION)
    form = POSTGRES if vendor == "postgresql" else SQLITE
    for table in TABLES:
        for event in events(vendor):
            words = {"table": table, "verb": event.lower(), "event": event, "words": WORDS}
            schema_editor.execute(form.format(**words))


def lower_guards(schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for event in events(vendor):
            name = f"{table}_no_{event.lower()}"
            on = f" ON {table}" if vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
