"""The few colours of all pictures: deep blue and teal, one warm accent, off-white."""

INK = "#0f2f44"
NAVY = "#173f57"
DEEP = "#1d5a68"
TEAL = "#2f7f86"
LAGOON = "#5fa6a6"
MIST = "#a9d0cb"
FOG = "#d8eae5"
PAPER = "#faf6ee"
SAND = "#f0e3cd"
OAK = "#c99a6b"
OAK_DARK = "#a67749"
AMBER = "#f3b65f"
CORAL = "#e27d54"
BRICK = "#c25d3f"
ROSE = "#efb8a0"
LEAF = "#6f9e6a"
MOSS = "#3f7a5c"

SKIN = ("#f2c9a5", "#d39b72", "#a86f49", "#7a4a30", "#e8b48b")
HAIR = ("#2b2a33", "#6b4228", "#b9b6b0", "#a8622f", "#3a2418")
