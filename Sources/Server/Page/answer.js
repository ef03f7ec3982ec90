// The answer to the query of the state: hits, facets, interpretation. Parts of the page register
// here, and keep the last answer until the next one is ready.

import * as api from "./api.js";
import { everything, filtersOf, positive, without } from "./clauses.js";
import { state, watch } from "./state.js";

const listeners = { hits: [], facets: [], interpretation: [], hidden: [], failed: [] };
export const on = (event, listener) => listeners[event].push(listener);
const tell = (event, value) => listeners[event].forEach((listener) => listener(value));

export let archive = null;

export let answer = null;

// The interpretation of the query; null for all articles. With mistakes in it, counts are not
// asked for, because only a search repairs a query.
export let reading = null;

// The query that the server is asked: all articles when the box is empty.
export const asked = (q = state.q) => (q.trim() ? q : everything);

export const order = () => (state.q.trim() || state.sort === "date" ? state.sort : "-date");

// The requirement under which all other parts of the page count the same articles as the list.
export const whole = { match: "all" };

const requests = { hits: new api.Latest(), more: new api.Latest(), facets: new api.Latest(),
	interpretation: new api.Latest(), hidden: new api.Latest() };
let shownCount = null;
let ready = null;

async function search() {
	requests.more.cancel();
	const question = [state.index, state.q, order()].join("\n");
	try {
		const found = await api.shown(requests.hits.run((signal) => api.page(api.location("search",
			{ q: asked(), sort: order(), limit: state.n }), signal)));
		if (!found) return;
		const { list, next } = found;
		answer = { question, next, step: Number(state.n), hits: api.pick(list, "hit"), summary: api.pick(list, "summary")[0],
			suggestions: api.pick(list, "suggestion"), empty: api.pick(list, "no_hits")[0] };
		tell("hits", answer);
		hidden();
	} catch (problem) {
		tell("failed", problem);
	}
}

export async function more(change) {
	const before = answer;
	const shown = before.hits.length;
	try {
		const found = await api.shown(requests.more.run((signal) => api.page(before.next, signal)));
		if (!found || before !== answer) return;
		const added = api.pick(found.list, "hit");
		answer = { ...before, hits: [...before.hits, ...added], added: added.length, next: found.next };
		shownCount = String(answer.hits.length);
		change({ n: shownCount }, { replace: true });
		tell("hits", answer);
	} catch (problem) {
		if (problem.status !== 410) throw problem;
		change({ n: String(shown + before.step) }, { replace: true });
	}
}

export const facetRows = (facet, limit, signal) => api.rows("facets",
	{ q: asked(), facet, "facet-limit": limit, ...whole }, signal).then((list) => api.pick(list, "facet"));

async function facets() {
	await ready;
	const fields = (archive?.fields ?? []).map((field) => field.name);
	const list = await requests.facets.run((signal) => Promise.all([
		facetRows(["source", "tag", ...fields], 12, signal), facetRows("year", 0, signal)])).catch(() => [[], []]);
	if (list) tell("facets", [...list[0].slice(0, 1), ...list[1], ...list[0].slice(1)]);
}

async function interpretation() {
	const { q } = state;
	try {
		const list = q.trim() ? await requests.interpretation.run((signal) =>
			api.rows("interpretation", { q }, signal)) : [null];
		if (!list || q !== state.q) return;
		[reading] = list;
	} catch (problem) {
		reading = { problem, mistakes: [] };
	}
	tell("interpretation", reading);
}

async function hidden() {
	const filters = filtersOf(state.q);
	const rest = without(state.q, filters);
	requests.hidden.cancel();
	let count = 0;
	if (filters.length > 0 && rest && answer.summary.total > 0) {
		const all = await requests.hidden.run((signal) => total(positive(rest), signal)).catch(() => 0);
		if (all === undefined) return;
		count = all - answer.summary.total;
	}
	tell("hidden", Math.max(0, count));
}

export const total = (q, signal) => api.rows("search", { q, limit: 1, ...whole }, signal)
	.then((list) => api.pick(list, "summary")[0].total);

export function loadArchive() {
	ready = api.rows("stats", {}).catch(() => [null]).then(([row]) => {
		archive = row;
	});
	return ready;
}

export function refresh() {
	search();
	facets();
	interpretation();
}

watch(async (now, old) => {
	if (now.index !== old.index) await loadArchive();
	if (now.index !== old.index || now.q !== old.q) refresh();
	else if (now.sort !== old.sort || (now.n !== old.n && now.n !== shownCount)) search();
});
