// Starts Chromium once for all tests and opens pages the way a reader would, with everything it does written down.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const require = createRequire(import.meta.url);
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The folder with the rendered pages: the environment's PAGES. */
export const folder = path.resolve(process.env.PAGES ?? 'pages');

/** The names of the pages in it, without ending. */
export const names = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith('.html'))
  .map((name) => name.slice(0, -5))
  .sort();

/** The file of a page, by its name in the folder or by its whole path. */
export const file = (name) => (path.isAbsolute(name) ? name : path.join(folder, `${name}.html`));

/** A new browser; CHROMIUM names another program than Debian's. */
export function launch() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    userDataDir: fs.mkdtempSync(path.join(os.tmpdir(), 'diditwork-browser-')),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens a page; `seen` holds its requests to anything but itself, its console messages, errors and dialogs. */
export async function open(browser, name, { scheme = 'light', media = 'screen', width = 1200, height = 900, bypass = false } = {}) {
  const page = await browser.newPage();
  const address = pathToFileURL(file(name)).href;
  const seen = { requests: [], messages: [], dialogs: [] };
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address) seen.requests.push(request.url());
  });
  page.on('console', (message) => seen.messages.push(message.text()));
  page.on('pageerror', (error) => seen.messages.push(String(error)));
  page.on('dialog', (dialog) => {
    seen.dialogs.push(dialog.message());
    dialog.dismiss();
  });
  if (bypass) await page.setBypassCSP(true);
  // Each of these takes back what the others set; paper has no scheme.
  if (media === 'print') await page.emulateMediaType(media);
  else if (scheme === 'forced') {
    const session = await page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
  } else await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setViewport({ width, height });
  await page.goto(address, { waitUntil: 'load' });
  return { page, seen };
}

/** What axe finds, one line a finding. The rules have to be brought into the page, so its policy is set aside. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(
    (tags) => globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: tags }),
    rules,
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`),
  );
}
