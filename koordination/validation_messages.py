"""What pydantic finds wrong with an API request, said in German as the forms say it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# By the `type` of pydantic's errors; placeholders are the members of its `ctx`.
MESSAGES = {
    "missing": gettext_lazy("Diese Angabe fehlt."),
    "string_type": gettext_lazy("Bitte senden Sie einen Text."),
    "string_unicode": gettext_lazy("Der Text enthält unlesbare Zeichen."),
    "string_too_short": gettext_lazy("Bitte mindestens %(min_length)s Zeichen."),
    "string_too_long": gettext_lazy("Bitte höchstens %(max_length)s Zeichen."),
    "string_pattern_mismatch": gettext_lazy("Der Text muss dem Muster %(pattern)s entsprechen."),
    "int_type": gettext_lazy("Bitte senden Sie eine ganze Zahl."),
    "int_parsing": gettext_lazy("Bitte senden Sie eine ganze Zahl."),
    "int_parsing_size": gettext_lazy("Diese Zahl ist zu groß."),
    "int_from_float": gettext_lazy("Bitte senden Sie eine ganze Zahl ohne Nachkommastellen."),
    "finite_number": gettext_lazy("Bitte senden Sie eine endliche Zahl."),
    "greater_than_equal": gettext_lazy("Bitte mindestens %(ge)s."),
    "less_than_equal": gettext_lazy("Bitte höchstens %(le)s."),
    "bool_type": gettext_lazy("Bitte senden Sie true oder false."),
    "bool_parsing": gettext_lazy("Bitte senden Sie true oder false."),
    "date_parsing": gettext_lazy("Bitte senden Sie ein Datum wie 2026-05-31."),
    "date_from_datetime_parsing": gettext_lazy("Bitte senden Sie ein Datum wie 2026-05-31."),
    "date_from_datetime_inexact": gettext_lazy("Bitte senden Sie ein Datum ohne Uhrzeit."),
}


def field_name(location: tuple) -> str:
    """Return a field as the caller knows it, from ninja's (source, [parameter of our function,] name, …)."""
    parts = location[2:] if location[0] == "body" else location[1:]
    return ".".join(map(str, parts)) or "body"


def message_of(error: dict) -> str:
    """Return what to do about one of pydantic's errors; a kind without a sentence of its own gets a general one."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        # Our own validators speak German already; pydantic puts "Value error, " before it.
        return str(context["error"])
    if error["type"] in {"enum", "literal_error"}:
        return _("Erlaubt ist %(choices)s.") % {"choices": context["expected"].replace(" or ", _(" oder "))}
    if error["type"] in MESSAGES:
        return MESSAGES[error["type"]] % context
    return _("Diese Angabe ist ungültig.")


def told(errors: list[dict]) -> list[dict]:
    """Return [{field, message}, …] for the errors of a request, in their order."""
    return [{"field": field_name(tuple(error["loc"])), "message": message_of(error)} for error in errors]
