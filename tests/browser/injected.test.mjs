// Every text that could break out of a format, through every field that takes a text, into every format.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { marked } from 'marked';
import { launch, open } from './browser.mjs';
import { injections, tame, write } from './injected.mjs';

const program = path.resolve(process.env.PROGRAM ?? 'target/debug/diditwork');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diditwork-injected-'));
const commands = { hostile: write(path.join(folder, 'hostile'), (text) => text), tame: write(path.join(folder, 'tame'), tame) };

/** What a command writes in a format. */
function written(kind, name, format) {
  const last = name === 'form' ? ['-o', '-'] : format ? ['--format', format, '-o', '-'] : [];
  const told = spawnSync(program, ['--language', 'en', '--quiet', ...commands[kind][name], ...last], {
    cwd: path.join(folder, kind),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  assert.equal(told.status, 0, `${kind} ${name} ${format}: ${told.stderr}`);
  return told.stdout;
}

/** How many there are of each. */
function counted(all) {
  const counts = {};
  for (const one of all) counts[one] = (counts[one] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort());
}

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser.close();
  fs.rmSync(folder, { recursive: true });
});

test('there are injections of every kind', () => assert.ok(injections.length >= 60));

/** The elements of a page with the names of their attributes, and what its scripts, if there were any, left. */
async function looked(page) {
  return page.evaluate(() => ({
    hit: globalThis.hit,
    elements: [...document.querySelectorAll('*')].map(
      (element) => `${element.localName} ${[...element.attributes].map((attribute) => attribute.name).sort().join(' ')}`,
    ),
    links: [...document.links].filter((link) => !/^(https?:|#)/i.test(link.getAttribute('href') ?? '')).length,
  }));
}

describe('pages', () => {
  for (const name of ['report', 'pack', 'measured', 'trend', 'team', 'anonymous', 'organisation', 'form']) {
    test(`${name}: nothing runs, nothing is asked for, and there are only the usual elements`, async () => {
      const found = {};
      for (const kind of ['hostile', 'tame']) {
        const file = path.join(folder, `${kind}-${name}.html`);
        fs.writeFileSync(file, written(kind, name, 'html'));
        // Without the page's own policy, which is a second wall, and once more with it.
        for (const bypass of [true, false]) {
          const { page, seen } = await open(browser, file.slice(0, -5) + '.html', { bypass });
          await page.$$eval('details', (all) => all.forEach((details) => (details.open = true)));
          await new Promise((resolve) => setTimeout(resolve, 200));
          found[kind] = await looked(page);
          assert.deepEqual(seen, { requests: [], messages: [], dialogs: [] }, kind);
          assert.deepEqual([found[kind].hit, found[kind].links], [undefined, 0], kind);
          await page.close();
        }
      }
      // An address that may be a link is one; nothing else differs.
      const others = (all) => counted(all.filter((element) => !/^a( |$)/.test(element)));
      assert.deepEqual(others(found.hostile.elements), others(found.tame.elements));
      const attributes = new Set(found.hostile.elements.filter((element) => /^a( |$)/.test(element)));
      for (const link of attributes) assert.match(link, /^a( aria-label)?( class)?( href)?( id)?( rel)?( title)?$/);
    });
  }
});

describe('Markdown', () => {
  for (const name of ['report', 'pack', 'measured', 'trend', 'team', 'anonymous']) {
    test(`${name}: only the usual marks, and nothing runs where it is rendered`, async () => {
      const tokens = {};
      for (const kind of ['hostile', 'tame']) {
        const markdown = written(kind, name, 'markdown');
        const all = [];
        marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => all.push(token));
        for (const { href } of all.filter((token) => token.type === 'link')) assert.match(href, /^https?:\/\//);
        const markup = all.filter((token) => !['text', 'escape', 'space', 'link'].includes(token.type));
        tokens[kind] = counted(markup.map((token) => `${token.type} ${token.depth ?? ''}`));
        if (kind === 'tame') continue;
        const file = path.join(folder, `${name}.html`);
        fs.writeFileSync(file, `<!doctype html><meta charset="utf-8">${marked.parse(markdown)}`);
        const { page, seen } = await open(browser, file);
        assert.deepEqual(seen, { requests: [], messages: [], dialogs: [] });
        const { hit, links } = await looked(page);
        assert.deepEqual([hit, links], [undefined, 0]);
        await page.close();
      }
      assert.deepEqual(tokens.hostile, tokens.tame);
    });
  }
});

/** The rows of a table (RFC 4180). */
function rows(csv) {
  const all = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    all.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '') break;
    if (end !== ',') all.push([]);
  }
  return all.filter((row) => row.length > 1 || row[0]);
}

// What steers a terminal, turns the order of reading or cannot be seen.
const steers =
  /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

describe('tables', () => {
  for (const name of ['report', 'pack', 'measured', 'trend', 'team', 'anonymous', 'organisation']) {
    test(`${name}: no cell is a formula, none steers, and every row has the cells of its head`, () => {
      const text = written('hostile', name, 'csv');
      assert.ok(text.startsWith('\ufeff'), 'a table begins with its mark');
      const table = rows(text.slice(1));
      assert.ok(table.length > 1);
      for (const row of table) {
        assert.equal(row.length, table[0].length);
        for (const cell of row) {
          assert.ok(!/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell) || !Number.isNaN(Number(cell)), JSON.stringify(cell));
          assert.doesNotMatch(cell, steers);
        }
      }
    });
  }
});

describe('texts and data', () => {
  for (const [name, formats] of Object.entries({
    report: ['text', 'json'],
    pack: ['text', 'json'],
    measured: ['text', 'json'],
    trend: ['text', 'json'],
    team: ['text', 'json'],
    anonymous: ['text', 'json'],
    organisation: ['json'],
    metrics: ['text', 'json'],
    stories: [undefined],
    explain: [undefined],
  })) {
    test(`${name}: nothing steers a terminal`, () => {
      for (const format of formats) {
        const text = written('hostile', name, format);
        assert.ok(text.length > 200);
        assert.doesNotMatch(text, steers);
        if (format === 'json') JSON.parse(text);
      }
    });
  }
});
