// The facets: exact counts of the answer by source, year, tag and field, with a search inside.

import { Latest } from "./api.js";
import { facetRows, on } from "./answer.js";
import { fieldClause, filtersOf, quoted, withClause, withFilter, without } from "./clauses.js";
import { button, byId, h, put } from "./dom.js";
import { articles, isChinese, number, t } from "./language.js";
import { ask, state } from "./state.js";

const panel = byId("facets");
const searches = new Latest();
let last = [];

const fieldOf = (facet) => (facet === "year" ? "date" : facet);
const label = (facet) => (["source", "year", "tag"].includes(facet) ? t(`facet_${facet}`) : facet);

function choose(facet, value, negated) {
	const field = fieldOf(facet);
	const clause = fieldClause(field, value, isChinese(), negated);
	const replaces = !negated && (field === "source" || field === "date");
	ask(replaces ? withFilter(state.q, field, clause) : withClause(state.q, clause));
}

const out = (name, action) => button("−", action, { class: "out", label: t("exclude", name),
	title: t("exclude", name) });

const row = (facet) => ({ value, articles: count }) => h("li", {},
	button(h("bdi", {}, value), () => choose(facet, quoted(value), false),
		{ class: "value", label: t("only", value, articles(count)) }),
	h("span.count", {}, number(count)), out(value, () => choose(facet, quoted(value), true)));

function unknown({ facet, unknown: count }) {
	const every = facet === "year" ? "0001..9999" : "*";
	const name = t("unknown");
	const find = (negated) => ask(withClause(state.q, fieldClause(fieldOf(facet), every, isChinese(), negated)));
	return count > 0 && h("li.unknown", {},
		facet === "tag" ? h("span.value", {}, name) : button(name, () => find(true), { class: "value" }),
		h("span.count", {}, number(count)), facet !== "tag" && out(name, () => find(false)));
}

function group(facet) {
	const { facet: name, values, distinct } = facet;
	const shown = name === "year" ? values.toSorted((a, b) => b.value.localeCompare(a.value)) : values;
	const items = h("ul");
	const reset = () => put(items, shown.map(row(name)), unknown(facet));
	let all = null;
	reset();
	// Shows the values that contain a text, of all values and not only of the first.
	const find = async (text) => {
		if (!text) {
			reset();
			return;
		}
		all ??= await searches.run((signal) => facetRows(name, 0, signal)).catch(() => null);
		const found = (all?.[0].values ?? []).filter(({ value }) => value.toLowerCase().includes(text));
		put(items, found.slice(0, 100).map(row(name)),
			found.length > 100 && h("li.soft", {}, t("moreValues", number(found.length - 100))),
			found.length === 0 && h("li.soft", {}, t("noValue")));
	};
	const hint = t("findIn", label(name));
	return h("div.group", { role: "group", label: label(name) },
		h("h2", {}, label(name), h("span.soft", {}, t("values", number(distinct)))),
		distinct > 12 && h("input", { type: "text", placeholder: hint, label: hint,
			oninput: ({ target }) => find(target.value.trim().toLowerCase()) }), items);
}

function chosen() {
	const filters = filtersOf(state.q);
	return filters.length > 0 && h("div.group.chosen", { role: "group", label: t("chosen") },
		h("h2", {}, t("chosen"), button(t("removeAll"), () => ask(without(state.q, filters)), { class: "link" })),
		h("ul", {}, filters.map((clause) => h("li", {}, h("bdi.value", {}, clause.text),
			button("×", () => ask(without(state.q, [clause])), { label: t("remove", clause.text) })))));
}

export function show(facets = last) {
	last = facets;
	put(panel, button(t("close"), () => toggle(false), { class: "close framed" }),
		panel.querySelector("#timeline"), chosen(),
		facets.filter(({ facet, distinct }) => distinct > 0 || facet === "source").map(group));
}

export function toggle(open = !document.body.classList.contains("facets-open")) {
	const opener = byId("facets-button");
	document.body.classList.toggle("facets-open", open);
	opener.setAttribute("aria-expanded", open);
	(open ? panel.querySelector("button") : opener)?.focus();
}

export function focus() {
	if (byId("facets-button")?.offsetParent) toggle(true);
	(panel.querySelector(".group input, .group button") ?? panel).focus();
}

export const start = () => on("facets", show);
