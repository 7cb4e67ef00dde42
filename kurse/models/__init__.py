"""The nouns of kurse: pages present, courses are plain rows, bookings are cases."""

from kurse.models.attendance import Attendance, Certificate, CertificateCode
from kurse.models.booked_dates import BookedDate
from kurse.models.bookings import Booking, Seat
from kurse.models.calendars import CalendarSubscription
from kurse.models.course_dates import CourseDate
from kurse.models.courses import Course
from kurse.models.feedback import Feedback, FeedbackBox
from kurse.models.interests import Announcement, Interest, InterestTopic, Invitation
from kurse.models.moves import CourseMove, MoveCopy
from kurse.models.notices import CourseNotice, NoticeCopy
from kurse.models.page_types import CourseIndexPage, CoursePage, CoursePageTag
from kurse.models.questions import Answer, Question

__all__ = [
    "Answer",
    "Announcement",
    "Attendance",
    "BookedDate",
    "Booking",
    "CalendarSubscription",
    "Certificate",
    "CertificateCode",
    "Course",
    "CourseDate",
    "CourseIndexPage",
    "CourseMove",
    "CourseNotice",
    "CoursePage",
    "CoursePageTag",
    "MoveCopy",
    "Feedback",
    "FeedbackBox",
    "Interest",
    "InterestTopic",
    "Invitation",
    "NoticeCopy",
    "Question",
    "Seat",
]
