"""Settings of the public API: how often an address may ask, and which foreign sites may read it in a browser."""

from koordination.settings.environment import checked, env, origins, web_address

# Requests of one network address in one minute, counted in the cache that all processes share.
KOORDINATION_API_PER_MINUTE = checked("KOORDINATION_API_PER_MINUTE", env.int, 120)
# Sites whose scripts may read what is public anyway, or * for all; none by default.
KOORDINATION_API_CORS_ORIGINS = origins("KOORDINATION_API_CORS_ORIGINS", everybody=True)
# Sites that may also show a booking form of their own; each by name.
KOORDINATION_API_CORS_BOOKING_ORIGINS = origins("KOORDINATION_API_CORS_BOOKING_ORIGINS")
# The page of a front end of its own that shows editors their drafts; its site is the only one that the CMS may frame.
PAGES_PREVIEW_URL = web_address("PAGES_PREVIEW_URL")
