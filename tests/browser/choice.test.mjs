// What works without a script: the order of the rows, hiding a company, jumping to a source.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, names, open } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const struggling = names.includes('struggling') ? 'struggling' : names[0];

test('the largest gap comes first when that is chosen', async () => {
  const { page } = await open(browser, struggling);
  const gaps = () =>
    page.$$eval('.trait', (rows) =>
      rows
        .filter((row) => row.querySelector('.gap'))
        .map((row) => [row.getBoundingClientRect().top, Number(row.querySelector('.gap').textContent.match(/[\d.]+/)[0])])
        .sort(([a], [b]) => a - b)
        .map(([, gap]) => gap),
    );
  const falling = (numbers) => numbers.every((number, index) => index === 0 || number <= numbers[index - 1]);
  assert.ok(!falling(await gaps()));
  await page.click('#by-gap');
  assert.ok(falling(await gaps()));
  await page.close();
});

test('a company disappears when it is unticked', async () => {
  const { page } = await open(browser, struggling);
  const shown = () => page.$$eval('.beside .cells .h0', (all) => all.filter((one) => getComputedStyle(one).visibility === 'visible').length);
  assert.ok((await shown()) > 0);
  await page.click('#show0');
  assert.equal(await shown(), 0);
  await page.close();
});

test('a number leads to its source, and the source to the web', async () => {
  const { page } = await open(browser, struggling);
  const broken = await page.$$eval('a[href^="#"]', (links) =>
    links.map((link) => link.getAttribute('href')).filter((href) => !document.getElementById(href.slice(1))),
  );
  assert.deepEqual(broken, []);
  const unlinked = await page.$$eval('#sources li', (items) => items.filter((item) => !item.querySelector('a[href^="http"]')).length);
  assert.equal(unlinked, 0);
  await page.close();
});
