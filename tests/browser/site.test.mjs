// The whole program as one page, opened from a file: it gives what the program gives, byte for byte, and asks for nothing.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { launch, open, violations } from './browser.mjs';
import { injections } from './injected.mjs';

const root = path.join(import.meta.dirname, '..', '..');
const program = path.resolve(process.env.PROGRAM ?? path.join(root, 'target/debug/diditwork'));
const site = path.resolve(process.env.SITE ?? path.join(root, 'target/site'));
const file = path.join(site, 'diditwork.html');
const languages = ['en', 'ko'];
const questionnaire = JSON.parse(fs.readFileSync(path.join(root, 'questionnaires/real-stories/questionnaire.json'), 'utf8'));
const samples = fs.readdirSync(path.join(root, 'tests/answers')).filter((name) => name.endsWith('.json'));
const sample = (name) => fs.readFileSync(path.join(root, 'tests/answers', name), 'utf8');
const words = Object.fromEntries(languages.map((tag) => [tag, JSON.parse(fs.readFileSync(path.join(root, `reports/text/${tag}.json`), 'utf8'))]));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diditwork-site-'));
// `.ci/site` says why there is no page: its target cannot be added everywhere.
const skip = fs.existsSync(file) ? false : 'the page was not built';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser.close();
  fs.rmSync(folder, { recursive: true });
});

/** The page at an address within it, ready, in a language. */
async function begin(hash, { language = 'en', ...settings } = {}) {
  const { page, seen } = await open(browser, file, settings);
  await page.waitForFunction(() => document.body.dataset.ready === 'true');
  await page.click(`[data-language="${language}"]`);
  await go(page, hash);
  return { page, seen };
}

async function go(page, hash) {
  await page.evaluate((to) => (location.hash = to), hash);
  await page.waitForFunction((to) => !document.getElementById(to.split('/')[0] || 'start').hidden, {}, hash);
}

async function end(page) {
  await page.evaluate(() => localStorage.clear());
  await page.close({ runBeforeUnload: false });
}

/** What one of the program's functions replies. */
const reply = (page, request) => page.evaluate((call) => program(call), request);

/** The frame of a section, once the page in it is there. */
async function inside(page, section) {
  const handle = await page.waitForSelector(`#${section} iframe`);
  return handle.contentFrame();
}

const choose = (form, id, value) => form.evaluate((name, wanted) => document.querySelector(`[name="q-${name}"][value="${wanted}"]`).click(), id, String(value));
const told = (page) => page.$eval('#told', (place) => (place.hidden ? '' : place.innerText));

/** What the program itself writes. */
async function written(...parts) {
  const settings = { encoding: 'utf8', cwd: folder, maxBuffer: 2 ** 28 };
  return (await promisify(execFile)(program, ['--quiet', ...parts, '-o', '-'], settings)).stdout;
}

// A generator whose numbers are the same in every run.
let state = 20_260;
function below(most) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * most);
}

/** Answers by chance: some missing, some unknown, some with notes, some with an injection. */
function drawn(number) {
  const form = below(3) === 0 ? 'short' : 'full';
  const asked = form === 'short' ? questionnaire.short_form : questionnaire.questions.map(({ id }) => id);
  const answer = (id) => {
    const { levels } = questionnaire.questions.find((question) => question.id === id);
    const level = below(12) < 10 ? below(levels) : ['unknown', 'not-applicable'][below(2)];
    const note = [undefined, '메모 & <b>', injections[number % injections.length].replaceAll('\0', '')][below(3)];
    return below(2) ? level : { level, note, reason: level === 'not-applicable' && below(2) ? 'none here' : undefined };
  };
  const given = asked.filter(() => below(10) > 0).map((id) => [id, answer(id)]);
  const document = {
    schema: 'diditwork/answers/1',
    questionnaire: { id: questionnaire.id, version: questionnaire.version },
    team: ['Checkout', undefined, '결제 팀'][below(3)],
    date: ['2026-11-22', '2026-09', undefined][below(3)],
    respondent: below(2) ? { role: 'developer', code: `k-${number}` } : undefined,
    form,
    colour: below(5) === 0 ? 'red' : undefined,
    answers: Object.fromEntries(given),
  };
  return JSON.stringify(document, null, 2);
}

