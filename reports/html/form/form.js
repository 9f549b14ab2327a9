'use strict';
// The page to answer on. All sentences come from the block of data; what people typed or a file holds reaches the page
// as text only.

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId('form-data').textContent);
const SCHEMA_FAMILY = data.schema.replace(/\d+$/, '');
const LARGEST = 16 * 1024 * 1024;
const DEEPEST = 100;

// The sentence of an id with values put in; where there is one for a single thing and the count is 1, that one.
function say(id, values = {}) {
  const single = data.words[`${id}.one`];
  const sentence = values.count === 1 && single !== undefined ? single : data.words[id];
  return sentence.replace(/\{([\w-]+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

// ---- JSON that keeps what JSON.parse loses: the order of members, repeated keys, and numbers as they were written.

// A number of a file.
class Numeral {
  constructor(text) {
    this.text = text;
    this.value = Number(text);
  }
}

// The value that a text holds: objects as maps, numbers as numerals. Keys that stand twice are added to `repeated`.
function parse(text, repeated) {
  JSON.parse(text);
  const token = /\s*(?:([{}[\]:,])|("[^"\\]*(?:\\.[^"\\]*)*")|([-0-9][-+.0-9eE]*)|(true|false|null))/y;
  const next = () => token.exec(text);
  function value(found, depth) {
    const [, mark, string, number, word] = found;
    if (depth > DEEPEST) throw new RangeError();
    if (string !== undefined) return JSON.parse(string);
    if (number !== undefined) return new Numeral(number);
    if (word !== undefined) return JSON.parse(word);
    return mark === '[' ? list(depth + 1) : object(depth + 1);
  }
  function list(depth) {
    const items = [];
    for (let found = next(); found[1] !== ']'; found = next()) {
      if (found[1] !== ',') items.push(value(found, depth));
    }
    return items;
  }
  function object(depth) {
    const members = new Map();
    for (let found = next(); found[1] !== '}'; found = next()) {
      if (found[1] === ',') continue;
      const key = JSON.parse(found[2]);
      next();
      if (members.has(key)) repeated.push(key);
      members.set(key, value(next(), depth));
    }
    return members;
  }
  return value(next(), 0);
}

// A number with a fraction or an exponent, or a point and a nought where it has neither.
function decimal(number) {
  const [mantissa, exponent] = Math.abs(number).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(exponent) + 1;
  const sign = number < 0 || Object.is(number, -0) ? '-' : '';
  if (point > 16 || point < -4) return `${sign}${mantissa}e${point - 1}`;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return `${sign}${digits.padEnd(point, '0')}.0`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

// A number of a file as it is written back: whole ones as they were where they fit into 64 bits.
function numeral({ text, value }) {
  if (!/^-?\d+$/.test(text) || text === '-0') return decimal(value);
  const fits = BigInt(text) < 2n ** 64n && BigInt(text) >= -(2n ** 63n);
  return fits ? text : decimal(value);
}

// A text without halves of a pair, which no file may hold.
const whole = (text) => text.replace(/\p{Surrogate}/gu, '\ufffd');

// A value as indented JSON.
function written(value, indent = '') {
  const inner = `${indent}  `;
  const block = (open, lines, close) => (lines.length ? `${open}\n${lines.join(',\n')}\n${indent}${close}` : open + close);
  if (value instanceof Map) {
    const member = ([key, known]) => `${inner}${JSON.stringify(whole(key))}: ${written(known, inner)}`;
    return block('{', [...value].map(member), '}');
  }
  if (Array.isArray(value)) return block('[', value.map((item) => inner + written(item, inner)), ']');
  if (value instanceof Numeral) return numeral(value);
  return JSON.stringify(typeof value === 'string' ? whole(value) : value);
}

// ---- Real numbers as people write them: "7%", "3 of 40", "3 days", "2 a week". Which words mean what stands in the lists
// of the language; here is only how they stand together, as in the terminal.

const HOURS = { minute: 1 / 60, hour: 1, day: 24, week: 168, month: 730, quarter: 2190, year: 8760 };

// What each word can mean; a number that a word means or holds stands behind it in its list.
const unitWords = new Map();
for (const list of [...Object.keys(HOURS), 'number', 'half', 'percent', 'of', 'whole-first', 'times', 'every', 'per', 'rhythm', 'filler']) {
  for (const entry of data.units[list].split(/\s+/)) {
    const [word, number] = entry.split('=');
    const own = number === undefined ? null : Number(number);
    const meaning = HOURS[list] ? { kind: 'unit', hours: HOURS[list], own } : { kind: list, own: own ?? 1 };
    unitWords.set(word, [...(unitWords.get(word) ?? []), meaning]);
  }
}

// Raised where a text does not say clearly how much.
class Unclear extends Error {}
const unclear = () => {
  throw new Unclear();
};

// What the words that are written as one mean; nothing if one is not known. A script that writes particles and
// counters without a space is taken apart into known words, the longest first.
function meanings(word) {
  if (unitWords.has(word)) return [unitWords.get(word)];
  const letters = [...word];
  if (/^[\x00-\x7f]*$/.test(word)) return null;
  for (let end = letters.length - 1; end > 0; end -= 1) {
    const first = unitWords.get(letters.slice(0, end).join(''));
    const rest = first && meanings(letters.slice(end).join(''));
    if (rest) return [first, ...rest];
  }
  return null;
}

// Numbers, and the words and signs between them, each with all it can mean. A comma between digits is a decimal point,
// unless it could stand between thousands as well.
function readWords(text) {
  return (text.normalize('NFKC').match(/[\d.,]+|\p{Alphabetic}+|[^\s\d.,\p{Alphabetic}]/gu) ?? []).flatMap((piece) => {
    const parts = /^[\d.,]/.test(piece) ? piece.split(',').slice(1) : [];
    if (!piece.startsWith('0') && parts.some((part) => part.length === 3)) unclear();
    const number = piece.replaceAll(',', '.');
    if (/^(\d+\.?\d*|\.\d+)$/.test(number)) return [[{ kind: 'number', own: Number(number) }]];
    return meanings(piece.toLowerCase()) ?? unclear();
  });
}

// The first meaning that is meant here.
const meant = (all, kinds) =>
  all.find(({ kind }) => kinds.includes(kind)) ?? all.find(({ kind }) => kind === 'filler') ?? unclear();

// Puts a value where there is none yet; two of a kind say nothing clearly.
function put(place, name, value) {
  if (place[name] !== null) unclear();
  place[name] = value;
}

// Takes the number out of its place.
function taken(place) {
  const { number } = place;
  place.number = null;
  return number;
}

function share(words) {
  const at = { first: null, second: null, between: null };
  let [percent, counted] = [false, false];
  for (const all of words) {
    const { kind, own } = meant(all, ['number', 'percent', 'of', 'whole-first', 'times']);
    if (kind === 'number') put(at, at.between === null ? 'first' : 'second', own);
    else if (kind === 'percent' && at.first !== null && at.between === null) percent = true;
    else if (kind === 'times') counted = true;
    else if ((kind === 'of' || kind === 'whole-first') && at.first !== null && at.second === null) {
      if (at.between !== kind) put(at, 'between', kind);
    } else if (kind !== 'filler') unclear();
  }
  const { first, second, between } = at;
  const [part, total] = between === 'of' ? [first, second] : [second, first];
  let value;
  if (first !== null && between === null && (percent || first === 0 || (first >= 1 && !counted))) value = first / 100;
  else if (between !== null && second !== null && total > 0 && !percent) value = part / total;
  return value <= 1 ? value : unclear();
}

function duration(words) {
  const at = { number: null };
  let total = 0;
  let last = null;
  for (const all of words) {
    const { kind, own, hours } = meant(all, ['number', 'half', 'unit']);
    if (kind === 'number') put(at, 'number', own);
    else if (kind === 'half' && last !== null && at.number === null) total += 0.5 * last;
    else if (kind === 'half') put(at, 'number', 0.5);
    else if (kind === 'unit') {
      if (own !== null) put(at, 'number', own);
      total += (taken(at) ?? (last === null ? 1 : unclear())) * hours;
      last = hours;
    }
  }
  return last !== null && at.number === null ? total : unclear();
}

function frequency(words) {
  const at = { number: null, count: null, hours: null };
  let every = null;
  for (const all of words) {
    const { kind, own, hours } = meant(all, ['number', 'times', 'every', 'per', 'unit']);
    if (kind === 'number') put(at, 'number', own);
    else if (kind === 'times') put(at, 'count', taken(at) ?? unclear());
    else if (kind === 'unit' && own === null) put(at, 'hours', (taken(at) ?? 1) * hours);
    else if (kind !== 'filler') {
      if (at.number !== null) put(at, 'count', taken(at));
      if (kind === 'unit') put(at, 'hours', own * hours);
      if (kind === 'every') every = (every ?? 1) * own;
    }
  }
  if (at.number !== null) put(at, 'count', at.number);
  const hours = (at.hours ?? unclear()) * (every ?? 1);
  // "weekly" says how often without a count.
  const isRhythm = words.some((all) => all.some(({ kind }) => kind === 'rhythm'));
  const count = at.count ?? (every === null && !isRhythm ? unclear() : 1);
  return hours > 0 ? (count * HOURS.week) / hours : unclear();
}

// The value that a text gives; nothing if it does not say clearly how much.
function amount(text, unit) {
  try {
    const value = { share, hours: duration, 'per-week': frequency }[unit](readWords(text));
    return Number.isFinite(value) ? value : undefined;
  } catch (error) {
    if (error instanceof Unclear) return undefined;
    throw error;
  }
}

const HOLDS = {
  at_most: (value, bound) => value <= bound,
  under: (value, bound) => value < bound,
  at_least: (value, bound) => value >= bound,
  over: (value, bound) => value > bound,
};

// The level that a value gives: the highest whose bound it fulfils.
function levelOf(scale, value) {
  const holds = (bound) => Object.entries(bound).every(([kind, limit]) => HOLDS[kind](value, limit));
  return scale.reach.findLastIndex(holds) + 1;
}

// A value as somebody could have typed it.
function amountText(scale, value) {
  const number = (exact) => Number(exact.toPrecision(4));
  if (scale.unit === 'share') return say('form.script.amount.share', { number: number(value * 100) });
  return say(`form.script.amount.${scale.unit}`, { number: number(value) });
}

// ---- Answers: what was given, and how it is read from a file and written into one.

const questions = new Map(data.questions.map((question) => [question.id, question]));
const formerly = new Map(data.questions.flatMap((question) => (question.formerly ?? []).map((name) => [name, question])));

const noAnswer = () => ({ level: null, value: null, note: '', reason: '', evidence: [], unknown: [] });

function noAnswers() {
  return {
    version: data.questionnaire.version,
    questionnaireUnknown: [],
    team: data.team ?? '',
    scope: '',
    goal: '',
    size: '',
    field: '',
    country: '',
    role: '',
    code: '',
    respondentUnknown: [],
    form: data.form,
    agreed: false,
    unknown: [],
    given: new Map(data.questions.map(({ id }) => [id, noAnswer()])),
  };
}

// Whether a text is a number of people as an answers file holds it.
const isSize = (text) => /^(0|[1-9]\d{0,8})$/.test(text);

// A file that cannot be gone on with, and why.
class Refused extends Error {}
const refuse = (id, values) => {
  throw new Refused(say(id, values));
};

// The answers of a file, with what could not be used and what is kept unread, a sentence each.
function read(text) {
  const findings = [];
  const tell = (id, values) => findings.push(say(`form.script.open.${id}`, values));
  const unused = (name) => tell('unused', { name });
  const repeated = [];
  let top;
  try {
    top = parse(text.replace(/^\ufeff/, ''), repeated);
  } catch {
    refuse('form.script.open.no-json');
  }
  if (repeated.length) refuse('form.script.open.repeated', { name: repeated[0] });
  const answers = noAnswers();
  check(top, answers, tell);
  const strange = [];
  // A member of one kind; nothing, told, where it is of another.
  const take = (members, key, name, kind) => {
    const value = members.get(key) ?? null;
    if (value === null) return null;
    if (kind(value)) return value;
    unused(name);
    return null;
  };
  const isText = (value) => typeof value === 'string';
  // The members that this page does not know; an anonymous file holds none of them.
  const rest = (members, known, name) => {
    const others = [...members].filter(([key]) => !known.includes(key));
    strange.push(...others.filter(([key]) => key !== '_help' && key !== '$schema').map(([key]) => name + key));
    return data.anonymous ? [] : others;
  };
  const ofCompany = data.anonymous ? [] : ['size', 'field', 'country'];
  for (const key of ['team', 'scope', 'goal', ...ofCompany.slice(1)]) answers[key] = take(top, key, key, isText) ?? (key === 'team' ? answers.team : '');
  if (!data.anonymous) answers.size = take(top, 'size', 'size', (value) => value instanceof Numeral && isSize(value.text))?.text ?? '';
  answers.form = take(top, 'form', 'form', (value) => value === 'full' || value === 'short') ?? 'full';
  answers.agreed = take(top, 'agreed', 'agreed', (value) => typeof value === 'boolean') ?? false;
  answers.unknown = rest(top, ['schema', 'questionnaire', 'team', 'scope', 'goal', ...ofCompany, 'respondent', 'date', 'form', 'agreed', 'answers'], '');
  answers.questionnaireUnknown = rest(top.get('questionnaire'), ['id', 'version'], 'questionnaire.');
  const respondent = take(top, 'respondent', 'respondent', (value) => value instanceof Map) ?? new Map();
  const respondentUnknown = rest(respondent, ['role', 'code'], 'respondent.');
  if (!data.anonymous) {
    answers.role = take(respondent, 'role', 'respondent.role', (value) => data.choices.role?.includes(value)) ?? '';
    answers.code = take(respondent, 'code', 'respondent.code', isText) ?? '';
    answers.respondentUnknown = respondentUnknown;
  }
  for (const [key, value] of top.get('answers')) {
    if (key === '_help' || key === '$schema' || value === null) continue;
    const question = questions.get(key) ?? formerly.get(key);
    if (!question || (key !== question.id && top.get('answers').has(question.id))) {
      tell('question', { name: key });
      continue;
    }
    answers.given.set(question.id, readAnswer(value, question, { take, rest, isText, tell, unused }));
  }
  if (data.anonymous && (respondent.size || strange.length)) tell('anonymous');
  else if (strange.length) tell('kept', { names: strange.join(', ') });
  return { answers, findings };
}

// Whether a file is one of answers to this questionnaire; takes its version over.
function check(top, answers, tell) {
  const schema = top instanceof Map ? top.get('schema') : undefined;
  if (typeof schema !== 'string' || !schema.startsWith(SCHEMA_FAMILY)) refuse('form.script.open.schema');
  if (schema !== data.schema) refuse('form.script.open.newer');
  const reference = top.get('questionnaire');
  const version = reference instanceof Map ? reference.get('version') : undefined;
  if (!(top.get('answers') instanceof Map) || !/^\d+\.\d+\.\d+$/.test(version)) refuse('form.script.open.schema');
  if (reference.get('id') !== data.questionnaire.id) refuse('form.script.open.questionnaire', { name: reference.get('id') });
  if (Number(version.split('.')[0]) > Number(data.questionnaire.version.split('.')[0])) refuse('form.script.open.newer');
  if (version !== data.questionnaire.version) tell('version', { version, known: data.questionnaire.version });
  answers.version = version;
}

// One answer of a file. What goes with it and cannot be used is reported and left out.
function readAnswer(value, question, { take, rest, isText, tell, unused }) {
  const answer = noAnswer();
  const name = question.name;
  const members = value instanceof Map ? value : new Map([['level', value]]);
  const level = members.get('level') ?? null;
  if (level instanceof Numeral && /^\d+$/.test(level.text) && level.value < question.levels) answer.level = level.value;
  else if (level === 'unknown' || level === 'not-applicable') answer.level = level;
  else if (level !== null) unused(name);
  answer.note = take(members, 'note', say('form.script.open.note', { name }), isText) ?? '';
  answer.reason = take(members, 'reason', say('form.script.open.reason', { name }), isText) ?? '';
  const evidence = take(members, 'evidence', say('form.script.open.links', { name }), Array.isArray) ?? [];
  answer.evidence = evidence.filter(isText);
  if (answer.evidence.length < evidence.length) unused(say('form.script.open.links', { name }));
  const number = members.get('value') ?? null;
  if (number !== null) {
    const scale = question.value;
    const most = scale?.unit === 'share' ? 1 : Number.MAX_VALUE;
    const valid = scale && number instanceof Numeral && number.value >= 0 && number.value <= most;
    if (valid && levelOf(scale, number.value) === answer.level) answer.value = number.value;
    else tell('value', { name });
  }
  answer.unknown = rest(members, ['level', 'value', 'note', 'reason', 'evidence'], `${question.id}.`);
  return answer;
}

// The answers as a document. A draft also holds remarks on questions without an answer, but no date.
function documentOf(answers, date) {
  const isTyped = ([, value]) => value !== '' && value !== null && value !== undefined && value !== false;
  const members = (list) => new Map(list.filter(isTyped));
  const respondent = new Map([...members([['role', answers.role], ['code', answers.code]]), ...answers.respondentUnknown]);
  const given = [];
  for (const [id, answer] of answers.given) {
    if (answer.level === null && (date || !isRemarked(answer))) continue;
    const beside = new Map([
      ...members([
        ['value', answer.value === null ? null : new Numeral(decimal(answer.value))],
        ['note', answer.note],
        ['reason', answer.reason],
        ['evidence', answer.evidence.length ? answer.evidence : null],
      ]),
      ...answer.unknown,
    ]);
    given.push([id, beside.size ? new Map([['level', answer.level], ...beside]) : answer.level]);
  }
  const short = answers.form === 'short' && given.every(([id]) => data.short_form.includes(id));
  return new Map([
    ['schema', data.schema],
    ['questionnaire', new Map([['id', data.questionnaire.id], ['version', answers.version], ...answers.questionnaireUnknown])],
    ...members(['team', 'scope', 'goal'].map((key) => [key, answers[key]])),
    ...members([['size', answers.size && new Numeral(answers.size)], ['field', answers.field], ['country', answers.country]]),
    ...members([['respondent', respondent.size ? respondent : null], ['date', date]]),
    ['form', short ? 'short' : 'full'],
    ...members([['agreed', answers.agreed]]),
    ...answers.unknown,
    ['answers', new Map(given)],
  ]);
}

const isRemarked = (answer) => answer.note !== '' || answer.reason !== '' || answer.evidence.length > 0 || answer.unknown.length > 0;

// ---- The short code: the choices as digits of a mixed radix number, in Crockford's base 32, with two check characters;
// as the program writes it.

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

// A symbol times a power of alpha in GF(32), where alpha to the fifth is alpha squared and one.
function timesAlpha(symbol, power) {
  let product = symbol;
  for (let step = power % 31; step > 0; step -= 1) product = (product << 1) & 32 ? (product << 1) ^ 37 : product << 1;
  return product;
}

// Whether symbols fit each other and the questionnaire.
function fits(symbols) {
  const salt = [...new TextEncoder().encode(data.questionnaire.id)].reduce((sum, byte) => (sum * 31 + byte) % 1024, 0);
  const sum = symbols.reduce((all, symbol) => all ^ symbol, salt % 32);
  const weighted = symbols.reduce((all, symbol, place) => all ^ timesAlpha(symbol, place), Math.floor(salt / 32));
  return sum === 0 && weighted === 0;
}

function codeOf(answers) {
  const given = [...answers.given].filter(([, { level }]) => level !== null);
  const isShort = answers.form === 'short' && given.every(([id]) => data.short_form.includes(id));
  let [number, largest] = [0n, 0n];
  for (const { id, levels } of data.questions.filter((question) => !isShort || data.short_form.includes(question.id)).reverse()) {
    const { level } = answers.given.get(id);
    const digit = typeof level === 'number' ? level : levels + { unknown: 0, 'not-applicable': 1 }[level];
    const radix = BigInt(levels + 3);
    number = number * radix + BigInt(level === null ? levels + 2 : digit);
    largest = largest * radix + radix - 1n;
  }
  const digits = [];
  for (; largest > 0n; largest /= 32n) {
    digits.unshift(Number(number % 32n));
    number /= 32n;
  }
  const symbols = [(isShort ? 16 : 0) + (Number(data.questionnaire.version.split('.')[0]) % 16), ...digits];
  for (let check = 0; check < 1024; check += 1) {
    const whole = [...symbols, check >> 5, check % 32];
    if (fits(whole)) return whole.map((symbol) => ALPHABET[symbol]).join('').replace(/(....)(?=.)/g, '$1-');
  }
  return '';
}

// Today in the person's own time; an anonymous file tells the month only.
function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, '0');
  const month = `${now.getFullYear()}-${two(now.getMonth() + 1)}`;
  return data.anonymous ? month : `${month}-${two(now.getDate())}`;
}

// ---- The page: shows the answers, and takes over what is chosen and typed.

let answers = noAnswers();
let fileName = '';
let unsaved = false;

// The elements of each question.
const shown = new Map(
  [...document.querySelectorAll('[data-question]')].map((box) => {
    const id = box.dataset.question;
    const [note, links, reason, amount] = ['note', 'links', 'reason', 'amount'].map((part) => byId(`${part}-${id}`));
    const radios = [...box.querySelectorAll('input[type=radio]')];
    const takeBack = box.querySelector('.take-back');
    return [id, { box, radios, note, links, reason, amount, output: box.querySelector('output'), takeBack }];
  }),
);

// What is one of a few, such as the role.
const choiceRadios = [...document.querySelectorAll('.role input[type=radio]')];

// The questions of this page; the short form keeps the answers of a file to the others, and does not show them.
const asked = [...shown.keys()];

const optionText = (id, level) => shown.get(id).radios[level].parentElement.querySelector('span').textContent;

// Shows one answer as it is now.
function show(id) {
  const answer = answers.given.get(id);
  const parts = shown.get(id);
  for (const radio of parts.radios) radio.checked = radio.value === String(answer.level);
  const why = parts.reason.parentElement;
  why.hidden = answer.level !== 'not-applicable';
  if (why.hidden || answer.reason.trim()) complain(parts.reason, '');
  parts.takeBack.hidden = answer.level === null;
  const remark = [answer.note, ...answer.evidence].join('\n').trim();
  parts.box.querySelector('.remark').textContent = remark;
}

// Fills what was typed for a question into its fields.
function fill(id) {
  const answer = answers.given.get(id);
  const parts = shown.get(id);
  parts.note.value = answer.note;
  parts.links.value = answer.evidence.join('\n');
  parts.reason.value = answer.reason;
  parts.box.querySelector('.note').open = answer.note !== '' || answer.evidence.length > 0;
  if (parts.amount) {
    parts.amount.value = answer.value === null ? '' : amountText(questions.get(id).value, answer.value);
    parts.output.textContent = '';
    parts.amount.removeAttribute('aria-invalid');
  }
  show(id);
}

// Shows everything as it is now.
function fillAll() {
  for (const field of data.fields) byId(field).value = answers[field];
  for (const radio of choiceRadios) radio.checked = radio.value === answers[radio.name];
  for (const id of asked) fill(id);
  progress();
}

// ---- Answers that cannot both be true.

const holds = ({ id, from, to }) => {
  const { level } = answers.given.get(id) ?? noAnswer();
  return typeof level === 'number' && level >= from && level <= to;
};

// Names what contradicts itself, at both questions and before saving.
function conflicts() {
  const found = data.contradictions.filter(({ a, b }) => holds(a) && holds(b));
  const name = ({ id }) => questions.get(id).name;
  for (const [id, { box }] of shown) {
    const pair = found.find(({ a, b }) => a.id === id || b.id === id);
    const remark = box.querySelector('.conflict');
    remark.hidden = !pair;
    remark.textContent = pair ? say('form.script.conflict', { name: name(pair.a.id === id ? pair.b : pair.a) }) : '';
  }
  byId('conflicts').replaceChildren(...found.map(({ a, b }) => element('li', say('form.script.conflicts', { a: name(a), b: name(b) }))));
}

// Says what is wrong with a field, below it; nothing takes that away.
function complain(field, sentence) {
  const id = `${field.id}-wrong`;
  byId(id)?.remove();
  const others = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((known) => known && known !== id);
  if (!sentence) {
    field.removeAttribute('aria-invalid');
    field.setAttribute('aria-describedby', others.join(' '));
    return;
  }
  const remark = element('span', sentence);
  remark.id = id;
  remark.className = 'wrong';
  field.after(remark);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', [id, ...others].join(' '));
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

const kindOf = ({ level }) => (level === null ? 'open' : typeof level === 'number' ? 'levels' : level);
const ofKind = (kind) => asked.filter((id) => kindOf(answers.given.get(id)) === kind);

// Says how much is answered: in the bar, beside each area, and before saving.
function progress() {
  const open = ofKind('open');
  const given = asked.length - open.length;
  const minutes = Math.round((open.length * data.seconds) / 60);
  let left = say('survey.left.minutes', { minutes });
  if (minutes === 1) left = say('survey.left.minute');
  if (minutes === 0) left = say(open.length ? 'survey.left.moment' : 'survey.left.none');
  byId('progress').value = given;
  byId('progress-text').textContent = say('form.script.progress', { given, total: asked.length, left });
  for (const place of document.querySelectorAll('[data-area]')) {
    const ids = asked.filter((id) => questions.get(id).area === place.dataset.area);
    const done = ids.filter((id) => answers.given.get(id).level !== null).length;
    place.textContent = say(done === ids.length ? 'form.script.area.done' : 'form.script.area', { given: done, total: ids.length });
  }
  const kinds = ['levels', 'unknown', 'not-applicable', 'open'];
  const counts = kinds.filter((kind) => ofKind(kind).length).map((kind) => say(`survey.count.${kind}`, { count: ofKind(kind).length }));
  byId('counts').textContent = counts.join(say('survey.count.between'));
  conflicts();
  byId('short-code').textContent = codeOf(answers);
  byId('lists').replaceChildren(...kinds.slice(1).flatMap((kind) => links(kind)));
}

// The questions of one kind, each as a link to where it stands.
function links(kind) {
  const ids = ofKind(kind);
  if (!ids.length) return [];
  const list = document.createElement('ul');
  for (const id of ids) {
    const link = element('a', questions.get(id).name);
    link.href = `#q-${id}`;
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  return [element('h3', say(`form.script.list.${kind}`)), list];
}

const tell = (sentence) => {
  byId('told').textContent = sentence;
};

// What every change does: keeps the draft, and shows how far one is.
function changed() {
  unsaved = true;
  tell('');
  keep();
  progress();
}

for (const [id, parts] of shown) {
  const answer = () => answers.given.get(id);
  for (const radio of parts.radios) {
    radio.addEventListener('change', () => {
      const level = /^\d+$/.test(radio.value) ? Number(radio.value) : radio.value;
      Object.assign(answer(), { level, value: null });
      if (level !== 'not-applicable') answer().reason = '';
      parts.reason.value = answer().reason;
      if (parts.amount) {
        parts.amount.value = '';
        parts.output.textContent = '';
        parts.amount.removeAttribute('aria-invalid');
      }
      show(id);
      changed();
    });
  }
  const typed = (field, take) =>
    field.addEventListener('input', () => {
      take(field.value);
      show(id);
      changed();
    });
  typed(parts.note, (text) => (answer().note = text.trim()));
  typed(parts.reason, (text) => (answer().reason = text.trim()));
  typed(parts.links, (text) => (answer().evidence = text.split('\n').map((line) => line.trim()).filter(Boolean)));
  parts.takeBack.addEventListener('click', () => {
    Object.assign(answer(), { level: null, value: null, reason: '' });
    fill(id);
    changed();
    parts.radios[0].focus();
    tell(say('form.script.taken-back', { name: questions.get(id).name }));
  });
  if (parts.amount) takeAmount(id, parts, answer);
}

// Digits choose an option, u is "don't know" and x "does not apply", as in the terminal.
byId('questions').addEventListener('keydown', (event) => {
  const box = event.target.closest('[data-question]');
  const isTyping = event.target.matches('input:not([type=radio]), textarea');
  if (!box || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
  const { radios } = shown.get(box.dataset.question);
  const wanted = { KeyU: 'unknown', KeyX: 'not-applicable' }[event.code] ?? String(Number(event.key) - 1);
  const radio = radios.find(({ value }) => value === wanted);
  if (!radio) return;
  event.preventDefault();
  radio.focus();
  radio.click();
});

// Shows the option that a number gives while it is typed, and takes it when the field is left or Enter is pressed.
function takeAmount(id, parts, answer) {
  const scale = questions.get(id).value;
  const option = (value) => say('form.script.amount.gives', { option: optionText(id, levelOf(scale, value)) });
  parts.amount.addEventListener('input', () => {
    const value = amount(parts.amount.value, scale.unit);
    parts.output.textContent = value === undefined ? '' : option(value);
    parts.amount.removeAttribute('aria-invalid');
  });
  parts.amount.addEventListener('change', () => {
    const text = parts.amount.value.trim();
    const value = amount(text, scale.unit);
    if (value === undefined) {
      answer().value = null;
      parts.output.textContent = text ? say('form.script.amount.unclear') : '';
      if (text) parts.amount.setAttribute('aria-invalid', 'true');
    } else {
      Object.assign(answer(), { level: levelOf(scale, value), value, reason: '' });
      parts.reason.value = '';
      parts.output.textContent = option(value);
    }
    show(id);
    changed();
  });
}

for (const field of data.fields) {
  byId(field).addEventListener('input', () => {
    const typed = byId(field).value.trim();
    answers[field] = field === 'size' && !isSize(typed) ? '' : typed;
    changed();
  });
}
for (const radio of choiceRadios) {
  radio.addEventListener('change', () => {
    answers[radio.name] = radio.value;
    changed();
  });
}

// Enter in a field sends nothing; it only ends the typing.
byId('form').addEventListener('submit', (event) => event.preventDefault());
byId('form').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches('input[type=text]')) event.target.dispatchEvent(new Event('change'));
});

// ---- The draft: kept in this browser under the questionnaire and the team, and never where answers are anonymous.

const draftKey = ['diditwork-form', data.questionnaire.id, data.questionnaire.version, data.team ?? ''].join('/');
// A page that holds this one in a frame keeps a draft only if the person wants one.
let keepsDraft = !data.anonymous && (parent === globalThis || draft() !== null);
let isKept = keepsDraft;
byId('draft').hidden = !keepsDraft && !data.anonymous;

function draft() {
  try {
    return localStorage.getItem(draftKey);
  } catch {
    return null;
  }
}

function keep() {
  if (!keepsDraft) return;
  try {
    localStorage.setItem(draftKey, written(documentOf(answers)));
    isKept = true;
  } catch {
    if (isKept) tell(say('form.script.draft.failed'));
    isKept = false;
  }
}

function forget() {
  if (!keepsDraft) return;
  try {
    localStorage.removeItem(draftKey);
  } catch {
    isKept = false;
  }
}

function goOnWithDraft() {
  if (!keepsDraft) return;
  try {
    const text = localStorage.getItem(draftKey);
    if (text === null) return;
    answers = read(text).answers;
    unsaved = true;
    tell(say('form.script.draft.found'));
  } catch (error) {
    if (error instanceof Refused) forget();
    else isKept = false;
  }
}

// Where no draft is kept, closing the page asks first.
addEventListener('beforeunload', (event) => {
  if (unsaved && !isKept) event.preventDefault();
});

byId('clear').addEventListener('click', () => {
  if (!confirm(say('form.script.clear.sure'))) return;
  answers = noAnswers();
  fileName = '';
  unsaved = false;
  forget();
  found([]);
  fillAll();
  tell(say('form.script.cleared'));
});

byId('print').addEventListener('click', () => print());

// ---- Saving, and going on with what was saved.

// A name for the file: of the file that was opened, else of the team and the day with an end that keeps the files of
// several people apart.
function nameOfFile() {
  if (!fileName) {
    const team = answers.team.toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, '-').slice(0, 40).replace(/^-|-$/g, '');
    const end = [...crypto.getRandomValues(new Uint8Array(2))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    fileName = ['answers', team, today(), end].filter(Boolean).join('-') + '.json';
  }
  return fileName;
}

function download(text, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Saves the answers as a file; gives whether that could be done.
function save() {
  const open = ofKind('not-applicable').filter((id) => !answers.given.get(id).reason.trim());
  for (const id of open) complain(shown.get(id).reason, say('form.script.reason.missing'));
  if (open.length) {
    shown.get(open[0]).reason.focus();
    tell(say('form.script.save.reasons', { count: open.length }));
    return false;
  }
  if (ofKind('open').length === asked.length) {
    tell(say('form.script.save.nothing'));
    return false;
  }
  const text = `${written(documentOf(answers, today()))}\n`;
  const name = nameOfFile();
  download(text, name);
  forget();
  unsaved = false;
  byId('written').value = text;
  byId('copy').hidden = false;
  const remarks = asked.filter((id) => answers.given.get(id).level === null && isRemarked(answers.given.get(id)));
  const names = remarks.map((id) => questions.get(id).name).join(', ');
  const told = [say('form.script.saved', { file: name })];
  if (names) told.push(say('form.script.save.remarks', { names }));
  tell(told.join(' '));
  return true;
}

byId('save').addEventListener('click', save);

byId('copy-code').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(byId('short-code').textContent);
    tell(say('form.script.code.copied'));
  } catch {
    getSelection().selectAllChildren(byId('short-code'));
    tell(say('form.script.code.selected'));
  }
});

byId('next').addEventListener('click', () => {
  const open = ofKind('open');
  const at = asked.findLastIndex((id) => shown.get(id).box.getBoundingClientRect().top < innerHeight / 3);
  const id = open.find((known) => asked.indexOf(known) > at) ?? open[0];
  if (id === undefined) {
    tell(say('survey.left.none'));
    return;
  }
  shown.get(id).box.scrollIntoView();
  shown.get(id).radios[0].focus({ preventScroll: true });
});

// Says what came of opening a file: the first sentence, then each finding.
function found(sentences) {
  const [first, ...findings] = sentences;
  const list = document.createElement('ul');
  list.append(...findings.map((sentence) => element('li', sentence)));
  byId('found').replaceChildren(...(first ? [element('p', first)] : []), ...(findings.length ? [list] : []));
}

byId('file').addEventListener('change', async () => {
  const field = byId('file');
  const [file] = field.files;
  if (!file) return;
  try {
    if (file.size > LARGEST) refuse('form.script.open.large');
    const text = await file.text();
    const result = read(text);
    if (!unsaved || confirm(say('form.script.open.sure'))) {
      answers = result.answers;
      fileName = data.anonymous ? '' : file.name;
      unsaved = false;
      forget();
      fillAll();
      found([say('form.script.opened', { file: file.name }), ...result.findings]);
    }
  } catch (error) {
    const why = error instanceof Refused ? error.message : say('form.script.open.unreadable');
    found([say('form.script.open.refused', { file: file.name }), why]);
  }
  field.value = '';
});

goOnWithDraft();
fillAll();

// ---- What a page uses that holds this one in a frame.

globalThis.answering = {
  save,
  text: () => `${written(documentOf(answers, today()))}\n`,
  state: () => ({ text: written(documentOf(answers)), fileName, unsaved }),
  restore(state) {
    answers = read(state.text).answers;
    answers.form = state.form ?? answers.form;
    ({ fileName, unsaved } = state);
    fillAll();
  },
  isAtRisk: () => unsaved && !isKept,
  keepsDraft: () => keepsDraft,
  keepDraft(wanted) {
    if (!wanted) forget();
    keepsDraft = wanted;
    isKept = wanted;
    byId('draft').hidden = !wanted;
    if (unsaved) keep();
  },
};
