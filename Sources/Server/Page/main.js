// The start: puts the parts together.

import * as answer from "./answer.js";
import * as api from "./api.js";
import * as basket from "./basket.js";
import * as box from "./box.js";
import { button, byId, h, put } from "./dom.js";
import * as facets from "./facets.js";
import * as form from "./form.js";
import * as help from "./help.js";
import * as hits from "./hits.js";
import * as indexing from "./indexing.js";
import * as keys from "./keys.js";
import { isChinese, localize, setLanguage, t } from "./language.js";
import * as link from "./link.js";
import * as reader from "./reader.js";
import { change, state, watch } from "./state.js";
import { remember } from "./storage.js";
import * as tabs from "./tabs.js";
import * as timeline from "./timeline.js";
import * as understood from "./understood.js";

const click = (id, action) => byId(id).addEventListener("click", action);

function switches() {
	click("language", () => {
		setLanguage(isChinese() ? "en" : "zh");
		for (const part of [understood, facets, timeline, tabs, indexing]) part.show();
		basket.label();
		reader.redraw();
		form.redraw();
	});
	click("theme", () => {
		const root = document.documentElement;
		const dark = root.dataset.theme === "dark"
			|| (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
		root.dataset.theme = dark ? "light" : "dark";
		remember("theme", root.dataset.theme);
	});
	click("help", help.show);
}

// The choice of an index, when the server has several. The first answers without a name.
async function indexes() {
	const names = (await api.rows("indexes", {}).catch(() => [])).map((row) => row.name ?? row.index);
	if (names.length < 2) return;
	const choice = byId("index");
	const show = () => put(choice, names.map((name, index) => {
		const value = index === 0 ? "" : name;
		return h("option", { value, selected: state.index === value }, name);
	}));
	show();
	watch(show);
	choice.addEventListener("change", () => change({ index: choice.value, id: "", at: "", n: "20",
		zoom: "", was: "", gen: "" }));
	choice.parentElement.hidden = false;
}

// A notice tells that the index has changed; the list stays as it is.
function notice() {
	const place = byId("notice");
	place.hidden = false;
	put(place, t("indexChanged"), " ", button(t("reload"), load, { class: "link" }));
}

async function load() {
	byId("notice").hidden = true;
	await answer.loadArchive();
	answer.refresh();
	timeline.load();
}

api.watchGeneration(notice);

localize();
switches();
for (const part of [box, understood, hits, facets, timeline, tabs, form, basket, link, keys]) part.start();
tabs.show();
const facts = answer.loadArchive();
answer.refresh();
reader.start();
indexing.start((isFirst) => (isFirst || !answer.answer ? load() : notice()));
await Promise.all([facts, indexes()]);
understood.show();
timeline.load();