const random = Array.from({ length: 300 }, (_, number) => drawn(number));

describe('the same bytes', { skip }, () => {
  for (const language of languages) {
    test(`${language}: a report of 300 random answers files and of every sample`, async () => {
      const { page, seen } = await begin('', { language });
      const all = [...random, ...samples.map(sample)];
      for (const [number, answers] of all.entries()) {
        const name = `${language}-${number}.json`;
        fs.writeFileSync(path.join(folder, name), answers);
        const theirs = written('--language', language, 'report', name);
        const own = await reply(page, { function: 'report', name, answers });
        assert.equal(own.done, await theirs, name);
      }
      assert.deepEqual(seen, { requests: [], messages: [], dialogs: [] });
      await end(page);
    });

    test(`${language}: a team's page of files, of codes, of lines, and anonymous`, async () => {
      const { page } = await begin('', { language });
      // All of one team, so that they may stand together.
      const people = random.slice(0, 24).map((text) => JSON.stringify({ ...JSON.parse(text), team: 'Checkout' }));
      for (const [number, text] of people.entries()) fs.writeFileSync(path.join(folder, `person-${number}.json`), text);
      const document = (name) => ({ name, bytes: fs.readFileSync(path.join(folder, name), 'latin1') });
      const codes = [];
      for (const answers of people.slice(0, 8)) codes.push((await reply(page, { function: 'code', answers })).done);
      fs.writeFileSync(path.join(folder, 'many.ndjson'), people.slice(0, 6).map((text) => `${text}\n`).join(''));
      for (const [names, typed, anonymous] of [
        [['person-0.json', 'person-1.json'], [], false],
        [[...people.keys()].map((number) => `person-${number}.json`), [], false],
        [['person-0.json', 'many.ndjson'], codes, false],
        [[], codes, false],
        [[...people.keys()].map((number) => `person-${number}.json`), [], true],
        [['many.ndjson'], [], true],
      ]) {
        const documents = [...names.map(document), ...typed.map((bytes, index) => ({ name: `#${index + 1}`, bytes }))];
        const own = await reply(page, { function: 'team', documents, anonymous });
        const theirs = await written('--language', language, 'team', ...names, ...typed, ...(anonymous ? ['--anonymous'] : []));
        assert.equal(own.done, theirs, `${names} ${typed} ${anonymous} ${own.wrong}`);
      }
      await end(page);
    });

    test(`${language}: the form, a story, and a short code there and back`, async () => {
      const { page } = await begin('', { language });
      for (const [short, parts] of [[true, ['--short']], [false, []]]) {
        assert.equal((await reply(page, { function: 'form', short })).done, await written('--language', language, 'form', ...parts));
      }
      const html = execFileSync(program, ['--language', language, 'stories', 'netflix', '--format', 'html'], { encoding: 'utf8' });
      assert.equal((await reply(page, { function: 'story', id: 'netflix' })).done, html);
      for (const { form, answers, code } of JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'codes.json'), 'utf8'))) {
        const text = JSON.stringify({ schema: 'diditwork/answers/1', questionnaire: { id: questionnaire.id, version: questionnaire.version }, form, answers });
        assert.equal((await reply(page, { function: 'code', answers: text })).done, code);
        const back = JSON.parse((await reply(page, { function: 'code', answers: code })).done);
        assert.deepEqual([back.form, back.answers], [form, answers]);
      }
      await end(page);
    });
  }
});

