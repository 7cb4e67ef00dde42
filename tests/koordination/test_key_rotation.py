"""A new SECRET_KEY with the old one among the fallbacks costs nobody anything; without it, what hangs on it ends.

Second factors have tests of their own (test_account_settings.py).
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.images import get_image_model
from wagtail.models import APIToken

from pages.pictures import picture_url
from tests.koordination.accounts import is_logged_in, log_in, make_member
from tests.pages.conftest import picture_file
from tests.vorgang.cases import PURPOSE, make_message
from vorgang.forms.person import SALT
from vorgang.links import mint

pytestmark = pytest.mark.django_db
NEW_KEY = "neu" * 20


def session(home) -> callable:
    client = Client()
    log_in(client, make_member().username)
    assert is_logged_in(client)
    return lambda: client.get("/admin/").status_code == 200


def api_token(home) -> callable:
    user = User.objects.create_superuser("autorin", "a@musterkreis.example", "geheim-genug-1")
    _token, secret = APIToken.objects.model.create_token(user=user, name="Test")
    # Reading is for everybody; deleting what is not there answers 404 to who may delete.
    return lambda: (
        Client().delete("/api/v3-preview/pages/987654/", headers={"Authorization": f"Bearer {secret}"}).status_code
        == 404
    )


def reset_link(home) -> callable:
    user = make_member()
    token, number = default_token_generator.make_token(user), urlsafe_base64_encode(force_bytes(user.pk))
    return lambda: (
        "set-password" in Client().get(f"/admin/password_reset/confirm/{number}/{token}/").headers.get("Location", "")
    )


def open_form(home) -> callable:
    started = signing.dumps("", salt=SALT)

    def is_read() -> bool:
        try:
            return signing.loads(started, salt=SALT) == ""
        except signing.BadSignature:
            return False

    return is_read


def picture(home) -> callable:
    image = get_image_model().objects.create(title="Marktplatz", file=picture_file())
    address = picture_url(image, "width-200|format-webp")
    return lambda: Client().get(address).status_code == 200


HANGS_ON_THE_KEY = [session, api_token, reset_link, open_form, picture]


@pytest.mark.parametrize("make", HANGS_ON_THE_KEY)
def test_a_new_key_in_order_costs_nobody_anything(home, settings, make):
    still_holds = make(home)

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], NEW_KEY

    assert still_holds()


@pytest.mark.parametrize("make", HANGS_ON_THE_KEY)
def test_without_the_old_key_all_of_it_ends(home, settings, make):
    """Negative control, and what is wanted after an incident."""
    still_holds = make(home)

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [], NEW_KEY

    assert not still_holds()


def test_personal_links_do_not_hang_on_the_key(home, client, settings):
    path = f"/de/vorgang/{mint(make_message(), PURPOSE, timedelta(days=1))}/"
    settings.SECRET_KEY = NEW_KEY

    assert client.get(path).status_code == 200


def test_a_session_is_signed_anew_when_it_is_used(home, settings):
    still_holds = session(home)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], NEW_KEY
    still_holds()

    settings.SECRET_KEY_FALLBACKS = []

    assert still_holds()
