"""Who asks and what they ask for: one person of each role, and one of everything an address can name."""

from dataclasses import dataclass, field
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    APIToken,
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    UploadedFile,
    Workflow,
    WorkflowTask,
)
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from koordination.roles import ADMIN, COORDINATOR, EDITOR, PRIVACY, TRANSLATOR, set_up_roles
from kurse.booking.head_start import LINK_PURPOSE as INVITED_PURPOSE
from kurse.booking.lifecycle import confirm, request_booking
from kurse.booking.requests import BookingRequest
from kurse.calendars.mine import switch_on
from kurse.links import LINK_PURPOSE, mint_for_seat, mint_for_trainer
from kurse.models import Booking, Invitation
from orte.models import ClosedDay
from pages.models import ContentPage, SettingTexts
from suche.models import BestBet, JudgedQuery, Synonym
from tests import factories
from tests.anschluss.conftest import make_endpoint
from tests.kurse.feedback_boxes import open_box
from tests.kurse.interests import make_interest
from tests.vorgang.cases import make_message
from tests.wissen.inquiries import make_guide, make_inquiry
from tests.wissen.reminders import bare_reminder
from vorgang.links import mint
from vorgang.models import MailText, OwnDataRequest
from vorgang.outbox.queue import queue_mail
from vorgang.own_data.rights import OWN_DATA
from wissen.inquiries.asking import give_to_guide
from wissen.inquiries.guide_links import GUIDE_PURPOSE
from wissen.models import Figure, GlossaryTerm

# The letters of the table. A booker has no account: they are a visitor who holds the link of a mail.
ROLES = {"V": "visitor", "T": TRANSLATOR, "E": EDITOR, "C": COORDINATOR, "A": ADMIN, "D": PRIVACY}
PERSONS = {
    "a": ("Adelheid Erstmann", "erstmann@beispiel.example"),
    "b": ("Benedikt Zweitner", "zweitner@beispiel.example"),
}


@dataclass
class Cast:
    """The browser and the API token of each role, and the key of each thing."""

    clients: dict[str, Client] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)


def make_cast() -> Cast:
    """Return the whole cast of a site with two bookers, and content in two languages."""
    cast = Cast()
    home = factories.make_home()
    course = factories.make_course(factories.make_programme(home), capacity=20)
    pages = factories.make_content(home)
    english = factories.translate(pages["content"], "en")
    set_up_roles()
    users = {letter: make_user(role) for letter, role in ROLES.items() if letter != "V"}
    for letter in ROLES:
        cast.clients[letter] = Client(raise_request_exception=False)
        if letter in users:
            cast.clients[letter].force_login(users[letter])
            _token, cast.secrets[letter] = APIToken.create_token(user=users[letter], name="Matrix")
    stranger = User.objects.create_user("fremd", "fremd@musterkreis.example", "geheim-genug-1")
    things = {
        **page_things(home, pages["content"], english),
        "programme": pages["programme"].pk,
        **translated_things(pages["content"], english.locale),
        **office_things(),
        **library_things(users["A"]),
        **personal_things(course),
        "page.kurse": course.page_id,
        "answer": pages["question"].pk,
        "news index": pages["news index"].pk,
        "topic": pages["topic"].pk,
        "funding index": pages["funding"].pk,
        "municipality page": pages["municipality"].pk,
        "user": stranger.pk,
        "group": Group.objects.get(name=EDITOR).pk,
        "api token": APIToken.create_token(user=stranger, name="Fremd")[0].pk,
        "key": Authenticator.objects.create(user=stranger, type="webauthn", data={"name": "Schlüssel"}).pk,
        "editing session": EditingSession.objects.create(
            user=users["A"], last_seen_at=timezone.now(), content_object=pages["content"]
        ).pk,
    }
    cast.things = {name: str(key) for name, key in things.items()}
    return cast


def make_user(role: str) -> User:
    user = User.objects.create_user(role, f"{role}@musterkreis.example", "geheim-genug-1")
    user.groups.add(Group.objects.get(name=role))
    return user


def page_things(home: Page, page: Page, english: Page) -> dict:
    """Return a page with two revisions, its translation, a page under review, and what pages hang on."""
    reviewed = home.add_child(instance=ContentPage(title="Im Entwurf", slug="im-entwurf", live=False))
    reviewed.save_revision()
    task = GroupApprovalTask.objects.create(name="Freigabe")
    task.groups.set(Group.objects.filter(name=COORDINATOR))
    workflow = Workflow.objects.create(name="Freigabe")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    first = page.save_revision()
    second = page.save_revision()
    state = workflow.start(reviewed, None)
    english.save_revision()
    alias = page.create_alias(update_slug="doppelt")
    return {
        "page": page.pk,
        "reviewed page": reviewed.pk,
        "home": home.pk,
        "english": english.pk,
        "alias": alias.pk,
        "revision": first.pk,
        "later revision": second.pk,
        "task": task.pk,
        "workflow": workflow.pk,
        "workflow state": state.pk,
        "task state": state.current_task_state_id,
        "site": home.get_site().pk,
        "locale": english.locale_id,
        "page restriction": PageViewRestriction.objects.create(
            page=factories.make_programme(home), restriction_type="password", password="geheim"
        ).pk,
    }


