// The basket with notes, and saved searches. Both stay in the browser.

import * as api from "./api.js";
import { total } from "./answer.js";
import { formats } from "./cite.js";
import { closeDialog, openDialog } from "./dialog.js";
import { button, byId, download, h, put } from "./dom.js";
import { referenceFile } from "./exports.js";
import { articles, date, number, t } from "./language.js";
import { say } from "./said.js";
import { change, state } from "./state.js";
import { recall, remember } from "./storage.js";

const known = 2000;
const read = (name) => [recall(name, [])].flat().filter((item) => item && typeof item === "object");
let basket = read("basket");
let searches = read("searches");

const same = (item, id) => item.id === id && item.index === state.index;
export const has = (id) => basket.some((item) => same(item, id));

function store() {
	if (!remember("basket", basket) || !remember("searches", searches)) say(t("notStored"));
	label();
}

export function toggle({ id, title, date: day, source }) {
	basket = has(id) ? basket.filter((item) => !same(item, id))
		: [...basket, { id, index: state.index, title, date: day, source, note: "" }];
	store();
}

export function label() {
	const sign = byId("basket-button");
	sign.textContent = basket.length > 0 ? `★ ${number(basket.length)}` : "☆";
	sign.setAttribute("aria-label", t("basketCount", number(basket.length)));
}

function noteArea(item, name) {
	const area = h("textarea", { rows: "2", label: name, placeholder: t("note"), oninput: () => {
		item.note = area.value;
		store();
	} });
	area.value = item.note ?? "";
	return area;
}

export const noteField = (id) => h("div.note", {},
	noteArea(basket.find((item) => same(item, id)), t("note")));

async function hitsOf(q, count) {
	if (count > known) return null;
	return api.pick(await api.rows("search", { q, match: "all", sort: "-date",
		limit: Math.max(1, count) }), "hit");
}

const today = () => new Date().toISOString().slice(0, 10);

export async function saveSearch(answer) {
	const { q, index } = state;
	if (!q.trim() || !answer) {
		say(t("writeFirst"));
		return;
	}
	const hits = await hitsOf(q, answer.summary.total).catch(() => null);
	searches = [{ q, index, total: answer.summary.total, day: today(),
		ids: hits && hits.map((hit) => hit.id) },
	...searches.filter((item) => item.q !== q || item.index !== index)];
	store();
	say(t("saved"));
}

async function save(format) {
	const ids = basket.filter((item) => item.index === state.index).map((item) => item.id);
	try {
		download(`basket.${format.ending}`, await referenceFile(ids, format.name, () => {}), format.type);
	} catch (problem) {
		say(problem.message);
	}
}

const opening = (text, changes) => button(text, () => {
	closeDialog();
	change({ at: "", ...changes });
}, { class: "link text" });

const removing = (name, action) => button("×", () => {
	action();
	store();
	show();
}, { label: t("removeFrom", name) });

const entries = () => (basket.length === 0 ? h("p.soft", {}, t("basketEmpty")) : [
	h("ul.export", {}, basket.map((item) => h("li", {},
		h("div", {}, opening(item.title || t("untitled"), { index: item.index, id: item.id }),
			h("p.soft", {}, date(item.date), " ", h("bdi", {}, item.source)),
			noteArea(item, t("noteTo", item.title))),
		removing(item.title, () => {
			basket = basket.filter((other) => other !== item);
		})))),
	h("p", {}, t("basketExport"), " ",
		formats.map((format) => button(format.label, () => save(format), { class: "framed" })))]);

const saved = () => (searches.length === 0 ? h("p.soft", {}, t("searchesEmpty"))
	: h("ul.export", {}, searches.map((item) => {
		const news = h("p.soft", { "aria-live": "polite" });
		if (item.index === state.index) compare(item, news);
		return h("li", {},
			h("div", {}, opening(item.q, { index: item.index, q: item.q, id: "", n: "20", tab: "articles" }),
				h("p.soft", {}, t("savedOn", item.day, articles(item.total))), news),
			removing(item.q, () => {
				searches = searches.filter((other) => other !== item);
			}));
	})));

async function compare(item, place) {
	try {
		const count = await total(item.q);
		const hits = item.ids && await hitsOf(item.q, count);
		if (!hits) {
			put(place, t("newCount", articles(count), number(Math.abs(count - item.total))));
			return;
		}
		const old = new Set(item.ids);
		const added = hits.filter((hit) => !old.has(hit.id));
		const gone = old.size - (hits.length - added.length);
		if (added.length === 0 && gone === 0) {
			put(place, t("nothingNew"));
			return;
		}
		put(place, t("newSince", articles(added.length), articles(gone)),
			added.slice(0, 20).map((hit) => h("div", {}, opening(hit.title || t("untitled"),
				{ q: item.q, id: hit.id }), " ", date(hit.date))),
			button(t("seenAll"), () => {
				Object.assign(item, { ids: hits.map((hit) => hit.id), total: count, day: today() });
				store();
				show();
			}, { class: "framed" }));
	} catch (problem) {
		put(place, problem.message);
	}
}

export function show() {
	openDialog(t("basket"), [h("h3", {}, t("basketTitle", number(basket.length))), entries(),
		h("h3", {}, t("searchesTitle")), saved(), h("p.soft", {}, t("localOnly"))]);
}

export function start() {
	label();
	byId("basket-button").addEventListener("click", show);
}
