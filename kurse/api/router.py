"""The router of this room's API: an operation keeps its name, whatever module it stands in."""

from collections.abc import Callable

from ninja import Router


class NamedRouter(Router):
    """A router that names its operations: programs made from the description of the API call them by these names."""

    def __init__(self, name: str, **options):
        super().__init__(**options)
        self.name = name

    def add_api_operation(self, path: str, methods: list[str], view_func: Callable, **options) -> None:
        """Add an operation, named after its router and its function unless it says otherwise."""
        options["operation_id"] = options.get("operation_id") or f"{self.name}_{view_func.__name__}"
        super().add_api_operation(path, methods, view_func, **options)
