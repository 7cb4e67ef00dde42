"""What Wagtail's own log still says of rows that are gone."""

import pytest
from django.contrib.auth.models import User
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from koordination.forgetting import erase_labels
from tests import factories
from vorgang.models import ErasureRun

pytestmark = pytest.mark.django_db


def test_the_name_of_an_account_that_is_gone_leaves_the_log_and_the_entry_stays(home):
    erase_labels()
    gone, here = User.objects.create_user("erika.unverwechselbar"), User.objects.create_user("hier")
    log(gone, "wagtail.create")
    log(here, "wagtail.create")
    gone.delete()

    first, second = erase_labels(), erase_labels()

    assert (first, second) == (1, 0)
    assert sorted(ModelLogEntry.objects.values_list("label", flat=True)) == ["", "hier"]
    assert ErasureRun.objects.latest("pk").rule == "wagtailcore.ModelLogEntry:auth.user"


def test_the_title_of_a_page_that_is_gone_leaves_the_log(home):
    pages = factories.make_content(home)
    log(pages["content"], "wagtail.publish", title=True)
    log(pages["news"], "wagtail.publish", title=True)
    pages["content"].delete()
    titles = set(PageLogEntry.objects.values_list("label", flat=True))

    erase_labels()

    assert "Über uns" in titles
    assert "Über uns" not in set(PageLogEntry.objects.values_list("label", flat=True))
    assert PageLogEntry.objects.filter(label="Neues").exists()
