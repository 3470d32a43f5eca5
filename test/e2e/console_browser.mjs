// Drives the console in a real Chromium: node console_browser.mjs http://127.0.0.1:40123
// Prints one line a step, and ends with status 1 at the first that does not hold.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAMINA_BROWSER_DRIVER}/`);
const { chromium } = require('playwright-core');

const base = process.argv[2];
const faults = [];
const browser = await chromium.launch({ executablePath: process.env.LAMINA_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
page.setDefaultTimeout(30000);
page.on('pageerror', (error) => faults.push(error.message));
page.on('console', (message) => {
  if (message.type() === 'error' && !message.text().includes('Failed to load resource')) faults.push(message.text());
});

async function step(name, run) {
  await run();
  console.log(`ok ${name}`);
}

const open = (view) => page.goto(`${base}/_lamina/#/${view}`);

try {
  await step('the page is live', async () => {
    await page.goto(`${base}/_lamina/`);
    await page.getByText('live', { exact: true }).waitFor();
    await page.getByText('Nothing was asked yet').waitFor();
  });
  await step('an invocation appears as it comes', async () => {
    await fetch(`${base}/v1/request?x=1`);
    await page.getByRole('button', { name: 'GET /request' }).waitFor();
  });
  await step('it tells of its log, request and answer', async () => {
    await page.getByRole('button', { name: 'GET /request' }).click();
    const detail = page.getByRole('region', { name: 'Invocation' });
    await detail.getByText('Answer', { exact: true }).waitFor();
    await detail.locator('.log', { hasText: 'request' }).first().waitFor();
    assert.match(await detail.innerText(), /GET \/request\?x=1/);
  });
  await step('a failure shows its page', async () => {
    await fetch(`${base}/v1/request/scoped`);
    await page.getByRole('button', { name: 'GET /request/scoped' }).click();
    await page.getByText('What this means').waitFor();
    await page.locator('pre', { hasText: '# unauthenticated' }).waitFor();
  });
  await step('modules show routes and processes', async () => {
    await open('modules');
    await page.getByRole('heading', { name: /^echo/ }).waitFor();
    await page.getByText('warm, idle').first().waitFor();
  });
  await step('a request is written from its schema and sent', async () => {
    await page.getByRole('row', { name: /GET \/echo\/\{id\} / }).getByRole('link', { name: 'send' }).click();
    await page.getByLabel('id (path)').fill('a b');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('region', { name: 'Answer' }).waitFor();
  });
  await step('a body has what the schema requires', async () => {
    await open(`request/${encodeURIComponent('POST /echo')}`);
    const body = JSON.parse(await page.getByLabel('Body').inputValue());
    assert.ok(Object.keys(body).length > 0);
  });
  await step('text of a request stays text', async () => {
    await fetch(`${base}/v1/request?x=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
    await open('invocations');
    await page.getByRole('button', { name: 'GET /request', exact: true }).first().click();
    await page.getByRole('region', { name: 'Invocation' }).getByText('Answer', { exact: true }).waitFor();
    assert.equal(await page.locator('main img').count(), 0);
  });
  await step('tables say why there are none', async () => {
    await open('tables');
    await page.getByText('no local database').waitFor();
  });
  await step('the OpenAPI document is shown by its viewer', async () => {
    await open('openapi');
    await page.locator('#viewer .opblock').first().waitFor();
  });
  await step('nothing went wrong on the page', async () => assert.deepEqual(faults, []));
} finally {
  await browser.close();
}
