// The timeline: counts or shares of the query over time, a brush that writes `date:`, zoom, and the
// comparison with a second query. The brush shows the dates of the query within all other articles.

import { Latest, rows } from "./api.js";
import { archive, asked, on, reading, whole } from "./answer.js";
import * as buckets from "./buckets.js";
import * as chart from "./chart.js";
import { fieldClause, filtersOf, positive, withFilter, without } from "./clauses.js";
import { button, byId, download, h, put, svg } from "./dom.js";
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

const dateClauses = () => filtersOf(state.q).filter((clause) => clause.field === "date");

/** The query without its dates: the brush shows them. */
const base = () => positive(without(state.q, dateClauses()));

/** The days that the query's dates select, if the timeline can show them. */
function brushed() {
  const own = dateClauses();
  return own.length === 1 && !own[0].negated ? buckets.rangeOf(own[0].value) : null;
}

function span() {
  const zoom = state.zoom ? buckets.rangeOf(state.zoom) : null;
  const from = zoom?.[0] ?? archive?.first_date?.slice(0, 10);
  const to = zoom?.[1] ?? archive?.last_date?.slice(0, 10);
  return from && to ? [buckets.firstDay(from), buckets.lastDay(to)] : null;
}

async function load() {
  const range = span();
  if (!range || reading?.problem || reading?.mistakes.length > 0) {
    data = null;
    question = "";
    draw();
    return;
  }
  const by = state.by || buckets.fitting(...range);
  const q = base();
  const now = JSON.stringify([state.index, q, state.vs, by, range]);
  if (now === question) {
    draw();
    return;
  }
  try {
    const list = await requests.run((signal) => rows("timeline", { q: asked(q), vs: state.vs.trim(),
      by, ratio: true,
      ...(state.zoom ? { from: range[0], to: range[1] } : {}), ...whole }, signal));
    if (!list) return;
    question = now;
    const starts = buckets.starts(range[0], range[1], by);
    const place = new Map(starts.map((day, index) => [day, index]));
    const names = [asked(q), ...(state.vs.trim() ? [state.vs.trim()] : [])];
    const series = names.map((query) => ({ query, counts: starts.map(() => 0),
      all: starts.map(() => 0) }));
    const summaries = list.filter((row) => row.type === "summary");
    const order = [...new Set(list.filter((row) => row.type === "bucket").map((row) => row.query))];
    for (const row of list) {
      const index = row.type === "bucket" ? place.get(row.start) : undefined;
      if (index === undefined) continue;
      const one = series[Math.max(0, order.indexOf(row.query))];
      if (!one) continue;
      one.counts[index] = row.articles;
      one.all[index] = row.all ?? 0;
    }
    data = { by, range, starts, series, summaries };
  } catch {
    data = null;
    question = "";
  }
  cursor = -1;
  draw();
}

const shares = () => state.share === "1";
const valuesOf = (one) => one.counts.map((count, index) =>
  (shares() ? (one.all[index] > 0 ? count / one.all[index] : null) : count));

function inside(index) {
  const range = selection ?? brushed();
  if (!range) return true;
  const first = data.starts[index];
  return (!range[1] || first <= range[1]) && (!range[0] || buckets.end(first, data.by) >= range[0]);
}

function bucketText(index) {
  const name = buckets.name(data.starts[index], data.by);
  return data.series.map((one, number_) => (number_ === 0 ? name : t("compared")) + (isChinese() ? "：" : ": ")
    + articles(one.counts[index])
    + (one.all[index] > 0 ? `, ${share(one.counts[index] / one.all[index])}` : "")).join("; ");
}

