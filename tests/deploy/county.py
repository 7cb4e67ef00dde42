"""A county small enough for one booking, in the database of DATABASE_URL; prints numbers and path of its courses."""

import django

django.setup()

from kurse.models import Course  # noqa: E402
from tests import factories  # noqa: E402

home = factories.make_home()
programme = factories.make_programme(home)
course: Course = factories.make_course(programme, title="Vereinsrecht am Abend", capacity=2)
large: Course = factories.make_course(programme, title="Vortrag in der Stadthalle", capacity=500)
print(course.pk, large.pk, course.page.get_url())
