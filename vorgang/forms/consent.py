"""The evidence of what somebody agreed to: the exact wording, kept once."""

from hashlib import sha256

from vorgang.models import ConsentText


def consent_text(text: str, language: str) -> ConsentText:
    """Return the row of this wording in this language, making it if it is new; safe under a race."""
    digest = sha256(f"{language}\n{text}".encode()).hexdigest()
    # Of one that is known only the key is needed.
    found = next(iter(ConsentText.objects.filter(digest=digest).only("pk")), None)
    if found is None:
        # Ignoring the conflict keeps the caller's transaction whole when two people agree at once.
        ConsentText.objects.bulk_create(
            [ConsentText(digest=digest, language=language, text=text)], ignore_conflicts=True
        )
        found = ConsentText.objects.get(digest=digest)
    return found
