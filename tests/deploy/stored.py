"""Print the mail address of every booking, one a line."""

import django

django.setup()

from kurse.models import Booking  # noqa: E402

print("\n".join(Booking.objects.values_list("email", flat=True)))
