// The merged OpenAPI document, in Swagger UI.
import { h, replace } from './dom.js';

function load(tag, attributes) {
  return new Promise((resolve, reject) => {
    document.head.append(h(tag, { ...attributes, onload: resolve, onerror: () => reject(new Error('The viewer is not installed; `make console-viewer` brings it. The document: api/openapi')) }));
  });
}

export async function openapiView(place) {
  if (!globalThis.SwaggerUIBundle) {
    await load('link', { rel: 'stylesheet', href: 'viewer/swagger-ui.css' });
    await load('script', { src: 'viewer/swagger-ui-bundle.js' });
  }
  const viewer = h('div', { id: 'viewer' });
  replace(place, h('p', {}, h('a', { href: 'api/openapi', download: 'openapi.json' }, 'openapi.json')), viewer);
  globalThis.SwaggerUIBundle({ url: 'api/openapi', domNode: viewer, deepLinking: false, validatorUrl: null });
  return {};
}
