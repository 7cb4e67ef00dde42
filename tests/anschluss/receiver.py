"""A real HTTP server on the loopback interface that stands for another program."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook


class Receiver(ThreadingHTTPServer):
    """Keeps what it got; answers with `status`, a redirect with `location`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.location = 204, ""
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/empfang"

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for _method, headers, _body in self.got]

    def verified(self, secret: str) -> list[dict]:
        """Return the contents whose signature holds; raises WebhookVerificationError for another."""
        return [Webhook(secret).verify(body, headers) for _method, headers, body in self.got]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.do_POST()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.got.append((self.command, headers, body))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass
