// The local database's tables and items.
import * as api from './api.js';
import { empty, facts, h, replace } from './dom.js';

const PAGE = 50;

// An attribute value as people write it; what has structure stays JSON.
function text(value) {
  if (value === undefined) return '';
  const [[type, content]] = Object.entries(value);
  if (type === 'S' || type === 'N') return content;
  if (type === 'BOOL') return String(content);
  if (type === 'NULL') return 'null';
  if (type === 'SS' || type === 'NS') return content.join(', ');
  return JSON.stringify(content);
}

const keysOf = (table) => table.KeySchema.map((key) => key.AttributeName);

function columns(table, items) {
  const names = new Set(keysOf(table));
  for (const item of items) for (const name of Object.keys(item)) names.add(name);
  return [...names];
}

function rows(table, items) {
  if (items.length === 0) return empty('The table has no items.');
  const names = columns(table, items);
  return h('div', { class: 'scroll' }, h('table', {},
    h('thead', {}, h('tr', {}, names.map((name) => h('th', {}, name)))),
    h('tbody', {}, items.map((item) => h('tr', {}, names.map((name) => h('td', { class: 'mono' }, text(item[name]))))))));
}

async function showTable(place, name) {
  const { Table: table } = await api.database('DescribeTable', { TableName: name });
  const items = [];
  let next;
  const list = h('div');
  const more = h('button', { class: 'plain', type: 'button', onclick: () => load().catch((error) => replace(list, empty(error.message))) }, 'More');
  async function load() {
    const page = await api.database('Scan', { TableName: name, Limit: PAGE, ...(next ? { ExclusiveStartKey: next } : {}) });
    items.push(...page.Items);
    next = page.LastEvaluatedKey;
    replace(list, rows(table, items), next ? h('p', { class: 'bar-line' }, more) : undefined);
  }
  replace(place, h('section', { class: 'card', 'aria-label': name },
    h('h2', { class: 'mono' }, name),
    facts([['Key', keysOf(table).join(', ')],
      ['Indexes', (table.GlobalSecondaryIndexes ?? []).map((index) => index.IndexName).join(', ')]]),
    h('p', { class: 'bar-line' }, h('button', { class: 'plain', type: 'button', onclick: () => showTable(place, name) }, 'Reload')),
    list));
  await load();
}

export async function tablesView(place, wanted) {
  const { TableNames: names } = await api.database('ListTables', {});
  const right = h('div');
  replace(place, h('div', { class: 'split' },
    h('section', { class: 'card' }, h('h2', {}, 'Tables'), names.length ? h('ul', {}, names.map((name) =>
      h('li', {}, h('a', { href: `#/tables/${encodeURIComponent(name)}`, class: 'mono' }, name)))) : empty('There is no table.')),
    right));
  if (wanted) await showTable(right, wanted);
  else if (names.length) replace(right, empty('Choose a table.'));
  return {};
}
