"""Pictures and documents in a bucket: made without what betrays a person, shown to browsers, originals to nobody."""

import io
import json
import re
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from PIL import Image

from tests.deploy.visitor import Answer

pytestmark = pytest.mark.slow

GPS, PLACE = 0x8825, b"Musterallee 7"
EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"


def photograph() -> bytes:
    """Return a JPEG as a telephone makes it, with coordinates and a description."""
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (50.0, 6.0, 0.0), 3: "E", 4: (8.0, 40.0, 0.0)})
    content = io.BytesIO()
    Image.new("RGB", (1000, 700), "teal").save(content, "JPEG", exif=exif)
    return content.getvalue()


@pytest.fixture(scope="module")
def uploaded(shared_site, editor) -> str:
    """The name of a photograph in the bucket, uploaded in the CMS."""
    answer = editor.submit(
        "/admin/images/add/", {"title": "Marktplatz", "collection": "1", "tags": ""}, file=("foto.jpg", photograph())
    )
    assert answer.status == 302, answer.text
    [name] = [name for name in shared_site.bucket.names() if name.startswith("original_images/")]
    return name


@pytest.fixture(scope="module")
def shown(shared_site, uploaded) -> Answer:
    """What a browser is answered that asks for a picture of a page."""
    path = shared_site.run("-m", "tests.deploy.picture").strip()
    return shared_site.visitor().get(path)


def picture_of(answer: Answer) -> tuple[str, str]:
    """Return the origin from which a browser is told to fetch a picture, and the format that comes."""
    [place] = answer.all("Location")
    with urlopen(place, timeout=10) as fetched:  # noqa: S310 - our own address
        picture = Image.open(io.BytesIO(fetched.read()))
    return urlsplit(place)._replace(path="", query="").geturl(), picture.format


def test_a_photograph_is_written_anew_before_it_reaches_the_bucket(shared_site, uploaded):
    stored = shared_site.bucket.read(uploaded)

    assert PLACE in photograph()
    assert Image.open(io.BytesIO(photograph())).getexif().get_ifd(GPS) != {}
    assert PLACE not in stored
    assert dict(Image.open(io.BytesIO(stored)).getexif()) == {}


def test_a_picture_of_a_page_comes_from_the_bucket_and_passes_the_policy(shared_site, shown):
    origin, kind = picture_of(shown)
    [policy] = shared_site.visitor().get("/de/").all("Content-Security-Policy")

    assert (shown.status, origin, kind) == (302, shared_site.bucket.url, "WEBP")
    assert f"img-src 'self' {origin}" in policy.split("; ")


def test_the_cms_shows_it_too(shared_site, editor, uploaded):
    page = editor.get("/admin/images/")
    [policy] = page.all("Content-Security-Policy")

    assert re.findall(rf'<img[^>]* src="{shared_site.bucket.url}/[^"]*/images/foto[^"]*"', page.text) != []
    [sources] = [part for part in policy.split("; ") if part.startswith("img-src")]
    assert shared_site.bucket.url in sources.split()


def test_nobody_gets_anything_from_the_bucket_without_a_signature(shared_site, uploaded, shown):
    bucket = shared_site.bucket

    answers = {name: bucket.status_for_strangers(name) for name in bucket.names()}

    assert len(answers) > 1
    assert set(answers.values()) == {403}


def test_a_public_file_would_be_given_to_strangers(shared_site):
    """Negative control of the test above."""
    bucket = shared_site.bucket
    bucket.client.put_object(Bucket="koordination-medien", Key="offen.txt", Body=b"x", ACL="public-read")

    status = bucket.status_for_strangers("offen.txt")
    bucket.client.delete_object(Bucket="koordination-medien", Key="offen.txt")

    assert status == 200


def test_no_public_answer_names_an_original(shared_site, uploaded):
    visitor = shared_site.visitor()

    texts = [visitor.get(path).text for path in ("/de/", "/api/v1/seiten/", "/api/v3-preview/pages/")]

    assert [text for text in texts if "original_images" in text] == []


def test_a_document_leaves_as_an_attachment_through_the_site(shared_site, editor):
    content = b"Name;Ort\nVerein;Musterstadt\n"
    sent = editor.submit(
        "/admin/documents/add/", {"title": "Liste", "collection": "1", "tags": ""}, file=("liste.csv", content)
    )
    assert sent.status == 302, sent.text
    [number] = re.findall(r"/admin/documents/edit/(\d+)/", editor.get("/admin/documents/").text)[:1]

    answer = shared_site.visitor().get(f"/documents/{number}/liste.csv")

    assert (answer.status, answer.body) == (200, content)
    [disposition] = answer.all("Content-Disposition")
    assert disposition.startswith("attachment;")
    assert [name for name in shared_site.bucket.names() if name.startswith("documents/")] == ["documents/liste.csv"]


def test_two_files_of_one_name_do_not_replace_each_other(shared_site, editor, uploaded):
    editor.submit(
        "/admin/images/add/", {"title": "Rathaus", "collection": "1", "tags": ""}, file=("foto.jpg", photograph())
    )

    originals = [name for name in shared_site.bucket.names() if name.startswith("original_images/")]
    assert len(originals) == 2


def test_the_site_knows_whether_the_bucket_answers(shared_site):
    checks = json.loads(shared_site.visitor().get("/readyz").text)["checks"]

    assert (checks["storage"], checks["cache"]) == ("ok", "ok")