describe('size and speed', { skip }, () => {
  test('at most 3 MB', () => {
    for (const name of ['diditwork.html', 'index.html']) assert.ok(fs.statSync(path.join(site, name)).size <= 3_000_000, name);
  });

  test('it is usable within 2 seconds, and the first report is there within 200 ms of the click', async (context) => {
    // The page's own time on a processor, the best of three; what else the machine does is not the page's. The clock is
    // only reported.
    const runs = [];
    for (let run = 0; run < 3; run += 1) runs.push(await timed());
    const best = (name) => Math.min(...runs.map((times) => times[name].used));
    context.diagnostic(JSON.stringify(runs));
    if (os.loadavg()[0] > 2 * os.availableParallelism()) {
      context.skip('too many other programs run for times to mean anything');
      return;
    }
    assert.ok(best('ready') < 2000, `${best('ready')} ms`);
    assert.ok(best('report') < 200, `${best('report')} ms`);
  });

  /** Milliseconds of a processor and by the clock until the form is there, and from the first click to the report. */
  async function timed() {
    const page = await browser.newPage();
    const session = await page.createCDPSession();
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const used = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
    };
    const begun = performance.now();
    await page.goto(`${pathToFileURL(file)}#answer`);
    await page.waitForFunction(() => document.body.dataset.ready === 'true');
    const form = await inside(page, 'answer');
    await form.waitForSelector('[data-question]');
    const ready = { used: await used(), clock: performance.now() - begun };
    for (const id of questionnaire.short_form) await choose(form, id, 2);
    const before = await used();
    const clock = await page.evaluate(async () => {
      const start = performance.now();
      document.querySelector('#answer iframe').contentDocument.getElementById('show').click();
      await new Promise((done) => addEventListener('hashchange', () => requestAnimationFrame(done), { once: true }));
      return performance.now() - start;
    });
    const report = { used: (await used()) - before, clock };
    await end(page);
    return { ready, report };
  }
});

describe('the policy', { skip }, () => {
  test('allows exactly the scripts and styles that are there, by hash', async () => {
    const { page } = await begin('');
    const policy = await page.$eval('meta[http-equiv]', (meta) => meta.content);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
    const scripts = policy.match(/script-src ([^;]*)/)[1].split(' ').filter((source) => source !== "'wasm-unsafe-eval'");
    assert.equal(scripts.length, 2, 'its own script and that of the form');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.hit = 1';
      document.body.append(script);
    });
    assert.equal(await page.evaluate(() => globalThis.hit), undefined);
    await end(page);
  });
});

describe('every section', { skip }, () => {
  const team = random.slice(0, 2).map((text) => JSON.stringify({ ...JSON.parse(text), team: 'A' }));
  /** Shows a section as a person gets there. */
  async function show(page, section) {
    if (section === 'report') {
      await go(page, 'answer');
      const form = await inside(page, 'answer');
      for (const id of questionnaire.short_form) await choose(form, id, 2);
      await form.click('#show');
    }
    if (section === 'page') {
      await go(page, 'team');
      await add(page, team);
      await page.click('#together');
    }
    if (['report', 'page'].includes(section)) await page.waitForFunction((id) => !document.getElementById(id).hidden, {}, section);
    else await go(page, section === 'story' ? 'story/netflix' : section);
  }
  for (const language of languages) {
    for (const scheme of ['light', 'dark']) {
      test(`${language}, ${scheme}: axe finds nothing, and nothing is wider than a telephone`, async () => {
        const { page, seen } = await begin('', { language, scheme, width: 390, height: 844, bypass: true });
        for (const section of ['start', 'answer', 'report', 'team', 'page', 'stories', 'story']) {
          await show(page, section);
          assert.deepEqual(await violations(page), [], section);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= 390, `${section}: ${wide}`);
          const empty = await page.$$eval('[data-say]', (all) => all.filter((one) => one.textContent === '').map((one) => one.dataset.say));
          assert.deepEqual(empty, []);
        }
        assert.deepEqual(seen.requests, []);
        await end(page);
      });
    }
  }

  test('every sentence of the page is used', () => {
    const sources = ['reports/html/browser/page.html', 'reports/html/browser/page.js', 'src/browser/site.rs'];
    const all = sources.map((name) => fs.readFileSync(path.join(root, name), 'utf8')).join('\n');
    for (const id of Object.keys(words.en).filter((known) => known.startsWith('browser.'))) {
      assert.match(all, new RegExp(`['"\`]${id.slice('browser.'.length).replaceAll('.', '\\.')}['"]`), id);
    }
  });
});

