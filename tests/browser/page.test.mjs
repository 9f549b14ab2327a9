import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, names, open, violations } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

assert.ok(names.length > 0, 'the folder PAGES holds no pages');

const ways = {
  light: {},
  dark: { scheme: 'dark' },
  'forced colours': { scheme: 'forced' },
  paper: { media: 'print' },
  narrow: { width: 320 },
  'narrow and dark': { width: 320, scheme: 'dark' },
};

for (const name of names) {
  describe(name, () => {
    for (const [way, settings] of Object.entries(ways)) {
      test(`breaks no rule for access, ${way}`, async () => {
        const { page } = await open(browser, name, { ...settings, bypass: true });
        await page.$$eval('details', (all) => all.forEach((details) => (details.open = true)));
        // Nobody presses paper: the size of targets is left out there.
        const broken = (await violations(page)).filter((one) => way !== 'paper' || !one.startsWith('target-size'));
        assert.deepEqual(broken, []);
        await page.close();
      });
    }

    test('asks for nothing, says nothing and runs nothing', async () => {
      const { page, seen } = await open(browser, name);
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.deepEqual(seen, { requests: [], messages: [], dialogs: [] });
      const found = await page.evaluate(() => {
        const all = [...document.querySelectorAll('*')];
        const attributes = all.flatMap((element) => [...element.attributes]);
        return {
          scripts: all.filter((element) => element.localName === 'script' && element.type !== 'application/json').length,
          handlers: attributes.filter((attribute) => attribute.name.startsWith('on')).length,
          styles: attributes.filter((attribute) => attribute.name === 'style').length,
          loading: document.querySelectorAll('img, iframe, object, embed, link, form, base, video, audio').length,
          links: [...document.links].filter((link) => !/^(https?:|#)/i.test(link.getAttribute('href'))).length,
        };
      });
      assert.deepEqual(found, { scripts: 0, handlers: 0, styles: 0, loading: 0, links: 0 });
      await page.close();
    });

    for (const width of [320, 360, 800, 1400]) {
      test(`fits into ${width} pixels`, async () => {
        const { page } = await open(browser, name, { width });
        await page.$$eval('details', (all) => all.forEach((details) => (details.open = true)));
        const needed = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(needed <= width, `${needed} pixels are needed`);
        await page.close();
      });
    }

    test('can be read without scripts', async () => {
      const { page } = await open(browser, name);
      await page.setJavaScriptEnabled(false);
      await page.reload();
      const tree = await page.accessibility.snapshot({ interestingOnly: false });
      const length = (node) =>
        (node.role === 'StaticText' ? node.name.length : 0) +
        (node.children ?? []).reduce((sum, child) => sum + length(child), 0);
      assert.ok(length(tree) > 500);
      await page.close();
    });

    test('has one main heading, headings in order and every drawing named or hidden', async () => {
      const { page } = await open(browser, name);
      const found = await page.evaluate(() => ({
        levels: [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.localName[1])),
        unnamed: [...document.querySelectorAll('svg')].filter(
          (svg) => !svg.closest('[aria-hidden=true]') && !(svg.querySelector('title') && svg.querySelector('desc')),
        ).length,
        language: document.documentElement.lang,
      }));
      assert.equal(found.levels.filter((level) => level === 1).length, 1);
      found.levels.reduce((last, level) => {
        assert.ok(level <= last + 1, `h${level} follows h${last}`);
        return level;
      });
      assert.equal(found.unnamed, 0);
      assert.match(found.language, /^[a-z]{2,3}/);
      await page.close();
    });

    test('every link and every fold is reached by keyboard', async () => {
      const { page } = await open(browser, name);
      const wanted = await page.evaluate(() => {
        const reachable = 'a[href], summary, input[type=checkbox], input[type=radio]:checked';
        const visible = [...document.querySelectorAll(reachable)].filter((element) => element.checkVisibility());
        visible.forEach((element, index) => (element.dataset.order = index));
        return visible.length;
      });
      const reached = new Set();
      for (let press = 0; press < wanted + 5; press += 1) {
        await page.keyboard.press('Tab');
        reached.add(await page.evaluate(() => document.activeElement?.dataset?.order));
      }
      reached.delete(undefined);
      assert.equal(reached.size, wanted);
      // By keyboard alone, with the folds that are inside others after those.
      for (let fold; (fold = await page.$('details:not([open]) > summary:not([data-tried])')); ) {
        await fold.evaluate((summary) => (summary.dataset.tried = ''));
        if (!(await fold.evaluate((summary) => summary.checkVisibility()))) continue;
        await fold.focus();
        await page.keyboard.press('Enter');
        assert.ok(await fold.evaluate((summary) => summary.parentElement.open));
      }
      assert.equal(await page.$$eval('details:not([open])', (all) => all.length), 0);
      await page.close();
    });
  });
}
