"""Servers that are no Elasticsearch, or a bad one: they hang, refuse, and answer nonsense."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HANG_SECONDS = 6.0
GENUINE = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}
STATE = {"found": True, "_id": "state", "_source": {"version": "3", "revision": "1"}}
SHARDS = {"error": {"type": "search_phase_execution_exception", "reason": "all shards failed"}, "status": 503}

# What each of them says to everything: status, headers, body.
ANSWERS = {
    "a web page": (200, {"Content-Type": "text/html"}, "<h1>Willkommen</h1>"),
    "another product": (200, {"Content-Type": "application/json"}, json.dumps(STATE)),
    "JSON of another shape": (200, GENUINE, json.dumps({"found": "yes", "_source": [1, 2, 3]})),
    "a list": (200, GENUINE, "[]"),
    "half a document": (200, GENUINE, '{"found": true, "_source": {"vers'),
    "nothing": (200, GENUINE, ""),
    "red": (503, GENUINE, json.dumps(SHARDS)),
    "broken": (500, GENUINE, "{}"),
    "busy": (429, GENUINE, json.dumps({"error": "es_rejected_execution_exception", "status": 429})),
    "locked": (401, GENUINE, json.dumps({"error": "security_exception", "status": 401})),
    "hits of another shape": (200, GENUINE, json.dumps({**STATE, "hits": {"hits": "none"}, "aggregations": {}})),
}


@contextmanager
def faulty_server(fault: str) -> Iterator[int]:
    """Yield the port of a server with a fault: one of ANSWERS, or "slow"."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if fault == "slow":
                ended.wait(HANG_SECONDS)
                return
            status, headers, body = ANSWERS[fault]
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body.encode()))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        made.daemon_threads = True
        thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield made.server_port
        finally:
            ended.set()
            made.shutdown()
