// The bill of materials of a release, as CycloneDX JSON: node .ci/sbom.mjs TARGET >diditwork.cdx.json
//
// Names every crate that the program is built from on a target, macros and build scripts included, with its licence,
// its checksum from Cargo.lock and what it depends on. The same Cargo.lock gives the same bytes.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Checksums by name and version. */
function checksums() {
  const entry = /name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"/g;
  const found = readFileSync("Cargo.lock", "utf8").matchAll(entry);
  return new Map(Array.from(found, ([, name, version, sum]) => [`${name}@${version}`, sum]));
}

const target = process.argv[2];
if (!target) {
  console.error("Usage: node .ci/sbom.mjs TARGET, for instance x86_64-unknown-linux-gnu");
  process.exit(2);
}
const cargo = (...words) => execFileSync("cargo", [...words, "--locked"], { encoding: "utf8", maxBuffer: 1 << 28 });
const { packages, resolve } = JSON.parse(cargo("metadata", "--format-version", "1", "--filter-platform", target));
// The metadata count in what the features of tests bring; the tree does not.
const tree = cargo("tree", "--edges", "normal,build", "--target", target, "--prefix", "none", "--format", "{p}");
const built = new Set(Array.from(tree.matchAll(/^(\S+) v(\S+)/gm), ([, name, version]) => `${name}@${version}`));
const crates = new Map(packages.map((crate) => [crate.id, crate]));
const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
const sums = checksums();

const inOrder = (one, other) => (one < other ? -1 : Number(one > other));
const named = (id) => `${crates.get(id).name}@${crates.get(id).version}`;
const reference = (id) => `pkg:cargo/${named(id)}`;
const isBuilt = ({ pkg, dep_kinds }) => built.has(named(pkg)) && dep_kinds.some(({ kind }) => kind !== "dev");
const needs = (id) => nodes.get(id).deps.filter(isBuilt).map(({ pkg }) => reference(pkg));
const component = (id) => {
  const { name, version, license } = crates.get(id);
  const sum = sums.get(`${name}@${version}`);
  return {
    type: id === resolve.root ? "application" : "library",
    "bom-ref": reference(id),
    name,
    version,
    purl: reference(id),
    // Older crates write a slash where a licence may be chosen.
    licenses: [{ expression: license.replaceAll("/", " OR ") }],
    ...(sum && { hashes: [{ alg: "SHA-256", content: sum }] }),
  };
};
const ids = [...nodes.keys()].filter((id) => built.has(named(id))).sort((one, other) => inOrder(reference(one), reference(other)));
const bill = {
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: { component: component(resolve.root), properties: [{ name: "target", value: target }] },
  components: ids.filter((id) => id !== resolve.root).map(component),
  dependencies: ids.map((id) => ({ ref: reference(id), dependsOn: needs(id).sort(inOrder) })),
};
console.log(JSON.stringify(bill, null, 2));
