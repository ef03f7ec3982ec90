// The list of hits, and what to do when there are none.

import { answer, more, on, order } from "./answer.js";
import { has, toggle } from "./basket.js";
import { clauses, fieldClause, quoted, withFilter, without } from "./clauses.js";
import { button, byId, h, put, select } from "./dom.js";
import { articles, date, isChinese, longDate, number, t } from "./language.js";
import { problemText, reason } from "./reasons.js";
import { pieces, ScalarText } from "./spans.js";
import { address, ask, change, state, watch } from "./state.js";

const list = byId("hits");

// A link to an article. It opens beside the list, unless a new tab is wanted.
export function articleLink(hit, text = hit.title || t("untitled"), at = "") {
	const open = { id: hit.id, at };
	return h("a.text", { href: address(open), onclick: (event) => {
		if (event.metaKey || event.ctrlKey || event.shiftKey) return;
		event.preventDefault();
		change(open);
	} }, text);
}

function snippet(hit) {
	const text = new ScalarText(hit.snippet.text);
	return h("p.snippet.text", {}, "…", pieces(text, 0, text.count, hit.snippet.highlights)
		.map((piece) => (piece.span < 0 ? piece.text : h("mark", {}, piece.text))), "…");
}

function item(hit) {
	const star = button("", () => {
		toggle(hit);
		draw();
	}, { label: t("keep", hit.title), class: "star" });
	const draw = () => {
		star.textContent = has(hit.id) ? "★" : "☆";
		star.setAttribute("aria-pressed", has(hit.id));
	};
	draw();
	return h("li.hit", { "data-id": hit.id },
		h("h3", {}, h("span.rank", { "aria-hidden": "true" }, number(hit.rank)), articleLink(hit)),
		h("div.facts", {},
			h("span.number", {}, date(hit.date)), h("bdi", {}, hit.source ?? t("noSource")),
			(hit.tags ?? []).map((tag) => h("bdi.tag", {}, `#${tag}`)),
			hit.matches?.length > 0 && h("span", {}, t("matchCount", number(hit.matches.length))),
			hit.partial && h("span.partial", {}, t("partial"))),
		hit.snippet && snippet(hit), star);
}

export function show() {
	if (state.tab !== "articles" || !answer) return;
	const { hits, summary, suggestions } = answer;
	const whole = hits.filter((hit) => !hit.partial);
	const partial = hits.filter((hit) => hit.partial);
	const left = summary.total - whole.length;
	const scroll = list.dataset.question === answer.question && answer.added > 0 ? list.scrollTop : 0;
	put(list,
		suggestions.length > 0 && h("p.empty", {}, t("didYouMean"), t("colon"), suggestions.map((row) =>
			[button(row.query, () => ask(row.query), { class: "link" }), ` (${articles(row.articles)}) `])),
		summary.total === 0 && empty(),
		h("ol", {}, whole.map(item)),
		partial.length > 0 && [h("p.divider", {}, t("partialBelow")), h("ol", {}, partial.map(item))],
		left > 0 && answer.next && h("p.more", {}, button(t("more", articles(Math.min(answer.step, left)),
			number(whole.length), articles(summary.total)), next, { class: "main" })));
	list.scrollTop = scroll;
	list.dataset.question = answer.question;
	mark();
}

async function next({ target }) {
	const before = answer.hits.length;
	target.disabled = true;
	try {
		await more(change);
		list.querySelectorAll(".hit h3 a")[before]?.focus({ preventScroll: true });
	} catch (problem) {
		target.disabled = false;
		target.textContent = t("moreFailed", problemText(problem));
	}
}

function mark() {
	for (const hit of list.querySelectorAll(".hit")) {
		const open = hit.dataset.id === state.id;
		hit.classList.toggle("open", open);
		hit.querySelector("h3 a").toggleAttribute("aria-current", open);
	}
}

// The reasons for no hits: each clause with its counts, and the query without it.
function empty() {
	const { clauses: found = [], unknown_sources = [], empty_dates = [], ignored = [], mistakes = [] }
		= answer.empty ?? {};
	const own = clauses(state.q);
	const head = (key) => h("th.figure", { scope: "col" }, t(key));
	const line = (clause) => {
		const written = own.find((part) => part.text === clause.query) ?? own.find((part) =>
			part.raw === clause.query.replace(/^[\w\p{L}]+:/u, ""));
		const without_it = clause.articles_without;
		return h("tr", {}, h("td.text", {}, clause.query), h("td.figure", {}, articles(clause.articles)),
			h("td.figure", {}, without_it === null ? "–" : articles(without_it)),
			h("td", {}, written && without_it > 0
				&& button(t("leaveOut"), () => ask(without(state.q, [written])), { class: "link" })));
	};
	return h("div.empty", {}, h("h2", {}, t("noHits")),
		found.length > 0 && h("div.scroll", {}, h("table", {},
			h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("clause")), head("alone"),
				head("withoutIt"), h("td"))), h("tbody", {}, found.map(line)))),
		found.flatMap((clause) => clause.parts).map((part) =>
			h("p.soft", {}, part.query, " ", articles(part.articles))),
		unknown_sources.map((source) => h("p", {}, t("unknownSource", source.name),
			source.similar.length > 0 && t("similarSources"),
			source.similar.map((other) => button(`${other.name} (${articles(other.articles)})`, () =>
				ask(withFilter(state.q, "source", fieldClause("source", quoted(other.name), isChinese()))),
			{ class: "link" })))),
		empty_dates.map((dates) => h("p", {}, t("emptyDates", longDate(dates.first), longDate(dates.last)))),
		ignored.length > 0 && h("p", {}, t("ignored", ignored.join(" "))),
		mistakes.map((mistake) => h("p", {}, reason(mistake.message))),
		answer.hits.length === 0 && h("p", {}, button(t("showAll"), () => ask(""), { class: "link" })));
}

export function step(direction) {
	const links = [...list.querySelectorAll(".hit h3 a")];
	const focused = links.indexOf(document.activeElement);
	const from = focused >= 0 ? focused : links.findIndex((link) => link.hasAttribute("aria-current"));
	const target = links[Math.max(0, Math.min(links.length - 1, from + direction))];
	target?.focus();
	target?.closest(".hit").scrollIntoView({ block: "nearest" });
}

function failed(problem) {
	if (state.tab === "articles") {
		put(list, problem.reason === "indexing" ? h("p.empty", {}, t("noArticlesYet"))
			: h("div.empty", { role: "alert" }, h("h2", {}, t("failed")),
			h("p", {}, problemText(problem)),
			button(t("again"), () => globalThis.location.reload(), { class: "main" })));
	}
}

export const sortControl = () => h("label", {}, t("sort"), " ", select({ id: "sort" },
	[["score", t("byScore")], ["-date", t("newest")], ["date", t("oldest")]].filter(([value]) =>
		state.q.trim() || value !== "score"), order(), (sort) => change({ sort, n: "20" })));

export function start() {
	on("hits", show);
	on("failed", failed);
	watch((now, old) => {
		if (now.id !== old.id) mark();
	});
}
