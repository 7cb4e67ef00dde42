"""PostgreSQL's planner keeps no sample of what people told us: samples outlive the rows they were taken from."""

import pytest
from django.db import connection

from tests.vorgang.cases import make_message
from vorgang.keeping.column_samples import personal_columns, take_no_samples
from vorgang.models import Message

TABLE = Message._meta.db_table
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite nimmt keine Stichproben")


def execute(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def sampled() -> set[str]:
    """Return the columns of the messages of which there is a sample."""
    return {name for (name,) in execute(f"SELECT attname FROM pg_stats WHERE tablename = '{TABLE}'")}  # noqa: S608


def write_and_erase() -> None:
    for number in range(20):
        make_message(email=f"person{number}@beispiel.example", name=f"Person {number}", text=f"Frage {number}")
    execute(f"ANALYZE {TABLE}")
    Message.objects.all().delete()
    execute(f"ANALYZE {TABLE}")


def test_the_register_names_the_columns_of_people():
    columns = personal_columns()

    assert {"name", "email", "phone", "text"} <= set(columns[TABLE])
    assert {"name"} <= set(columns["kurse_seat"])
    assert "id" not in columns[TABLE]


@pytest.mark.goal("D1")
@pytest.mark.django_db
@only_postgresql
def test_no_sample_of_what_people_wrote_is_taken():
    write_and_erase()

    assert sampled() & set(personal_columns()[TABLE]) == set()


@pytest.mark.goal("D1")
@pytest.mark.django_db(transaction=True)
@only_postgresql
def test_a_sample_outlives_the_rows_it_was_taken_from():
    """Negative control: the same with a column as PostgreSQL makes it, until it is told again."""
    execute(f"ALTER TABLE {TABLE} ALTER COLUMN email SET STATISTICS -1")
    write_and_erase()

    assert "email" in sampled()
    assert (take_no_samples(), take_no_samples()) == (1, 0)
