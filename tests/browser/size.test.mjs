// A page is small enough to send: 120 KB, and 25 KB (of 1,024 bytes) packed; with every story 300 KB.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { file, names } from './browser.mjs';

// A team that writes very long notes gets a longer page; its words are not cut.
const usual = ['strong', 'struggling', 'small', 'unknowns'].filter((name) => names.includes(name));

test('there are usual pages to weigh', () => assert.equal(usual.length, 4));

for (const name of usual) {
  test(`${name} is small enough to send`, () => {
    const page = fs.readFileSync(file(name));
    assert.ok(page.length <= 120_000, `${page.length} bytes`);
    const packed = zlib.gzipSync(page, { level: 9 }).length;
    assert.ok(packed <= 25 * 1024, `${packed} bytes packed`);
  });
}

test('a page with every story is small enough', () => {
  assert.ok(fs.statSync(file('all')).size <= 300_000);
});
