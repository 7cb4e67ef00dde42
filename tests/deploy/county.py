"""A county small enough for one booking, in the database of DATABASE_URL; prints the course's number and path."""

import django

django.setup()

from kurse.models import Course  # noqa: E402
from tests import factories  # noqa: E402

home = factories.make_home()
programme = factories.make_programme(home)
course: Course = factories.make_course(programme, title="Vereinsrecht am Abend", capacity=2)
print(course.pk, course.page.get_url())
