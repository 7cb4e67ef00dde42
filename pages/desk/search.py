"""The search of the CMS, as Wagtail's setting names it: the library's own without two of its faults.

On SQLite a quotation mark is syntax to it. On every database it refuses to search what was narrowed or sorted by a
column that it does not index, which the lists of Wagtail themselves do ("Usage count", "Has child pages", "Type").
"""

from collections.abc import Iterator

from modelsearch.backends import database


class JudgedByTheDatabase:
    """Searches a QuerySet however it is narrowed and sorted: the database does both, the library only checks them.

    An index on a server of its own could not; this one is a table beside the others.
    """

    def _get_filters_from_queryset(self, check_only=False) -> None:
        return None

    def _get_order_by(self) -> Iterator:
        return iter(())


def judged_by_the_database(compiler: type) -> type:
    return type(compiler.__name__, (JudgedByTheDatabase, compiler), {})


def SearchBackend(params):  # noqa: N802 - the name by which Wagtail asks a module for its back end
    """Return the back end for the database of this site."""
    backend = database.SearchBackend(params)
    # Known once a back end was made: None where the database is another one.
    if database.USE_SQLITE_FTS:
        from pages.desk.search_sqlite import QuotingBackend

        backend = QuotingBackend(params)
    backend.query_compiler_class = judged_by_the_database(backend.query_compiler_class)
    backend.autocomplete_query_compiler_class = judged_by_the_database(backend.autocomplete_query_compiler_class)
    return backend
