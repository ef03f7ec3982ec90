// The reader: an article beside the list, with its zones, its matches and its neighbours.

import * as api from "./api.js";
import { citePanel, copyCitation, copyQuotation } from "./cite.js";
import { fieldClause, quoted, withClause } from "./clauses.js";
import { has, noteField, toggle } from "./basket.js";
import { button, byId, h, put } from "./dom.js";
import { articleLink } from "./hits.js";
import { date, isChinese, longDate, number, t } from "./language.js";
import { Matches } from "./matches.js";
import { problemText, reason } from "./reasons.js";
import { joined, pieces, ScalarText } from "./spans.js";
import { ask, change, state, watch } from "./state.js";
import { inWords } from "./tree.js";

const panel = byId("reader");
const requests = new api.Latest();
const parts = new api.Latest();
export const matches = new Matches();
let article = null;
let view = "body";
let citing = false;
let opener = null;

async function open() {
	if (!state.id) {
		close();
		return;
	}
	const { id, q } = state;
	try {
		const found = await api.shown(requests.run((signal) => api.article(id, q.trim() ? { q } : {}, signal)
			.catch((problem) => {
				// A query that cannot be read marks nothing, but the article can be read.
				if (problem.status === 400 && q.trim()) return api.article(id, {}, signal);
				throw problem;
			})));
		if (!found) return;
		const other = article?.id !== found.id;
		article = found;
		if (other) {
			view = "body";
			citing = false;
			opener = document.activeElement;
		}
		if (state.at) view = viewOf(state.at);
		show();
		if (other && innerWidth <= 1100) panel.querySelector(".reader-page").focus();
	} catch (problem) {
		article = null;
		reveal(true);
		put(panel, h("div.reader-bar", {}, h("span.grow"), closeButton()), h("div.reader-page", {},
			h("p", { role: "alert" }, problem.status === 404 ? t("noArticle", id) : problemText(problem))));
	}
}

function reveal(open) {
	panel.hidden = !open;
	document.body.classList.toggle("reading", open);
}

function close() {
	requests.cancel();
	parts.cancel();
	article = null;
	matches.clear();
	reveal(false);
	put(panel);
}

export function back() {
	if (panel.hidden) return false;
	const hit = [...document.querySelectorAll(".hit")].find((item) => item.dataset.id === state.id);
	change({ id: "", at: "" });
	(hit?.querySelector("a") ?? (opener?.isConnected ? opener : byId("hits"))).focus();
	return true;
}

const closeButton = () => button("×", back, { label: t("closeReader"), title: t("closeReader") });
const isMain = (zone) => zone.kind === "title" || zone.kind === "body";

function viewOf(place) {
	const at = place.lastIndexOf(":");
	const offset = Number(place.slice(at + 1));
	const zone = article.zones.find((item) => item.original === place.slice(0, at)
		&& item.start <= offset && offset < item.end);
	return zone && !isMain(zone) ? "tail" : "body";
}

const spansIn = (original) => joined((article.matches ?? [])
	.filter((span) => span.original === original).map((span) => [span.start, span.end]));

function marked(original, text, start, end) {
	const spans = spansIn(original);
	return pieces(text, start, end, spans).map((piece) => (piece.span < 0 ? piece.text
		: h("mark", { "data-place": `${original}:${spans[piece.span][0]}` }, piece.text)));
}

const texts = () => new Map(article.originals.map((item) => [item.name, new ScalarText(item.text)]));

function paragraphs(zone) {
	const text = texts().get(zone.original);
	let at = zone.start;
	return text.slice(zone.start, zone.end).split(/(\n+)/).map((line) => {
		const start = at;
		at += [...line].length;
		return line.trim() && h("p.text", {}, marked(zone.original, text, start, at));
	});
}

function body() {
	if (view === "original") {
		return [...texts()].map(([name, text]) => [
			h("h3.zone-name", {}, t("originalOf", name, article.encoding ?? "")),
			h("div.zone.original.text", {}, marked(name, text, 0, text.count))]);
	}
	const title = article.zones.find((zone) => zone.kind === "title");
	return article.zones.filter((zone) => zone !== title && (view === "tail" || isMain(zone)))
		.map((zone) => h(`div.zone.${zone.kind}`, {},
			zone.kind === "body" ? null : h("p.zone-name", {}, t(`zone_${zone.kind}`)), paragraphs(zone)));
}

function heading() {
	const zone = article.zones.find((item) => item.kind === "title");
	if (!zone || view === "original") return article.title || t("untitled");
	return marked(zone.original, texts().get(zone.original), zone.start, zone.end);
}

