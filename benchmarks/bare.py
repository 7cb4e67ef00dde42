"""The yardstick: one Django view, one template, twenty rows from SQLite, default middleware; and the least booking.

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
                # As the site has it, so that a booking costs the disk the same.
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
                },
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
    import json
    from datetime import date, timedelta

    from django.core.wsgi import get_wsgi_application
    from django.db import connection, models, transaction
    from django.http import JsonResponse
    from django.shortcuts import render
    from django.urls import path
    from django.views.decorators.cache import cache_page
    from django.views.decorators.csrf import csrf_exempt

    class Row(models.Model):
        title = models.CharField(max_length=100)
        town = models.CharField(max_length=100)
        price = models.IntegerField()
        start = models.DateField(db_index=True)

        class Meta:
            app_label = "bench"

    class Event(models.Model):
        capacity = models.IntegerField()
        booked = models.IntegerField(default=0)

        class Meta:
            app_label = "bench"
            constraints = [models.CheckConstraint(condition=models.Q(booked__lte=models.F("capacity")), name="full")]

    class Booking(models.Model):
        event = models.ForeignKey(Event, on_delete=models.CASCADE)
        name = models.CharField(max_length=120)
        email = models.EmailField()
        key = models.CharField(max_length=100, unique=True)

        class Meta:
            app_label = "bench"

    class Mail(models.Model):
        booking = models.ForeignKey(Booking, on_delete=models.CASCADE)

        class Meta:
            app_label = "bench"

    with connection.schema_editor() as editor:
        for model in (Row, Event, Booking, Mail):
            editor.create_model(model)
    Event.objects.create(capacity=1_000_000)
    Row.objects.bulk_create(
        Row(title=f"Kurs {n}", town=f"Ort {n % 20}", price=n % 3, start=date(2026, 1, 1) + timedelta(days=n))
        for n in range(1000)
    )

    def rows(request):
        return render(request, "rows.html", {"rows": Row.objects.order_by("start")[:20]})

    @csrf_exempt
    def book(request):
        asked = json.loads(request.body)
        with transaction.atomic():
            free = Event.objects.filter(pk=asked["course"], booked__lt=models.F("capacity"))
            if not free.update(booked=models.F("booked") + 1):
                return JsonResponse({"title": "full"}, status=409)
            booking = Booking.objects.create(
                event_id=asked["course"],
                name=asked["name"],
                email=asked["email"],
                key=request.headers["Idempotency-Key"],
            )
            Mail.objects.create(booking=booking)
        return JsonResponse({"booking": booking.pk}, status=202)

    urlpatterns.extend([path("", rows), path("cached/", cache_page(300)(rows)), path("book/", book)])
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