/** Adds documents as if they had been chosen. */
async function add(page, texts) {
  const paths = texts.map((text, number) => {
    const name = path.join(folder, `given-${number}.json`);
    fs.writeFileSync(name, text);
    return name;
  });
  const count = await page.$$eval('#documents li', (all) => all.length);
  await (await page.$('#files')).uploadFile(...paths);
  await page.waitForFunction((wanted) => document.querySelectorAll('#documents li').length === wanted, {}, count + texts.length);
}

describe('what a person does', { skip }, () => {
  test('answers by keyboard alone, sees the report, goes back and changes an answer', async () => {
    const { page, seen } = await begin('');
    const focus = () => page.evaluate(() => {
      const here = document.activeElement;
      const deep = here.localName === 'iframe' ? here.contentDocument.activeElement : here;
      return [here.id || here.hash || here.localName, deep.name || deep.id];
    });
    const tab = async (until, most) => {
      for (let pressed = 0; pressed < most; pressed += 1) {
        await page.keyboard.press('Tab');
        if (until(await focus())) return;
      }
      assert.fail(`not reached: ${await focus()}`);
    };
    await tab(([id]) => id === '#answer', 10);
    await page.keyboard.press('Enter');
    const form = await inside(page, 'answer');
    await form.waitForSelector('[data-question]');
    assert.ok(await form.$eval('#hand-in', (told) => told.hidden), 'there is nobody to give a file to');
    const [first] = await form.$$eval('[data-question]', (all) => all.map((box) => box.dataset.question));
    await tab(([, name]) => name === `q-${first}`, 30);
    await page.keyboard.press('3');
    assert.equal(await form.$eval(`[name="q-${first}"]:checked`, (radio) => radio.value), '2');
    await tab(([, name]) => name === 'show', 200);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !document.getElementById('report').hidden);
    const report = await inside(page, 'report');
    assert.match(await report.$eval('h1', (title) => title.textContent), new RegExp(words.en['verdict.cannot-tell'], 'i'));
    await page.goBack();
    await page.waitForFunction(() => !document.getElementById('answer').hidden);
    assert.equal(await form.$eval(`[name="q-${first}"]:checked`, (radio) => radio.value), '2', 'the answers are still there');
    assert.deepEqual(seen.requests, []);
    await end(page);
  });

  test('links inside a page lead inside it, and never replace it', async () => {
    const { page } = await begin('story/netflix');
    await go(page, 'answer');
    const form = await inside(page, 'answer');
    await form.evaluate(() => document.querySelector('nav a').click());
    assert.ok(await form.$('[data-question]'), 'the form is still there');
    assert.equal(await form.evaluate(() => document.querySelector('nav a').closest('details').open || scrollY > 0), true);
    await end(page);
  });

  test('changing the language, or the number of questions, keeps every answer and note', async () => {
    const { page } = await begin('answer');
    let form = await inside(page, 'answer');
    const [id, open] = questionnaire.short_form;
    await choose(form, id, 3);
    await form.evaluate((name) => {
      const note = document.getElementById(`note-${name}`);
      note.value = 'a note without an answer';
      note.dispatchEvent(new Event('input'));
    }, open);
    for (const press of ['[data-language="ko"]', '#length', '#length', '[data-language="en"]']) {
      await page.click(press);
      await page.waitForFunction((old) => document.querySelector('#answer iframe')?.contentWindow?.answering && old, {}, true);
      await new Promise((done) => setTimeout(done, 300));
      form = await inside(page, 'answer');
      await form.waitForSelector('[data-question]');
      assert.equal(await form.$eval(`[name="q-${id}"]:checked`, (radio) => radio.value), '3', press);
      assert.equal(await form.$eval(`#note-${open}`, (note) => note.value), 'a note without an answer', press);
      assert.equal(await form.evaluate(() => answering.isAtRisk()), true, 'closing still asks');
    }
    await end(page);
  });

  test('nothing is kept unless a draft is asked for, and then closing loses nothing', async () => {
    const { page } = await begin('answer');
    const stored = () => page.evaluate(() => Object.keys(localStorage).length);
    let form = await inside(page, 'answer');
    const [id] = questionnaire.short_form;
    await choose(form, id, 1);
    assert.equal(await stored(), 0);
    assert.equal(await form.evaluate(() => answering.isAtRisk()), true);
    await page.click('#draft');
    assert.equal(await stored(), 1);
    assert.equal(await form.evaluate(() => answering.isAtRisk()), false);
    await page.reload();
    await page.waitForFunction(() => document.querySelector('#answer iframe')?.contentWindow?.answering);
    form = await inside(page, 'answer');
    assert.equal(await form.$eval(`[name="q-${id}"]:checked`, (radio) => radio.value), '1');
    assert.equal(await page.$eval('#draft', (box) => box.checked), true);
    await page.click('#draft');
    assert.equal(await stored(), 0);
    await end(page);
  });

  test('closing asks while answers, files or codes are kept nowhere', async () => {
    const asks = async (prepare) => {
      const { page } = await begin('team');
      await prepare(page);
      const isAsked = await page.evaluate(() => {
        const event = new Event('beforeunload', { cancelable: true });
        dispatchEvent(event);
        return event.defaultPrevented;
      });
      await end(page);
      return isAsked;
    };
    assert.equal(await asks(async () => {}), false);
    assert.equal(await asks((page) => page.type('#codes', 'ABCD')), true);
    assert.equal(await asks((page) => add(page, [random[0]])), true);
    assert.equal(await asks(async (page) => {
      await go(page, 'answer');
      await choose(await inside(page, 'answer'), questionnaire.short_form[0], 1);
    }), true);
  });

  test('files that are dropped are added, wherever they land', async () => {
    const { page } = await begin('');
    await page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      for (const name of ['a.json', 'b.json']) dataTransfer.items.add(new File([text], name));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, random[0]);
    await page.waitForFunction(() => document.querySelectorAll('#documents li').length === 2);
    await page.waitForFunction(() => !document.getElementById('team').hidden);
    await page.click('#documents button');
    assert.match(await page.$eval('#documents', (list) => list.textContent), /^b\.json/);
    await end(page);
  });

  test('what is saved and copied is what is shown, and opening another file asks first', async () => {
    const { page, seen } = await begin('answer');
    const form = await inside(page, 'answer');
    for (const id of questionnaire.short_form) await choose(form, id, 1);
    await form.click('#show');
    await page.waitForFunction(() => !document.getElementById('report').hidden);
    const saved = await page.evaluate(async () => {
      let blob;
      URL.createObjectURL = (given) => {
        blob = given;
        return '#report';
      };
      document.querySelector('[data-save="report"]').click();
      return [await blob.text(), document.querySelector('#report iframe').srcdoc];
    });
    assert.equal(saved[0], saved[1]);
    const code = await form.$eval('#short-code', (place) => place.textContent);
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => (globalThis.copied = text) } }));
    await page.click('#copy');
    await page.waitForFunction(() => globalThis.copied);
    assert.equal(await page.evaluate(() => globalThis.copied), code);
    await page.goBack();
    await page.waitForFunction(() => !document.getElementById('answer').hidden);
    const other = path.join(folder, 'other.json');
    fs.writeFileSync(other, random[0]);
    await (await form.$('#file')).uploadFile(other);
    await new Promise((done) => setTimeout(done, 300));
    assert.equal(seen.dialogs.length, 1, 'it asks, and the test says no');
    assert.equal(await form.$eval('#short-code', (place) => place.textContent), code);
    // What was changed since is in the next report, forward included.
    await choose(form, questionnaire.short_form[0], 2);
    await page.goForward();
    await page.waitForFunction(() => document.getElementById('report').hidden);
    await form.click('#show');
    await page.waitForFunction(() => !document.getElementById('report').hidden);
    await end(page);
  });

  test('a report is printed whole', async () => {
    const { page } = await begin('answer');
    const form = await inside(page, 'answer');
    for (const id of questionnaire.short_form) await choose(form, id, 2);
    await form.click('#show');
    const report = await inside(page, 'report');
    await report.evaluate(() => (print = () => (globalThis.printed = true)));
    await page.click('[data-print="report"]');
    assert.equal(await report.evaluate(() => globalThis.printed), true, 'the report and not the page around it');
    await end(page);
  });
});

