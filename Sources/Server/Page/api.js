// Requests of the API. An answer is a list of the command line's JSON rows.

import { state } from "./state.js";

// A problem that the server reports (RFC 9457). Its status is 0 when no server answers.
export class Problem extends Error {
	constructor(fields) {
		super(fields.detail || fields.title || "");
		Object.assign(this, fields);
	}
}

const generations = new Map();
const generationListeners = [];
export const watchGeneration = (listener) => generationListeners.push(listener);

export const generation = () => generations.get(state.index) ?? "";

export function location(route, parameters = {}) {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries({ index: state.index, ...parameters })) {
		for (const item of [value].flat()) {
			if (item !== "" && item !== undefined) query.append(name, item);
		}
	}
	return `/api/v1/${route}?${query}`;
}

async function request(address, signal) {
	const { index } = state;
	const answer = await fetch(address, { signal }).catch((error) => {
		throw error.name === "AbortError" ? error : new Problem({ status: 0 });
	});
	const before = generations.get(index);
	const now = answer.headers.get("X-Xunwen-Generation");
	if (now) generations.set(index, now);
	if (before && now && before !== now) generationListeners.forEach((listener) => listener());
	if (answer.ok) return answer;
	const fields = await answer.json().catch(() => ({}));
	throw new Problem({ ...fields, status: answer.status });
}

export async function rows(route, parameters, signal) {
	return (await page(location(route, parameters), signal)).list;
}

// The rows at an address, and the address of the next page, which stays on the same commit.
export async function page(address, signal) {
	const answer = await request(address, signal);
	const [, next = null] = /<([^>]*)>; rel="next"/.exec(answer.headers.get("Link") ?? "") ?? [];
	return { list: [await answer.json()].flat(), next };
}

export const pick = (list, type) => list.filter((row) => row.type === type);

export const text = async (route, parameters, signal) =>
	(await request(location(route, parameters), signal)).text();

export const article = async (id, parameters, signal) =>
	(await rows(`articles/${encodeURIComponent(id)}`, parameters, signal))[0];

// Runs the last of several requests: an earlier one is cancelled by a later one.
export class Latest {
	#controller = null;

	async run(work) {
		this.cancel();
		const { signal } = this.#controller = new AbortController();
		try {
			const result = await work(signal);
			return signal.aborted ? undefined : result;
		} catch (error) {
			if (signal.aborted) return undefined;
			throw error;
		}
	}

	cancel() {
		this.#controller?.abort();
	}
}

const slow = new Set();

// Shows the thin bar while a promise takes more than 300 ms.
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
