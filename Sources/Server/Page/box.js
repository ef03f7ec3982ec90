// The box: searching while typing, mistakes under their characters, suggestions.

import * as api from "./api.js";
import { archive, on } from "./answer.js";
import { clauses, fieldClause, quoted, withClause, without } from "./clauses.js";
import { byId, h, put } from "./dom.js";
import { articles, date, isChinese, t } from "./language.js";
import { reason } from "./reasons.js";
import { ScalarText } from "./spans.js";
import { ask, change, state, watch } from "./state.js";

const input = byId("q");
const mirror = byId("mirror");
const list = byId("suggestions");
const requests = new api.Latest();
let composing = false;
let timer = 0;
let typedAt = 0;
let options = [];
let selected = -1;

function search() {
	if (composing || input.value === state.q) return;
	const replace = Date.now() - typedAt < 1500;
	typedAt = Date.now();
	ask(input.value, { replace });
}

function typed() {
	byId("clear").hidden = input.value === "";
	mark([]);
	clearTimeout(timer);
	if (composing) return;
	timer = setTimeout(() => {
		search();
		suggest();
	}, 60);
}

function mark(spans) {
	const text = new ScalarText(input.value);
	const nodes = [];
	let at = 0;
	for (const { start, end, name } of spans.toSorted((a, b) => a.start - b.start)) {
		if (start < at) continue;
		nodes.push(text.slice(at, start));
		at = Math.max(end, start + 1);
		nodes.push(h(`span.${name}`, {}, text.slice(start, at) || "\u00a0"));
	}
	put(mirror, nodes, text.slice(at, text.count));
	mirror.scrollLeft = input.scrollLeft;
}

function explain(reading) {
	const { problem, query = problem?.query } = reading ?? {};
	const mistakes = problem ? [{ ...problem, message: problem.detail ?? "" }] : reading?.mistakes ?? [];
	const seen = new Set(mistakes.map((item) => item.message));
	const hints = (reading?.hints ?? []).filter(({ message }) => !seen.has(message) && seen.add(message));
	const placed = (items, name) => items.filter((item) => item.start !== undefined)
		.map((item) => ({ ...item, name }));
	mark(query === input.value ? [...placed(mistakes, "mistake"), ...placed(hints, "hint")] : []);
	input.setAttribute("aria-invalid", mistakes.length > 0);
	const line = (name) => (item) => h(name, {},
		item.start !== undefined && [h("bdi", {}, new ScalarText(query).slice(item.start, item.end)), " "],
		reason(item.message));
	put(byId("mistakes"), mistakes.map(line("p")), hints.slice(0, 3).map(line("p.soft")));
}

async function suggest() {
	const q = input.value.trim();
	const words = clauses(q).filter(({ field, negated, kind }) => !field && !negated
		&& (kind === "word" || kind === "quotation"));
	if (!q || document.activeElement !== input) {
		close();
		return;
	}
	const found = await requests.run((signal) => Promise.all([
		api.rows("suggest", { q }, signal).catch(() => []),
		words.length === 0 ? [] : api.rows("search", { q: words.map(({ raw }) => `title:${raw}`).join(" "),
			limit: 4, match: "all" }, signal).catch(() => [])]));
	if (!found || input.value.trim() !== q) return;
	offer([
		...api.pick(found[0], "suggestion").slice(0, 3).map((row) => ({ kind: t("didYouMean"),
			text: row.query, note: articles(row.articles), take: () => ask(row.query) })),
		...sources(q),
		...api.pick(found[1], "hit").map((hit) => ({ kind: t("headline"), text: hit.title,
			note: date(hit.date?.slice(0, 10)), take: () => change({ id: hit.id, at: "" }) }))]);
}

function sources(q) {
	const last = clauses(q).at(-1);
	const part = last.value.toLowerCase();
	if (last.negated || last.kind === "group" || !["source", null].includes(last.field)
		|| (part.length < 2 && !last.field)) return [];
	return (archive?.sources ?? []).filter(({ name }) => name.toLowerCase().includes(part)
		&& !(last.field && name === last.value)).slice(0, 4).map(({ name, count }) => ({
		kind: t("facet_source"), text: name, note: articles(count), take: () =>
			ask(withClause(without(q, [last]), fieldClause("source", quoted(name), isChinese()))) }));
}

function offer(items) {
	options = items;
	list.hidden = items.length === 0 || document.activeElement !== input;
	input.setAttribute("aria-expanded", !list.hidden);
	put(list, items.map(({ kind, text, note }, index) => h("li", { id: `suggestion-${index}`, role: "option",
		onpointerdown: (event) => event.preventDefault(), onclick: () => take(index) },
	h("span.kind", {}, kind), h("bdi.label", {}, text), h("span.soft.number", {}, note))));
	select(-1);
}

function close() {
	requests.cancel();
	offer([]);
}

function take(index) {
	const option = options[index];
	close();
	option.take();
}

function select(index) {
	selected = index;
	[...list.children].forEach((item, number) => item.setAttribute("aria-selected", number === index));
	list.children[index]?.scrollIntoView({ block: "nearest" });
	if (index < 0) input.removeAttribute("aria-activedescendant");
	else input.setAttribute("aria-activedescendant", `suggestion-${index}`);
}

// Shows the query of the address, unless the box already has it.
function show() {
	if (input.value !== state.q) {
		input.value = state.q;
		mark([]);
	}
	byId("clear").hidden = input.value === "";
}

export function start() {
	const listen = input.addEventListener.bind(input);
	listen("compositionstart", () => {
		composing = true;
		clearTimeout(timer);
	});
	listen("compositionend", () => {
		composing = false;
		typed();
	});
	listen("input", typed);
	listen("scroll", () => {
		mirror.scrollLeft = input.scrollLeft;
	});
	listen("blur", () => setTimeout(close, 100));
	listen("keydown", (event) => {
		if (event.isComposing || list.hidden) return;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const places = options.length + 1;
		if (step) select(((selected + 1 + step + places) % places) - 1);
		else if (event.key === "Escape") close();
		else return;
		event.preventDefault();
		event.stopPropagation();
	});
	byId("search").addEventListener("submit", (event) => {
		event.preventDefault();
		clearTimeout(timer);
		if (selected >= 0) {
			take(selected);
			return;
		}
		close();
		typedAt = 0;
		search();
	});
	byId("clear").addEventListener("click", () => {
		ask("");
		input.focus();
	});
	watch(show);
	on("interpretation", explain);
	show();
}
