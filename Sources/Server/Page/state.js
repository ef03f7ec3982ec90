// The state of the page. All of it is in the address, so that a link is an answer.

const defaults = {
	index: "", q: "", sort: "score", tab: "articles", id: "", n: "20", vs: "", by: "", share: "",
	zoom: "", near: "5", order: "", stop: "1", len: "2..3", at: "", gen: "", was: "",
};

function read() {
	const parameters = new URLSearchParams(location.search);
	const state = { ...defaults };
	for (const name of Object.keys(defaults)) {
		if (parameters.has(name)) state[name] = parameters.get(name);
	}
	if (!/^[1-9]\d{0,5}$/.test(state.n)) state.n = defaults.n;
	return state;
}

const listeners = [];

export let state = read();

export const watch = (listener) => listeners.push(listener);

export function address(changes = {}) {
	const parameters = new URLSearchParams();
	for (const [name, value] of Object.entries({ ...state, ...changes })) {
		if (value !== defaults[name]) parameters.set(name, value);
	}
	const query = parameters.toString();
	return location.pathname + (query ? `?${query}` : "");
}

export function change(changes, { replace = false } = {}) {
	const old = state;
	if (Object.entries(changes).every(([name, value]) => old[name] === value)) return;
	const target = address(changes);
	state = { ...old, ...changes };
	if (replace) history.replaceState(null, "", target);
	else history.pushState(null, "", target);
	for (const listener of listeners) listener(state, old);
}

// A new query: the list begins again, and the reader closes unless it is kept.
export function ask(q, options = {}) {
	change({ q, n: defaults.n, id: "", at: "", gen: "", was: "", ...options.also }, options);
}

addEventListener("popstate", () => {
	const old = state;
	state = read();
	for (const listener of listeners) listener(state, old);
});
