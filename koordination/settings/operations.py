"""Settings of the operator: logs, metrics, fault reports, health. All optional, all from the environment."""

from koordination.settings.environment import address, checked, choice, day, env

# "json" for machines, "line" for human eyes; neither holds personal data.
LOG_FORMAT = choice("LOG_FORMAT", "line", "json", default="line")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "koordination.observability.log_lines.LineFormatter", "tells_messages": False},
        "json": {"()": "koordination.observability.log_lines.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Wagtail keeps a log of its own in the database; each page of an import need not be a line here too.
        "wagtail": {"level": "WARNING"},
        # Elasticsearch is asked several times for each search.
        "elastic_transport": {"level": "ERROR"},
        # Its lines quote SQL with its values.
        "django.db.backends": {"level": "INFO"},
        # Its lines quote user names and network addresses, which its own table keeps for as long as needed.
        "axes": {"level": "ERROR"},
        # Our own line says route and status of every request already.
        "django.request": {"level": "ERROR"},
    },
}

# /readyz warns below the first and fails below the second: a booking needs room to be stored.
DISK_WARNING_MB = checked("DISK_WARNING_MB", env.int, 1000)
DISK_FAILED_MB = checked("DISK_FAILED_MB", env.int, 100)
# Backups are removed after this time, and with them whoever was forgotten since.
BACKUP_DAYS = checked("BACKUP_DAYS", env.int, 30)
# Asked by the machine itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]

# /metrics exists only where this is set; Prometheus sends it as "Authorization: Bearer …".
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# Faults are reported only where this is set, and without personal data (koordination/observability/fault_reports.py).
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    LOGGING["handlers"]["reports"] = {"class": "sentry_sdk.integrations.logging.EventHandler", "level": "ERROR"}
    LOGGING["root"]["handlers"].append("reports")

# security.txt: mailto: or https:, where rules stand, and the day on which the operator has read both.
SECURITY_CONTACT = address("SECURITY_CONTACT", "mailto:", "https://")
SECURITY_POLICY_URL = address("SECURITY_POLICY_URL", "https://")
SECURITY_TXT_REVIEWED = day("SECURITY_TXT_REVIEWED")
