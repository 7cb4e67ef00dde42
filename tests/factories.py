"""Real objects for tests, made by the shortest honest way."""

from datetime import date, timedelta
from itertools import count

from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site
from wagtail.rich_text import RichText

from kurse.booking.requests import person_key
from kurse.booking.settling import settle
from kurse.models import Booking, Course, CourseDate, CourseIndexPage, CoursePage, Question, Seat
from kurse.planning.scheduling import begin, conclude, refresh_span
from kurse.questions.asked import note_edition
from kurse.seats.steps import seat_change
from kurse.states import CourseState
from kurse.waiting.oversized import note_size
from orte.models import Municipality, MunicipalityIndexPage, MunicipalityPage, Place
from pages.models import (
    ContentPage,
    HomePage,
    LegalKind,
    LegalPage,
    NewsIndexPage,
    NewsPage,
    SiteSettings,
)
from vorgang.guards.locks import lock
from wissen.models import (
    Figure,
    FigureValue,
    FundingIndexPage,
    GlossaryPage,
    GlossaryTerm,
    KnowledgePage,
    LegalBasis,
    ProgrammePage,
    QuestionPage,
    TopicPage,
)

A_WEEK = timedelta(days=7)
numbers = count(1)


def remove_welcome() -> None:
    """Leave nothing but the root of the tree of pages."""
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()


def make_roots() -> Page:
    """Return the root of the tree of pages, made where it is missing, as are that of the collections and German."""
    locale, _created = Locale.objects.get_or_create(language_code="de")
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    return Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=locale))


def make_home() -> HomePage:
    """Return the home page of the default site, in the default language, with its settings."""
    root = make_roots()
    locale = Locale.objects.get(language_code="de")
    Site.objects.all().delete()
    for page in root.get_children():
        page.specific.delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Ehrenamt im Musterkreis", slug="home", locale=locale))
    site = Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
    SiteSettings.objects.update_or_create(
        site=site,
        defaults={
            "office_name": "Koordinierungsstelle Ehrenamt",
            "site_title": "Ehrenamt im Musterkreis",
            "email": "ehrenamt@musterkreis.example",
            "phone": "06000 123-0",
        },
    )
    Site.clear_site_root_paths_cache()
    return home


def make_programme(home: HomePage) -> CourseIndexPage:
    return home.add_child(instance=CourseIndexPage(title="Kurse", slug=f"kurse-{next(numbers)}", show_in_menus=True))


def make_municipality(**fields) -> Municipality:
    number = next(numbers)
    return Municipality.objects.create(
        **{"name": f"Gemeinde {number}", "slug": f"gemeinde-{number}", "kind": "gemeinde", **fields}
    )


def make_place(**fields) -> Place:
    number = next(numbers)
    fields.setdefault("municipality", make_municipality() if "municipality" not in fields else None)
    return Place.objects.create(
        **{
            "name": f"Haus {number}",
            "slug": f"haus-{number}",
            "street": "Am Markt 1",
            "postal_code": "99001",
            "city": "Musterstadt",
            **fields,
        }
    )


def make_course(
    programme_page: CourseIndexPage,
    *,
    title: str = "",
    in_days: int = 7,
    tags: tuple[str, ...] = (),
    **fields,
) -> Course:
    """Return an open course with one published page and one date of two hours."""
    number = next(numbers)
    page = CoursePage(title=title or f"Kurs {number}", slug=f"kurs-{number}", summary="Worum es geht.")
    programme_page.add_child(instance=page)
    if tags:
        page.tags.add(*tags)
        page.save()
    course = Course.objects.get(page=page)
    if fields.get("mode") != "online" and "place" not in fields:
        fields["place"] = Place.objects.first() or make_place()
    Course.objects.filter(pk=course.pk).update(**{"state": CourseState.OPEN, **fields})
    start = timezone.now() + timedelta(days=in_days)
    CourseDate.objects.create(course=course, starts_at=start, ends_at=start + timedelta(hours=2))
    course.refresh_from_db()
    refresh_span(course)
    return course


