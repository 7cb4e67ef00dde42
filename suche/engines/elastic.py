"""Elasticsearch as an engine: several machines share one index, and it is built beside the old one without a gap."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import wraps
from time import time
from uuid import uuid4

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import BulkIndexError
from elasticsearch_dsl import Index, Q, Search

from suche.analysis.analyser import Analyser
from suche.conf import ElasticAddress
from suche.documents.age import age_of as age_of_text
from suche.documents.entries import FIELDS, PART_FIELDS, PART_WEIGHT, WEIGHTS, Entry, analysed, vocabularies
from suche.engines.collector import nothing_is_garbage
from suche.engines.elastic_documents import STATE, EntryDocument, action, state_of
from suche.engines.elastic_lexicon import read_lexicon
from suche.engines.interface import CANDIDATES, STARTS, EngineError, NoIndex, Scope, StoredHit
from suche.engines.patience import is_hurried, seconds_left
from suche.engines.showing import VERSION, stored_hit
from suche.query.lexicon import Lexicon
from suche.query.ranking import Candidate

# Whatever a server may answer that is not what was asked for.
NONSENSE = (ApiError, TransportError, BulkIndexError, LookupError, TypeError, ValueError, AttributeError)
# combined_fields takes no weight below 1; only their ratios matter.
SCALE = 1 / min(PART_WEIGHT * WEIGHTS["text"], *WEIGHTS.values())
BOOSTED = [
    f"{name}^{SCALE * (WEIGHTS[PART_FIELDS[name]] * PART_WEIGHT if name in PART_FIELDS else WEIGHTS[name]):.2f}"
    for name in FIELDS
]
BOOSTS = {"start_title": 4.0, "start_search_terms": 1.0}
OF_CANDIDATES = [
    "key",
    "kind",
    "language",
    "topic",
    "municipality",
    "municipality_name",
    "title_terms",
    "outdated",
    "dated",
]
OF_SHOWN = ["key", "kind", "language", "topic", "outdated", "shown"]
# A build that has not come to its end in this time never will: what it left behind may go.
ABANDONED_SECONDS = 6 * 3600
BULK = {"chunk_size": 500, "max_chunk_bytes": 10_000_000}


def own_faults(method: Callable) -> Callable:
    """Turn what the server says, or does not say, into an EngineError."""

    @wraps(method)
    def guarded(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except NotFoundError as error:
            raise NoIndex(f"There is no index yet: manage.py rebuild_search builds it ({error}).") from error
        except NONSENSE as error:
            raise EngineError(told(error)) from error

    return guarded


def told(error: Exception) -> str:
    """Return what went wrong and what caused it: of a refused certificate the client itself says "TLS error" only."""
    cause = str(error.__cause__ or "")
    return f"{type(error).__name__}: {error}" + (f" ({cause})" if cause not in str(error) else "")


class ElasticEngine:
    """Answers from an index behind an alias; every process that knows its address shares it."""

    name = "elasticsearch"

    def __init__(self, address: ElasticAddress):
        self.alias = address.alias
        self._client = Elasticsearch(address.url, **address.credentials)
        self._lexicons: dict[str, tuple[str, Lexicon]] = {}

    @property
    def client(self) -> Elasticsearch:
        """The connection with the time that is left; nobody who waits for an answer waits for a second try."""
        return self._client.options(
            request_timeout=seconds_left(), max_retries=0 if is_hurried() else 1, retry_on_timeout=not is_hurried()
        )

    @own_faults
    def rebuild(self, entries: Iterable[Entry]) -> int:
        every = list(entries)
        fresh = f"{self.alias}-{int(time())}-{uuid4().hex[:8]}"
        EntryDocument.init(index=fresh, using=self.client)
        try:
            index = Index(fresh, using=self.client)
            index.put_settings(body={"index": {"refresh_interval": "-1"}})
            with nothing_is_garbage():
                self._write(every, vocabularies(every), index=fresh)
            index.put_settings(body={"index": {"refresh_interval": "1s"}})
            index.refresh()
            self._swap_in(fresh)
        except BaseException:
            # A server that is gone leaves it behind; the next build clears it away.
            with suppress(*NONSENSE):
                self._client.options(ignore_status=404, request_timeout=5, max_retries=0).indices.delete(index=fresh)
            raise
        return len(every)

    def _swap_in(self, fresh: str) -> None:
        """Let the alias lead to a new index in one step; remove the old one, and what broken builds have left."""
        indices = self.client.indices
        known = indices.get(index=f"{self.alias}-*", expand_wildcards="all", features="aliases")
        old = [name for name, found in known.items() if self.alias in found["aliases"]]
        switch = [{"remove": {"index": name, "alias": self.alias}} for name in old]
        indices.update_aliases(actions=[*switch, {"add": {"index": fresh, "alias": self.alias}}])
        forgotten = [name for name in known if name != fresh and age_of(name, self.alias) > ABANDONED_SECONDS]
        for name in {*old, *forgotten}:
            indices.delete(index=name, ignore_unavailable=True)

    @own_faults
    def put(self, entries: Collection[Entry]) -> None:
        fresh = vocabularies(entries)
        known = {language: self.lexicon(language).words.keys() | words for language, words in fresh.items()}
        self._write(entries, known, refresh=True, require_alias=True)

    @own_faults
    def remove(self, keys: Collection[str]) -> None:
        self._state()
        gone = [{"_op_type": "delete", "_id": key} for key in keys]
        options = {"refresh": True, "require_alias": True, "raise_on_error": False}
        _number, answers = self._bulk([*gone, state_of(uuid4().hex)], **options)
        # An entry that was not there is no fault; whatever names an error is one.
        if faults := [answer for answer in answers for told in answer.values() if told.get("error")]:
            raise EngineError(f"It refused to remove entries: {faults[0]}")

    def _write(self, entries: Iterable[Entry], vocabulary: dict, **options) -> None:
        analysers = {language: Analyser(language, words) for language, words in vocabulary.items()}
        actions = (action(entry, analysed(entry, analysers[entry.language])) for entry in entries)
        # The state comes last: whoever sees it sees the entries too.
        self._bulk([*actions, state_of(uuid4().hex)], **options)

    def _bulk(self, actions: Iterable[dict], index: str = "", **options) -> tuple[int, list]:
        return EntryDocument.bulk(actions, using=self.client, index=index or self.alias, **BULK, **options)

    @own_faults
    def fingerprints(self) -> dict[str, str]:
        every = self._search(Q("exists", field="key")).source(["key", "fingerprint"])
        return {hit.key: hit.fingerprint for hit in every.params(size=1000).scan()}

    @own_faults
    def is_usable(self) -> bool:
        """Whether there is an index that this version of the program can read."""
        return self._state()["version"] == VERSION

    def _state(self) -> dict:
        return EntryDocument.get(STATE, using=self.client, index=self.alias).to_dict()

    @own_faults
    def lexicon(self, language: str) -> Lexicon:
        revision = self._state()["revision"]
        known = self._lexicons.get(language)
        if known and known[0] == revision:
            return known[1]
        lexicon = read_lexicon(lambda: self._search(Q("term", language=language)))
        self._lexicons[language] = (revision, lexicon)
        return lexicon

    @own_faults
    def candidates(self, terms: Collection[str], scope: Scope) -> list[Candidate]:
        known = self._lexicons.get(scope.language)
        lexicon = known[1] if known else self.lexicon(scope.language)
        asked = [term for term in sorted(lexicon.telling(terms)) if term.isalnum()]
        if not asked:
            return []
        query = Q("combined_fields", query=" ".join(asked), fields=BOOSTED, operator="or")
        search = self._search(Q("bool", must=[query], filter=filters(scope)))
        wanted = [*OF_CANDIDATES, *(f"weights.{term}" for term in terms if term.isalnum())]
        answer = search.source(wanted)[:CANDIDATES].execute()
        return [candidate(hit["_source"], scope) for hit in answer.to_dict()["hits"]["hits"]]

    @own_faults
    def starting(self, typed: Collection[str], scope: Scope) -> list[StoredHit]:
        wanted = [
            Q(
                "bool",
                should=[Q("prefix", **{field: {"value": word, "boost": boost}}) for field, boost in BOOSTS.items()],
            )
            for word in typed
            if word.isalnum()
        ]
        if not wanted:
            return []
        search = self._search(Q("bool", must=wanted, filter=filters(scope))).source(OF_SHOWN)[:STARTS]
        return [hit_of(hit["_source"]) for hit in search.execute().to_dict()["hits"]["hits"]]

    def _search(self, query) -> Search:
        # Half an answer would be taken for a whole one.
        search = Search(using=self.client, index=self.alias).query(query)
        return search.params(allow_partial_search_results=False)

    @own_faults
    def stored(self, keys: Collection[str]) -> dict[str, StoredHit]:
        if not keys:
            return {}
        found = EntryDocument.mget(
            list(keys), using=self.client, index=self.alias, missing="skip", source_includes=OF_SHOWN
        )
        return {hit.key: hit_of(hit.to_dict()) for hit in found}


def filters(scope: Scope) -> list:
    """Return what a document must be, whatever it says."""
    chosen = {"kind": scope.kind, "topic": scope.topic, "municipality": scope.municipality}
    over = Q("range", until={"lte": scope.now.isoformat()})
    ages = {"gte": scope.dated_from, "lt": scope.dated_before}
    return [
        Q("term", site=scope.site),
        Q("term", language=scope.language),
        ~over,
        *(Q("term", **{name: value}) for name, value in chosen.items() if value),
        *(Q("range", dated={end: day}) for end, day in ages.items() if day),
    ]


def candidate(found: dict, scope: Scope) -> Candidate:
    titles = tuple(found["title_terms"].split())
    weights = {term: float(weight) for term, weight in found.get("weights", {}).items()}
    of_facets = [found[name] for name in ("language", "municipality", "municipality_name")]
    of_facets.append(age_of_text(found.get("dated"), scope.now))
    return Candidate(found["key"], found["kind"], found["topic"], weights, titles, bool(found["outdated"]), *of_facets)


def hit_of(found: dict) -> StoredHit:
    # What was empty is left out.
    return stored_hit(**{"topic": "", **found})


def age_of(name: str, alias: str) -> float:
    """Return the age in seconds of an index by its name; of a foreign one 0."""
    began = name.removeprefix(f"{alias}-").partition("-")[0]
    return time() - int(began) if began.isdecimal() else 0.0
