"""The search of the CMS, as Wagtail's setting names it: the library's own, but on SQLite a mark is a mark."""

from modelsearch.backends import database


def SearchBackend(params):  # noqa: N802 - the name by which Wagtail asks a module for its back end
    """Return the back end for the database of this site."""
    backend = database.SearchBackend(params)
    # Known once a back end was made: None where the database is another one.
    if not database.USE_SQLITE_FTS:
        return backend
    from pages.cms_search_sqlite import QuotingBackend

    return QuotingBackend(params)
