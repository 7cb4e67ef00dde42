"""What the form of a mail's text refuses, its translation refuses too, and at once: translators do not publish."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models.signals import pre_save
from wagtail_localize.models import StringTranslation, TranslatableObject

from vorgang.models import MailText


def note_faults(sender, instance: StringTranslation, raw: bool = False, **kwargs):
    """Mark a translated text whose placeholders its mail cannot fill; it counts as missing then."""
    if raw or not instance.context or not is_of_mail_text(instance.context.object):
        return
    text = MailText.objects.filter(translation_key=instance.context.object_id).first()
    if text is None:
        return
    try:
        MailText(kind=text.kind, **{instance.context.path: instance.data}).clean()
    except ValidationError as error:
        instance.has_error, instance.field_error = True, error.messages[0]


def is_of_mail_text(translated: TranslatableObject) -> bool:
    # By its number: content types are known without a query.
    return translated.content_type_id == ContentType.objects.get_for_model(MailText).pk


def connect() -> None:
    pre_save.connect(note_faults, sender=StringTranslation, dispatch_uid="koordination.note_faults")
