// The bill of materials names what is built, all of it, and is the same every time.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const output = (program, ...words) =>
  execFileSync(program, words, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
const host = /^host: (.+)$/m.exec(output("rustc", "-vV"))[1];
const written = (target) => output(process.execPath, ".ci/sbom.mjs", target);
const bill = JSON.parse(written(host));
const names = bill.components.map(({ name, version }) => `${name}@${version}`);

test("every crate of a build is named, and none that only tests need", () => {
  const lines = output("cargo", "build", "--locked", "--message-format", "json").trim().split("\n").map(JSON.parse);
  const ids = new Set(lines.flatMap((line) => line.package_id ?? []));
  const built = [...ids].filter((id) => id.startsWith("registry+")).map((id) => id.split("#")[1]);
  assert.ok(built.length > 50, `only ${built.length} crates were built`);
  assert.deepStrictEqual(built.filter((id) => !names.includes(id)), []);
  assert.deepStrictEqual(names.filter((name) => /^(insta|proptest|vt100)@/.test(name)), []);
});

test("each crate has a licence, a checksum and its dependencies in the bill", () => {
  const references = [bill.metadata.component, ...bill.components].map((component) => component["bom-ref"]);
  assert.deepStrictEqual(bill.dependencies.map(({ ref }) => ref).sort(), [...references].sort());
  for (const component of bill.components) {
    assert.match(component.licenses[0].expression, /^[-A-Za-z0-9.() ]+$/, component.name);
    assert.match(component.hashes[0].content, /^[0-9a-f]{64}$/, component.name);
  }
  for (const { ref, dependsOn } of bill.dependencies) {
    assert.deepStrictEqual(dependsOn.filter((other) => !references.includes(other)), [], ref);
  }
});

test("the same target gives the same bytes, and another one its own crates", () => {
  assert.strictEqual(written(host), written(host));
  const windows = JSON.parse(written("x86_64-pc-windows-msvc")).components.map(({ name }) => name);
  assert.ok(windows.some((name) => name.startsWith("windows")));
  assert.ok(!windows.includes("signal-hook"));
});
