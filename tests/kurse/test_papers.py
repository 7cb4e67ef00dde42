"""Papers of a course: lists, badges and certificates as PDF/UA read back, and the table of who comes."""

import json
from io import BytesIO

import openpyxl
import pikepdf
import pytest
import typst
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from kurse.attendance.certificates import issue_certificates, issued_to
from kurse.attendance.roster import dates_held
from kurse.models import Booking, Course, Seat
from kurse.papers.documents import FOLDER, attendance_list_pdf, badges_pdf, certificates_pdf
from pages.models import SiteSettings
from tests.kurse.attended import attended_course, over_course, seats_of
from tests.readable_pdf import barriers, tags
from vorgang.papers.letters import ROOT
from vorgang.papers.look import paper

pytestmark = pytest.mark.django_db
MARKUP = "#strong[Max] $x^2$ *Muster*"


@pytest.fixture
def course(programme_page) -> Course:
    """A course of two dates with two people who were there, one of whom has a name like markup."""
    course = attended_course(programme_page, people=2, dates=2, title="Vereinskasse")
    Seat.objects.filter(pk=seats_of(course)[0].pk).update(name=MARKUP)
    issue_certificates(course)
    return course


def papers(course: Course) -> dict[str, bytes]:
    dates = dates_held(course)
    return {
        "Anwesenheitsliste: Vereinskasse": attendance_list_pdf(course, dates, to_sign=False),
        "Anwesenheitsliste: Vereinskasse ": attendance_list_pdf(course, dates, to_sign=True),
        "Namensschilder: Vereinskasse": badges_pdf(course),
        "Teilnahmebescheinigung": certificates_pdf(issued_to(seats_of(course)), "de"),
    }


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.goal("B12")
def test_every_paper_can_be_read_out(course, measured):
    found = {title: barriers(pdf, title.strip()) for title, pdf in papers(course).items()}

    assert found == dict.fromkeys(found, [])
    measured("Liste, Unterschriften, Namensschilder, Bescheinigung: PDF/UA-1 mit Titel, Sprache, Tags")


@pytest.mark.goal("B12")
def test_a_paper_without_tags_is_found(course):
    """Negative control: the badges without tags and without the standard, in another language."""
    content = {"content": json.dumps({**paper("Falsch", course="", people=[]), "language": "en"})}

    pdf = typst.compile(
        str(FOLDER / "badges.typ"),
        root=str(ROOT),
        format="pdf",
        pdf_tags=False,
        ignore_system_fonts=True,
        sys_inputs=content,
    )

    assert barriers(pdf, "Namensschilder") == [
        "not PDF/UA", "another title", "title not shown", "another language", "not marked", "no tags", "no heading",
    ]  # fmt: skip


def test_the_table_of_a_list_has_headings_and_every_person(course):
    with pikepdf.open(BytesIO(papers(course)["Anwesenheitsliste: Vereinskasse"])) as document:
        tree = tags(document.Root.StructTreeRoot)

    # Number, name, two dates; then two people.
    assert (tree.count("/TH"), tree.count("/TR")) == (4, 3)
    assert tree.count("/TD") == 8


def test_names_are_printed_as_they_are_and_never_as_markup(course):
    assert [title for title, pdf in papers(course).items() if MARKUP not in text_of(pdf)] == []


def test_a_list_to_sign_has_a_page_for_each_date(course):
    pages = PdfReader(BytesIO(papers(course)["Anwesenheitsliste: Vereinskasse "])).pages

    assert len(pages) == 2
    assert all("Unterschrift" in page.extract_text() for page in pages)


def test_a_list_names_people_and_nothing_else_of_them(course):
    booking = Booking.objects.filter(course=course).first()

    for pdf in papers(course).values():
        assert [word for word in (booking.email, booking.code) if word in text_of(pdf)] == []


def test_somebody_whose_data_are_locked_is_on_no_paper(course):
    locked = seats_of(course)[0]
    Booking.objects.filter(pk=locked.booking_id).update(restricted_at=timezone.now(), restriction_ground="claims")

    assert [title for title, pdf in papers(course).items() if MARKUP in text_of(pdf)] == []


