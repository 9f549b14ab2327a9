'use strict';
// Three doors: answer, put answers together, read the stories. Every page in a frame is made by the program itself,
// compiled into MODULE; nothing is requested from anywhere, and nothing is kept unless the person wants a draft.

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId('data').textContent);
// The name of the answers in the report, as if they had been saved.
const ANSWERS = 'answers.json';
const LARGEST = 16 * 1024 * 1024;
const ABOVE = { report: 'answer', page: 'team', story: 'stories' };

let language = [...navigator.languages, ''].map((tag) => tag.split('-')[0]).find((tag) => data.words[tag]) ?? Object.keys(data.words)[0];
let isShort = true;
// The pages that were made, by the section that shows them.
const made = {};
let documents = [];

const say = (id, values = {}) =>
  data.words[language][id].replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));

// ---- The program.

let program;

async function start() {
  const packed = Uint8Array.from(atob(MODULE), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const compiled = await WebAssembly.compile(await new Response(stream).arrayBuffer());
  const begin = async () => (await WebAssembly.instantiate(compiled, {})).exports;
  let instance = await begin();
  return async (request) => {
    const call = new TextEncoder().encode(JSON.stringify({ language, ...request }));
    try {
      const address = instance.reserve(call.length);
      new Uint8Array(instance.memory.buffer, address, call.length).set(call);
      const reply = instance.answer();
      return JSON.parse(new TextDecoder().decode(new Uint8Array(instance.memory.buffer, reply, instance.length())));
    } catch {
      // A fault of the program ends this instance only.
      instance = await begin();
      return { wrong: [say('failed')] };
    }
  };
}

// What a call gives; nothing if something is wrong, which is shown.
async function ask(request) {
  const { done, wrong } = await program(request);
  tell(wrong ? wrong.join('\n') : '');
  return done;
}

function tell(text) {
  byId('told').querySelector('p').textContent = text;
  byId('told').hidden = text === '';
}

// ---- What is shown.

const inside = (section) => byId(section).querySelector('iframe')?.contentWindow;

// Follows a link of a page in a frame, which has no address: to a place in that page, or in a new tab.
function follow(event) {
  const link = event.target.closest('a[href]');
  if (!link) return;
  event.preventDefault();
  const address = link.getAttribute('href');
  if (!address.startsWith('#')) {
    globalThis.open(address, '_blank', 'noopener');
    return;
  }
  const place = link.ownerDocument.getElementById(decodeURIComponent(address.slice(1)));
  for (let folded = place; folded; folded = folded.parentElement) if (folded.localName === 'details') folded.open = true;
  place?.scrollIntoView();
  place?.focus({ preventScroll: true });
}

// Puts a page into the frame of a section; gives its window once it is there.
function frame(section, html, title) {
  made[section] = html;
  return new Promise((resolve) => {
    const element = document.createElement('iframe');
    element.title = title;
    const ready = () => {
      element.contentDocument.addEventListener('click', follow);
      resolve(element.contentWindow);
    };
    element.addEventListener('load', ready, { once: true });
    element.srcdoc = html;
    byId(section).querySelector('.frame').replaceChildren(element);
  });
}

// Shows the section that the address names; where its page was not made yet, the one that leads to it.
async function open() {
  tell('');
  const [name, story] = decodeURIComponent(location.hash.slice(1)).split('/');
  let section = byId(name)?.matches('main > section') ? name : 'start';
  if (section === 'answer' && !inside('answer')) await openForm();
  if (section === 'story' && !(await readStory(story))) section = 'stories';
  if (ABOVE[section] && !made[section]) section = ABOVE[section];
  // What is changed now must not be shown as it was before.
  for (const below of Object.keys(ABOVE)) if (ABOVE[below] === section) delete made[below];
  const isElsewhere = byId(section).hidden;
  for (const other of document.querySelectorAll('main > section')) other.hidden = other.id !== section;
  for (const link of document.querySelectorAll('#doors a')) {
    const isHere = link.hash === `#${ABOVE[section] ?? section}`;
    if (isHere) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (isElsewhere) byId('main').focus();
  document.title = section === 'start' ? 'diditwork' : `${say(`door.${ABOVE[section] ?? section}`)} – diditwork`;
}

function go(section) {
  if (location.hash === `#${section}`) open();
  else location.hash = section;
}

function speak() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', say(element.dataset.label));
  for (const button of document.querySelectorAll('#languages button')) button.setAttribute('aria-pressed', String(button.lang === language));
  for (const links of document.querySelectorAll('.links')) links.hidden = links.lang !== language;
  byId('length').textContent = say(isShort ? 'all' : 'short');
  byId('names').replaceChildren(
    ...data.stories[language].map(([id, company, years]) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = `#story/${id}`;
      link.textContent = company;
      const small = document.createElement('small');
      small.textContent = years;
      item.append(link, small);
      return item;
    }),
  );
  list();
}

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', async () => {
    language = button.lang;
    speak();
    // What was answered and added goes on in the other language.
    if (inside('answer')) await openForm(form().state());
    if (made.report) await showReport();
    if (made.page) await showTeam();
    open();
  });
}

