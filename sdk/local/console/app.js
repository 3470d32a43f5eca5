// Which view is shown, and what is new.
import * as api from './api.js';
import { empty, replace } from './dom.js';
import { invocationsView } from './invocations.js';
import { modulesView } from './modules.js';
import { openapiView } from './openapi.js';
import { requestView } from './request.js';
import { tablesView } from './tables.js';

const views = {
  invocations: invocationsView,
  modules: modulesView,
  request: requestView,
  tables: tablesView,
  openapi: openapiView,
};
const place = document.getElementById('view');
const link = document.getElementById('link');
let shown; // { update(what, id) }, of the view that is shown

async function show() {
  const [name = 'invocations', ...rest] = location.hash.replace(/^#\//, '').split('/').map(decodeURIComponent);
  const view = views[name] ?? invocationsView;
  for (const anchor of document.querySelectorAll('nav a'))
    anchor.toggleAttribute('aria-current', false);
  document.querySelector(`nav a[href="#/${name}"]`)?.setAttribute('aria-current', 'page');
  try {
    shown = await view(place, rest.join('/'), shown?.name === name ? shown : undefined);
    if (shown) shown.name = name;
  } catch (error) {
    shown = undefined;
    replace(place, empty(error.message));
  }
}

api.listen((what, id) => {
  if (what === 'live' || what === 'dead') {
    link.textContent = what === 'live' ? 'live' : 'the stage does not answer';
    link.className = what;
    return;
  }
  shown?.update?.(what, id);
});

addEventListener('hashchange', show);
if (!location.hash) location.replace('#/invocations');
show();
