"""What the description of the API (OpenAPI) says of refusals: every operation lists the statuses it may answer with."""

from ninja import NinjaAPI

from koordination.problems import TITLES

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
RETRY_AFTER = {"Retry-After": {"schema": {"type": "integer"}, "description": "Sekunden"}}
WAIT = {429, 503}


def refusals(method: str, operation: dict) -> set[int]:
    """Return the statuses other than success of one operation, with those that it names itself."""
    statuses = {400} | WAIT | {status for status in operation["responses"] if status >= 400}
    if operation.get("parameters") or "requestBody" in operation:
        statuses |= {404, 422}
    if method != "get":
        statuses |= {409, 410}
    return statuses


def described(status: int) -> dict:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "description": str(TITLES[status]),
        "content": content,
        **({"headers": RETRY_AFTER} if status in WAIT else {}),
    }


class DescribedApi(NinjaAPI):
    """An API whose description names the refusals too, which Ninja leaves to the exception handlers."""

    def get_openapi_schema(self, **options):
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        for item in schema["paths"].values():
            for method, operation in item.items():
                operation["responses"].update(
                    {status: described(status) for status in sorted(refusals(method, operation))}
                )
        return schema
