// What a reader with a minute sees: the first view, the length of the page, and words that the charts also say.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { folder, launch, names, open } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The words that can be read: all, and those that begin above a height. */
function words(below) {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const count = { all: 0, first: 0 };
  while (walk.nextNode()) {
    const text = walk.currentNode;
    const parent = text.parentElement;
    if (parent.closest('script, style, title, desc, details:not([open]) > :not(summary)') || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const number = text.data.split(/\s+/).filter(Boolean).length;
    const { top } = range.getBoundingClientRect();
    count.all += number;
    if (top >= 0 && top < below) count.first += number;
  }
  return count;
}

const reports = ['example', 'korean'].filter((name) => names.includes(name));
test('there are examples in both languages', () => assert.equal(reports.length, 2));

for (const name of reports) {
  for (const [width, height, most] of [[1280, 800, 6], [390, 844, 12]]) {
    describe(`${name} at ${width}`, () => {
      let page;
      before(async () => {
        ({ page } = await open(browser, name, { width, height }));
      });
      after(() => page.close());

      test('shows both answers and the first step in the first view', async () => {
        const found = await page.evaluate(() => ({
          answers: [...document.querySelectorAll('.ask')].map((line) => line.getBoundingClientRect().bottom),
          sure: [...document.querySelectorAll('.sure')].map((word) => word.getBoundingClientRect().bottom),
          start: document.querySelector('.start').getBoundingClientRect().top,
        }));
        assert.equal(found.answers.length, 2);
        for (const bottom of [...found.answers, ...found.sure]) assert.ok(bottom < height);
        assert.ok(found.start < 800, `${found.start}`);
      });

      test('is short', async () => {
        const count = await page.evaluate(words, height);
        assert.ok(count.all <= 1800, `${count.all} words`);
        const tall = await page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
        assert.ok(tall <= most, `${tall} screens`);
        // What the answer itself says, without what already peeks in below it.
        const answer = await page.$eval('#answer', (section) => section.innerText.split(/\s+/).filter(Boolean).length);
        assert.ok(answer <= 120, `${answer} words`);
      });
    });
  }
}

test('where there is doubt, the quadrant shows it', async () => {
  for (const name of names) {
    const { page } = await open(browser, name);
    const axes = await page.$$eval('.axis', (all) =>
      all.map((axis) => ({ sure: axis.querySelector('.sure').classList[1], bar: axis.querySelector('.doubt')?.getBoundingClientRect().width })),
    );
    const drawn = await page.$$eval('.quadrant path.doubt', (all) => all.map((bar) => bar.getBoundingClientRect()).map(({ width, height }) => Math.max(width, height)));
    await page.close();
    const doubtful = axes.filter(({ sure, bar }) => sure !== 'firm' && bar !== undefined);
    for (const { bar } of doubtful) assert.ok(bar >= 10, `${name}: ${bar}`);
    if (axes.length === 2 && axes.every(({ bar }) => bar !== undefined)) assert.equal(drawn.length, 2, name);
    for (const length of drawn) assert.ok(length >= 12, `${name}: ${length}`);
  }
});

test('every chart has its numbers as text', async () => {
  for (const name of names) {
    const { page } = await open(browser, name);
    const silent = await page.$$eval('svg[role=img]', (all) =>
      all.map((svg) => svg.querySelector('desc')?.textContent ?? '').filter((text) => !/[0-9]/.test(text)),
    );
    // Of a team without enough answers there is no number to say.
    if (name === 'unknowns') silent.pop();
    await page.close();
    assert.deepEqual(silent, [], name);
  }
});

// Pictures for whoever looks; nothing is compared with them.
const screens = path.join(folder, 'screens');
describe('pictures', () => {
  fs.mkdirSync(screens, { recursive: true });
  for (const name of names) {
    test(name, async () => {
      for (const width of [390, 768, 1280]) {
        for (const scheme of ['light', 'dark']) {
          const { page } = await open(browser, name, { width, height: width < 500 ? 844 : 800, scheme });
          await page.screenshot({ path: path.join(screens, `${name}-${width}-${scheme}.png`), fullPage: true });
          await page.close();
        }
      }
    });
  }
});
