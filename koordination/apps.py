from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KoordinationConfig(AppConfig):
    """The assembled site: settings, addresses, the public API and the demo county. Holds no rule."""

    name = "koordination"
    verbose_name = _("Koordination")

    def ready(self):
        from allauth.mfa.signals import authenticator_added, authenticator_removed
        from django.contrib.auth.signals import user_logged_in

        from koordination.accounts import checks  # noqa: F401 - registers itself
        from koordination.accounts.middleware import begin_session
        from koordination.accounts.second_factor import note_added, note_removed

        user_logged_in.connect(begin_session, dispatch_uid="koordination.begin_session")
        authenticator_added.connect(note_added, dispatch_uid="koordination.note_added")
        authenticator_removed.connect(note_removed, dispatch_uid="koordination.note_removed")

        from koordination.accounts import role_changes
        from koordination.observability import fault_reports

        role_changes.connect()

        from koordination import forgetting, mail_translations
        from koordination.backups import checks as backup_checks  # noqa: F401 - registers itself

        forgetting.connect()
        mail_translations.connect()

        fault_reports.start()

        from koordination.chooser_guard import guard_choosers

        guard_choosers()

        from koordination.chooser_start import start_choosers

        start_choosers()

        from koordination.form_guard import guard_forms

        guard_forms()

        from koordination.translation_guard import guard_translations

        guard_translations()

        from koordination.locale_wording import name_new_languages

        name_new_languages()
