"""What this room answers, to the CMS and to its own questions."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.urls import path
from wagtail import hooks

from pages.slots import register_slot
from vorgang import conf
from vorgang.desk import views
from vorgang.desk.disclosure import DisclosureMenuItem, disclosure
from vorgang.desk.home_panels import WaitingPanel
from vorgang.desk.journal_report import JournalReport
from vorgang.desk.mail_text_form import may_change
from vorgang.desk.mail_texts import MailTextViewSet
from vorgang.desk.menu import InboxMenuItem, JournalMenuItem
from vorgang.desk.restriction import RestrictionMenuItem, release_case, restrictions
from vorgang.disclosure.privacy import HEADERS, records
from vorgang.inbox.case_type import message_case_type
from vorgang.journal.writing import record
from vorgang.keeping.erasure_log import Forgettable
from vorgang.mail_kinds.to_people import mail_kinds
from vorgang.models import LostLinkRequest, MailText, OwnDataRequest
from vorgang.own_data.rights import forget_request
from vorgang.own_personal_data import PERSONAL_DATA
from vorgang.states import StaffAction
from vorgang.subscriptions.api import router
from vorgang.worker.jobs import due_jobs


@hooks.register("register_api_router")
def register_api_router():
    return "", router


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [
        path("posteingang/", views.inbox, name="vorgang_inbox"),
        path(
            "posteingang/vorgang/<str:type_name>/<int:pk>/<slug:verb>/",
            views.desk_action,
            name="vorgang_desk_action",
        ),
        path("posteingang/nachricht/<int:pk>/", views.message, name="vorgang_message"),
        path("posteingang/brief/<int:pk>/", views.letter, name="vorgang_letter"),
        path("reports/journal/", JournalReport.as_view(), name="vorgang_journal"),
        path("reports/journal/ergebnisse/", JournalReport.as_view(results_only=True), name="vorgang_journal_results"),
        path("auskunft/", disclosure, name="vorgang_disclosure"),
        path("sperren/", restrictions, name="vorgang_restrictions"),
        path("sperren/<str:type_name>/<int:pk>/aufheben/", release_case, name="vorgang_release"),
        path("posteingang/versand/<int:pk>/<slug:verb>/", views.mail_action, name="vorgang_mail_action"),
    ]


@hooks.register("register_admin_viewset")
def register_viewsets():
    return MailTextViewSet()


@hooks.register("register_permissions")
def register_permissions():
    """Offer in the group form what the inbox asks for; messages have no view set that would."""
    return Permission.objects.filter(
        content_type__app_label="vorgang",
        codename__in=[
            "use_inbox",
            "view_message",
            "change_message",
            "view_journalentry",
            "disclose_personal_data",
            "restrict_processing",
        ],
    )


@hooks.register("before_edit_snippet", order=-1)
def keep_mail_text(request, snippet):
    if isinstance(snippet, MailText) and not may_change(request.user, snippet):
        raise PermissionDenied


@hooks.register("after_unpublish")
def note_unpublished_mail_text(request, snippet):
    if isinstance(snippet, MailText):
        record(request.user, StaffAction.CHANGED, snippet)


@hooks.register("after_delete_snippet")
def note_deleted_mail_texts(request, snippets):
    for snippet in snippets:
        if isinstance(snippet, MailText):
            record(request.user, StaffAction.ERASED, snippet)


@hooks.register("register_reports_menu_item")
def register_journal_menu_item():
    return JournalMenuItem()


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return InboxMenuItem()


@hooks.register("register_admin_menu_item")
def register_disclosure_item():
    return DisclosureMenuItem()


@hooks.register("register_admin_menu_item")
def register_restriction_item():
    return RestrictionMenuItem()


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request, panels):
    panels.append(WaitingPanel())


@hooks.register("register_case_type")
def register_case_type():
    return message_case_type()


@hooks.register("register_mail_kind")
def register_mail_kinds():
    return mail_kinds()


@hooks.register("register_due_job")
def register_due_jobs():
    return due_jobs()


@hooks.register("register_forgettable")
def register_forgettables():
    """Who asked under an address, for the replay after a restore."""
    return [Forgettable(model, "created_at", forget_request) for model in (OwnDataRequest, LostLinkRequest)]


@hooks.register("register_personal_data")
def register_personal_data():
    return PERSONAL_DATA


@register_slot("accessibility_feedback")
def accessibility_feedback(context):
    return render_to_string("vorgang/accessibility_feedback.html", {"days": conf.answer_barrier_within().days})


@register_slot("privacy")
def privacy_register(context):
    return render_to_string("vorgang/privacy.html", {"records": records(), "headers": HEADERS})
