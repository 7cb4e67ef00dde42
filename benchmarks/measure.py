"""In-process figures of one address: CPU milliseconds and SQL statements; no socket, no noise of the network."""

import io
import sys
import time

# A burst so short that it may fall into a moment in which nothing else runs.
CALLS = 5


def environ(path: str, method: str = "GET", body: bytes = b"", **headers: str) -> dict:
    """Return a WSGI environ made by hand."""
    path, _mark, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "localhost:8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/json",
        **headers,
    }


def call(application, path: str, **options) -> str:
    """Call the application once and return its status line; the body is read whole."""
    statuses: list[str] = []
    answer = application(environ(path, **options), lambda status, headers, *rest: statuses.append(status))
    b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return statuses[0]


def least(application, path: str, calls: int = CALLS) -> float:
    """Return the least CPU time of a few requests in milliseconds; raises RuntimeError where one is no success."""
    times = []
    for _ in range(calls):
        start = time.process_time()
        status = call(application, path)
        times.append((time.process_time() - start) * 1000)
        if not status.startswith("200"):
            raise RuntimeError(f"{path}: {status}")
    return min(times)


def queries(path: str) -> int:
    """Return the number of SQL statements of a warm request."""
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    application = get_wsgi_application()
    call(application, path)
    count = 0

    def counted(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        call(application, path)
    return count
