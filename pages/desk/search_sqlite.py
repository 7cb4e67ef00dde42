"""The search of the CMS on SQLite, for which a quotation mark is one: its library passes it on as syntax.

To be loaded on SQLite with FTS5 only: elsewhere the library has no such models.

FTS5 takes a mark inside a text for the end of the text, unless it is doubled (sqlite.org/fts5.html, 3.1). The library
does not: what somebody typed ended in a fault of the database.
"""

from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import Phrase, PlainText, SearchQuery


def quoted(query: SearchQuery) -> SearchQuery:
    """Return what somebody typed with its quotation marks doubled; other parts of a query as they are."""
    if isinstance(query, PlainText):
        return PlainText(query.query_string.replace('"', '""'), operator=query.operator, boost=query.boost)
    if isinstance(query, Phrase):
        return Phrase(query.query_string.replace('"', '""'))
    return query


class QuotingCompiler(SQLiteSearchQueryCompiler):
    """Finds whole words."""

    def build_search_query_content(self, query, config=None):
        return super().build_search_query_content(quoted(query), config=config)


class QuotingAutocompleteCompiler(SQLiteAutocompleteQueryCompiler):
    """Finds beginnings of words."""

    def build_search_query_content(self, query, config=None):
        return super().build_search_query_content(quoted(query), config=config)


class QuotingBackend(SQLiteSearchBackend):
    """The library's own back end for SQLite with both of these."""

    query_compiler_class = QuotingCompiler
    autocomplete_query_compiler_class = QuotingAutocompleteCompiler