function facts() {
	const { path, encoding, url, tags, extras } = article;
	const origin = [path, encoding].filter(Boolean).join(" · ");
	return h("div.facts", {},
		h("bdi", {}, article.source || t("noSource")),
		h("time.number", { datetime: article.date }, longDate(article.date),
			article.date?.length > 10 ? ` ${article.date.slice(11, 16)}` : ""),
		article.section && h("bdi", {}, article.section),
		(tags ?? []).map((tag) => button(`#${tag}`, () =>
			ask(withClause(state.q, fieldClause("tag", quoted(tag), isChinese()))), { class: "tag link" })),
		(extras ?? []).map(({ key, json }) => h("span.text", {}, key, t("colon"), valueOf(json))),
		h("span.origin.text", {}, t("origin"), " ", /^https?:\/\//i.test(url ?? "")
			? h("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, url) : url,
		url && origin ? " · " : "", origin));
}

const valueOf = (json) => [JSON.parse(json)].flat().map((value) =>
	(typeof value === "object" ? JSON.stringify(value) : value)).join(", ");

function show() {
	reveal(true);
	const before = panel.querySelector(".reader-page");
	const top = before?.dataset.id === article.id ? before.scrollTop : 0;
	const kept = has(article.id);
	const others = article.zones.filter((zone) => !isMain(zone));
	const length = others.reduce((sum, zone) => sum + zone.end - zone.start, 0);
	const unseen = others.flatMap((zone) => spansIn(zone.original).filter(([start]) =>
		start >= zone.start && start < zone.end)).length;
	const page = h("div.reader-page", { tabindex: "-1", "data-id": article.id },
		h("h2.text", { id: "reader-title" }, heading()), facts(),
		h("div.views", { role: "group", label: t("views") }, [["body", t("viewBody")],
			["tail", t("viewTail", number(length))], ["original", t("viewOriginal")], ["why", t("viewWhy")]]
			.map(([name, text]) => button(text, () => {
				view = name;
				show();
				panel.querySelector(".views [aria-pressed=true]").focus();
			}, { pressed: view === name }))),
		citing && citePanel(article),
		kept && noteField(article.id),
		view === "body" && unseen > 0 && h("p.soft", {}, t("hiddenMatches", number(unseen))),
		view === "why" ? h("div.why", { "aria-live": "polite" })
			: [h("div.article", {}, body()), h("section.after", { label: t("similar") })]);
	const output = h("output", { "aria-live": "polite" });
	const ticks = h("div.ticks", { "aria-hidden": "true" });
	put(panel, h("div.reader-bar", {},
		h("span.steps", {}, button("‹", () => matches.step(-1), { label: t("previousMatch") }), output,
			button("›", () => matches.step(1), { label: t("nextMatch") })),
		h("span.grow"),
		button(kept ? `★ ${t("kept")}` : `☆ ${t("keepShort")}`, () => {
			toggle(article);
			show();
		}, { pressed: kept }),
		button(t("quote"), () => copyQuotation(article, matches), { title: t("quoteHint") }),
		button(t("cite"), cite, { expanded: citing }), closeButton()), page, ticks);
	panel.setAttribute("aria-labelledby", "reader-title");
	page.scrollTop = top;
	matches.show(page, ticks, output, state.at);
	if (view === "why") why(page.querySelector(".why"));
	else similar(page.querySelector(".after"));
}

function cite() {
	citing = !citing;
	show();
	if (citing) panel.querySelector(".cite select").focus();
}

export const copy = () => article && copyCitation(article);

async function similar(section) {
	const list = await parts.run((signal) => api.rows("similar", { id: article.id, limit: 6 }, signal))
		.catch(() => null);
	const hits = api.pick(list ?? [], "hit");
	if (hits.length > 0) {
		put(section, h("h3", {}, t("similar")), h("ol", {}, hits.map((hit) => h("li", {}, articleLink(hit),
			h("div.facts", {}, date(hit.date), " ", h("bdi", {}, hit.source))))));
	}
}

async function why(place) {
	if (!state.q.trim()) {
		put(place, h("p", {}, t("whyNothing")));
		return;
	}
	try {
		const list = await parts.run((signal) => api.rows("why", { id: article.id, q: state.q,
			match: "all" }, signal));
		if (list) {
			put(place, h("p", {}, t(list[0].matches ? "matchesWhole" : "matchesPart")),
				list[0].clause && h("ul", {}, clause(list[0].clause)));
		}
	} catch (problem) {
		put(place, h("p", {}, problemText(problem)));
	}
}

const clause = ({ matches: found, clause: text, occurrences, closest, places, parts: inner }) => h("li", {},
	h(found ? "span.yes.text" : "span.no.text", {}, h("span.hidden", {}, t(found ? "found" : "notFound")),
		inWords(text, isChinese())), " ",
	occurrences > 0 && h("span.soft", {}, t("matchCount", number(occurrences))),
	closest && h("p.soft.text", {}, reason(closest)),
	h("div.places", {}, places.map((span, index) => button(number(index + 1), () => {
		const at = `${span.original}:${span.start}`;
		view = viewOf(at);
		if (state.at === at) show();
		else change({ at }, { replace: true });
	}, { class: "link", label: t("goToMatch", number(index + 1)) }))),
	inner.length > 0 && h("ul", {}, inner.map(clause)));

export function redraw() {
	if (article) show();
}

export function start() {
	watch((now, old) => {
		if (now.id !== old.id || now.index !== old.index || now.q !== old.q) open();
		else if (now.at !== old.at && article) {
			if (now.at) view = viewOf(now.at);
			show();
		}
	});
	open();
}
