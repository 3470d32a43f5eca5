// What the stage is asked. A failure is an Error whose message is the stage's own.

async function answer(response) {
  const body = await response.json().catch(() => undefined);
  if (!response.ok) throw new Error(body?.message ?? body?.Message ?? `HTTP ${response.status}`);
  return body;
}

const get = (path) => fetch(`api/${path}`).then(answer);

export const state = () => get('state');
export const invocations = () => get('invocations');
export const invocation = (id) => get(`invocations/${encodeURIComponent(id)}`);

let document_;
export function openapi() {
  document_ ??= get('openapi').catch((error) => {
    document_ = undefined;
    throw error;
  });
  return document_;
}

export const page = (folder, code) =>
  fetch(`pages/${folder}/${encodeURIComponent(code)}.md`).then((response) => (response.ok ? response.text() : undefined));

export const database = (operation, input) =>
  fetch(`api/dynamodb/${operation}`, { method: 'POST', body: JSON.stringify(input) }).then(answer);

// Calls back with the names of what is new: "invocation" with an id, "state"; and with "live" or "dead".
export function listen(on) {
  const stream = new EventSource('api/stream');
  stream.addEventListener('open', () => on('live'));
  stream.addEventListener('error', () => on('dead'));
  stream.addEventListener('state', () => {
    document_ = undefined;
    on('state');
  });
  stream.addEventListener('invocation', (event) => on('invocation', event.data));
}
