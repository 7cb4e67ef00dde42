from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VorgangConfig(AppConfig):
    """Everything a person sends us: confirm, personal link, mails, due jobs, erasure."""

    name = "vorgang"
    verbose_name = _("Vorgänge")
    default_auto_field = "django.db.models.BigAutoField"
    urls = "vorgang.urls"

    def ready(self):
        from django.db.models.signals import post_migrate
        from wagtail.signals import published

        from pages.setting_checks import register_setting_checks
        from vorgang import conf, receivers
        from vorgang.journal.guard import guard_after_migrate
        from vorgang.keeping.column_samples import take_no_samples_after_migrate

        register_setting_checks(conf.PREFIX, conf.SETTINGS)
        post_migrate.connect(guard_after_migrate, sender=self, dispatch_uid="vorgang.guard_journal")
        post_migrate.connect(take_no_samples_after_migrate, sender=self, dispatch_uid="vorgang.column_samples")
        published.connect(
            receivers.note_mail_text, sender=self.get_model("MailText"), dispatch_uid="vorgang.note_mail_text"
        )
