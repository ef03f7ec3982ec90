// Concordance, collocates, keywords, sequences. Each counts the same articles as the list.

import * as api from "./api.js";
import { whole } from "./answer.js";
import { quoted, withClause } from "./clauses.js";
import { button, h, put, select } from "./dom.js";
import { articleLink } from "./hits.js";
import { articles, number, t } from "./language.js";
import { problemText } from "./reasons.js";
import { ask, change, state } from "./state.js";

const requests = new api.Latest();
let pages = 1;
let asked = "";

// Runs the request of a tab, and shows the last answer until the next one is ready.
async function view(place, route, parameters, controls, draw) {
	if (!state.q.trim()) {
		put(place, h("p.empty", {}, t("writeFirst")));
		return;
	}
	const key = JSON.stringify([route, state.index, state.q, parameters]);
	if (key !== asked) pages = 1;
	asked = key;
	const result = h("div.result");
	const old = place.querySelector(".result");
	if (old && place.dataset.route === route) result.append(...old.childNodes);
	place.dataset.route = route;
	put(place, h("div.controls", {}, controls), result);
	const limit = (route === "kwic" ? 100 : 50) * pages;
	try {
		const list = await api.shown(requests.run((signal) => api.rows(route,
			{ q: state.q, ...whole, ...parameters, limit }, signal)));
		if (!list || !result.isConnected) return;
		const lines = list.filter((row) => row.type !== "summary");
		put(result, draw(lines, api.pick(list, "summary")[0]), lines.length >= limit && h("p.more", {},
			button(t("moreLines"), () => {
				pages *= 4;
				view(place, route, parameters, controls, draw);
			}, { class: "main" })));
	} catch (problem) {
		put(result, h("p", { role: "alert" }, problemText(problem)));
	}
}

const choice = (label, name, options) => h("label", {}, label, select({}, options, state[name],
	(value) => change({ [name]: value }, { replace: true })));
const orders = (...names) => choice(t("sort"), "order", names.map((name, index) =>
	[index === 0 ? "" : name, t(`by_${name}`)]));
const order = (...names) => (names.includes(state.order) ? state.order : names[0]);
const stopWords = () => ({ "stop-words": state.stop ? "built-in" : "none" });
const stops = () => h("label", {}, h("input", { type: "checkbox", checked: state.stop !== "",
	onchange: ({ target }) => change({ stop: target.checked ? "1" : "" }, { replace: true }) }),
t("withoutStops"));

export const concordance = (place) => view(place, "kwic",
	{ sort: order("position", "left", "right", "date"), window: 20 },
	orders("position", "left", "right", "date"),
	(lines, summary) => [
		h("p.soft", {}, t("occurrences", number(summary.occurrences),
			articles(summary.articles_with_occurrences))),
		h("div.scroll", {}, h("table.kwic", {},
			h("thead", {}, h("tr", {}, ["left", "key", "right", "when"].map((name) =>
				h(`th.${name}`, { scope: "col" }, t(`kwic_${name}`))))),
			h("tbody", {}, lines.map(line))))]);

function line(row) {
	const flat = (text) => text.replace(/\s+/g, " ");
	const facts = [row.published?.slice(0, 10), row.source].filter(Boolean).join(" ");
	return h("tr", { title: row.title }, h("td.left", {}, h("bdi", {}, flat(row.left))),
		h("td.key", {}, articleLink(row, flat(row.match), `${row.original}:${row.start}`)),
		h("td.right", {}, h("bdi", {}, flat(row.right))), h("td.when", {}, h("bdi", {}, facts)));
}

const decimal = (value) => value?.toFixed(2) ?? "–";

const table = (lines, word, columns) => h("div.scroll", {}, h("table", {},
	h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("word")), Object.values(columns).map((key) =>
		h("th.figure", { scope: "col" }, t(key))))),
	h("tbody", {}, lines.map((row) => h("tr", {},
		h("td.word", {}, button(row[word], () => ask(withClause(state.q,
			quoted(row[word].replaceAll(" ", ""))), { also: { tab: "articles" } }), { title: t("addToQuery") })),
		Object.keys(columns).map((name) => h("td.figure", {},
			Number.isInteger(row[name]) ? number(row[name]) : decimal(row[name]))))))));

export const collocates = (place) => view(place, "collocates",
	{ window: Number(state.near) || 5, sort: order("ll", "mi", "frequency"), ...stopWords() },
	[choice(t("window"), "near", ["3", "5", "8", "12", "20"].map((size) => [size, size])),
		orders("ll", "mi", "frequency"), stops()],
	(lines, summary) => [
		h("p.soft", {}, t("nodes", number(summary.nodes), articles(summary.articles))),
		table(lines, "word", { near: "nearCount", expected: "expected", log_likelihood: "by_ll",
			mutual_information: "by_mi", articles: "by_articles" })]);

export const keywords = (place) => view(place, "keywords",
	{ sort: order("ll", "ratio", "frequency"), vs: state.vs.trim(), ...stopWords() },
	[orders("ll", "ratio", "frequency"), stops(),
		h("span.soft", {}, state.vs.trim() ? t("keywordsVersus", state.vs) : t("keywordsRest"))],
	(lines, summary) => [
		h("p.soft", {}, t("keywordsOf", articles(summary.articles), articles(summary.other_articles))),
		table(lines, "word", { frequency: "by_frequency", other_frequency: "otherFrequency",
			log_likelihood: "by_ll", log_ratio: "by_ratio", articles: "by_articles" })]);

export const sequences = (place) => view(place, "ngrams",
	{ n: state.len, sort: order("frequency", "articles"), ...stopWords() },
	[choice(t("length"), "len", ["1", "2", "3", "4", "2..3", "2..5"].map((size) =>
		[size, size.replace("..", "–")])), orders("frequency", "articles"), stops()],
	(lines, summary) => [
		h("p.soft", {}, t("sequencesOf", articles(summary.articles), number(summary.distinct))),
		table(lines, "ngram", { frequency: "by_frequency", articles: "by_articles",
			sources: "sourcesColumn", dp_periods: "dispersion" })]);
