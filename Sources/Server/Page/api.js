// Requests of the API. An answer is a list of the rows that the command line prints as JSON.

import { state } from "./state.js";

/** A problem that the server reports (RFC 9457), or a server that does not answer. */
export class Problem extends Error {
  constructor(fields) {
    super(fields.detail || fields.title || "");
    Object.assign(this, fields);
  }
}

/** The number of the last commit that an answer came from, by index. */
export const generations = new Map();
const generationListeners = [];
export const watchGeneration = (listener) => generationListeners.push(listener);

export function location(route, parameters = {}) {
  const query = new URLSearchParams();
  if (state.index) query.set("index", state.index);
  for (const [name, value] of Object.entries(parameters)) {
    for (const item of [value].flat()) {
      if (item !== "" && item !== null && item !== undefined && item !== false) {
        query.append(name, String(item));
      }
    }
  }
  return `/api/v1/${route}?${query}`;
}

async function request(address, signal) {
  let answer;
  try {
    answer = await fetch(address, { signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ status: 0, title: "offline", detail: "" });
  }
  const generation = answer.headers.get("X-Xunwen-Generation");
  if (generation) note(generation);
  if (answer.ok) return answer;
  const body = await answer.text();
  let fields = {};
  try {
    fields = JSON.parse(body);
  } catch {
    fields = { detail: body.slice(0, 200) };
  }
  throw new Problem({ ...fields, status: answer.status });
}

function note(generation) {
  const before = generations.get(state.index);
  generations.set(state.index, generation);
  if (before && before !== generation) generationListeners.forEach((listener) => listener());
}

/** The rows of an answer. */
export async function rows(route, parameters, signal) {
  const answer = await request(location(route, parameters), signal);
  const body = await answer.json();
  return Array.isArray(body) ? body : [body];
}

/** The text of an answer, such as references. */
export async function text(route, parameters, signal) {
  return (await request(location(route, parameters), signal)).text();
}

export const article = (id, parameters, signal) =>
  rows(`articles/${encodeURIComponent(id)}`, parameters, signal).then((list) => list[0]);

/** Runs the last of several requests: an earlier one is cancelled by a later one. */
export class Latest {
  #controller = null;

  async run(work) {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const result = await work(controller.signal);
      return controller.signal.aborted ? undefined : result;
    } catch (error) {
      if (error.name === "AbortError" || controller.signal.aborted) return undefined;
      throw error;
    }
  }

  cancel() {
    this.#controller?.abort();
  }
}

const slow = new Set();

/** Shows the thin bar while a promise takes more than 300 ms. */
export async function shown(promise) {
  const bar = document.getElementById("progress");
  const timer = setTimeout(() => {
    slow.add(promise);
    bar.hidden = false;
  }, 300);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    slow.delete(promise);
    bar.hidden = slow.size === 0;
  }
}
