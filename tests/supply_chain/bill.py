"""`make sbom`: the bill of materials of an installation as dist/sbom.json (CycloneDX 1.6), from the locks."""

import sys
import tomllib
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tests.supply_chain.licences import UNKNOWN, licence
from tests.supply_chain.locked import ROOT, Package, shipped

FACTORY = LicenseFactory()


def component(package: Package) -> Component:
    expression = licence(package)
    namespace, _, name = package.name.rpartition("/")
    url = PackageURL(package.ecosystem, namespace or None, name, package.version)
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        purl=url,
        bom_ref=str(url),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=content) for content in package.hashes],
        licenses=[FACTORY.make_from_string(expression)] if expression not in {None, UNKNOWN} else [],
    )


def bill() -> str:
    """Return the bill as JSON: this project, and every package that an installation of it needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    bom = Bom(components=[component(package) for package in shipped()])
    bom.metadata.component = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref="koordination",
        licenses=[FACTORY.make_from_string(project["license"])],
    )
    bom.register_dependency(bom.metadata.component, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=1)


def main() -> int:
    target = Path(ROOT / "dist" / "sbom.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(bill())
    print(f"{target.relative_to(ROOT)}: {len(shipped())} Bestandteile")
    return 0


if __name__ == "__main__":
    sys.exit(main())
