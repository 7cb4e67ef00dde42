"""The yardstick: one Django view, one template, twenty rows from SQLite, default middleware.

Run as a process with settings of its own: benchmarks/yardstick.py asks `python -m benchmarks.bare`,
`gunicorn --preload "benchmarks.bare:make('folder')"` serves it.
"""

import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings

TEMPLATE = (
    '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Kurse</title></head><body>'
    "<main><h1>Kurse</h1><ul>{% for r in rows %}"
    '<li><a href="/kurs/{{ r.pk }}/">{{ r.title }}</a> <span>{{ r.town }}</span> '
    '<time>{{ r.start|date:"d.m.Y" }}</time> {% if r.price %}{{ r.price }} EUR{% else %}kostenlos{% endif %}</li>'
    "{% endfor %}</ul></main></body></html>"
)


def configure(folder: Path) -> None:
    settings.configure(
        SECRET_KEY="bench",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        LANGUAGE_CODE="de",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "bare.sqlite3",
                "CONN_MAX_AGE": 600,
            }
        },
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"rows.html": TEMPLATE})]},
            }
        ],
    )
    django.setup()


urlpatterns: list = []


def make(folder: str):
    """Return the WSGI application over a thousand rows in a new database in this folder."""
    configure(Path(folder))
    from datetime import date, timedelta

    from django.core.wsgi import get_wsgi_application
    from django.db import connection, models
    from django.shortcuts import render
    from django.urls import path
    from django.views.decorators.cache import cache_page

    class Row(models.Model):
        title = models.CharField(max_length=100)
        town = models.CharField(max_length=100)
        price = models.IntegerField()
        start = models.DateField(db_index=True)

        class Meta:
            app_label = "bench"

    with connection.schema_editor() as editor:
        editor.create_model(Row)
    Row.objects.bulk_create(
        Row(title=f"Kurs {n}", town=f"Ort {n % 20}", price=n % 3, start=date(2026, 1, 1) + timedelta(days=n))
        for n in range(1000)
    )

    def rows(request):
        return render(request, "rows.html", {"rows": Row.objects.order_by("start")[:20]})

    urlpatterns.extend([path("", rows), path("cached/", cache_page(300)(rows))])
    # gunicorn forks afterwards; a connection must not be shared.
    connection.close()
    return get_wsgi_application()


def main() -> None:
    """Answer each address that is read with the least CPU milliseconds of a few requests, until the input ends."""
    from benchmarks.measure import least

    with tempfile.TemporaryDirectory() as folder:
        application = make(folder)
        for path in ("/", "/cached/"):
            least(application, path)
        for line in sys.stdin:
            print(least(application, line.strip()), flush=True)


if __name__ == "__main__":
    main()
