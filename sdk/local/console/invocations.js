// Each invocation as it comes, and all that belongs to one.
import * as api from './api.js';
import { empty, facts, h, replace } from './dom.js';
import { duration, parse, pretty, second } from './format.js';

const SOON_MS = 80; // several changes at once are one question

function statusOf(one) {
  if (one.state === 'answered') return one.status ? String(one.status) : 'answered';
  return { failed: 'failed', timedOut: 'timed out', running: 'running', waiting: 'waiting' }[one.state] ?? one.state;
}

const isBad = (one) => one.state === 'failed' || one.state === 'timedOut' || one.status >= 400;

const timeOf = (one) => (one.endedUs ? duration(one.endedUs - one.submittedUs) : '');

// ---- the list

function row(one, selected) {
  return h('tr', { 'aria-selected': String(one.id === selected) },
    h('td', {}, h('button', { type: 'button', onclick: () => { location.hash = `#/invocations/${one.id}`; } },
      h('span', { class: 'mono' }, one.label))),
    h('td', {}, one.module, one.cold ? [' ', h('span', { class: 'tag warn' }, 'cold')] : ''),
    h('td', {}, h('span', { class: isBad(one) ? 'tag bad' : 'tag' }, statusOf(one))),
    h('td', { class: 'number' }, timeOf(one)),
    h('td', { class: 'number faint' }, second(one.submittedUs)));
}

function list(all, selected) {
  if (all.length === 0) return empty('Nothing was asked yet. Send a request, here or from a terminal.');
  return h('table', { class: 'rows' },
    h('thead', {}, h('tr', {}, h('th', {}, 'Request'), h('th', {}, 'Module'), h('th', {}, 'Outcome'),
      h('th', { class: 'number' }, 'Time'), h('th', { class: 'number' }, 'At'))),
    h('tbody', {}, all.map((one) => row(one, selected))));
}

// ---- one of them

function logLine(text) {
  const line = parse(text);
  if (typeof line !== 'object' || line === null) return h('p', { class: 'log mono' }, text);
  const { level = '', message = '', timestamp = '', ...rest } = line;
  return h('details', { class: `log ${level}` },
    h('summary', {}, h('span', { class: 'faint mono' }, timestamp.slice(11, 23)), ' ', h('b', {}, level), ' ', message),
    h('pre', {}, JSON.stringify(rest, null, 2)));
}

const requestsOf = (one) =>
  one.lines.map(parse).flatMap((line) => line?.dynamodb?.each ?? []);

// When the database was asked, within the invocation's own time.
function waterfall(one) {
  const requests = requestsOf(one);
  if (requests.length === 0 || !one.startedUs) return [];
  const start = Math.min(one.startedUs, ...requests.map((request) => request.started_us));
  const end = Math.max(one.endedUs || 0, ...requests.map((request) => request.started_us + request.duration_us));
  const percent = (us) => `${(100 * us) / Math.max(end - start, 1)}%`;
  const lane = (name, from, length, bad, note) => h('div', { class: 'lane' },
    h('span', { class: 'name', title: name }, name),
    h('span', { class: 'track' }, h('span', {
      class: bad ? 'bar bad' : 'bar', title: note, style: `left:${percent(from - start)};width:${percent(length)}`,
    })),
    h('span', { class: 'number' }, duration(length)));
  return [h('h3', {}, 'DynamoDB'), h('div', { class: 'waterfall' },
    lane('invocation', one.startedUs, (one.endedUs || end) - one.startedUs, isBad(one), ''),
    requests.map((request) => lane(`${request.operation} ${request.model}`, request.started_us, request.duration_us,
      request.failures > 0, `${request.attempts} attempts, ${request.read_units} read and ${request.write_units} write units`)))];
}

// The page of the error or problem that it ended with.
async function explanation(one, place) {
  const result = parse(one.result);
  const problem = parse(result?.body)?.type?.match(/^urn:lamina:problem:([a-z0-9-]+)$/)?.[1];
  const error = result?.errorType?.match(/^(?:Runtime|Function)\.([A-Za-z]+)$/)?.[1];
  const text = problem ? await api.page('problems', problem) : error ? await api.page('errors', error) : undefined;
  if (text) replace(place, h('h3', {}, 'What this means'), h('pre', {}, text));
}

function request(event) {
  if (!event) return [];
  const headers = Object.entries(event.multiValueHeaders ?? {}).flatMap(([name, values]) => values.map((value) => `${name}: ${value}`));
  return [h('h3', {}, 'Request'),
    h('pre', {}, [`${event.httpMethod} ${event.path}${queryOf(event)}`, ...headers, '', event.body ? pretty(event.body) : ''].join('\n').trim())];
}

function queryOf(event) {
  const pairs = Object.entries(event.multiValueQueryStringParameters ?? {}).flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`));
  return pairs.length ? `?${pairs.join('&')}` : '';
}

function answer(result) {
  if (result?.statusCode === undefined) return [];
  const headers = [...Object.entries(result.headers ?? {}),
    ...Object.entries(result.multiValueHeaders ?? {}).flatMap(([name, values]) => values.map((value) => [name, value]))];
  return [h('h3', {}, 'Answer'),
    h('pre', {}, [`${result.statusCode}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', result.body ? pretty(result.body) : ''].join('\n').trim())];
}

function detail(one) {
  const result = parse(one.result);
  const event = parse(one.event);
  const meaning = h('div');
  explanation(one, meaning);
  return h('section', { class: 'card', 'aria-label': 'Invocation' },
    h('h2', { class: 'mono' }, one.label),
    facts([['Module', one.module], ['Process', `${one.process || ''}${one.cold ? ' (its first)' : ''}`],
      ['Outcome', h('span', { class: isBad(one) ? 'tag bad' : 'tag' }, statusOf(one))],
      ['Time', timeOf(one)], ['Waited', one.startedUs ? duration(one.startedUs - one.submittedUs) : ''],
      ['Id', h('code', {}, one.id)],
      ['', one.cut ? 'Texts were longer than is kept.' : '']]),
    result?.errorMessage ? [h('h3', {}, 'Error'), h('pre', {}, `${result.errorType}\n${result.errorMessage}`)] : [],
    meaning,
    waterfall(one),
    one.lines.length ? [h('h3', {}, 'Log'), one.lines.map(logLine)] : [],
    request(event?.httpMethod ? event : undefined),
    answer(result),
    h('h3', {}, 'Event'), h('details', {}, h('summary', {}, 'as the function got it'), h('pre', {}, pretty(one.event))));
}

export async function invocationsView(place, id, before) {
  const left = before?.left ?? h('div', { class: 'card scroll' });
  const right = before?.right ?? h('div');
  if (!before) replace(place, h('div', { class: 'split' }, left, right));
  let timer;
  async function refresh() {
    timer = undefined;
    const all = await api.invocations();
    replace(left, list(all, id));
    if (!id) replace(right, all.length ? empty('Choose an invocation.') : undefined);
  }
  async function refreshDetail() {
    replace(right, detail(await api.invocation(id)));
  }
  await refresh();
  if (id) await refreshDetail();
  return {
    left, right,
    update(what, changed) {
      if (what !== 'invocation') return;
      timer ??= setTimeout(() => {
        refresh().catch(() => {});
        if (id && changed === id) refreshDetail().catch(() => {});
      }, SOON_MS);
    },
  };
}
