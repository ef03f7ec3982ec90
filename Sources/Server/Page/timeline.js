// The timeline: counts or shares over time, a brush that writes `date:`, zoom, and a comparison.
// The brush shows the dates of the query within all other articles.

import { Latest, pick, rows } from "./api.js";
import { archive, asked, on, reading, whole } from "./answer.js";
import * as buckets from "./buckets.js";
import * as chart from "./chart.js";
import { fieldClause, filtersOf, positive, withFilter, without } from "./clauses.js";
import { button, byId, download, h, put, select, svg } from "./dom.js";
import { articles, isChinese, number, share, t } from "./language.js";
import { ask, change, state, watch } from "./state.js";

const figure = byId("timeline");
const requests = new Latest();
const height = 112;
let data = null;
let drawing = null;
let selection = null;
let cursor = -1;
let question = "";
let comparing = state.vs !== "";

const dates = () => filtersOf(state.q).filter((clause) => clause.field === "date");
const base = () => positive(without(state.q, dates()));
const mistaken = () => reading?.problem || reading?.mistakes.length > 0;
const shares = () => state.share === "1";

function brushed() {
	const own = dates();
	return own.length === 1 && !own[0].negated ? buckets.rangeOf(own[0].value) : null;
}

function span() {
	const zoom = state.zoom ? buckets.rangeOf(state.zoom) : null;
	const from = zoom?.[0] ?? archive?.first_date;
	const to = zoom?.[1] ?? archive?.last_date;
	return from && to ? [buckets.firstDay(from), buckets.lastDay(to)] : null;
}

export async function load() {
	const range = span();
	const by = range && (state.by || buckets.fitting(...range));
	const now = JSON.stringify([state.index, base(), state.vs, by, range]);
	if (!range || mistaken()) {
		requests.cancel();
		data = null;
		question = "";
	} else if (now !== question) {
		try {
			const list = await requests.run((signal) => rows("timeline", { q: asked(base()),
				vs: state.vs.trim(), by, ratio: true,
				...(state.zoom ? { from: range[0], to: range[1] } : {}), ...whole }, signal));
			if (!list) return;
			question = now;
			data = counted(list, range, by);
		} catch {
			data = null;
			question = "";
		}
		cursor = -1;
	}
	draw();
}

function counted(list, range, by) {
	const starts = buckets.starts(...range, by);
	const place = new Map(starts.map((day, index) => [day, index]));
	const series = [asked(base()), state.vs.trim()].filter(Boolean).map((query) => ({ query,
		counts: starts.map(() => 0), all: starts.map(() => 0) }));
	const order = [...new Set(pick(list, "bucket").map((row) => row.query))];
	for (const row of pick(list, "bucket")) {
		const index = place.get(row.start);
		const one = series[order.indexOf(row.query)];
		if (index === undefined || !one) continue;
		one.counts[index] = row.articles;
		one.all[index] = row.all ?? 0;
	}
	for (const one of series) {
		one.shares = one.counts.map((count, index) => (one.all[index] > 0 ? count / one.all[index] : null));
		one.names = starts.map((day) => buckets.name(day, by));
	}
	return { by, range, starts, series, summary: pick(list, "summary")[0] ?? {} };
}

function inside(index) {
	const range = selection ?? brushed();
	const first = data.starts[index];
	return !range || ((!range[1] || first <= range[1])
		&& (!range[0] || buckets.end(first, data.by) >= range[0]));
}

const sum = (filter) => data.series[0].counts.reduce((all, count, index) =>
	all + (filter(index) ? count : 0), 0);

function sentence() {
	if (!data) return mistaken() ? t("needsWhole") : "";
	if (cursor >= 0) {
		return data.series.map((one, index) => `${index === 0 ? one.names[cursor] : t("compared")} ${
			articles(one.counts[cursor])} (${share(one.shares[cursor])})`).join(" · ");
	}
	const range = brushed();
	const { undated = 0, month_only = 0, year_only = 0 } = data.summary;
	const vague = undated + month_only + year_only;
	return [range ? t("inBrush", buckets.rangeText(range[0] ?? data.range[0], range[1] ?? data.range[1]),
		articles(sum((index) => !inside(index)))) : t("dated", articles(sum(() => true))),
	vague > 0 ? t("vague", articles(vague)) : ""].filter(Boolean).join(t("comma"));
}

const area = h("div.chart", { tabindex: "0", role: "slider", "aria-valuemin": "0" });
const surface = svg("svg", { "aria-hidden": "true" });
const say = h("span.say", { "aria-live": "polite" });
const head = h("figcaption.head");
const table = h("table");

