"""The rules of the Mozilla HTTP Observatory (algorithm 4), as far as they touch what we send.

100 points, less for what is missing, more for what is better than needed; A is 90, A+ is 100. The tool itself runs in
`make soak`, because it needs the ports 443 and 80.
"""

from tests.deploy.visitor import Answer

UNSAFE = {"'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "*"}


def policy_of(answer: Answer) -> dict[str, set[str]]:
    """Return the content security policy as sources by directive; {} without exactly one."""
    found = answer.all("Content-Security-Policy")
    if len(found) != 1:
        return {}
    return {name: set(sources) for name, *sources in (part.split() for part in found[0].split(";") if part.split())}


def content_security(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", set())
    if policy.get("script-src", default) & UNSAFE:
        return -20
    if policy.get("style-src", default) & UNSAFE:
        return 0
    return 10 if default == {"'none'"} else 5


def cookies(answer: Answer) -> int:
    """Return 5 where every cookie has Secure and SameSite, 0 without cookies, the deduction otherwise."""
    sent = [cookie.lower() for cookie in answer.all("Set-Cookie")]
    if any("secure" not in cookie for cookie in sent):
        return -20
    if any("session" in cookie.split("=")[0] and "httponly" not in cookie for cookie in sent):
        return -30
    return 5 if sent and all("samesite=" in cookie for cookie in sent) else 0


def points(answer: Answer) -> dict[str, int]:
    """Return the change each rule makes to the 100 points."""
    policy = policy_of(answer)
    [referrer], [transport], [kind], [resource] = (
        answer.all(name) or [""]
        for name in (
            "Referrer-Policy",
            "Strict-Transport-Security",
            "X-Content-Type-Options",
            "Cross-Origin-Resource-Policy",
        )
    )
    framed = policy.get("frame-ancestors", {"*"}) <= {"'none'", "'self'"}
    return {
        "content security policy": content_security(policy),
        "cookies": cookies(answer),
        "foreign sites": -50 if answer.all("Access-Control-Allow-Origin") == ["*"] else 0,
        "referrer": 5 if referrer in {"strict-origin-when-cross-origin", "same-origin", "no-referrer"} else 0,
        "transport": 0 if "max-age=63072000" in transport else -20,
        "content type": 0 if kind == "nosniff" else -5,
        "frames": 5 if framed else -20,
        "resources": 10 if resource == "same-origin" else 0,
    }


def score(answer: Answer) -> int:
    """Return the points of one answer."""
    return 100 + sum(points(answer).values())
