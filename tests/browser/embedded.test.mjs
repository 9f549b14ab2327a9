// The answers inside a page can be taken out again, as they were given.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { file, launch, names, open } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The folder with the answers that the pages were made from, by the same names. */
const answers = path.resolve(process.env.ANSWERS ?? path.join(import.meta.dirname, '..', 'answers'));
const level = (answer) => (typeof answer === 'object' ? answer.level : answer);

for (const name of names.filter((name) => fs.existsSync(path.join(answers, `${name}.json`)))) {
  test(`${name} carries its answers`, async () => {
    const { page } = await open(browser, name);
    const text = await page.$eval('#diditwork-answers', (block) => block.content.textContent);
    await page.close();
    assert.doesNotMatch(text, /[<>&\u2028\u2029]/);
    assert.equal(fs.readFileSync(file(name), 'utf8').match(/id="?diditwork-answers/g).length, 1);
    const embedded = JSON.parse(text);
    const given = JSON.parse(fs.readFileSync(path.join(answers, `${name}.json`), 'utf8').replace(/^\ufeff/, ''));
    assert.equal(embedded.schema, given.schema);
    assert.equal(embedded.team, given.team);
    for (const [id, answer] of Object.entries(given.answers)) {
      assert.deepEqual(level(embedded.answers[id]), level(answer), id);
      assert.deepEqual(embedded.answers[id].note, answer.note, id);
    }
  });
}
