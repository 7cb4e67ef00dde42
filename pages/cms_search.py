"""The search of the CMS, as Wagtail's setting names it: the library's own without two of its faults.

On SQLite a quotation mark is syntax to it, and on every database it breaks where what is searched was narrowed by an
expression, as "Usage count" of pictures and documents is.
"""

from django.db.models.expressions import Col
from django.db.models.functions.datetime import Extract
from django.db.models.lookups import Lookup
from modelsearch.backends import database


class NarrowedByExpressions:
    """Lets the database judge filters that are none of a column: it does so anyway, the library only checks them."""

    def _get_filters_from_where_node(self, where_node, check_only=False):
        if isinstance(where_node, Lookup) and not isinstance(where_node.lhs, (Col, Extract)):
            return None
        return super()._get_filters_from_where_node(where_node, check_only=check_only)


def narrowed_by_expressions(compiler: type) -> type:
    return type(compiler.__name__, (NarrowedByExpressions, compiler), {})


def SearchBackend(params):  # noqa: N802 - the name by which Wagtail asks a module for its back end
    """Return the back end for the database of this site."""
    backend = database.SearchBackend(params)
    # Known once a back end was made: None where the database is another one.
    if database.USE_SQLITE_FTS:
        from pages.cms_search_sqlite import QuotingBackend

        backend = QuotingBackend(params)
    backend.query_compiler_class = narrowed_by_expressions(backend.query_compiler_class)
    backend.autocomplete_query_compiler_class = narrowed_by_expressions(backend.autocomplete_query_compiler_class)
    return backend
