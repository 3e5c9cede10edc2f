"""Looks at what `mvn install` has put into a local repository, as a user finds it there.

check_published.py REPOSITORY              each artifact: jar, sources, Javadoc, SBOM, POM
check_published.py REPOSITORY --gets FILE  what an application gets (FILE: output of dependency:list) is what the SBOM says
"""

import fnmatch
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

GROUP = "io.elasticinference"
VERSION = "0.1.0"
MODULES = {
    "elastic-inference-core": "io.elasticinference",
    "elastic-inference-k8s": "io.elasticinference.k8s",
    "elastic-inference-aliyun": "io.elasticinference.aliyun",
    "elastic-inference-testkit": "io.elasticinference.testkit",
}
BOM = "elastic-inference-bom"
BACKENDS = (
    "ch.qos.logback:*", "ch.qos.reload4j:*", "log4j:log4j", "org.tinylog:*", "org.apache.logging.log4j:log4j-core",
    "org.apache.logging.log4j:log4j-slf4j*", "org.slf4j:slf4j-simple", "org.slf4j:slf4j-jdk14", "org.slf4j:slf4j-nop",
    "org.slf4j:slf4j-reload4j", "org.slf4j:slf4j-log4j12",
)
POM = {"m": "http://maven.apache.org/POM/4.0.0"}

faults = []


def check(good, message):
    if not good:
        faults.append(message)


def is_backend(coordinates):
    return any(fnmatch.fnmatch(coordinates, pattern) for pattern in BACKENDS)


def folder(repository, artifact):
    return repository / GROUP.replace(".", "/") / artifact / VERSION


def entries(archive):
    with zipfile.ZipFile(archive) as opened:
        return {each.filename: (each.date_time, opened.read(each)) for each in opened.infolist() if not each.is_dir()}


def check_jar(file, module):
    content = entries(file)
    manifest = content["META-INF/MANIFEST.MF"][1].decode()
    check(f"Automatic-Module-Name: {module}\r\n" in manifest, f"{file.name}: its manifest names no module {module}")
    check(f"Implementation-Version: {VERSION}\r\n" in manifest, f"{file.name}: its manifest names no version {VERSION}")
    licence = (Path(__file__).parent.parent / "LICENSE").read_bytes()
    check(content.get("META-INF/LICENSE", ("", b""))[1] == licence, f"{file.name}: META-INF/LICENSE is not the project's")
    third = content.get("META-INF/THIRD-PARTY.txt", ("", b""))[1].decode()
    check("(MIT) SLF4J API Module" in third, f"{file.name}: META-INF/THIRD-PARTY.txt lists no licence of slf4j-api")
    classes = [name for name in content if name.endswith(".class")]
    check(classes, f"{file.name}: has no classes")
    strangers = [name for name in classes if not name.startswith(module.replace(".", "/") + "/")]
    check(not strangers, f"{file.name}: classes outside of {module}: {strangers[:3]}")
    times = {time for time, _ in content.values()}
    check(len(times) == 1, f"{file.name}: {len(times)} different times in it (expected: the one of the build)")
    return classes


def check_sources(file, classes):
    sources = entries(file)
    missing = {re.sub(r"(\$.*)?\.class$", ".java", name) for name in classes} - set(sources)
    check(not missing, f"{file.name}: no source of {sorted(missing)[:3]}")


def check_javadoc(file, artifact):
    pages = entries(file)
    check("index.html" in pages, f"{file.name}: no index.html")
    if artifact == "elastic-inference-core":
        # Below the module's folder where javadoc sees the jar, which has the module's name; beside it where it sees the classes alone.
        there = [name for name in pages if name.endswith("io/elasticinference/ElasticInference.html")]
        check(there, f"{file.name}: no page of ElasticInference")
    internal = [name for name in pages if "/internal/" in name]
    check(not internal, f"{file.name}: pages of internal packages: {internal[:3]}")


def components(repository, artifact):
    """Group, name and version of what an SBOM lists, without this project's own."""
    sbom = json.loads((folder(repository, artifact) / f"{artifact}-{VERSION}-cyclonedx.json").read_text())
    return {
        (each["group"], each["name"], each["version"])
        for each in sbom.get("components", [])
        if each["group"] != GROUP and each.get("scope") != "optional"
    }


