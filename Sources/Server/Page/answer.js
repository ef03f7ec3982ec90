// The answer to the query of the state: hits, facets and interpretation. Parts of the page that
// show them register here, and keep the last answer until the next one is ready.

import * as api from "./api.js";
import { everything, filtersOf, positive, without } from "./clauses.js";
import { state, watch } from "./state.js";

const listeners = { hits: [], facets: [], interpretation: [], hidden: [], failed: [] };
export const on = (event, listener) => listeners[event].push(listener);
const tell = (event, value) => listeners[event].forEach((listener) => listener(value));

/** Facts of the index: articles, dates, sources, fields. */
export let archive = null;

/** The last answer: its question, hits, and the rows beside the hits. */
export let answer = null;

/** The query that the server is asked: all articles when the box is empty. */
export const asked = (q = state.q) => (q.trim() ? q : everything);

/** The order of the hits: the newest first when there is nothing to rank by. */
export const order = () => (state.q.trim() ? state.sort : state.sort === "date" ? "date" : "-date");

/** The interpretation of the query; null for all articles. Its mistakes keep counts from being
 * asked for, because only a search repairs a query. */
export let reading = null;

/** The requirement under which all other parts of the page count the same articles as the list. */
export const whole = { match: "all" };

const page = 20;
const requests = {
  hits: new api.Latest(), more: new api.Latest(), facets: new api.Latest(),
  interpretation: new api.Latest(), hidden: new api.Latest(),
};

const pick = (list, type) => list.filter((row) => row.type === type);
const key = () => [state.index, state.q, order()].join("\n");

async function search() {
  requests.more.cancel();
  const question = key();
  const count = Number(state.n);
  try {
    const list = await api.shown(requests.hits.run((signal) => api.rows("search",
      { q: asked(), sort: order(), limit: count }, signal)));
    if (!list) return;
    answer = {
      question, hits: pick(list, "hit"), summary: pick(list, "summary")[0],
      suggestions: pick(list, "suggestion"), empty: pick(list, "no_hits")[0] ?? null,
    };
    tell("hits", answer);
    hidden();
  } catch (problem) {
    tell("failed", problem);
  }
}

/** The next hits of the list, of the same commit. When it is gone, the whole list of the new one. */
export async function more(change) {
  const before = answer;
  const parameters = { q: asked(), sort: order(), limit: page, offset: before.hits.length };
  let list;
  try {
    list = await api.shown(requests.more.run((signal) => api.rows("search",
      { ...parameters, generation: api.generations.get(state.index) }, signal)));
  } catch (problem) {
    if (problem.status !== 410) throw problem;
    change({ n: String(before.hits.length + page) }, { replace: true });
    return;
  }
  if (!list || before !== answer) return;
  const known = new Set(before.hits.map((hit) => hit.id));
  const next = pick(list, "hit").filter((hit) => !known.has(hit.id));
  answer = { ...before, hits: [...before.hits, ...next], added: next.length };
  shownCount = String(answer.hits.length);
  change({ n: shownCount }, { replace: true });
  tell("hits", answer);
}

let shownCount = null;

async function facets() {
  const names = ["source", "tag", ...(archive?.fields ?? []).map((field) => field.name)];
  const ask = (facet, limit, signal) => api.rows("facets",
    { q: asked(), facet, "facet-limit": limit, ...whole }, signal);
  try {
    const list = await requests.facets.run((signal) =>
      Promise.all([ask(names, 12, signal), ask("year", 0, signal)]));
    if (!list) return;
    const [source, ...rest] = pick(list[0], "facet");
    tell("facets", [source, ...pick(list[1], "facet"), ...rest].filter(Boolean));
  } catch {
    tell("facets", []);
  }
}

/** All values of one facet. */
export const allValues = (name, signal) => api.rows("facets",
  { q: asked(), facet: name, "facet-limit": 0, ...whole }, signal)
  .then((list) => pick(list, "facet")[0]);

async function interpretation() {
  if (!state.q.trim()) {
    requests.interpretation.cancel();
    reading = null;
    tell("interpretation", null);
    return;
  }
  try {
    const list = await requests.interpretation.run((signal) => api.rows("interpretation",
      { q: state.q }, signal));
    if (!list) return;
    [reading] = list;
    tell("interpretation", reading);
  } catch (problem) {
    reading = { problem, mistakes: [] };
    tell("interpretation", reading);
  }
}

/** How many articles the filters of the query hide. */
async function hidden() {
  const filters = filtersOf(state.q);
  const rest = without(state.q, filters);
  if (filters.length === 0 || !rest || answer.summary.total === 0) {
    requests.hidden.cancel();
    tell("hidden", null);
    return;
  }
  try {
    const list = await requests.hidden.run((signal) => api.rows("search",
      { q: positive(rest), limit: 1, ...whole }, signal));
    if (list) tell("hidden", pick(list, "summary")[0].total - answer.summary.total);
  } catch {
    tell("hidden", null);
  }
}

/** The number of articles of a query. */
export const total = (q, signal) => api.rows("search", { q, limit: 1, ...whole }, signal)
  .then((list) => pick(list, "summary")[0].total);

export async function loadArchive() {
  try {
    [archive] = await api.rows("stats", {});
  } catch {
    archive = null;
  }
}

export function refresh() {
  search();
  facets();
  interpretation();
}

watch(async (now, old) => {
  if (now.index !== old.index) await loadArchive();
  const other = now.index !== old.index || now.q !== old.q;
  if (other) {
    refresh();
  } else if (now.sort !== old.sort || (now.n !== old.n && now.n !== shownCount)) {
    search();
  }
});
