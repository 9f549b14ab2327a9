// What works without a script: rows that open, sources that numbers lead to, folds that links open.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, names, open } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const struggling = names.includes('struggling') ? 'struggling' : names[0];

/** What a row shows: your level and those of the companies; -1 if there is none. */
const levels = (row) => [...row.querySelectorAll('.cells > span')].map((cell) => Number(cell.textContent.match(/\d+$/)?.[0] ?? -1));

test('ten rows are open, the largest gap first, and the others are folded', async () => {
  const { page } = await open(browser, struggling);
  const rows = await page.$$eval('.trait', (all, source) => {
    const read = eval(source);
    return all.map((row) => ({ levels: read(row), shown: row.checkVisibility() && !row.closest('.rest') }));
  }, levels.toString());
  await page.close();
  assert.equal(rows.filter((row) => row.shown).length, 10);
  const gap = ({ levels: [mine, ...theirs] }) => {
    const known = theirs.filter((level) => level >= 0);
    return mine < 0 ? -1 : known.reduce((sum, level) => sum + Math.max(0, level - mine), 0) / Math.max(1, known.length);
  };
  rows.map(gap).reduce((last, next) => {
    assert.ok(next <= last + 1e-9, `${next} after ${last}`);
    return next;
  });
});

test('a row that opens shows facts in sentences, without a second click', async () => {
  const { page } = await open(browser, struggling);
  await page.click('.trait summary');
  const facts = await page.$$eval('.trait[open] .behind li', (all) => all.map((item) => item.innerText));
  await page.close();
  assert.ok(facts.length > 0);
  for (const fact of facts) assert.match(fact, /^.{20,} \S.* [AB] \[\d+\]$/s);
});

test('a number leads to its source, and the source to the web', async () => {
  const { page } = await open(browser, struggling);
  const broken = await page.$$eval('a[href^="#"]', (links) =>
    links.map((link) => link.getAttribute('href')).filter((href) => !document.getElementById(href.slice(1))),
  );
  assert.deepEqual(broken, []);
  const unlinked = await page.$$eval('#sources li', (items) => items.filter((item) => !item.querySelector('a[href^="http"]')).length);
  assert.equal(unlinked, 0);
  await page.$eval('a[href^="#s"]', (link) => link.click());
  await page.waitForFunction(() => document.querySelector('#sources').open);
  await page.close();
});
