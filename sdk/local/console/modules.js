// Modules, their routes, and the processes that serve them.
import * as api from './api.js';
import { empty, facts, h, replace } from './dom.js';

const words = { starting: 'starting (cold)', idle: 'warm, idle', busy: 'warm, busy', answered: 'warm', ending: 'ending' };

function processes(all) {
  if (all.length === 0) return h('p', { class: 'faint' }, 'No process: the first request starts one.');
  return h('table', {},
    h('thead', {}, h('tr', {}, h('th', {}, 'Process'), h('th', {}, 'State'), h('th', { class: 'number' }, 'Invocations'))),
    h('tbody', {}, all.map((one) => h('tr', {}, h('td', { class: 'mono' }, one.process),
      h('td', {}, h('span', { class: 'tag' }, words[one.state] ?? one.state)),
      h('td', { class: 'number' }, one.invocations)))));
}

function routes(module) {
  return h('table', {},
    h('thead', {}, h('tr', {}, h('th', {}, 'Method'), h('th', {}, 'Path'), h('th', {}, 'Scope'), h('th', {}))),
    h('tbody', {}, module.routes.map((route) => h('tr', {}, h('td', { class: 'mono' }, route.method),
      h('td', { class: 'mono' }, route.path),
      h('td', {}, route.scope ? h('span', { class: 'tag' }, route.scope) : h('span', { class: 'faint' }, 'public')),
      h('td', {}, h('a', { href: `#/request/${encodeURIComponent(`${route.method} ${route.path}`)}` }, 'send'))))));
}

function build(state) {
  if (!state.build) return [];
  return h('section', { class: 'card', 'aria-label': 'Build' },
    h('h2', {}, 'Build ', h('span', { class: state.build.state === 'failed' ? 'tag bad' : 'tag' }, state.build.state)),
    state.build.output ? h('pre', {}, state.build.output) : '');
}

export async function modulesView(place) {
  async function refresh() {
    const state = await api.state();
    replace(place,
      h('section', { class: 'card' }, facts([['API', h('a', { href: `${state.url}/health` }, state.url)],
        ['Database', state.database || 'none']])),
      build(state),
      state.modules.length ? state.modules.map((module) => h('section', { class: 'card', 'aria-label': module.name },
        h('h2', {}, `${module.name} `, h('span', { class: 'faint' }, module.version)),
        h('p', { class: 'faint mono' }, module.file),
        h('h3', {}, 'Processes'), processes(module.processes),
        h('h3', {}, 'Routes'), routes(module))) : empty('The stage is starting.'));
  }
  await refresh();
  return { update: () => refresh().catch(() => {}) };
}
