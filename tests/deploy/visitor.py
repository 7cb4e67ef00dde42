"""A browser for one: TLS with the site's own certificate, cookies kept, no redirect followed."""

import http.client
import socket
import ssl
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Return every value of a header: twice is a fault that a dict would hide."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Visitor:
    port: int
    host: str
    certificate: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def socket(self, **versions) -> ssl.SSLSocket:
        """Open a TLS connection; `lowest` and `highest` limit the versions that are offered."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        if versions:
            # Level 0 lets OpenSSL really offer what is long out of date.
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version, context.maximum_version = versions["lowest"], versions["highest"]
        return context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port), timeout=30), server_hostname=self.host
        )

    def is_welcome(self) -> bool:
        try:
            self.socket().close()
        except OSError:
            return False
        return True

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(self.host)
        connection.sock = self.socket()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body=body, headers=sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.getheaders(), response.read())
        connection.close()
        for value in answer.all("Set-Cookie"):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(value).items()})
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        headers = {"Content_Type": "application/x-www-form-urlencoded", "Origin": f"https://{self.host}", **headers}
        return self.ask("POST", path, urlencode(fields).encode(), **headers)
