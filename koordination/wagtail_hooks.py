"""What the assembled site itself answers."""

from datetime import timedelta

from django.core.management import CommandError, call_command
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import DismissibleMenuItem
from wagtail.models import TranslatableMixin

from koordination.accounts.attempts import erase_attempts
from koordination.accounts.secrets import renew_secrets
from koordination.backups import in_use
from koordination.forgetting import erase_labels, forgettables, tidy_search_index
from koordination.observability.request_ids import current_request_id
from koordination.personal_data import PERSONAL_DATA
from koordination.scriptless_menu import ScriptlessMenuPanel
from koordination.translation_guard import is_half_translated
from koordination.translations import TranslationsPanel, update_url_of
from vorgang.due_jobs import DueJob


@hooks.register("register_personal_data")
def register_personal_data():
    return PERSONAL_DATA


@hooks.register("register_request_id")
def register_request_id():
    return current_request_id.get()


@hooks.register("register_forgettable")
def register_forgettables():
    return forgettables()


@hooks.register("register_worker_start")
def register_worker_start():
    return [in_use.hold]


@hooks.register("register_due_job")
def register_due_jobs():
    # Two rooms of one floor never import one another, so the site itself wires the calendar to the clock.
    return [
        DueJob("orte.load_holidays", timedelta(days=30), load_holidays),
        DueJob("koordination.erase_labels", timedelta(days=1), erase_labels, at_hour=3),
        DueJob("koordination.tidy_search_index", timedelta(days=1), tidy_search_index, at_hour=4),
        DueJob("koordination.erase_login_attempts", timedelta(hours=1), erase_attempts),
        DueJob("koordination.renew_secrets", timedelta(hours=1), renew_secrets),
    ]


@hooks.register("before_edit_snippet", order=-1)
def refuse_half_translated(request, snippet):
    wants_to_publish = request.method == "POST" and request.POST.get("action") == "publish"
    if wants_to_publish and isinstance(snippet, TranslatableMixin) and is_half_translated(snippet):
        messages.error(
            request, _("Noch nicht veröffentlicht: Bitte übersetzen Sie erst jeden Text und beheben Sie die Fehler.")
        )
        return redirect(request.path)
    return None


@hooks.register("before_edit_page", order=-1)
@hooks.register("before_edit_snippet", order=-1)
def tell_outdated(request, text):
    may_update = request.method == "GET" and request.user.has_perm("wagtail_localize.submit_translation")
    if may_update and isinstance(text, TranslatableMixin) and (update_url := update_url_of(text)):
        messages.warning(
            request,
            _("Veraltet: Der deutsche Text wurde geändert, seit dieser übersetzt worden ist."),
            buttons=[messages.button(update_url, _("Neuen Text übernehmen"))],
        )


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    panels += [TranslationsPanel(), ScriptlessMenuPanel()]


@hooks.register("construct_help_menu")
def leave_out_news_of_wagtail(request, menu_items):
    """Leave what helps here: English pages about the versions of Wagtail, with a badge for everybody, do not."""
    menu_items[:] = [item for item in menu_items if not isinstance(item, DismissibleMenuItem)]


def load_holidays() -> str:
    """Bring holidays up to date; a site that has not chosen its Land yet has none to load."""
    try:
        call_command("load_holidays")
    except CommandError as error:
        return str(error)
    return "ok"


@hooks.register("register_account_menu_item")
def register_second_factor(request):
    return {
        "url": reverse("mfa_index"),
        "label": _("Zweiter Faktor"),
        "help_text": _("Zur Anmeldung gehört dann außer dem Passwort auch ein Gerät, das nur Sie haben."),
    }
