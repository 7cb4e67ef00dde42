"""Questions to the office: asked, given to a guide, answered, and made into a draft."""
