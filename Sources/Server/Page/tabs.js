// The tabs below the list: articles, concordance, collocates, keywords, sequences, export.

import { answer, on } from "./answer.js";
import { saveSearch } from "./basket.js";
import { button, byId, h, put } from "./dom.js";
import { exportView } from "./exports.js";
import { toggle } from "./facets.js";
import { show as articleList, sortControl } from "./hits.js";
import { articles, number, t } from "./language.js";
import { copyLink } from "./link.js";
import { collocates, concordance, keywords, sequences } from "./research.js";
import { change, state, watch } from "./state.js";

const views = { articles: articleList, kwic: concordance, collocates, keywords, ngrams: sequences,
	export: exportView };
const names = Object.keys(views);
const current = () => (names.includes(state.tab) ? state.tab : "articles");

export function step(direction) {
	const index = names.indexOf(current()) + direction + names.length;
	change({ tab: names[index % names.length] });
}

function bar() {
	const isList = current() === "articles";
	const shown = answer?.hits.filter((hit) => !hit.partial).length;
	put(byId("bar"),
		button(t("filters"), () => toggle(), { id: "facets-button", expanded: false,
			"aria-controls": "facets", class: "framed" }),
		h("span.grow", {}, isList && shown > 0
			&& t("shown", number(shown), articles(answer.summary.total))),
		isList && sortControl(),
		button(t("save"), () => saveSearch(answer), { title: t("saveHint") }),
		button(t("link"), () => copyLink(answer)));
}

export function show() {
	const bars = byId("tabs");
	const focused = bars.contains(document.activeElement);
	put(bars, names.map((name) => button(t(`tab_${name}`), () => change({ tab: name }), {
		id: `tab-${name}`, role: "tab", "aria-selected": String(name === current()),
		"aria-controls": "hits", tabindex: name === current() ? 0 : -1 })));
	if (focused) byId(`tab-${current()}`).focus();
	const place = byId("hits");
	place.setAttribute("aria-labelledby", `tab-${current()}`);
	place.dataset.question = "";
	bar();
	views[current()](place);
}

export function start() {
	byId("tabs").addEventListener("keydown", (event) => {
		const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
		if (!direction) return;
		event.preventDefault();
		step(direction);
	});
	on("hits", () => {
		bar();
		if (current() === "export") show();
	});
	watch((now, old) => {
		const changed = (...keys) => keys.some((key) => now[key] !== old[key]);
		if (changed("tab") || (!["articles", "export"].includes(now.tab)
			&& changed("q", "index", "near", "order", "stop", "len", "vs"))) show();
		else if (changed("sort")) bar();
	});
}