// ---- Answer.

const form = () => inside('answer').answering;

async function openForm(state) {
  const html = await ask({ function: 'form', short: isShort });
  if (html === undefined) return;
  const { document: page } = await frame('answer', html, say('door.answer'));
  // Saving is beside the other tools; what one comes for is where the questions end.
  const show = page.createElement('button');
  Object.assign(show, { type: 'button', id: 'show', className: 'main', textContent: say('show') });
  show.addEventListener('click', async () => {
    if (await showReport()) go('report');
  });
  page.getElementById('save').after(show);
  page.getElementById('save').hidden = true;
  // The answer is shown here: there is nobody to give a file to.
  page.getElementById('hand-in').hidden = true;
  if (state) form().restore(state);
  byId('draft').checked = form().keepsDraft();
}

async function showReport() {
  const html = await ask({ function: 'report', name: ANSWERS, answers: form().text() });
  if (html !== undefined) await frame('report', html, say('report'));
  return html !== undefined;
}

byId('length').addEventListener('click', async () => {
  const state = form().state();
  isShort = !isShort;
  speak();
  await openForm({ ...state, form: isShort ? 'short' : 'full' });
});
byId('draft').addEventListener('change', () => {
  form().keepDraft(byId('draft').checked);
});
byId('copy').addEventListener('click', async () => {
  const code = await ask({ function: 'code', answers: form().text() });
  if (code === undefined) return;
  try {
    await navigator.clipboard.writeText(code);
    tell(say('copied', { code }));
  } catch {
    tell(say('code', { code }));
  }
});
for (const button of document.querySelectorAll('[data-answers]')) {
  button.addEventListener('click', () => {
    // What stops the form from saving is said there.
    if (!form().save()) go('answer');
  });
}

function save(text, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

for (const button of document.querySelectorAll('[data-save]')) {
  button.addEventListener('click', () => save(made[button.dataset.save], `diditwork-${ABOVE[button.dataset.save]}.html`));
}
for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => inside(button.dataset.print).print());
}
for (const button of document.querySelectorAll('[data-tab]')) {
  button.addEventListener('click', () => globalThis.open(URL.createObjectURL(new Blob([made[button.dataset.tab]], { type: 'text/html' }))));
}

// ---- Put answers together.

function list() {
  const items = documents.map(({ name }, index) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = say('team.remove');
    button.setAttribute('aria-label', `${say('team.remove')}: ${name}`);
    button.addEventListener('click', () => {
      documents.splice(index, 1);
      list();
    });
    item.append(name, button);
    return item;
  });
  byId('documents').replaceChildren(...items);
}

async function take(files) {
  const large = [];
  for (const file of files) {
    if (file.size > LARGEST) {
      large.push(say('team.large', { file: file.name }));
      continue;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    documents.push({ name: file.name, bytes: Array.from(bytes, (byte) => String.fromCharCode(byte)).join('') });
  }
  tell(large.join('\n'));
  list();
}

byId('files').addEventListener('change', async (event) => {
  await take([...event.target.files]);
  event.target.value = '';
});
// A file that is dropped beside the field must not replace the page.
for (const kind of ['dragover', 'dragleave', 'drop']) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    byId('drop').classList.toggle('over', kind === 'dragover');
    if (kind !== 'drop' || event.dataTransfer.files.length === 0) return;
    take([...event.dataTransfer.files]);
    go('team');
  });
}
byId('empty').addEventListener('click', () => {
  documents = [];
  byId('codes').value = '';
  list();
});

const codes = () => byId('codes').value.split('\n').map((line) => line.trim()).filter(Boolean);

async function showTeam() {
  const given = codes().map((bytes, index) => ({ name: `#${index + 1}`, bytes }));
  const html = await ask({ function: 'team', documents: [...documents, ...given], anonymous: byId('anonymous').checked });
  if (html !== undefined) await frame('page', html, say('team.page'));
  return html !== undefined;
}

byId('together').addEventListener('click', async () => {
  if (await showTeam()) go('page');
});

// ---- Read the stories.

async function readStory(id) {
  const known = data.stories[language].find(([story]) => story === id);
  const html = known && (await ask({ function: 'story', id }));
  if (html !== undefined) await frame('story', html, known[1]);
  return html !== undefined;
}

// ---- Everything together.

// What was given and is kept nowhere is not lost without a question.
addEventListener('beforeunload', (event) => {
  const isGiven = documents.length > 0 || byId('codes').value.trim() !== '';
  if (isGiven || inside('answer')?.answering?.isAtRisk()) event.preventDefault();
});
addEventListener('hashchange', open);
byId('close').addEventListener('click', () => tell(''));
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('main').focus();
});

speak();
start().then(
  async (ready) => {
    program = ready;
    await open();
    document.body.dataset.ready = 'true';
  },
  () => tell(say('unsupported')),
);
