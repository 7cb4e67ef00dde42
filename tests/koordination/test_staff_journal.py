"""Every view of staff that touches what people sent us leaves its entry in the journal, and so do changed rights."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.urls import get_resolver, path, reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import GroupPagePermission, Page

from koordination.roles import set_up_roles
from kurse.attendance.certificates import issue_certificates
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.notices.writing import Draft
from tests import factories
from tests.kurse.attended import attended_course
from tests.kurse.conftest import staff
from tests.kurse.interests import make_interest
from tests.kurse.test_booking import person
from tests.vorgang.cases import make_message
from tests.wissen.inquiries import make_guide, make_inquiry
from tests.wissen.reminders import bare_reminder
from vorgang.models import JournalEntry, MailText, OutboxMail
from vorgang.outbox.queue import queue_mail
from vorgang.states import MailState
from wissen.models import Guide, TopicPage

pytestmark = pytest.mark.django_db

# The floors that know nothing of cases.
ROOMS = ("kurse", "wissen", "beratung", "boerse", "vereine", "vorgang")
MAIL_TEXT = "wagtailsnippets_vorgang_mailtext"
TEXT = {"kind": "vorgang.receipt", "subject": "Betreff", "introduction": "Guten Tag"}
ANOTHER_TEXT = {**TEXT, "kind": "vorgang.reply"}
PUBLISH = {"action-publish": "on"}
PHONE = {"name": "Zoë Muster", "email": "", "phone": "06000 1234-5", "consent": "on"}


@dataclass(frozen=True)
class Row:
    """What is asked of one view, and the entries that must be there afterwards as "action type"."""

    name: str
    args: tuple[str, ...] = ()
    data: dict | None = None
    query: str = ""
    entries: tuple[str, ...] = ()


def reads(name: str, entry: str, *args: str, query: str = "") -> Row:
    return Row(name, args, query=query, entries=(entry,))


def does(name: str, /, *args: str, entries: tuple[str, ...], **data: str) -> Row:
    return Row(name, args, data=data, entries=entries)


REBOOKED = ("cancelled kurse.booking", "entered kurse.booking")
NOTICE = {"audience": "seated", "subject": "Raum", "text": "Im Saal", "opened": "1"}
GUIDE = {
    "name": "Lotte Lotsin",
    "email": "lotte@beispiel.example",
    "language": "de",
    "topics": "{topic}",
    "is_active": "on",
}
MATRIX = [
    reads("kurse_booking:index", "listed kurse.booking"),
    reads("kurse_booking:index", "listed kurse.course", query="?course={course}"),
    reads("kurse_booking:index", "exported kurse.booking", query="?export=xlsx"),
    reads("kurse_booking:index", "exported kurse.course", query="?course={course}&export=csv"),
    reads("kurse_booking:index_results", "listed kurse.booking"),
    reads("kurse_booking:inspect", "opened kurse.booking", "booking"),
    reads("kurse_interest:index", "listed kurse.interest"),
    reads("kurse_interest:index_results", "listed kurse.interest"),
    reads("kurse_interest:inspect", "opened kurse.interest", "interest"),
    does("kurse_phone_booking", "course", entries=("entered kurse.booking",), **PHONE),
    reads("kurse_call_off", "listed kurse.course", "course"),
    does("kurse_call_off", "called_off", entries=("cancelled kurse.booking",), note="Krank"),
    does("kurse_notice", "course", entries=("sent kurse.course",), **NOTICE, send="{notice}"),
    reads("kurse_moved", "listed kurse.course", "moved"),
    does("kurse_moved", "moved", entries=("sent kurse.course",)),
    does("kurse_moved", "moved", entries=("changed kurse.course",), quiet="1"),
    does("kurse_let_run", "course", entries=("changed kurse.course",)),
    does("kurse_accept", "offered", entries=("confirmed kurse.booking",)),
    reads("kurse_decide", "listed kurse.booking"),
    does(
        "kurse_decide", entries=("confirmed kurse.booking",), buchung="{asked}", entscheidung="zusagen", bestaetigt="1"
    ),
    does("kurse_decide", entries=("listed kurse.booking",), buchung="{asked}", entscheidung="absagen"),
    does("kurse_approve", "asked", entries=("confirmed kurse.booking",)),
    does("kurse_turn_down", "asked", entries=("cancelled kurse.booking",)),
    reads("kurse_cancel", "opened kurse.booking", "booking"),
    does("kurse_cancel", "booking", entries=("cancelled kurse.booking",)),
    does("kurse_desk_way", "hybrid", entries=("changed kurse.booking",), mode="online"),
    reads("kurse_desk_names", "opened kurse.booking", "booking"),
    does("kurse_desk_names", "booking", entries=("changed kurse.booking",), **{"name-{booked}": "Lena Neu"}),
    reads("kurse_desk_rebook", "opened kurse.booking", "booking"),
    does(
        "kurse_desk_rebook", "booking", entries=("cancelled kurse.booking", "entered kurse.booking"), course="{moved}"
    ),
    reads("kurse_desk_dates", "opened kurse.booking", "single"),
    does("kurse_desk_dates", "single", entries=("changed kurse.booking",), dates="{later}"),
    reads("kurse_desk_leaving", "opened kurse.booking", "booking"),
    does("kurse_desk_leaving", "booking", entries=("cancelled kurse.booking",), people="{booked}"),
    reads("kurse_answers", "listed kurse.course", "over"),
    reads("kurse_participants", "listed kurse.course", "over"),
    reads("kurse_participants_file", "exported kurse.course", "over", "=xlsx"),
    reads("kurse_attendance", "listed kurse.course", "over", "date"),
    does("kurse_attendance", "over", "date", entries=("changed kurse.course",), da="{seat}", stand="{seat}:0"),
    reads("kurse_attendance_list", "printed kurse.course", "over"),
    reads("kurse_badges", "printed kurse.course", "over"),
    does("kurse_issue_certificates", "over", entries=("changed kurse.course",)),
    reads("kurse_certificates_file", "printed kurse.course", "certified"),
    does("kurse_trainer_link", "over", entries=("granted kurse.course",)),
    does("kurse_trainer_links_revoke", "over", entries=("withdrawn kurse.course",)),
    reads("wissen_inquiries:index", "listed wissen.inquiry"),
    reads("wissen_inquiries:index_results", "listed wissen.inquiry"),
    reads("wissen_inquiry", "opened wissen.inquiry", "inquiry"),
    does("wissen_inquiry", "inquiry", entries=("replied wissen.inquiry",), text="Gern."),
    does("wissen_inquiry", "inquiry", entries=("opened wissen.inquiry",), text=""),
    does("wissen_inquiry_action", "inquiry", "=lotse", entries=("assigned wissen.inquiry",), guide="{guide}"),
    does("wissen_inquiry_action", "inquiry", "=schliessen", entries=("answered wissen.inquiry",)),
    does("wissen_inquiry_action", "inquiry", "=entwurf", entries=("changed wissen.inquiry",), topic="{topic}"),
    reads("wissen_reminder_admin", "opened wissen.fundingreminder", "reminder"),
    reads("wissen_guides:index", "listed wissen.guide"),
    reads("wissen_guides:index_results", "listed wissen.guide"),
    does("wissen_guides:add", entries=("entered wissen.guide",), **GUIDE),
    reads("wissen_guides:edit", "opened wissen.guide", "guide"),
    does("wissen_guides:edit", "guide", entries=("changed wissen.guide",), **GUIDE),
    reads("wissen_guides:delete", "opened wissen.guide", "guide"),
    does("wissen_guides:delete", "guide", entries=("erased wissen.guide",)),
    reads("vorgang_inbox", "listed vorgang.message"),
    reads("vorgang_message", "opened vorgang.message", "message"),
    does("vorgang_message", "message", entries=("replied vorgang.message",), text="Gern."),
    does("vorgang_message", "message", entries=("opened vorgang.message",), text=""),
    does("vorgang_desk_action", "type", "message", "=zuweisen", entries=("assigned vorgang.message",), assignee="{me}"),
    does("vorgang_desk_action", "type", "message", "=schritt", entries=("changed vorgang.message",), next_action="Ruf"),
    does("vorgang_desk_action", "type", "message", "=beantwortet", entries=("answered vorgang.message",)),
    reads("vorgang_letter", "opened kurse.booking", "letter"),
    does("vorgang_letter", "letter", entries=("printed kurse.booking",), address="Am Markt 1"),
    does("vorgang_mail_action", "letter", "=gedruckt", entries=("sent kurse.booking",)),
    does("vorgang_mail_action", "failed", "=nochmal", entries=("sent vorgang.message",)),
    does("vorgang_mail_action", "failed", "=erledigt", entries=("changed vorgang.message",)),
    does("vorgang_disclosure", entries=("handed_over vorgang.message",), sought="{code}"),
    does("vorgang_disclosure", entries=("handed_over vorgang.message",), sought="{code}", datei="json"),
    does("vorgang_disclosure", entries=("handed_over vorgang.owndatarequest",), sought="niemand@beispiel.example"),
    reads("vorgang_restrictions", "listed vorgang.message"),
    does("vorgang_restrictions", entries=("restricted vorgang.message",), sought="{code}", ground="claims"),
    does("vorgang_release", "type", "locked", entries=("released vorgang.message",), ground="settled", is_told="on"),
    reads("vorgang_journal", "listed vorgang.journalentry"),
    reads("vorgang_journal", "exported vorgang.journalentry", query="?export=xlsx"),
    reads("vorgang_journal_results", "listed vorgang.journalentry"),
    does(f"{MAIL_TEXT}:add", entries=("changed vorgang.mailtext",), **ANOTHER_TEXT, **PUBLISH),
    does(f"{MAIL_TEXT}:edit", "text", entries=("changed vorgang.mailtext",), **TEXT, **PUBLISH),
    does(f"{MAIL_TEXT}:unpublish", "text", entries=("changed vorgang.mailtext",)),
    does(f"{MAIL_TEXT}:delete", "text", entries=("erased vorgang.mailtext",)),
]
NOTHING_PERSONAL = "zeigt und ändert nichts, was Menschen uns geschickt haben"
EXEMPT = {
    "kurse_choose_course": NOTHING_PERSONAL,
    "kurse_statistics": "nur Zahlen",
    "kurse_feedback_results": "Antworten, die zu niemandem führen",
    "kurse_demand": "Zahlen und Wünsche ohne Absender",
    "kurse_import": "Kurse ohne Anmeldungen; Wagtails Verlauf sagt, wer sie angelegt hat",
    "kurse_import_template": NOTHING_PERSONAL,
    "kurse_course:index": "Termine und Plätze, wie sie öffentlich sind",
    "kurse_course:index_results": "Termine und Plätze, wie sie öffentlich sind",
    "kurse_course:edit": "der Name der Kursleitung ist öffentlich; Wagtails Verlauf sagt, wer ihn geändert hat",
    "kurse_copy": "Anmeldungen bleiben beim alten Kurs; Wagtails Verlauf sagt, wer kopiert hat",
    "kurse_add_questions": "Fragen sind öffentlich, Antworten werden nie kopiert; Wagtails Verlauf sagt, wer es war",
    "kurse_series": "Termine sind öffentlich; Wagtails Verlauf sagt, wer sie eingetragen hat",
    **{
        f"{space}:{name}": "Kennzahlen und Begriffe: nichts über Menschen"
        for space in ("wissen_figures", "wissen_glossary")
        for name in ("index", "index_results", "add", "edit", "delete", "copy", "usage", "history", "history_results")
    },
    "wissen_feedback_report": "Meinungen, die zu niemandem führen",
    "wissen_draft": "ein Entwurf aus einer Suchanfrage ohne Absender; Wagtails Verlauf sagt, wer ihn angelegt hat",
    "wissen_variant": "die Worte einer Suchanfrage ohne Absender; Wagtails Verlauf sagt, wer sie übernommen hat",
    "wissen_review": "öffentliche Antworten und was an ihnen zu prüfen ist",
    "wissen_choose_figure": "Kennzahlen mit ihren Werten, kein Mensch darin",
    "wissen_figure_values": "dieselben Werte für den Texteditor",
    "kurse_course:history": "Wagtails Verlauf: nur wir selbst stehen darin",
    "kurse_course:history_results": "Wagtails Verlauf: nur wir selbst stehen darin",
    **{
        f"{MAIL_TEXT}:{name}": NOTHING_PERSONAL
        for name in (
            *("list", "list_results", "usage", "preview_on_add", "preview_on_edit", "history", "history_results"),
            *("revisions_view", "revisions_revert", "revisions_compare", "revisions_unschedule"),
        )
    },
    **{
        f"wagtailsnippetchoosers_vorgang_mailtext:{name}": NOTHING_PERSONAL
        for name in ("choose", "choose_results", "chosen", "chosen_multiple")
    },
}


def addresses(resolver, route: str = "", space: str = ""):
    """Yield (route, name) of every address below a resolver."""
    for pattern in resolver.url_patterns:
        below = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, below, pattern.namespace or space)
        else:
            yield below, f"{space}:{pattern.name}" if space else str(pattern.name)


def addresses_of_the_rooms(resolver) -> set[str]:
    starts = tuple(
        f"{prefix}{room}_" for room in ROOMS for prefix in ("", "wagtailsnippets_", "wagtailsnippetchoosers_")
    )
    return {name for route, name in addresses(resolver) if route.startswith("admin/") and name.startswith(starts)}


@pytest.fixture
def office(client, programme_page):
    """The administration at work."""
    user = staff("verwaltung", "Administration")
    client.force_login(user)
    return SimpleNamespace(client=client, user=user, programme=programme_page)


def something_of_each_kind(office) -> dict:
    """Return what people send us and what comes of it."""
    course = factories.make_course(office.programme, capacity=5)
    booking = request_booking(course.pk, person(1, remark="Bitte vegan."))
    confirm(booking)
    by_phone = request_booking(course.pk, person(2, email=""), entered_by=office.user)
    to_call_off = factories.make_course(office.programme, capacity=5)
    request_booking(to_call_off.pk, person(5))
    moved = factories.make_course(office.programme, capacity=5)
    request_booking(moved.pk, person(5))
    factories.move_course(moved)
    holder = request_booking(factories.make_course(office.programme, capacity=1).pk, person(3))
    offered = request_booking(holder.course_id, person(4, wait=True))
    confirm(offered)
    deciding = factories.make_course(office.programme, capacity=3, needs_approval=True)
    asked = request_booking(deciding.pk, person(8))
    confirm(asked)
    cancel(holder)
    hybrid = request_booking(factories.make_course(office.programme, mode="hybrid").pk, person(6, mode="on_site"))
    confirm(hybrid)
    single_dates = factories.make_single_dates(office.programme, 2)
    first, later = single_dates.dates.order_by("starts_at")
    single = request_booking(single_dates.pk, person(7, dates=(first.pk,)))
    confirm(single)
    over, certified = (attended_course(office.programme) for _course in range(2))
    issue_certificates(certified)
    message = make_message()
    failed = queue_mail("vorgang.receipt", message)
    OutboxMail.objects.filter(pk=failed.pk).update(state=MailState.FAILED)
    MailText.objects.all().delete()
    Guide.objects.all().delete()
    return {
        "topic": TopicPage.objects.first() or factories.make_knowledge(office.programme.get_parent())["topic"],
        "inquiry": make_inquiry(),
        "guide": make_guide(),
        "reminder": bare_reminder(),
        "me": office.user,
        "course": course,
        "over": over,
        "certified": certified,
        "date": over.dates.get(),
        "seat": over.seats.get(),
        "booking": booking,
        "booked": booking.leading_seat,
        "interest": make_interest(course),
        "offered": offered,
        "asked": asked,
        "hybrid": hybrid,
        "single": single,
        "later": later,
        "called_off": to_call_off,
        "moved": moved,
        "notice": Draft(**NOTICE).digest(course),
        "message": message,
        "code": message.code,
        "type": "vorgang.message",
        "locked": make_message(restricted_at=timezone.now()),
        "failed": failed,
        "letter": OutboxMail.objects.get(object_id=by_phone.pk, channel="letter"),
        "text": MailText.objects.create(**TEXT),
    }


def ask(office, row: Row, things: dict) -> tuple[list[str], list[str]]:
    """Ask one view; return the entries it left, by the member of staff and with the request's id, and `typed` in them.

    What the view did is taken back afterwards: the next one finds the same things.
    """
    keys = {name: getattr(thing, "pk", thing) for name, thing in things.items()}
    args = [arg[1:] if arg.startswith("=") else keys[arg] for arg in row.args]
    url = reverse(row.name, args=args) + row.query.format(**keys)
    last = JournalEntry.objects.order_by("pk").last()
    point = transaction.savepoint()
    if row.data is None:
        response = office.client.get(url)
    else:
        sent = {name.format(**keys): value.format(**keys) for name, value in row.data.items()}
        response = office.client.post(url, sent)
    assert response.status_code in {200, 302, 422}, (row, response.status_code)
    written = JournalEntry.objects.filter(pk__gt=last.pk if last else 0)
    left = written.filter(staff=office.user, role="Administration").exclude(request_id="").order_by("pk")
    answer = [f"{entry.action} {entry.object_type}" for entry in left], typed(written)
    transaction.savepoint_rollback(point)
    return answer


def typed(entries) -> list[str]:
    """Return what people or staff typed and entries of the journal hold all the same."""
    text = " ".join(str(value) for values in entries.values_list() for value in values)
    somebody = person(1)
    words = [somebody.name, somebody.email, "vegan", "Erika", PHONE["name"], PHONE["phone"], "Verein", "Am Markt"]
    return [word for word in words if word in text]


@pytest.mark.goal("S23")
def test_whoever_touches_what_people_sent_us_leaves_an_entry_without_its_content(office, measured):
    things = something_of_each_kind(office)
    found = [(row, *ask(office, row, things)) for row in MATRIX]

    silent = [row for row, entries, _typed in found if entries != list(row.entries)]
    measured(f"{len(MATRIX) - len(silent)} von {len(MATRIX)} Handlungen mit Eintrag")
    assert silent == []
    assert [(row, words) for row, _entries, words in found if words] == []
    assert typed(JournalEntry.objects) == []


def test_a_journal_that_writes_nothing_is_noticed(office, monkeypatch):
    """Negative control of the test above."""
    things = something_of_each_kind(office)
    monkeypatch.setattr(JournalEntry.objects, "create", lambda **fields: None)

    assert [row for row in MATRIX[:6] if ask(office, row, things)[0]] == []


def test_an_entry_that_holds_what_somebody_wrote_is_noticed(office):
    """Negative control of the test above."""
    JournalEntry.objects.create(action="opened", object_type="kurse.booking", reason="möchte vegan essen")

    assert typed(JournalEntry.objects) == ["vegan"]


@pytest.mark.goal("S23")
def test_every_view_of_staff_has_its_row(measured):
    found, rows = addresses_of_the_rooms(get_resolver()), {row.name for row in MATRIX}

    measured(f"{len(rows)} Adressen mit {len(MATRIX)} Zeilen, {len(EXEMPT)} ohne Personenbezug, 0 ohne Zeile")
    assert found == rows | set(EXEMPT)
    assert rows & set(EXEMPT) == set()


def test_a_new_view_without_a_row_is_noticed():
    """Negative control of the test above."""
    resolver = SimpleNamespace(url_patterns=[path("admin/kurse/neu/", lambda request: None, name="kurse_new_view")])

    assert addresses_of_the_rooms(resolver) == {"kurse_new_view"}


# --------------------------------------------------------------------- rights


@pytest.fixture
def superuser(client, home) -> User:
    set_up_roles()
    user = User.objects.create_superuser("chefin", "chefin@musterkreis.example", "geheim-genug-1")
    client.force_login(user)
    return user


def entries() -> list[str]:
    rows = JournalEntry.objects.order_by("pk")
    return [f"{row.action} {row.object_type} {row.reason}".strip() for row in rows]


def account(user: User, **fields) -> dict:
    return {
        "username": user.username,
        "email": user.email,
        "first_name": "Erika",
        "last_name": "Beispiel",
        "password1": "",
        "password2": "",
        "is_active": "on",
        **fields,
    }


@pytest.mark.goal("S23")
def test_roles_that_change_hands_are_noted_with_who_gave_them(client, superuser):
    user = User.objects.create_user("neu", "neu@musterkreis.example", "geheim-genug-1")
    editor, coordinator = (Group.objects.get(name=name) for name in ("Redaktion", "Koordination"))
    user.groups.add(editor)
    url = reverse("wagtailusers_users:edit", args=[user.pk])

    client.post(url, account(user, groups=[coordinator.pk]))
    client.post(url, account(user, groups=[coordinator.pk], is_superuser="on"))
    client.post(reverse("wagtailusers_users:delete", args=[user.pk]))

    assert entries() == [
        "withdrawn auth.user Redaktion",
        "granted auth.user Koordination",
        "granted auth.user superuser",
        "erased auth.user",
    ]
    assert set(JournalEntry.objects.values_list("staff", "role", "object_id")) == {
        (superuser.pk, "Superuser", str(user.pk))
    }


def test_what_a_command_sets_up_is_not_staff_at_work(superuser):
    set_up_roles()

    assert entries() == []


def test_rights_of_a_group_are_noted(superuser):
    group = Group.objects.get(name="Datenschutz")

    with LogContext(user=superuser):
        group.permissions.add(Permission.objects.get(codename="use_inbox"))
        place = GroupPagePermission.objects.create(
            group=group,
            page=Page.get_first_root_node(),
            permission=Permission.objects.get(codename="publish_page"),
        )
        place.delete()

    assert entries() == [
        "granted auth.group",
        "granted auth.group publish_page",
        "withdrawn auth.group publish_page",
    ]
