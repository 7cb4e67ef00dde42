"""Words and terms of an index in Elasticsearch, counted by the server page by page."""

from collections.abc import Callable, Iterator

from elasticsearch_dsl import A, Search

from suche.query.lexicon import Lexicon

# A server refuses more than 65,536 groups at once.
PAGE = 50_000


def read_lexicon(search: Callable[[], Search]) -> Lexicon:
    """Return the words and terms of the documents that a search finds."""
    words: dict[str, int] = {}
    written: dict[str, str] = {}
    for value, number in counted(search, "words"):
        word, _blank, spelling = value.partition(" ")
        words[word] = words.get(word, 0) + number
        if spelling:
            written[word] = spelling
    number = search()[:0].extra(track_total_hits=True).execute().hits.total.value
    return Lexicon(number, words, dict(counted(search, "terms")), written)


def counted(search: Callable[[], Search], field: str) -> Iterator[tuple[str, int]]:
    """Yield every value of a field with the number of documents that hold it."""
    after = None
    while True:
        options = {"after": after} if after else {}
        request = search()[:0].params(request_cache=True)
        request.aggs.bucket(
            "values", A("composite", size=PAGE, sources=[{"value": A("terms", field=field)}], **options)
        )
        answer = request.execute().to_dict()["aggregations"]["values"]
        yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in answer["buckets"])
        after = answer.get("after_key")
        if not after or len(answer["buckets"]) < PAGE:
            return
