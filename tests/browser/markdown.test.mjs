// The Markdown report as a GFM renderer sees it: no HTML but folded parts, tables whole, links only where sources are.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { marked } from 'marked';
import { folder } from './browser.mjs';

const reports = fs.readdirSync(folder).filter((name) => name.endsWith('.md'));

/** All tokens of a document, those inside others too. */
function tokens(markdown) {
  const all = [];
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => all.push(token));
  return all;
}

test('there are reports to look at', () => assert.ok(reports.length > 0));

for (const name of reports) {
  const markdown = fs.readFileSync(path.join(folder, name), 'utf8');
  test(`${name} holds no HTML but what folds, and no image`, () => {
    const all = tokens(markdown);
    const folds = /^(?:<details>\n<summary>[^<]*<\/summary>|<\/details>)\s*$/;
    for (const token of all.filter((token) => token.type === 'html')) assert.match(token.raw, folds);
    const kinds = all.map((token) => token.type);
    assert.ok(!kinds.includes('image') && !kinds.includes('code'));
  });
  test(`${name} has one title, and tables with as many cells in each row as in the head`, () => {
    const all = tokens(markdown);
    assert.equal(all.filter((token) => token.type === 'heading' && token.depth === 1).length, 1);
    const tables = all.filter((token) => token.type === 'table');
    assert.ok(tables.length >= 2);
    for (const table of tables) {
      for (const row of table.rows) assert.equal(row.length, table.header.length);
    }
    assert.ok(tables.some((table) => table.rows.length === 34), 'every question has its row');
  });
  test(`${name} links to nothing but sources`, () => {
    for (const token of tokens(markdown).filter((token) => token.type === 'link')) {
      assert.match(token.href, /^https?:\/\//);
      assert.match(token.text, /^[A-Z]+-\d+$/, 'a link is named by its fact');
    }
  });
}
