// The page on paper: how many sheets, and a first one that stands by itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { file, launch, names, open } from './browser.mjs';

let browser;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diditwork-paper-'));
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser.close();
  fs.rmSync(folder, { recursive: true });
});

/** Notes as long as the hostile ones, and every story, need more room. */
const most = (name) => ({ hostile: 14, all: 18, 'korean-all': 18, measured: 9 })[name] ?? 8;
// Where a line or the font changes, the text of a PDF gains spaces.
const squeezed = (text) => text.replace(/\s+/g, '');

// The plan for paper is that of a report of one file, which carries its answers.
const reports = names.filter((name) => fs.readFileSync(file(name), 'utf8').includes('id="diditwork-answers"'));

// Pages of several people, teams and dates: how many sheets, each numbered, no heading alone.
const several = { team: 13, facilitator: 10, 'team-anonymous': 1, organisation: 2, 'organisation-anonymous': 1, history: 3 };
for (const [name, expected] of Object.entries(several)) {
  test(`${name} prints on at most ${expected} numbered sheets`, async () => {
    const pdf = path.join(folder, `${name}.pdf`);
    const { page } = await open(browser, name);
    const headings = await page.$$eval('h2, h3', (all) => all.map((heading) => heading.textContent.trim()));
    await page.pdf({ path: pdf, format: 'A4' });
    await page.close();
    const sheets = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
    assert.ok(sheets.length <= expected, `${sheets.length} sheets`);
    for (const [index, sheet] of sheets.entries()) {
      const lines = sheet.split('\n').map((line) => line.trim()).filter(Boolean);
      assert.match(lines.at(-1), new RegExp(`${index + 1} ?/ ?${sheets.length}$`));
      if (index + 1 < sheets.length) assert.ok(!headings.includes(lines.at(-2)), lines.at(-2));
    }
  });
}

for (const name of reports) {
  for (const format of ['A4', 'Letter']) {
    describe(`${name} on ${format}`, () => {
      const pdf = path.join(folder, `${name}-${format}.pdf`);
      let wanted;
      before(async () => {
        const { page } = await open(browser, name, { scheme: 'dark' });
        wanted = await page.evaluate(() => ({
          headline: document.querySelector('h1').textContent,
          answers: [...document.querySelectorAll('.ask')].map((line) => line.textContent),
          start: [...document.querySelectorAll('.start .name')].map((item) => item.textContent),
          headings: [...document.querySelectorAll('h2, .more h3')].map((heading) => heading.textContent),
          sources: document.querySelectorAll('#sources li').length,
        }));
        await page.pdf({ path: pdf, format, printBackground: true });
        await page.close();
      });

      test('takes the expected number of pages', () => {
        const pages = Number(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }).match(/Pages:\s+(\d+)/)[1]);
        assert.ok(pages >= 4 && pages <= most(name) + (format === 'Letter' ? 1 : 0), `${pages} pages`);
      });

      test('says on the first page what matters', () => {
        // A PDF has no order of reading: each of these finds another part of the sheet in one piece.
        const sheets = [['-layout'], [], ['-raw']].map((mode) =>
          squeezed(execFileSync('pdftotext', ['-l', '1', ...mode, pdf, '-'], { encoding: 'utf8' })),
        );
        for (const text of [wanted.headline, ...wanted.answers, ...wanted.start]) {
          assert.ok(sheets.some((sheet) => sheet.includes(squeezed(text))), text);
        }
      });

      test('has page numbers and no heading alone at the end of a sheet', () => {
        const sheets = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
        for (const [index, sheet] of sheets.entries()) {
          const lines = sheet.split('\n').map((line) => line.trim()).filter(Boolean);
          assert.match(lines.at(-1), new RegExp(`${index + 1} ?/ ?${sheets.length}$`));
          if (index + 1 < sheets.length) assert.ok(!wanted.headings.includes(lines.at(-2)), lines.at(-2));
        }
      });

      test('holds every source', () => {
        const text = execFileSync('pdftotext', [pdf, '-'], { encoding: 'utf8' });
        assert.match(text, new RegExp(`\\b${wanted.sources}\\.`));
      });

      test('is light whatever the screen', () => {
        const picture = path.join(folder, `${name}-${format}`);
        execFileSync('pdftoppm', ['-r', '10', '-l', '1', '-gray', pdf, picture]);
        const written = fs.readdirSync(folder).find((entry) => entry.startsWith(`${name}-${format}`) && entry.endsWith('.pgm'));
        const pixels = fs.readFileSync(path.join(folder, written)).subarray(20);
        const mean = pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length;
        assert.ok(mean > 200, `mean brightness ${mean}`);
      });
    });
  }
}
