// How times, sizes and JSON are written.

export const duration = (us) => (us < 1000 ? `${us} µs` : us < 1e6 ? `${(us / 1000).toFixed(1)} ms` : `${(us / 1e6).toFixed(2)} s`);

export const second = (us) => new Date(us / 1000).toLocaleTimeString('en-GB');

export function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// JSON indented; any other text as it is.
export function pretty(text) {
  const value = parse(text);
  return value === undefined ? text : JSON.stringify(value, null, 2);
}