describe('hostile files and codes', { skip }, () => {
  test('do nothing but an error in words', async () => {
    const { page, seen } = await begin('team');
    const damaged = [
      ...injections,
      '{', '[]', '{"schema":', '\0\0\0', 'PK\x03\x04', '<html>', 'id;level\n', '['.repeat(100_000), `{"a":${'{"a":'.repeat(500)}1`,
      sample(samples[0]).slice(0, 200),
      sample(samples[0]).replace('"answers"', '"answers": {}, "answers"'),
      JSON.stringify({ schema: 'diditwork/answers/9', questionnaire: { id: 'x', version: '1.0.0' }, answers: {} }),
    ];
    for (const [number, text] of damaged.entries()) {
      const bytes = Buffer.from(text).toString('latin1');
      for (const documents of [[{ name: `${injections[number % injections.length]}.json`, bytes }], [{ name: '#1', bytes }, { name: '#2', bytes }]]) {
        const { wrong, done } = await reply(page, { function: 'team', documents, anonymous: false });
        assert.equal(done, undefined, text);
        assert.ok(wrong.length > 0 && wrong.every((sentence) => sentence.length > 5 && sentence !== words.en['browser.failed']), text);
      }
      const { wrong } = await reply(page, { function: 'report', name: 'answers.json', answers: text });
      assert.ok(wrong?.length > 0 && !wrong.includes(words.en['browser.failed']), text);
    }
    // The same through the fields of the page.
    await page.$eval('#codes', (field, text) => (field.value = text), injections.join('\n'));
    await add(page, damaged.slice(0, 5));
    await page.click('#together');
    await page.waitForFunction(() => !document.getElementById('told').hidden);
    assert.ok((await told(page)).length > 20);
    assert.equal(await page.$eval('#page', (section) => section.hidden), true);
    assert.equal(await page.evaluate(() => globalThis.hit), undefined);
    assert.deepEqual([seen.requests, seen.dialogs, seen.messages], [[], [], []]);
    // Who answered well is served right after.
    await page.click('#empty');
    await page.click('#close');
    await add(page, [random[0], random[1]].map((text) => JSON.stringify({ ...JSON.parse(text), team: 'A' })));
    await page.click('#together');
    await page.waitForFunction(() => !document.getElementById('page').hidden);
    await end(page);
  });

  test('a report of hostile answers runs nothing', async () => {
    const { page, seen } = await begin('team');
    const hostile = JSON.parse(sample('hostile.json'));
    await add(page, ['a', 'b'].map((code) => JSON.stringify({ ...hostile, respondent: { code } })));
    await page.click('#together');
    await page.waitForFunction(() => !document.getElementById('page').hidden);
    assert.equal(await page.evaluate(() => globalThis.hit), undefined);
    assert.deepEqual([seen.requests, seen.dialogs], [[], []]);
    await end(page);
  });
});

describe('the site', { skip }, () => {
  test('every link leads to a file that is there, and none leaves the folder', async () => {
    const { page } = await open(browser, path.join(site, 'index.html'));
    const links = await page.$$eval('.links a', (all) => all.map((link) => link.getAttribute('href')));
    assert.ok(links.length >= 10);
    for (const link of links) {
      assert.doesNotMatch(link, /^[a-z]+:|^\/|\.\./);
      assert.ok(fs.existsSync(path.join(site, link)), link);
    }
    await page.close();
    for (const language of languages) {
      const stories = path.join(site, 'stories', language, 'index.html');
      const { page: list, seen } = await open(browser, stories, { bypass: true });
      const names = await list.$$eval('#names a', (all) => all.map((link) => link.getAttribute('href')));
      assert.equal(names.length, questionnaire.stories.length);
      for (const name of names) assert.ok(fs.existsSync(path.join(path.dirname(stories), name)), name);
      assert.deepEqual(await violations(list), []);
      assert.deepEqual(seen.requests, []);
      await list.close();
    }
  });
});
