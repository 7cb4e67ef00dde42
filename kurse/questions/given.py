"""An answer on its way to the verbs: a plain value that knows neither form nor request."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GivenAnswer:
    """What is answered to a question; `consent` is the wording agreed to where the answer is specially protected."""

    question: int
    text: str
    consent: str = ""
