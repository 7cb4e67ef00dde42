"""Under which licence a package comes, and whether a work under the EUPL-1.2 may use it."""

from importlib.metadata import Distribution, PackageNotFoundError, distribution

from license_expression import AND, ExpressionError, get_spdx_licensing

from tests.supply_chain.locked import Package

SPDX = get_spdx_licensing()
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CNRI-Python",
    "EUPL-1.2",
    "ISC",
    # Imported as it is, never linked into a whole of ours: psycopg.
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
}
# Parts of programs that tests start beside us and that nobody gets from us: khal.
ONLY_STARTED = {"LGPL-2.0-only", "LGPL-2.1-only"}
# How packages spell it that do not use SPDX yet. "BSD" alone means the three clauses in these projects' LICENSE files.
SPELLINGS = {
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Read in the LICENSE file of the package, because its metadata name none, or a wrong one besides.
READ = {
    "axe-playwright-python": "MIT",
    "pyxdg": "LGPL-2.0-only",
    "qrcode": "BSD-3-Clause",
}
UNKNOWN = "unknown"


def licence_of(found: Distribution) -> str:
    """Return the SPDX expression of an installed package, or "unknown"."""
    metadata = found.metadata
    if expression := metadata.get("License-Expression"):
        return expression
    classifiers = [
        line.split(" :: ")[-1] for line in metadata.get_all("Classifier") or [] if line.startswith("License")
    ]
    spelt = [name for name in classifiers if name != "OSI Approved"] or [metadata.get("License") or ""]
    # Several classifiers are a choice: python-dateutil and fido2 say so in their LICENSE files.
    return " OR ".join(SPELLINGS.get(name) or (name if name in SPDX.known_symbols else UNKNOWN) for name in spelt)


def licence(package: Package) -> str | None:
    """Return the licence of a locked package; None where it is not installed (another system's)."""
    if package.ecosystem == "npm":
        return package.licence or UNKNOWN
    if package.name in READ:
        return READ[package.name]
    try:
        return licence_of(distribution(package.name))
    except PackageNotFoundError:
        return None


def is_allowed(expression: str, *, is_shipped: bool = True) -> bool:
    """Return whether the parts of an SPDX expression that must hold are all on the list."""
    try:
        tree = SPDX.parse(expression, validate=False)
    except ExpressionError:
        return False
    return tree is not None and holds(tree, ALLOWED if is_shipped else ALLOWED | ONLY_STARTED)


def holds(tree, allowed: set[str]) -> bool:
    if not tree.args:
        return tree.render() in allowed
    parts = [holds(part, allowed) for part in tree.args]
    return all(parts) if isinstance(tree, AND) else any(parts)
