"""The bill of materials: the packages of a lock file as CycloneDX 1.6, the same bytes for the same lock."""

import json
from hashlib import sha256
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from supply.lock import LockedPackage, read_lock

LOCK = "progress-portal:lock:sha256"  # as `built.lock` of a site manifest has it
MARKER = "progress-portal:lock:marker"
FILES = "the files of this version that may be installed"


def make_sbom(name: str, version: str, requirements: list[str], lock: Path) -> str:
    """Return the bill of materials of a program, with what it requires directly, as JSON.

    It has no time, and its serial number follows from the lock: who has the same lock gets the same bytes. A hash of
    the lock is that of one file (a wheel or an archive of the source), so those of a package stand at one reference.
    """
    proof = sha256(lock.read_bytes()).hexdigest()
    program = Component(name=name, version=version, type=ComponentType.APPLICATION, bom_ref=f"{name}@{version}")
    packages = [_make_component(package) for package in read_lock(lock)]
    bom = Bom(
        components=packages,
        metadata=BomMetaData(component=program, properties=[Property(name=LOCK, value=proof)]),
        serial_number=uuid5(NAMESPACE_OID, f"{name} {version} {proof}"),
    )
    direct = {canonicalize_name(Requirement(requirement).name) for requirement in requirements}
    bom.register_dependency(program, [package for package in packages if package.name in direct])
    content = json.loads(JsonV1Dot6(bom).output_as_string())
    del content["metadata"]["timestamp"]
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _make_component(package: LockedPackage) -> Component:
    purl = PackageURL("pypi", name=package.name, version=package.version)
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=proof) for proof in package.hashes]
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION, url=XsUri(purl.to_string()), comment=FILES, hashes=hashes
    )
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=f"{package.name}@{package.version}",
        external_references=[files],
        properties=[Property(name=MARKER, value=package.marker)] if package.marker else [],
    )
