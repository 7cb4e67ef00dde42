"""Drafts for a front end of its own (headless): the editor's preview shows what is being written, to nobody else.

The CMS hands the front end a token (pages.previews) that holds for minutes and names editor and page. With it the
API reads what Wagtail's own preview would show this editor at this moment; their rights are asked anew each time.
Nothing is written, so looking changes nothing. Why not wagtail-headless-preview: docs/adr/0011.
"""

from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.preview import PreviewOnEditView
from wagtail.models import Page

from pages.previews import SALT

# Seconds; the preview of an editor who goes on writing gets a new token with each change.
LIFETIME = 15 * 60


class DraftExpired(Exception):
    """Raised for a token whose time is over; carries what problem+json needs."""

    status = 410
    code = "preview_expired"

    def __init__(self):
        self.message = _("Diese Vorschau ist abgelaufen. Bitte öffnen Sie sie im CMS noch einmal.")
        super().__init__(self.message)


class DraftUnusable(DraftExpired):
    """Raised while a draft cannot be shown, because a field holds something impossible."""

    status = 409
    code = "preview_unusable"

    def __init__(self):
        super().__init__()
        self.message = _("Der Entwurf lässt sich so nicht zeigen. Bitte prüfen Sie die Felder im CMS.")


def draft_of(token: str) -> Page:
    """Return the page as its editor is writing it; raises Http404, DraftExpired, DraftUnusable."""
    try:
        page_id, editor_id = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.SignatureExpired as error:
        raise DraftExpired from error
    except signing.BadSignature as error:
        raise Http404 from error
    editor = get_user_model().objects.filter(pk=editor_id, is_active=True).first()
    if editor is None:
        raise Http404
    try:
        return written_by(editor, page_id)
    except PermissionDenied as error:
        raise Http404 from error


def written_by(editor, page_id: int) -> Page:
    """Return what Wagtail's preview shows; raises Http404, PermissionDenied, DraftUnusable."""
    request = HttpRequest()
    request.method, request.user = "GET", editor
    view = PreviewOnEditView()
    view.setup(request, page_id=page_id)
    state = view.get_form_state_queryset().first()
    if state is not None:
        form = view.get_form(QueryDict(state.data))
        if not view.validate_form(form):
            raise DraftUnusable
        form.save(commit=False)
    return view.object