/** What is under the chart: the selection, the place of the cursor, or the whole. */
function sentence() {
  if (!data) return reading?.problem || reading?.mistakes.length > 0 ? t("needsWhole") : "";
  if (cursor >= 0) return bucketText(cursor);
  const counted = data.series[0].counts.reduce((sum, count) => sum + count, 0);
  const [summary] = data.summaries;
  const range = brushed();
  const parts = [];
  if (range) {
    const inRange = data.series[0].counts.reduce((sum, count, index) =>
      sum + (inside(index) ? count : 0), 0);
    parts.push(t("inBrush", buckets.rangeText(range[0] ?? data.range[0], range[1] ?? data.range[1]),
      articles(counted - inRange)));
  } else {
    parts.push(t("dated", articles(counted)));
  }
  const vague = (summary?.undated ?? 0) + (summary?.month_only ?? 0) + (summary?.year_only ?? 0);
  if (vague > 0) parts.push(t("vague", articles(vague)));
  return parts.join(isChinese() ? "，" : ", ");
}

function colours() {
  const probe = h("span");
  figure.append(probe);
  const result = {};
  for (const name of ["paper", "ink", "accent", "edge", "rule", "soft"]) {
    probe.style.color = `var(--${name})`;
    result[name] = toHex(getComputedStyle(probe).color);
  }
  probe.remove();
  return result;
}

