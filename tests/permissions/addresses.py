"""Every address the resolver knows, one by one, ready to be filled with real arguments."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize
from django.utils.translation import override


@dataclass(frozen=True)
class Address:
    """One address: `name` with its namespaces, or its path where it has none; `template` takes the parameters.

    A name that several addresses share is followed by the parameters of the later ones.
    """

    name: str
    template: str
    parameters: tuple[str, ...]

    def path(self, arguments: dict[str, str]) -> str:
        return "/" + self.template % arguments


def addresses(urlconf: str | None = None) -> list[Address]:
    """Return every address once: of several patterns with one path only the first can ever answer."""
    first: dict[str, Address] = {}
    names: set[str] = set()
    with override("de"):
        for address in below(get_resolver(urlconf)):
            if address.template in first:
                continue
            if address.name in names:
                address = replace(address, name=f"{address.name}({', '.join(address.parameters)})")
            names.add(address.name)
            first[address.template] = address
    return list(first.values())


def below(resolver: URLResolver, before: str = "", parameters: tuple = (), namespace: str = "") -> Iterator[Address]:
    """Yield the addresses of a resolver and those within it."""
    for pattern in resolver.url_patterns:
        template, own = normalize(pattern.pattern.regex.pattern)[0]
        path, found = before + template, (*parameters, *own)
        if isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name}" if pattern.name else f"/{path}", path, found)
        else:
            space = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from below(pattern, path, found, space)