def check_sbom(file, artifact, repository):
    sbom = json.loads(file.read_text())
    about = sbom["metadata"]["component"]
    check(sbom["bomFormat"] == "CycloneDX", f"{file.name}: no CycloneDX")
    check((about["name"], about["version"]) == (artifact, VERSION), f"{file.name}: is about {about['name']} {about['version']}")
    for each in sbom["components"]:
        check(each.get("licenses"), f"{file.name}: no licence of {each['name']}")
        check(each["group"] == GROUP or each.get("hashes"), f"{file.name}: no hash of {each['name']}")
    backends = [each for each in components(repository, artifact) if is_backend(":".join(each[:2]))]
    check(not backends, f"{file.name}: logging backends {backends}")


def check_pom(file):
    text = file.read_text()
    check("SNAPSHOT" not in text, f"{file.name}: names a snapshot")
    pom = ElementTree.fromstring(text)
    for element in ("name", "description", "licenses/m:license/m:name", "developers/m:developer/m:name"):
        check(pom.find("m:" + element, POM) is not None, f"{file.name}: no {element}")
    for element in ("parent", "repositories", "build", "profiles"):
        check(pom.find("m:" + element, POM) is None, f"{file.name}: has a {element}")
    for each in pom.findall("m:dependencies/m:dependency", POM):
        name = each.findtext("m:groupId", "", POM) + ":" + each.findtext("m:artifactId", "", POM)
        check(each.findtext("m:version", "", POM), f"{file.name}: no version of {name}")
        check(each.findtext("m:scope", "compile", POM) in ("compile", "runtime"), f"{file.name}: {name} is of neither scope compile nor runtime")
        optional = each.findtext("m:optional", "false", POM) == "true"
        check(optional or not is_backend(name), f"{file.name}: logging backend {name}")
    return pom


def check_repository(repository):
    present = {each.name for each in (repository / GROUP.replace(".", "/")).iterdir()}
    check(present == {*MODULES, BOM}, f"published: {sorted(present)} (expected: {sorted({*MODULES, BOM})})")
    for artifact, module in MODULES.items():
        files = {kind: folder(repository, artifact) / f"{artifact}-{VERSION}{kind}" for kind in (".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json", ".pom")}
        missing = [file.name for file in files.values() if not file.is_file()]
        check(not missing, f"not published: {missing}")
        if missing:
            continue
        classes = check_jar(files[".jar"], module)
        check_sources(files["-sources.jar"], classes)
        check_javadoc(files["-javadoc.jar"], artifact)
        check_sbom(files["-cyclonedx.json"], artifact, repository)
        check_pom(files[".pom"])
        print(f"published: {artifact} {VERSION}, {files['.jar'].stat().st_size // 1024} KiB, with sources, Javadoc, SBOM of {len(components(repository, artifact))} libraries")
    bom = check_pom(folder(repository, BOM) / f"{BOM}-{VERSION}.pom")
    managed = {each.text for each in bom.findall("m:dependencyManagement/m:dependencies/m:dependency/m:artifactId", POM)}
    check(managed == set(MODULES), f"{BOM}: manages {sorted(managed)} (expected: {sorted(MODULES)})")


def check_gets(repository, file):
    """An application that depends on elastic-inference-aliyun alone, and on slf4j-simple, gets what this project's own tests ran with."""
    # Maven marks the lines with colours and module names: the coordinates are what stands before the scope.
    found = re.findall(r"^\s+([\w.-]+):([\w.-]+):jar:([\w.-]+):(?:compile|runtime)", file.read_text(), re.MULTILINE)
    gets = {each for each in found if each[0] != GROUP and each[:2] != ("org.slf4j", "slf4j-simple")}
    expected = components(repository, "elastic-inference-aliyun")
    check(gets - expected == set(), f"an application gets what is not in the SBOM: {sorted(gets - expected)}")
    check(expected - gets == set(), f"an application does not get what is in the SBOM: {sorted(expected - gets)}")
    check(not [each for each in gets if is_backend(":".join(each[:2]))], "an application gets a logging backend")
    size = sum((repository / each[0].replace(".", "/") / each[1] / each[2] / f"{each[1]}-{each[2]}.jar").stat().st_size for each in gets)
    print(f"an application gets {len(gets)} libraries of others, {size / 1e6:.1f} MB")


def main(arguments):
    repository = Path(arguments[0])
    if arguments[1:2] == ["--gets"]:
        check_gets(repository, Path(arguments[2]))
    else:
        check_repository(repository)
    for fault in faults:
        print(f"published: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