def test_the_certificate_shows_code_address_and_qr_code_in_words_too(course):
    [first, *_others] = issued_to(seats_of(course))
    pdf = certificates_pdf([first], "de")

    text = text_of(pdf)
    with pikepdf.open(BytesIO(pdf)) as document:
        alternatives = [
            str(each["/Alt"]) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]
        links = [str(link["/A"]["/URI"]) for page in document.pages for link in page.get("/Annots", [])]
    assert "-".join([first.code[:4], first.code[4:8], first.code[8:]]) in text
    assert alternatives == ["QR-Code mit der Adresse, unter der diese Bescheinigung geprüft wird"]
    assert links == [f"http://localhost:8000/de/bescheinigung/{first.code}/"]


def test_a_certificate_speaks_the_language_of_its_person(course):
    pdf = certificates_pdf(issued_to(seats_of(course)), "en")

    assert barriers(pdf, "Certificate of attendance", "en") == []
    assert "has attended the workshop" in text_of(pdf)


def test_logo_and_colour_come_from_the_site_settings(course):
    image = get_image_model().objects.create(title="Logo", file=get_test_image_file(size=(640, 200)))
    SiteSettings.objects.update(primary_colour="#8a1538", logo=image)

    pdf = papers(course)["Teilnahmebescheinigung"]

    assert len(PdfReader(BytesIO(pdf)).pages[0].images) == 1
    assert barriers(pdf, "Teilnahmebescheinigung") == []
    assert paper("Titel")["look"]["colour"] == "#8a1538"


def test_a_lost_logo_does_not_stop_the_paper(course):
    image = get_image_model().objects.create(title="Logo", file=get_test_image_file())
    SiteSettings.objects.update(logo=image)
    image.file.storage.delete(image.file.name)

    assert barriers(papers(course)["Teilnahmebescheinigung"], "Teilnahmebescheinigung") == []


@pytest.mark.parametrize("people", [0, 25])
def test_a_list_of_any_length_is_printed(programme_page, people):
    course = over_course(programme_page, people=people)
    dates = dates_held(course)

    for pdf in (attendance_list_pdf(course, dates, to_sign=True), badges_pdf(course)):
        assert len(PdfReader(BytesIO(pdf)).pages) >= 1


# ------------------------------------------------------------------ from the desk


def test_every_paper_is_had_from_the_page_of_participants(desk, course):
    page = desk.get(reverse("kurse_participants", args=[course.pk])).content.decode()

    for name in ("attendance_list", "badges", "certificates_file"):
        url = reverse(f"kurse_{name}", args=[course.pk])
        assert url in page
        assert desk.get(url).content.startswith(b"%PDF")


def test_the_table_has_a_row_for_each_person(desk, course):
    file = desk.get(reverse("kurse_participants_file", args=[course.pk, "xlsx"])).content
    rows = list(openpyxl.load_workbook(BytesIO(file)).active.values)

    text = desk.get(reverse("kurse_participants_file", args=[course.pk, "csv"])).content.decode()

    assert [row[1] for row in rows] == ["Name", MARKUP, seats_of(course)[1].name]
    assert rows[1][3:] == ("ja", "ja", "ja")
    assert text.startswith("\ufeff" + ";".join(rows[0]))


def test_a_name_like_a_formula_runs_in_no_spreadsheet(desk, course):
    Seat.objects.filter(name=MARKUP).update(name="=1+1")

    file = desk.get(reverse("kurse_participants_file", args=[course.pk, "xlsx"])).content
    text = desk.get(reverse("kurse_participants_file", args=[course.pk, "csv"])).content.decode()

    assert [
        cell.data_type for row in openpyxl.load_workbook(BytesIO(file)).active for cell in row if cell.value == "=1+1"
    ] == ["s"]
    assert ";'=1+1;" in text


def test_the_table_needs_the_right_to_export(editor, course):
    url = reverse("kurse_participants_file", args=[course.pk, "csv"])

    assert editor.get(url, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


@pytest.mark.parametrize("query", ["?termin=0", "?termin=x", "?termin=9999999999999999999999"])
def test_a_date_that_is_not_of_the_course_is_not_found(desk, course, query):
    assert desk.get(reverse("kurse_attendance_list", args=[course.pk]) + query).status_code == 404


def test_another_ending_is_not_found(desk, course):
    assert desk.get(f"/admin/kurse/{course.pk}/teilnehmende.exe").status_code == 404
