"""The triggers that keep the journal as written: nothing is changed, and only an open erasure run deletes.

Run after every migrate, since SQLite drops the triggers of a table when a migration rebuilds it.
"""

from django.db import connections, transaction

from vorgang.models import ErasureRun, JournalEntry

# The rule under which the journal's own old entries are erased.
RULE = "vorgang.JournalEntry"

OPEN_RUN = "SELECT 1 FROM {runs} WHERE finished_at IS NULL AND rule = '{rule}'"

SQLITE = (
    "CREATE TRIGGER vorgang_journal_update BEFORE UPDATE ON {journal} "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    f"CREATE TRIGGER vorgang_journal_delete BEFORE DELETE ON {{journal}} WHEN NOT EXISTS ({OPEN_RUN}) "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
)
POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION vorgang_journal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND EXISTS ({OPEN_RUN}) THEN
        RETURN OLD;
      END IF;
      RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    "CREATE TRIGGER vorgang_journal_row BEFORE UPDATE OR DELETE ON {journal} "
    "FOR EACH ROW EXECUTE FUNCTION vorgang_journal_guard()",
    "CREATE TRIGGER vorgang_journal_table BEFORE TRUNCATE ON {journal} "
    "FOR EACH STATEMENT EXECUTE FUNCTION vorgang_journal_guard()",
)
NAMES = {
    "sqlite": ("vorgang_journal_update", "vorgang_journal_delete"),
    "postgresql": ("vorgang_journal_row", "vorgang_journal_table"),
}


def guard(using: str = "default") -> None:
    """Set the triggers anew."""
    statements = SQLITE if connections[using].vendor == "sqlite" else POSTGRESQL
    names = {"journal": JournalEntry._meta.db_table, "runs": ErasureRun._meta.db_table, "rule": RULE}
    with transaction.atomic(using):
        unguard(using)
        with connections[using].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(**names))


def unguard(using: str = "default") -> None:
    """Take the triggers away; tests that empty every table must."""
    on_table = "" if connections[using].vendor == "sqlite" else f" ON {JournalEntry._meta.db_table}"
    with connections[using].cursor() as cursor:
        for name in NAMES[connections[using].vendor]:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def guard_after_migrate(sender, using, **kwargs) -> None:
    """Answer post_migrate; a migration backwards may have taken the table away."""
    if JournalEntry._meta.db_table in connections[using].introspection.table_names():
        guard(using)