def translated_things(page: Page, locale: Locale) -> dict:
    """Return the translation of a page as wagtail-localize keeps it."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locale)
    segment = StringSegment.objects.filter(source=source).first()
    replaceable = OverridableSegment.objects.create(source=source, context=segment.context, order=99, data_json='""')
    return {
        "translation source": source.pk,
        "translation": translation.pk,
        "string segment": segment.pk,
        "overridable segment": replaceable.pk,
    }


def setting_texts() -> dict:
    """Return the texts of the settings in English, with two revisions."""
    site, english = Site.objects.get(is_default_site=True), Locale.objects.get(language_code="en")
    texts = SettingTexts.objects.create(site=site, locale=english)
    return {
        "setting texts": texts.pk,
        "setting texts revision": texts.save_revision().pk,
        "later setting texts revision": texts.save_revision(approved_go_live_at=timezone.now() + timedelta(days=1)).pk,
    }


def office_things() -> dict:
    """Return what the office writes beside pages."""
    place = factories.make_place()
    text = MailText.objects.create(kind="kurse.confirm", subject="Betreff", introduction="Text")
    return {
        "place": place.pk,
        "place.slug": place.slug,
        "municipality": place.municipality_id,
        "municipality.slug": place.municipality.slug,
        "closed day": ClosedDay.objects.create(name="Betriebsausflug", date=timezone.localdate()).pk,
        "figure": Figure.objects.create(key="satz", name="Satz").pk,
        "term": GlossaryTerm.objects.create(term="Satzung", explanation="Die Regeln des Vereins.").pk,
        "norm": "estg-3",
        "synonym": Synonym.objects.create(typed="Trainergeld", meant="Pauschale").pk,
        "best bet": BestBet.objects.create(query="pauschale", page=Page.objects.filter(depth=2).first()).pk,
        "judged query": JudgedQuery.objects.create(query="pauschale").pk,
        "mail text": text.pk,
        **setting_texts(),
        "mail text revision": text.save_revision().pk,
        "later mail text revision": text.save_revision(approved_go_live_at=timezone.now() + timedelta(days=1)).pk,
        "endpoint": make_endpoint("https://nordhain.example/hook").pk,
        "redirect": Redirect.objects.create(old_path="/alt", redirect_link="/de/").pk,
    }


def library_things(user: User) -> dict:
    """Return a picture, a document, a file that waits for its form, and where they are kept."""
    root = Collection.get_first_root_node()
    folder = root.add_child(name="Intern")
    image = get_image_model().objects.create(title="Bild", file=get_test_image_file())
    document = Document.objects.create(title="Merkblatt", file=ContentFile(b"Text", name="merkblatt.txt"))
    restriction = CollectionViewRestriction.objects.create(
        collection=folder, restriction_type="password", password="geheim"
    )
    upload = UploadedFile.objects.create(
        file=ContentFile(b"Text", name="hochgeladen.txt"),
        uploaded_by_user=user,
        for_content_type=ContentType.objects.get_for_model(Document),
    )
    return {
        "image": image.pk,
        "document": document.pk,
        "document.name": document.filename,
        "root collection": root.pk,
        "collection": folder.pk,
        "collection restriction": restriction.pk,
        "upload": upload.pk,
    }


def personal_things(course) -> dict:
    """Return two bookings with their links, a message, a mail and a letter."""
    things = {"course": course.pk, "date": course.dates.get().pk, "trainer": mint_for_trainer(course)}
    for letter, (name, email) in PERSONS.items():
        booking = request_booking(course.pk, BookingRequest(name=name, email=email, consent="Ja."))
        confirm(booking)
        things[f"booking {letter}"] = booking.pk
        things[f"token {letter}"] = mint(booking, LINK_PURPOSE, timedelta(days=1))
        things[f"seat {letter}"] = mint_for_seat(booking.leading_seat)
        things[f"calendar {letter}"] = switch_on(Booking.objects.get(pk=booking.pk))
        things[f"code {letter}"] = booking.code
        asked = OwnDataRequest.objects.create(email=email)
        things[f"own data {letter}"] = mint(asked, OWN_DATA, timedelta(days=1))
    message = make_message(name=PERSONS["b"][0], email="")
    letter = queue_mail("vorgang.receipt", message)
    locked = make_message(restricted_at=timezone.now())
    things["feedback ticket"] = open_box(course)
    interest = make_interest(course)
    things["interest"] = interest.pk
    invitation = Invitation.objects.create(interest=interest, course=course)
    things["invited"] = mint(invitation, INVITED_PURPOSE, timedelta(days=1))
    inquiry, guide = make_inquiry(), make_guide()
    give_to_guide(inquiry, guide, by=User.objects.first())
    reminder = bare_reminder()
    things |= {"inquiry": inquiry.pk, "guide": guide.pk, "reminder": reminder.pk}
    things["reminder token"] = mint(reminder, "wissen.reminder", timedelta(days=1))
    things["guide token"] = mint(inquiry.assignments.get(), GUIDE_PURPOSE, timedelta(days=1))
    return things | {"message": message.pk, "locked message": locked.pk, "letter": letter.pk}