const shape = (size) => chart.shapes({ ...size, names: data.series[0].names, inside,
	series: data.series.map((one) => (shares() ? one.shares : one.counts)), whole: !shares(),
	format: shares() ? share : number });

function draw() {
	say.textContent = sentence();
	area.setAttribute("aria-label", t("timelineKeys"));
	area.setAttribute("aria-valuenow", Math.max(0, cursor));
	area.setAttribute("aria-valuetext", sentence() || "–");
	put(surface);
	put(table);
	if (!data) return;
	area.setAttribute("aria-valuemax", data.starts.length - 1);
	drawing = shape({ width: Math.max(240, area.clientWidth), height });
	surface.setAttribute("viewBox", `0 0 ${drawing.width} ${height}`);
	put(surface, chart.elements(drawing), overlay());
	put(table, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("time")), data.series.map((one) =>
		[h("th", { scope: "col" }, one.query), h("th", { scope: "col" }, t("share"))]))),
	h("tbody", {}, data.series[0].names.map((name, index) => h("tr", {}, h("th", { scope: "row" }, name),
		data.series.map((one) => [h("td", {}, number(one.counts[index])),
			h("td", {}, share(one.shares[index]))])))));
}

function overlay() {
	const { left, slot, top, plot } = drawing;
	const picked = selection || brushed() ? data.starts.map((_, index) => index).filter(inside) : [];
	const x = left + (cursor + 0.5) * slot;
	return [picked.length > 0 && svg("rect", { class: "brush", x: left + picked[0] * slot, y: top,
		width: picked.length * slot, height: plot.height }),
	cursor >= 0 && svg("line", { class: "cursor", x1: x, x2: x, y1: top, y2: top + plot.height })];
}

function controls() {
	const key = (name) => svg("svg", { viewBox: "0 0 26 10", class: "key" },
		svg("line", { class: name, x1: 0, x2: 26, y1: 5, y2: 5 }));
	put(head, say,
		select({ label: t("bucket") }, ["", "day", "week", "month", "year"].map((by) => [by, t(`by_${by}`)]),
			state.by, (by) => change({ by })),
		button(t("counts"), () => change({ share: "" }), { pressed: !shares() }),
		button(t("share"), () => change({ share: "1" }), { pressed: shares() }),
		button("+", () => zoom(true), { label: t("zoomIn"), title: t("zoomIn") }),
		button("−", () => zoom(false), { label: t("zoomOut"), title: t("zoomOut"), disabled: !state.zoom }),
		button(t("compare"), () => {
			comparing = !comparing;
			if (!comparing) change({ vs: "" });
			controls();
			head.querySelector("#compare input")?.focus();
		}, { expanded: comparing }),
		select({ label: t("download"), class: "downloads" }, [["", "⤓"], ["svg", "SVG"], ["png", "PNG"],
			["csv", "CSV"]], "", (kind) => {
			head.querySelector(".downloads").value = "";
			if (data) save(kind);
		}),
		comparing && h("div", { id: "compare" }, key("line-a"), t("thisQuery"), key("line-b"), rival()));
}

function rival() {
	let timer = 0;
	const set = () => change({ vs: field.value }, { replace: true });
	const field = h("input", { type: "text", value: state.vs, label: t("compareWith"),
		placeholder: t("compareWith"), oncompositionend: set, oninput: (event) => {
			clearTimeout(timer);
			if (!event.isComposing) timer = setTimeout(set, 150);
		} });
	return field;
}

async function save(kind) {
	const title = data.series.map((one) => (one.query === asked("") ? t("allArticles") : one.query))
		.join(" · ") + t(shares() ? "titleShare" : "titleCount");
	const name = `timeline.${kind}`;
	const picture = shape({ width: 960, height: 320 });
	if (kind === "svg") download(name, chart.file(picture, title, colours()), "image/svg+xml");
	if (kind === "png") download(name, await chart.picture(picture, title, colours()));
	if (kind === "csv") download(name, csv(), "text/csv");
}

function csv() {
	const lines = ["start,query,articles,all,ratio", ...data.series.flatMap((one) =>
		data.starts.map((day, index) => [day, `"${one.query.replaceAll('"', '""')}"`, one.counts[index],
			one.all[index], one.shares[index]?.toFixed(6) ?? ""].join(",")))];
	return `\ufeff${lines.join("\r\n")}\r\n`;
}

// The colours of the theme as #rrggbb, which every program for SVG reads.
function colours() {
	const context = document.createElement("canvas").getContext("2d",
		{ willReadFrequently: true });
	return Object.fromEntries(["paper", "ink", "accent", "edge", "rule", "soft"].map((name) => {
		say.style.color = `var(--${name})`;
		context.fillStyle = getComputedStyle(say).color;
		say.style.color = "";
		context.fillRect(0, 0, 1, 1);
		const parts = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
		return [name, `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`];
	}));
}

function apply(range) {
	selection = null;
	cursor = -1;
	ask(withFilter(state.q, "date",
		range && fieldClause("date", buckets.rangeText(...range), isChinese())));
}

// Shows the brush, or half or twice the time around the cursor or the middle.
const daysOf = (a, b) => [data.starts[Math.min(a, b)], buckets.end(data.starts[Math.max(a, b)], data.by)];

// Shows the brush, or half of the time around the cursor or the middle; or all of it again.
function zoom(isIn) {
	const range = brushed();
	const last = data ? data.starts.length - 1 : 0;
	const around = Math.ceil(last / 4);
	const middle = cursor >= 0 ? cursor : last >> 1;
	if (!isIn) change({ zoom: "" });
	else if (data && range && !state.zoom) {
		change({ zoom: range.map((day, index) => day ?? data.range[index]).join("..") });
	} else if (last > 3) {
		change({ zoom: daysOf(Math.max(0, middle - around), Math.min(last, middle + around)).join("..") });
	}
}

function pointers() {
	let anchor = -1;
	const bucketAt = (event) => {
		const box = surface.getBoundingClientRect();
		const x = ((event.clientX - box.left) / box.width) * drawing.width;
		return Math.max(0, Math.min(data.starts.length - 1, Math.floor((x - drawing.left) / drawing.slot)));
	};
	const listen = (name, action) => area.addEventListener(name, (event) => data && action(event));
	listen("pointerdown", (event) => {
		if (event.button > 0) return;
		anchor = bucketAt(event);
		area.setPointerCapture(event.pointerId);
	});
	listen("pointermove", (event) => {
		cursor = bucketAt(event);
		if (anchor >= 0) selection = daysOf(anchor, cursor);
		draw();
	});
	listen("pointerup", (event) => {
		if (anchor < 0) return;
		const range = daysOf(anchor, bucketAt(event));
		anchor = -1;
		apply(range);
	});
	for (const name of ["pointercancel", "pointerleave"]) {
		listen(name, () => {
			if (name === "pointerleave" && anchor >= 0) return;
			anchor = -1;
			cursor = -1;
			selection = null;
			draw();
		});
	}
}

function keys() {
	let anchor = -1;
	const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, Home: -Infinity, End: Infinity };
	area.addEventListener("keydown", (event) => {
		if (!data || event.ctrlKey || event.metaKey || event.altKey) return;
		const { key } = event;
		const last = data.starts.length - 1;
		if (key in steps) {
			const before = cursor < 0 ? last : cursor;
			cursor = Math.max(0, Math.min(last, before + steps[key]));
			if (event.shiftKey && anchor < 0) anchor = before;
			if (!event.shiftKey) anchor = -1;
			selection = event.shiftKey ? daysOf(anchor, cursor) : null;
		} else if (key === "Enter" && cursor >= 0) {
			apply(selection ?? daysOf(cursor, cursor));
		} else if (key === "Delete" || key === "Backspace") {
			apply(null);
		} else if (key === "+" || key === "=" || key === "-") {
			zoom(key !== "-");
		} else if (key === "Escape" && cursor >= 0) {
			selection = null;
			cursor = -1;
		} else {
			return;
		}
		event.preventDefault();
		event.stopPropagation();
		draw();
	});
}

export function show() {
	controls();
	draw();
}

export function start() {
	area.append(surface);
	put(figure, head, area, h("div.hidden", {}, table));
	// On a phone the timeline is above the facets, so that the list begins under the counts.
	const phone = matchMedia("(max-width: 720px)");
	const move = () => byId(phone.matches ? "facets" : "results").prepend(figure);
	phone.addEventListener("change", move);
	move();
	pointers();
	keys();
	show();
	new ResizeObserver(draw).observe(area);
	on("interpretation", () => archive && load());
	watch((now, old) => {
		const changed = (...names) => names.some((name) => now[name] !== old[name]);
		selection = null;
		if (now.vs) comparing = true;
		if (changed("share", "zoom", "by") || (changed("vs")
			&& document.activeElement !== head.querySelector("#compare input"))) controls();
		if (changed("vs", "by", "zoom")) load();
		else if (changed("share")) draw();
	});
}
