"""The verb that forgets a guide."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from vorgang.journal.writing import record
from vorgang.keeping.erasure_log import note_erased
from vorgang.states import StaffAction
from wissen.inquiries.asking import return_to_office
from wissen.models import Guide, Inquiry
from wissen.states import InquiryState


@transaction.atomic(durable=True)
def remove_guide(guide: Guide, *, by: AbstractBaseUser | None = None) -> None:
    """Return the questions of a guide to the office and delete the guide, with what was given to them."""
    for inquiry in Inquiry.objects.filter(guide=guide, state=InquiryState.ASSIGNED):
        return_to_office(inquiry)
    record(by, StaffAction.ERASED, guide)
    note_erased([guide])
    guide.delete()