def make_single_dates(programme_page: CourseIndexPage, number: int = 3, *, in_days: int = 7, **fields) -> Course:
    """Return an open course with so many dates, a week from one to the next, each of which is booked singly."""
    course = make_course(programme_page, in_days=in_days, **{"single_dates": True, **fields})
    [first] = course.dates.all()
    for week in range(1, number):
        later = timedelta(weeks=week)
        CourseDate.objects.create(course=course, starts_at=first.starts_at + later, ends_at=first.ends_at + later)
    with seat_change():
        current, before = begin(course)
        conclude(current, before)
    course.refresh_from_db()
    return course


def make_question(course: Course, text: str = "Kommen Sie mit dem Auto?", **fields) -> Question:
    """Return a question of a course behind those it asks already."""
    number = course.questions.count()
    purpose = "Damit genug Parkplätze da sind."
    question = Question.objects.create(
        **{"course": course, "text": text, "purpose": purpose, "sort_order": number, **fields}
    )
    note_edition(course)
    return question


def move_course(course: Course, days: int = 7) -> Course:
    """Return the course with its dates so many days later, noted as its form does."""
    with seat_change():
        current, before = begin(course)
        for date in course.dates.all():
            date.starts_at += timedelta(days=days)
            date.ends_at += timedelta(days=days)
            date.save()
        conclude(current, before)
    return current


def add_seats(booking: Booking, number: int) -> Booking:
    """Return the booking with so many people more, whose seats stand like its first."""
    first = booking.seats.first()
    with seat_change():
        [course] = lock(Course, booking.course_id)
        for _person in range(number):
            name = f"Begleitung {next(numbers)}"
            Seat.objects.create(
                booking=booking,
                course=course,
                name=name,
                person_key=person_key(name, booking.email, ""),
                mode=first.mode,
                state=first.state,
                held_until=first.held_until,
            )
        note_size(course, timezone.now())
        settle(course, timezone.now())
    return booking


def make_coordinator() -> User:
    """Return a user of the group Koordination, who may do everything in the rooms and nothing to pages."""
    group, _created = Group.objects.get_or_create(name="Koordination")
    group.page_permissions.all().delete()
    group.collection_permissions.all().delete()
    group.permissions.set(
        Permission.objects.filter(content_type__app_label__in=["kurse", "vorgang", "orte", "wissen", "suche"])
        | Permission.objects.filter(codename="access_admin")
    )
    user = User.objects.create_user(f"koordination{next(numbers)}", "k@musterkreis.example", "geheim-genug-1")
    user.groups.add(group)
    return user


