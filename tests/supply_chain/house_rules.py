"""What this house forbids itself beyond what ruff and bandit know, found in the syntax tree.

Each rule is a function that takes a module and returns the nodes that break it. Semgrep would say the same in YAML, for
400 MB and an environment of its own.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SQL_CALLS = {"execute", "executemany", "raw", "extra", "RawSQL"}
ASKING_CALLS = {"get", "filter", "exclude", "create", "get_or_create", "update_or_create", "bulk_create"}
SECRETS = {"token", "secret", "password"}
WRITING_CALLS = {
    "save",
    "delete",
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "bulk_update",
    "select_for_update",
}
READING_METHODS = {"get", "head", "get_context_data", "get_queryset", "get_object"}
READING_DECORATORS = {"require_GET", "require_safe"}
REDIRECTS = {"redirect", "HttpResponseRedirect", "HttpResponsePermanentRedirect"}
INPUT = {"GET", "POST", "META", "headers", "COOKIES", "body"}
PLACES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
SAFE_IN_HTML = re.compile(r"\|safe(?:seq)?\b|\{% autoescape off")


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield (last part of the name, call) of every call below a node."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def is_written_here(node: ast.expr) -> bool:
    """Tell whether a text is one that stands in the source: a literal, one of a catalogue, or both joined."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_written_here(node.left) and is_written_here(node.right)
    translated = isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "ngettext", "pgettext"}
    return isinstance(node, ast.Constant) or (translated and all(map(is_written_here, node.args[:1])))


def marks_unescaped_text_as_safe(module: ast.Module) -> list[ast.AST]:
    """Find what calls a text HTML that does not stand in the source."""
    names = {"mark_safe", "SafeString", "SafeText", "format_html"}
    return [call for name, call in calls(module) if name in names and call.args and not is_written_here(call.args[0])]


def builds_sql(module: ast.Module) -> list[ast.AST]:
    """Find SQL put together from parts; values are parameters."""
    return [
        call
        for name, call in calls(module)
        if name in SQL_CALLS and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
    ]


def looks_up_a_secret(module: ast.Module) -> list[ast.AST]:
    """Find queries by a token itself: the database knows only digests."""
    return [
        call
        for name, call in calls(module)
        if name in ASKING_CALLS and any((word.arg or "").split("__")[0] in SECRETS for word in call.keywords)
    ]


def is_reader(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a function answers GET: by its name, its decorator or its route."""
    decorators = [node.func if isinstance(node, ast.Call) else node for node in function.decorator_list]
    by_decorator = any(getattr(node, "id", getattr(node, "attr", "")) in READING_DECORATORS for node in decorators)
    by_route = any(isinstance(node, ast.Attribute) and node.attr == "get" for node in decorators)
    takes_request = [argument.arg for argument in function.args.args][:1] == ["self"]
    return by_decorator or by_route or (takes_request and function.name in READING_METHODS)


def writes(tree: ast.AST) -> bool:
    """Tell whether a function writes to a table; a cache and a form are none."""
    return any(
        name in WRITING_CALLS and not ast.unparse(call.func).startswith(("cache.", "caches[", "super()"))
        for name, call in calls(tree)
    )


def writes_on_reading(module: ast.Module) -> list[ast.AST]:
    """Find functions that answer GET and write, themselves or by a function of the same module."""
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    writers = {function.name for function in functions if writes(function) and not is_reader(function)}
    return [
        function
        for function in functions
        if is_reader(function)
        and (writes(function) or any(name in writers and isinstance(c.func, ast.Name) for name, c in calls(function)))
    ]


def locks_by_itself(module: ast.Module) -> list[ast.AST]:
    """Find row locks taken beside vorgang.guards.locks.lock, which is one on SQLite too."""
    return [call for name, call in calls(module) if name == "select_for_update"]


def skips_csrf(module: ast.Module) -> list[ast.AST]:
    """Find views that anybody's page may post to."""
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Name | ast.Attribute)
        and getattr(node, "id", getattr(node, "attr", "")) in {"csrf_exempt", "CsrfExemptMixin"}
    ]


def redirects_to_input(module: ast.Module) -> list[ast.AST]:
    """Find redirects to where the request says."""
    return [
        call
        for name, call in calls(module)
        if name in REDIRECTS and any(is_input(node) for argument in call.args for node in ast.walk(argument))
    ]


def is_input(node: ast.AST) -> bool:
    """Tell whether a node is request.GET, self.request.META and the like."""
    if not isinstance(node, ast.Attribute) or node.attr not in INPUT:
        return False
    return "request" in {getattr(node.value, "id", None), getattr(node.value, "attr", None)}


RULES = (
    marks_unescaped_text_as_safe,
    builds_sql,
    looks_up_a_secret,
    writes_on_reading,
    locks_by_itself,
    skips_csrf,
    redirects_to_input,
)


def breaches(source: str) -> list[tuple[str, str]]:
    """Return (rule, function or class in which it is broken) of a module, "" at its top level."""
    module = ast.parse(source)
    places = [node for node in ast.walk(module) if isinstance(node, PLACES)]

    def place(found: ast.AST) -> str:
        # The innermost one begins last of those that hold the line.
        holding = [node for node in places if node.lineno <= found.lineno <= node.end_lineno]
        return max(holding, key=lambda node: node.lineno).name if holding else ""

    return sorted({(rule.__name__, place(found)) for rule in RULES for found in rule(module)})


def unescaped(template: str) -> list[str]:
    """Return where an HTML template gives up escaping; text mails may."""
    return SAFE_IN_HTML.findall(template)


def sources(root: Path, rooms: list[str], suffix: str) -> list[Path]:
    return sorted(
        path
        for room in rooms
        for path in (root / room).rglob(f"*{suffix}")
        if "migrations" not in path.parts and "static" not in path.parts
    )
