"""A county small enough for one booking, in the database of DATABASE_URL; prints its numbers and a path."""

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402

from kurse.models import Course  # noqa: E402
from pages.models import ContentPage  # noqa: E402
from tests import factories  # noqa: E402
from tests.deploy.installation import EDITOR, PASSWORD  # noqa: E402

home = factories.make_home()
programme = factories.make_programme(home)
course: Course = factories.make_course(programme, title="Vereinsrecht am Abend", capacity=2)
large: Course = factories.make_course(programme, title="Vortrag in der Stadthalle", capacity=500)
draft = home.add_child(instance=ContentPage(title="Noch ein Entwurf", slug="entwurf", live=False))
draft.save_revision()
get_user_model().objects.create_superuser(EDITOR, "leitung@musterkreis.example", PASSWORD)
print(course.pk, large.pk, draft.pk, course.page.get_url())
