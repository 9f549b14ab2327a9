// A page is small enough to send: 100 KB (in Korean, whose letters take three bytes, 115 KB), and 25 KB (of 1,024
// bytes; 27 in Korean) packed; with every story 300 KB.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { test } from 'node:test';
import { file, names } from './browser.mjs';

// A team that writes very long notes gets a longer page; its words are not cut.
const usual = ['example', 'korean', 'strong', 'struggling', 'small', 'unknowns', 'leaning', 'open', 'contradiction'].filter((name) => names.includes(name));

test('there are usual pages to weigh', () => assert.equal(usual.length, 9));

for (const name of usual) {
  test(`${name} is small enough to send`, () => {
    const page = fs.readFileSync(file(name));
    assert.ok(page.length <= (name === 'korean' ? 115_000 : 100_000), `${page.length} bytes`);
    // By the program that people use; its result does not change with the version of this runtime.
    const packed = execFileSync('gzip', ['-9', '-c', file(name)], { maxBuffer: 1 << 24 }).length;
    assert.ok(packed <= (name === 'korean' ? 27 : 25) * 1024, `${packed} bytes packed`);
  });
}

test('a page with every story is small enough', () => {
  assert.ok(fs.statSync(file('all')).size <= 300_000);
});
