// Files in which every free text is one of the injections, or the same with letters in place of its marks.
import fs from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const root = path.join(here, '../..');

/** Every text that must stay text. */
export const injections = JSON.parse(fs.readFileSync(path.join(here, 'injections.json'), 'utf8'));

/** What makes a text harmless in every format: letters for all marks, and nothing that steers. */
export const tame = (text) => text.replace(/[^\p{Letter}\p{Number} :/.]/gu, 'x').replace(/:\/\/|www\./g, 'xxx');

const read = (name) => JSON.parse(fs.readFileSync(path.join(root, name), 'utf8'));

/** Writes the files into a folder; `change` is what becomes of each injection. Gives the commands that render them. */
export function write(folder, change) {
  let next = 0;
  const one = () => change(injections[next++ % injections.length]);
  const all = (from, to) => injections.slice(from, to).map(change).join(' ');
  const put = (name, value) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  };

  // Answers: each text in a note, a reason and a piece of evidence, and all of them in what stands above.
  const sample = read('tests/answers/strong.json');
  const ids = Object.keys(sample.answers);
  const level = (answer) => (typeof answer === 'object' ? answer.level : answer);
  const answers = (number) => ({
    schema: sample.schema,
    questionnaire: sample.questionnaire,
    team: all(0, 70),
    scope: all(70),
    goal: all(0),
    respondent: { role: 'other', code: `${number} ${all(0)}` },
    date: '2026-05-01',
    form: 'full',
    answers: Object.fromEntries(
      ids.map((id) => [
        id,
        { level: level(sample.answers[id]), note: one(), reason: one(), evidence: [one(), one(), one(), one()] },
      ]),
    ),
  });
  put('answers.json', answers(0));
  for (let person = 1; person <= 6; person += 1) put(`people/${person}.json`, answers(person));
  // Labels of a history are the names of files without a date.
  const label = (text) => text.replace(/[/\0]/g, '|').slice(0, 60);
  for (const [number, text] of injections.entries()) {
    if (number % 40) continue;
    const undated = answers(number);
    delete undated.date;
    put(`history/${number}${label(change(text))}.json`, undated);
  }
  // An organisation: a team of each name, which is also its scope, its goal and the code of its people.
  const team = (text) => ({ ...answers(1), team: text, scope: text, goal: text, respondent: { code: text } });
  const teams = injections.slice(0, 99).map((text, number) => team(`${number}${change(text)}`));
  put('organisation.ndjson', teams.map((document) => JSON.stringify(document) + '\n').join(''));
  // A pack of somebody's own in which every sentence begins with an injection, and so do the sources of its stories.
  const sentences = (value) => {
    if (typeof value === 'string') return `${one()} ${value}`;
    if (Array.isArray(value)) return value.map(sentences);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sentences(inner)]));
  };
  const keep = new Set(['summary_facts', 'facts_of', '$schema']);
  const told = (value) =>
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keep.has(key) ? inner : sentences(inner)]));
  const pack = 'questionnaires/real-stories';
  const questionnaire = read(`${pack}/questionnaire.json`);
  questionnaire.languages = ['en'];
  put('pack/questionnaire.json', questionnaire);
  put('pack/text/en/questionnaire.json', told(read(`${pack}/text/en/questionnaire.json`)));
  for (const { id } of questionnaire.stories) {
    const story = read(`${pack}/stories/${id}.json`);
    for (const source of story.sources) {
      source.title = `${one()} ${source.title}`;
      source.publisher = `${one()} ${source.publisher}`;
      // A source whose address is no link is refused with its pack, so the injection stands behind the beginning of one.
      source.url = `https://evil.example/${one()}`;
    }
    put(`pack/stories/${id}.json`, story);
    put(`pack/text/en/stories/${id}.json`, told(read(`${pack}/text/en/stories/${id}.json`)));
  }
  // What was measured: definitions and warnings are read from the file, and so are tags and paths.
  const metrics = JSON.parse(fs.readFileSync(path.join(root, 'tests/fuzz/seeds/metrics.json'), 'utf8'));
  metrics.method = { ...metrics.method, tags: injections.map(change), path: all(0) };
  for (const name of Object.keys(metrics.definitions ?? {})) metrics.definitions[name] = all(0);
  metrics.warnings = injections.map((text) => ({ code: 'x', metric: null, text: change(text) }));
  put('metrics.json', metrics);
  // Records: ids, environments and commits.
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const day = (number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString();
  const rows = injections.map((text, number) => `${quoted(number + change(text))},${day(number)},success`);
  put('deployments.csv', `id,finished_at,result\n${rows.join('\n')}\n`);
  const incidents = injections.map(
    (text, number) => `${quoted(number + change(text))},${day(number)},${day(number + 1)},${quoted(number + change(text))}`,
  );
  put('incidents.csv', `id,created_at,resolved_at,caused_by_deployment\n${incidents.join('\n')}\n`);
  return {
    report: ['report', 'answers.json', '--with', 'all'],
    pack: ['--questionnaire', 'pack', 'report', 'answers.json', '--with', 'all'],
    measured: ['report', 'answers.json', '--measured', 'metrics.json'],
    trend: ['trend', 'history'],
    team: ['team', 'people'],
    anonymous: ['team', 'people', '--anonymous'],
    organisation: ['org', 'organisation.ndjson'],
    form: ['--questionnaire', 'pack', 'form', '--team', all(0).replaceAll('\0', '')],
    stories: ['--questionnaire', 'pack', 'stories'],
    explain: ['--questionnaire', 'pack', 'explain', ids[0]],
    metrics: ['measure', '--deployments', 'deployments.csv', '--incidents', 'incidents.csv'],
  };
}
