// A request written from the route's schema, and its answer.
import * as api from './api.js';
import { empty, h, replace } from './dom.js';
import { duration, pretty } from './format.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function operations(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ ...item[method], path, method: method.toUpperCase() })));
}

// ---- a sample of what a schema asks for

const samples = { email: 'ada@example.com', 'date-time': '2026-01-31T12:00:00Z', date: '2026-01-31', uuid: '0190a7f2-0000-7000-8000-000000000000',
  country: 'DE', currency: 'EUR', phone: '+442079460000', uri: 'https://example.com/', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', decimal: '1.00' };

function resolve(document, schema) {
  if (!schema?.$ref) return schema;
  return schema.$ref.replace(/^#\//, '').split('/').reduce((value, step) => value?.[step], document);
}

const typeOf = (schema) => (Array.isArray(schema.type) ? schema.type[0] : schema.type);

function sampleText(schema) {
  const text = schema.enum?.[0] ?? samples[schema.format] ?? 'text';
  return text.length < (schema.minLength ?? 0) ? text.padEnd(schema.minLength, 'x') : text;
}

function sample(document, given, depth = 0) {
  const schema = resolve(document, given?.allOf?.[0] ?? given?.anyOf?.[0] ?? given);
  if (!schema || depth > 6) return null;
  if (schema.default !== undefined) return schema.default;
  switch (typeOf(schema)) {
    case 'object': return sampleObject(document, schema, depth);
    case 'array': return Array.from({ length: schema.minItems ?? 0 }, () => sample(document, schema.items, depth + 1));
    case 'integer': case 'number': return schema.minimum ?? 1;
    case 'boolean': return false;
    case 'string': return sampleText(schema);
    default: return null;
  }
}

function sampleObject(document, schema, depth) {
  const names = Object.keys(schema.properties ?? {}).filter((name) => !schema.properties[name].readOnly);
  const required = names.filter((name) => schema.required?.includes(name));
  const wanted = required.length ? required : names.slice(0, schema.minProperties ?? 0);
  return Object.fromEntries(wanted.map((name) => [name, sample(document, schema.properties[name], depth + 1)]));
}

// ---- the form

function field(name, attributes = {}) {
  const input = h('input', { name, autocomplete: 'off', spellcheck: 'false', ...attributes });
  return { name, input, element: [h('label', { for: input.id }, attributes['data-label'] ?? name), input] };
}

function describe(document, operation) {
  const parameters = (operation.parameters ?? []).map((one) => ({
    ...one,
    ...field(one.name, { id: `p-${one.name}`, 'data-label': `${one.name} (${one.in})`, required: one.required === true }),
  }));
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  const body = schema ? h('textarea', { id: 'body', name: 'body', spellcheck: 'false' }) : undefined;
  if (body) body.value = JSON.stringify(sample(document, schema), null, 2);
  return { parameters, body };
}

function urlOf(base, operation, parameters) {
  let path = operation.path;
  const query = new URLSearchParams();
  for (const { name, in: where, input } of parameters) {
    if (where === 'path') path = path.replace(`{${name}}`, encodeURIComponent(input.value));
    else if (input.value !== '') query.append(name, input.value);
  }
  return `${base}${path}${query.size ? `?${query}` : ''}`;
}

function headersOf(text, hasBody) {
  const headers = new Headers(hasBody ? { 'Content-Type': 'application/json' } : {});
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headers;
}

function showAnswer(place, response, text, us) {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  replace(place, h('section', { class: 'card', 'aria-label': 'Answer' },
    h('h2', {}, h('span', { class: response.status >= 400 ? 'tag bad' : 'tag' }, response.status), ` ${duration(us)}`),
    h('h3', {}, 'Headers'), h('pre', {}, headers), h('h3', {}, 'Body'), h('pre', { id: 'answer-body' }, text ? pretty(text) : '(none)'),
    h('p', {}, h('a', { href: '#/invocations' }, 'See what happened inside'))));
}

async function send(base, operation, form, headers, place) {
  const started = performance.now();
  try {
    const response = await fetch(urlOf(base, operation, form.parameters), {
      method: operation.method, headers: headersOf(headers, form.body !== undefined), body: form.body?.value,
    });
    showAnswer(place, response, await response.text(), Math.round((performance.now() - started) * 1000));
  } catch (error) {
    replace(place, empty(error.message));
  }
}

export async function requestView(place, wanted) {
  const [document, { url }] = await Promise.all([api.openapi(), api.state()]);
  const all = operations(document);
  const base = new URL(url).pathname;
  const chosen = all.find((one) => `${one.method} ${one.path}` === wanted) ?? all[0];
  if (!chosen) {
    replace(place, empty('No module has a route.'));
    return undefined;
  }
  const form = describe(document, chosen);
  const headers = h('textarea', { id: 'headers', rows: 2, style: 'min-height:4rem', placeholder: 'Authorization: Bearer ...' });
  headers.value = sessionStorage.getItem('headers') ?? '';
  headers.addEventListener('input', () => sessionStorage.setItem('headers', headers.value));
  const answer = h('div');
  const scope = chosen.security?.[0]?.bearer?.[0];
  const select = h('select', { id: 'operation', onchange: () => { location.hash = `#/request/${encodeURIComponent(select.value)}`; } },
    all.map((one) => h('option', { value: `${one.method} ${one.path}`, selected: one === chosen }, `${one.method} ${one.path}`)));
  replace(place, h('div', { class: 'split' },
    h('form', { class: 'card', onsubmit: (event) => { event.preventDefault(); send(base, chosen, form, headers.value, answer); } },
      h('label', { for: 'operation' }, 'Operation'), select,
      h('p', { class: 'faint' }, chosen.summary ?? '', ' ', scope ? h('span', { class: 'tag' }, scope) : 'public'),
      form.parameters.map((one) => one.element),
      h('label', { for: 'headers' }, 'Headers, one a line'), headers,
      form.body ? [h('label', { for: 'body' }, 'Body'), form.body] : [],
      h('p', { class: 'bar-line' }, h('button', { class: 'act', type: 'submit' }, 'Send'))),
    answer));
  return {};
}