def make_content(home: HomePage) -> dict[str, Page]:
    """Return one published page of each further type of pages and orte, by a name."""
    body = [
        ("text", RichText("<h2>Überschrift</h2><p>Ein Absatz mit einem <b>wichtigen</b> Wort.</p>")),
        ("accordion", {"items": [{"title": "Was kostet das?", "body": RichText("<p>Nichts.</p>")}]}),
        (
            "contact",
            {"name": "Kursbüro", "role": "Fragen zu Kursen", "phone": "06000 123-10", "email": "", "hours": ""},
        ),
        ("embed", {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Ein Film", "summary": ""}),
    ]
    news = home.add_child(instance=NewsIndexPage(title="Aktuelles", slug="aktuelles", show_in_menus=True))
    towns = home.add_child(instance=MunicipalityIndexPage(title="Gemeinden", slug="gemeinden", show_in_menus=True))
    town = towns.add_child(instance=MunicipalityPage(title="Nordhain", slug="nordhain", body=body))
    municipality = Place.objects.first().municipality if Place.objects.exists() else make_municipality()
    Municipality.objects.filter(pk=municipality.pk).update(page=town)
    pages = {
        "content": home.add_child(instance=ContentPage(title="Über uns", slug="ueber-uns", body=body)),
        "news index": news,
        "news": news.add_child(instance=NewsPage(title="Neues", slug="neues", summary="Kurz.", body=body)),
        "municipalities": towns,
        "municipality": town,
        **make_knowledge(home),
        "funding": (finder := make_funding(home)),
        "programme": make_programme_page(finder, deadline=date(2099, 12, 31)),
    }
    for kind, label in LegalKind.choices:
        pages[kind] = home.add_child(instance=LegalPage(title=str(label), slug=kind, kind=kind, body=body))
    return pages


def make_knowledge(home: HomePage) -> dict[str, Page]:
    """Return one published page of each type of the knowledge base, the question with every block, by a name."""
    figure = Figure.objects.create(key="trainer_allowance", name="Übungsleiterpauschale", per="je Person und Jahr")
    FigureValue.objects.create(figure=figure, value=3000, valid_from=date(2021, 1, 1), valid_until=date(2025, 12, 31))
    FigureValue.objects.create(figure=figure, value=3300, valid_from=date(2026, 1, 1))
    line = RichText("<p>Heute sind es {trainer_allowance}.</p>")
    table = {
        "table_caption": "Was gilt",
        "data": [["Was", "Wie viel"], ["Pauschale", "{trainer_allowance}"]],
        "first_row_is_table_header": True,
        "table_header_choice": "row",
    }
    lines = [{"label": "Pauschale", "figure": "trainer_allowance", "times": None, "divide": 12, "amount": None}]
    calculation = {"title": "Ein Monat", "intro": "", "lines": lines, "result": "Zusammen", "note": ""}
    body = [
        ("text", RichText("<h2>Überschrift</h2><p>Ein Absatz.</p>")),
        ("steps", {"title": "Der Reihe nach", "items": [line]}),
        ("checklist", {"title": "Woran zu denken ist", "items": [line]}),
        ("calculation", calculation),
        ("warning", {"text": line}),
        ("table", table),
        ("figure_history", {"figure": "trainer_allowance"}),
        ("sample", {"title": "Klausel", "text": line}),
    ]
    root = home.add_child(instance=KnowledgePage(title="Wissen", slug="wissen", introduction="Antworten."))
    topic = root.add_child(instance=TopicPage(title="Geld und Steuern", slug="geld-und-steuern"))
    question = QuestionPage(
        title="Was ist die Pauschale?",
        slug="pauschale",
        short_answer="<p>Ein Betrag von {trainer_allowance}, der steuerfrei bleibt.</p>",
        applies_to="<p>Anleitende.</p>",
        audience="kasse vorstand",
        asked_as="Muss ich das versteuern?",
        body=body,
    )
    question.legal_bases = [LegalBasis(law="EStG", paragraph="3", detail="Nr. 26", url="https://gesetze.example/3")]
    topic.add_child(instance=question)
    GlossaryTerm.objects.create(
        term="Absatz", also="Absatzes", explanation="Ein Stück Text; {trainer_allowance} kostet es nicht."
    )
    glossary = root.add_child(instance=GlossaryPage(title="Glossar", slug="glossar", introduction="Kurz erklärt."))
    return {"knowledge": root, "topic": topic, "question": question, "glossary": glossary}


def make_funding(home: HomePage) -> FundingIndexPage:
    """Return the page of the funding finder, without programmes."""
    return home.add_child(instance=FundingIndexPage(title="Förderprogramme", slug="foerderprogramme"))


def make_programme_page(index: FundingIndexPage, **fields) -> ProgrammePage:
    """Return a published programme that was checked today, without a deadline."""
    number = next(numbers)
    return index.add_child(
        instance=ProgrammePage(
            **{
                "title": f"Programm {number}",
                "slug": f"programm-{number}",
                "summary": "Geld für kleine Vorhaben.",
                "provider": "Musterkreis",
                "eligible": "verein",
                "areas": "sport",
                "amount_max": 1000,
                "how_to_apply": "<p>Mit einem Formular.</p>",
                **fields,
            }
        )
    )


def translate(page: Page, language: str, **fields) -> Page:
    """Return a published translation of a page, below that of its parent."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    copy = page.copy_for_translation(locale, copy_parents=True)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy
