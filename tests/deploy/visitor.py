"""A browser for one: TLS with the site's own certificate or none, cookies kept, no redirect followed.

Each may come from an address of its own below 127, so that limits hold for each of them as for real visitors.
"""

import http.client
import json
import random
import re
import socket
import ssl
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from urllib3.filepost import encode_multipart_formdata


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


def value_of(html: str, name: str) -> str:
    """Return what an input of a form holds, "" for nothing."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', html).group(0)
    held = re.search(r'value="([^"]*)"', tag)
    return held.group(1) if held else ""


@dataclass
class Visitor:
    """Somebody without a certificate of the site speaks plain HTTP."""

    port: int
    host: str
    certificate: Path | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"

    @property
    def origin(self) -> str:
        return f"https://{self.host}" if self.certificate else f"http://{self.host}:{self.port}"

    def socket(self, **versions) -> ssl.SSLSocket:
        """Open a TLS connection; `lowest` and `highest` limit the versions that are offered."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        if versions:
            # Level 0 lets OpenSSL really offer what is long out of date.
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version, context.maximum_version = versions["lowest"], versions["highest"]
        return context.wrap_socket(self.connection(), server_hostname=self.host)

    def connection(self):
        """Open a TCP connection from the visitor's own address."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30, source_address=(self.address, 0))

    def is_welcome(self) -> bool:
        try:
            self.socket().close()
        except OSError:
            return False
        return True

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        connection.sock = self.socket() if self.certificate else self.connection()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()
        for value in answer.all("Set-Cookie"):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(value).items()})
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        headers = {"Content_Type": "application/x-www-form-urlencoded", "Origin": self.origin, **headers}
        return self.ask("POST", path, urlencode(fields).encode(), **headers)

    def submit(self, path: str, fields: dict[str, str], **files: tuple[str, bytes]) -> Answer:
        """Open a page with a form and send it back with these fields, and with files as {field: (name, content)}."""
        fields = {"csrfmiddlewaretoken": value_of(self.get(path).text, "csrfmiddlewaretoken"), **fields}
        if not files:
            return self.post(path, fields)
        content, kind = encode_multipart_formdata({**fields, **files})
        return self.ask("POST", path, content, Content_Type=kind, Origin=self.origin)

    def book(self, course_id: int, email: str) -> Answer:
        """Book over the API under a key made of the address."""
        body = {"course": course_id, "name": "Erika Beispiel", "email": email, "consent": True}
        return self.ask(
            "POST",
            "/api/v1/buchungen/",
            json.dumps(body).encode(),
            Content_Type="application/json",
            Idempotency_Key=f"schluessel-{email}",
        )

    def book_by_form(self, course_id: int, **fields: str) -> Answer:
        """Open the form of a course, fill it in and send it, as a person does."""
        path = f"/de/anmeldung/{course_id}/"
        form = self.get(path).text
        hidden = {name: value_of(form, name) for name in re.findall(r'<input type="hidden" name="(\w+)"', form)}
        return self.post(path, {**hidden, **fields, "consent": "on"})


class VisitorOfOneService(Visitor):
    """Speaks with one web service as nginx does."""

    @property
    def origin(self) -> str:
        return f"https://{self.host}:{self.port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        return super().ask(method, path, body, X_Forwarded_Proto="https", **headers)


def any_address() -> str:
    """Return an address for one of many people, who must not be counted as one."""
    return f"127.1.{random.randrange(256)}.{random.randrange(1, 255)}"
