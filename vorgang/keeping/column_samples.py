"""What PostgreSQL's planner keeps of columns: samples of what stands in them, which outlive the erased rows.

ANALYZE copies values into pg_statistic, where the view pg_stats shows them, and leaves them there when a table is
empty afterwards (measured on PostgreSQL 15). Of people's data none are taken; the planner gets along with its guess.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.db import connections, models

from vorgang.personal_data import Rule, register

SAMPLED = """
    SELECT attribute.attname FROM pg_attribute AS attribute
    WHERE attribute.attrelid = to_regclass(%s) AND attribute.attname = ANY(%s)
    AND coalesce(attribute.attstattarget, -1) <> 0
"""


def personal_columns() -> dict[str, list[str]]:
    """Return {table: columns} of the texts, files and values that the register calls personal."""
    columns = defaultdict(list)
    for label, marks in register().items():
        for field in fields_of(label):
            mark = marks.get(field.name, marks.get("*"))
            if isinstance(mark, Rule) and not field.is_relation:
                columns[field.model._meta.db_table].append(field.column)
    return columns


def fields_of(label: str) -> Iterator[models.Field]:
    """Yield the columns of a model's own table; none where its room is not installed."""
    try:
        model = apps.get_model(label)
    except LookupError:
        return
    yield from model._meta.local_concrete_fields


def take_no_samples(using: str = "default") -> int:
    """Let PostgreSQL sample no personal column any more; returns of how many it did until now."""
    connection, changed = connections[using], 0
    if connection.vendor != "postgresql":
        return changed
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, columns in personal_columns().items():
            cursor.execute(SAMPLED, [quoted(table), columns])
            for (column,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {quoted(table)} ALTER COLUMN {quoted(column)} SET STATISTICS 0")
                changed += 1
    return changed


def take_no_samples_after_migrate(sender, using, **kwargs) -> None:
    """Answer post_migrate, when all tables are there; a migration backwards may have taken some away."""
    take_no_samples(using)
