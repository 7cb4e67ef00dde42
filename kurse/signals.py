"""What happened in this room, announced after commit; listeners may react, none may veto.

Each signal is sent with `sender=Booking` and `booking_id` (int).
"""

from django.dispatch import Signal

booking_requested = Signal()
booking_confirmed = Signal()
booking_cancelled = Signal()