/** A computed colour as #rrggbb, which every program for SVG reads. */
function toHex(colour) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return `#${[...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
    .map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

const title = () => data.series.map((one) => (one.query === asked("") ? t("allArticles") : one.query))
  .join(isChinese() ? " 与 " : " and ") + (shares() ? t("titleShare") : t("titleCount"));

function table() {
  const cell = (text, name = "figure") => h(`td.${name}`, {}, text);
  return [h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("time")),
    data.series.map((one) => [h("th.figure", { scope: "col" }, one.query),
      h("th.figure", { scope: "col" }, t("share"))]))),
  h("tbody", {}, data.starts.map((day, index) => h("tr", {},
    h("th", { scope: "row" }, buckets.name(day, data.by)),
    data.series.map((one) => [cell(number(one.counts[index])),
      cell(one.all[index] > 0 ? share(one.counts[index] / one.all[index]) : "–")]))))];
}

function csv() {
  const quote = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [["start", "query", "articles", "all", "ratio"]];
  for (const one of data.series) {
    data.starts.forEach((day, index) => lines.push([day, quote(one.query), one.counts[index],
      one.all[index], one.all[index] > 0 ? (one.counts[index] / one.all[index]).toFixed(6) : ""]));
  }
  return lines.map((cells) => cells.join(",")).join("\r\n") + "\r\n";
}

async function save(kind) {
  const wide = { ...shape(), width: 960, height: 320 };
  const picture = chart.shapes(wide);
  if (kind === "svg") download("timeline.svg", chart.document(picture, title(), colours()), "image/svg+xml");
  if (kind === "png") download("timeline.png", await chart.picture(picture, title(), colours()));
  if (kind === "csv") download("timeline.csv", `\ufeff${csv()}`, "text/csv");
}

function shape() {
  const width = Math.max(240, figure.querySelector(".chart")?.clientWidth || 640);
  return { names: data.starts.map((day) => buckets.name(day, data.by)),
    series: data.series.map((one) => ({ values: valuesOf(one) })), width, height,
    lines: data.series.length > 1, inside, whole: !shares(),
    format: (value) => (shares() ? share(value).replace(".0%", "%") : number(value)) };
}

const area = h("div.chart", { tabindex: "0", role: "slider", "aria-valuemin": "0" });
const surface = svg("svg", { "aria-hidden": "true" });
area.append(surface);
const say = h("span.say", { "aria-live": "polite" });
const head = h("figcaption.head");
const data_table = h("table");
const hiddenTable = h("div.hidden", {}, data_table);
let compareOpen = state.vs !== "";

function draw() {
  say.textContent = sentence();
  area.setAttribute("aria-label", t("timelineKeys"));
  area.setAttribute("aria-valuenow", String(Math.max(0, cursor)));
  if (!data) {
    put(surface);
    put(data_table);
    return;
  }
  drawing = chart.shapes(shape());
  surface.setAttribute("viewBox", `0 0 ${drawing.width} ${height}`);
  put(surface, chart.elements(drawing), overlay());
  area.setAttribute("aria-valuemax", String(data.starts.length - 1));
  area.setAttribute("aria-valuetext", cursor >= 0 ? bucketText(cursor) : sentence());
  put(data_table, table());
}

function overlay() {
  const nodes = [];
  const range = selection ?? brushed();
  const x = (index) => drawing.left + index * drawing.slot;
  if (range) {
    const first = data.starts.findIndex((_, index) => inside(index));
    const last = data.starts.findLastIndex((_, index) => inside(index));
    if (first >= 0) {
      nodes.push(svg("rect", { class: "brush", x: x(first), y: drawing.top,
        width: (last - first + 1) * drawing.slot, height: drawing.plot.height }));
    }
  }
  if (cursor >= 0) {
    nodes.push(svg("line", { class: "cursor", x1: x(cursor + 0.5), x2: x(cursor + 0.5),
      y1: drawing.top, y2: drawing.top + drawing.plot.height }));
  }
  return nodes;
}

function controls() {
  const option = (value, key) => h("option", { value, selected: state.by === value }, t(key));
  put(head, say,
    h("select", { label: t("bucket"), onchange: (event) => change({ by: event.target.value }) },
      option("", "byAuto"), option("day", "byDay"), option("week", "byWeek"),
      option("month", "byMonth"), option("year", "byYear")),
    button(t("counts"), () => change({ share: "" }), { pressed: String(!shares()) }),
    button(t("share"), () => change({ share: "1" }), { pressed: String(shares()) }),
    button("+", () => zoom(0.5), { label: t("zoomIn"), title: t("zoomIn") }),
    button("−", () => zoom(2), { label: t("zoomOut"), title: t("zoomOut"), disabled: !state.zoom }),
    button(t("compare"), () => {
      compareOpen = !compareOpen;
      if (!compareOpen) change({ vs: "" });
      controls();
      figure.querySelector("#compare input")?.focus();
    }, { expanded: String(compareOpen) }),
    downloads(),
    compareOpen ? comparison() : null);
}

function comparison() {
  let timer = 0;
  const field = h("input", { type: "text", value: state.vs, label: t("compareWith"),
    placeholder: t("compareWith"), oninput: (event) => {
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(() => change({ vs: event.target.value }, { replace: true }), 150);
    } });
  field.addEventListener("compositionend", () => change({ vs: field.value }, { replace: true }));
  const key = (name, text) => h("span.key", {}, svg("svg", { viewBox: "0 0 26 10" },
    svg("line", { class: name, x1: 0, x2: 26, y1: 5, y2: 5 })), text);
  return h("div", { id: "compare" }, key("line-a", t("thisQuery")), key("line-b", ""), field);
}

function downloads() {
  const menu = h("div.menu", { hidden: true, role: "group", label: t("download") },
    ["svg", "png", "csv"].map((kind) => button(kind.toUpperCase(), () => {
      menu.hidden = true;
      opener.setAttribute("aria-expanded", "false");
      opener.focus();
      if (data) save(kind);
    })));
  const opener = button("⤓", () => {
    menu.hidden = !menu.hidden;
    opener.setAttribute("aria-expanded", String(!menu.hidden));
  }, { label: t("download"), title: t("download"), expanded: "false" });
  return h("span.downloads", { onkeydown: (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    event.stopPropagation();
    menu.hidden = true;
    opener.focus();
  } }, opener, menu);
}

function apply(range) {
  selection = null;
  cursor = -1;
  const clause = range ? fieldClause("date", buckets.rangeText(...range), isChinese()) : null;
  ask(withFilter(state.q, "date", clause));
}

/** Shows half or twice the time around the cursor, the brush or the middle. */
function zoom(factor) {
  if (!data) return;
  const range = brushed();
  if (factor < 1 && range && !state.zoom) {
    change({ zoom: `${range[0] ?? data.range[0]}..${range[1] ?? data.range[1]}` });
    return;
  }
  const day = 86_400_000;
  const [from, to] = data.range.map((text) => Date.parse(text));
  const middle = cursor >= 0 ? Date.parse(data.starts[cursor]) : (from + to) / 2;
  const half = Math.max(3 * day, ((to - from) / 2) * factor);
  const low = Date.parse(buckets.firstDay(archive.first_date));
  const high = Date.parse(buckets.lastDay(archive.last_date));
  const iso = (time) => new Date(Math.min(high, Math.max(low, time))).toISOString().slice(0, 10);
  const target = [iso(middle - half), iso(middle + half)];
  const everything = Date.parse(target[0]) <= low && Date.parse(target[1]) >= high;
  change({ zoom: everything ? "" : target.join("..") });
}

const bucketAt = (event) => {
  const box = surface.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * drawing.width;
  return Math.max(0, Math.min(data.starts.length - 1, Math.floor((x - drawing.left) / drawing.slot)));
};

const daysOf = (a, b) => [data.starts[Math.min(a, b)],
  buckets.end(data.starts[Math.max(a, b)], data.by)];

function pointers() {
  let anchor = -1;
  area.addEventListener("pointerdown", (event) => {
    if (!data || event.button > 0) return;
    anchor = bucketAt(event);
    area.setPointerCapture(event.pointerId);
  });
  area.addEventListener("pointermove", (event) => {
    if (!data) return;
    cursor = bucketAt(event);
    if (anchor >= 0) selection = daysOf(anchor, cursor);
    draw();
  });
  const finish = (event, cancelled) => {
    if (anchor < 0 || !data) return;
    const range = daysOf(anchor, bucketAt(event));
    anchor = -1;
    if (cancelled) {
      selection = null;
      draw();
    } else {
      apply(range);
    }
  };
  area.addEventListener("pointerup", (event) => finish(event, false));
  area.addEventListener("pointercancel", (event) => finish(event, true));
  area.addEventListener("pointerleave", () => {
    if (anchor >= 0) return;
    cursor = -1;
    draw();
  });
}

function keys() {
  let anchor = -1;
  area.addEventListener("keydown", (event) => {
    if (!data || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = data.starts.length - 1;
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: -12, PageDown: 12 };
    if (event.key in steps || event.key === "Home" || event.key === "End") {
      const before = cursor < 0 ? last : cursor;
      cursor = event.key === "Home" ? 0 : event.key === "End" ? last
        : Math.max(0, Math.min(last, before + steps[event.key]));
      if (event.shiftKey) {
        if (anchor < 0) anchor = before;
        selection = daysOf(anchor, cursor);
      } else {
        anchor = -1;
        selection = null;
      }
    } else if (event.key === "Enter" && cursor >= 0) {
      const range = selection ?? daysOf(cursor, cursor);
      anchor = -1;
      apply(range);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      apply(null);
    } else if (event.key === "+" || event.key === "=") {
      zoom(0.5);
    } else if (event.key === "-") {
      zoom(2);
    } else if (event.key === "Escape" && (selection || cursor >= 0)) {
      selection = null;
      cursor = -1;
      anchor = -1;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    draw();
  });
}

/** On a phone the timeline is above the facets, so that the list begins under the counts. */
function place() {
  const phone = matchMedia("(max-width: 720px)");
  const move = () => {
    if (phone.matches) byId("facets").prepend(figure);
    else byId("results").prepend(figure);
  };
  phone.addEventListener("change", move);
  move();
}

export function show() {
  controls();
  draw();
}

export { load };

export function start() {
  put(figure, head, area, hiddenTable);
  place();
  pointers();
  keys();
  controls();
  new ResizeObserver(() => draw()).observe(area);
  on("interpretation", () => archive && load());
  watch((now, old) => {
    selection = null;
    if (now.vs !== old.vs && now.vs && !compareOpen) compareOpen = true;
    const field = figure.querySelector("#compare input");
    if (now.share !== old.share || now.zoom !== old.zoom || now.by !== old.by
      || (now.vs !== old.vs && document.activeElement !== field)) controls();
    if (["vs", "by", "zoom"].some((key) => now[key] !== old[key])) load();
    else if (now.share !== old.share) draw();
  });
}
