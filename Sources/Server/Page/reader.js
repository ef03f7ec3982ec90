// The reader: an article beside the list, with its zones, its matches and its neighbours.

import * as api from "./api.js";
import { fieldClause, quoted, withClause } from "./clauses.js";
import { citePanel, copyCitation, copyQuotation } from "./cite.js";
import { has, noteField, toggle } from "./basket.js";
import { button, byId, h, put } from "./dom.js";
import { date, isChinese, longDate, number, t } from "./language.js";
import { Matches } from "./matches.js";
import { reason } from "./reasons.js";
import { joined, pieces, ScalarText } from "./spans.js";
import { address, ask, change, state, watch } from "./state.js";
import { inWords } from "./tree.js";
import { opening } from "./hits.js";

const panel = byId("reader");
const requests = new api.Latest();
const parts = new api.Latest();
let article = null;
let view = "body";
let citing = false;
let opener = null;
export const matches = new Matches();

async function open() {
  if (!state.id) {
    close();
    return;
  }
  const { id, q } = state;
  try {
    const found = await api.shown(requests.run((signal) => api.article(id,
      q.trim() ? { q } : {}, signal).catch((problem) => {
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
    if (state.at) view = zoneOf(state.at) ?? view;
    show();
    if (other && innerWidth <= 1100) panel.querySelector(".reader-page").focus();
  } catch (problem) {
    if (problem.name === "AbortError") return;
    article = null;
    reveal();
    put(panel, h("div.reader-bar", {}, h("span.grow"), closeButton()),
      h("div.reader-page", { tabindex: "-1" }, h("p", { role: "alert" },
        problem.status === 404 ? t("noArticle", id) : problem.status === 0 ? t("offline")
          : reason(problem.detail ?? ""))));
  }
}

function reveal() {
  panel.hidden = false;
  document.body.classList.add("reading");
}

function close() {
  requests.cancel();
  parts.cancel();
  article = null;
  matches.clear();
  panel.hidden = true;
  put(panel);
  document.body.classList.remove("reading");
}

export function back() {
  if (panel.hidden) return false;
  const id = state.id;
  change({ id: "", at: "" });
  const link = [...document.querySelectorAll(".hit")].find((hit) => hit.dataset.id === id);
  (link?.querySelector("h3 a") ?? (opener?.isConnected ? opener : byId("hits"))).focus();
  return true;
}

const closeButton = () => button("×", back, { label: t("closeReader"), title: t("closeReader"),
  class: "sign" });

/** The zone of a place such as `text:120`, as a view. */
function zoneOf(place) {
  const at = place.lastIndexOf(":");
  const offset = Number(place.slice(at + 1));
  const zone = article.zones.find((item) => item.original === place.slice(0, at)
    && item.start <= offset && offset < item.end);
  return zone ? (["title", "body"].includes(zone.kind) ? "body" : "tail") : null;
}

const shownZones = () => article.zones.filter((zone) => view === "tail"
  || zone.kind === "title" || zone.kind === "body");

function spansIn(original) {
  return joined((article.matches ?? []).filter((span) => span.original === original)
    .map((span) => [span.start, span.end]));
}

/** The marked text of a range, as nodes; marks remember their place. */
function marked(original, text, start, end, spans) {
  return pieces(text, start, end, spans).map((piece) => (piece.span < 0 ? piece.text
    : h("mark", { "data-place": `${original}:${spans[piece.span][0]}` }, piece.text)));
}

/** A zone as paragraphs. */
function zoneText(zone, texts) {
  const text = texts.get(zone.original);
  const spans = spansIn(zone.original);
  if (zone.kind === "title") return marked(zone.original, text, zone.start, zone.end, spans);
  const body = text.slice(zone.start, zone.end);
  const nodes = [];
  let at = zone.start;
  for (const line of body.split(/(\n+)/)) {
    const length = [...line].length;
    if (line.trim() !== "") {
      nodes.push(h("p.text", {}, marked(zone.original, text, at, at + length, spans)));
    }
    at += length;
  }
  return nodes;
}

function body() {
  const texts = new Map(article.originals.map((item) => [item.name, new ScalarText(item.text)]));
  if (view === "original") {
    return article.originals.map((item) => [
      h("h3.zone-name", {}, t("originalOf", item.name, article.encoding ?? "")),
      h("div.zone.original.text", {}, marked(item.name, texts.get(item.name), 0,
        texts.get(item.name).count, spansIn(item.name)))]);
  }
  const zones = shownZones();
  const title = zones.find((zone) => zone.kind === "title");
  const shown = zones.filter((zone) => zone !== title || view === "tail");
  return shown.filter((zone) => zone !== title).map((zone) => h(`div.zone.${zone.kind}`, {},
    zone.kind === "body" ? null : h("p.zone-name", {}, t(`zone_${zone.kind}`)), zoneText(zone, texts)));
}

function heading() {
  const title = article.zones.find((zone) => zone.kind === "title");
  if (!title || view === "original") return article.title || t("untitled");
  const original = article.originals.find((item) => item.name === title.original);
  return zoneText(title, new Map([[title.original, new ScalarText(original.text)]]));
}

function hiddenMatches() {
  if (view !== "body") return 0;
  const zones = article.zones.filter((zone) => zone.kind !== "title" && zone.kind !== "body");
  return zones.reduce((sum, zone) => sum + spansIn(zone.original)
    .filter(([start]) => start >= zone.start && start < zone.end).length, 0);
}

const hiddenLength = () => article.zones.filter((zone) => zone.kind === "header"
  || zone.kind === "tail").reduce((sum, zone) => sum + zone.end - zone.start, 0);

function facts() {
  const safe = /^https?:\/\//i.test(article.url ?? "");
  const origin = [article.path, article.encoding].filter(Boolean).join(" · ");
  return h("div.facts", {},
    h("bdi", {}, article.source || t("noSource")),
    h("time.number", { datetime: article.date ?? "" }, longDate(article.date),
      article.date?.length > 10 ? ` ${article.date.slice(11, 16)}` : ""),
    article.section ? h("bdi", {}, article.section) : null,
    (article.tags ?? []).map((tag) => button(`#${tag}`, () => ask(withClause(state.q,
      fieldClause("tag", quoted(tag), isChinese()))), { class: "tag link" })),
    (article.extras ?? []).map((extra) => h("span.text", {},
      `${extra.key}${isChinese() ? "：" : ": "}${value(extra.json)}`)),
    h("span.origin.text", {}, t("origin"), " ",
      safe ? h("a", { href: article.url, rel: "noreferrer noopener", target: "_blank" },
        article.url) : article.url ?? "",
      article.url && origin ? " · " : "", origin));
}

function value(json) {
  try {
    const parsed = JSON.parse(json);
    return typeof parsed === "string" ? parsed : Array.isArray(parsed) ? parsed.join(", ") : json;
  } catch {
    return json;
  }
}

function show() {
  reveal();
  const before = panel.querySelector(".reader-page");
  const top = before?.dataset.id === article.id ? before.scrollTop : 0;
  const kept = has(article.id);
  const names = [["body", "viewBody"], ["tail", "viewTail"], ["original", "viewOriginal"],
    ["why", "viewWhy"]];
  const page = h("div.reader-page", { tabindex: "-1", "data-id": article.id },
    h("h2.text", { id: "reader-title" }, heading()), facts(),
    h("div.views", { role: "group", label: t("views") }, names.map(([name, key]) => button(
      name === "tail" && hiddenLength() > 0 ? t("viewTailCount", number(hiddenLength())) : t(key),
      () => {
        view = name;
        show();
        panel.querySelector(`.views [aria-pressed="true"]`)?.focus();
      }, { pressed: String(view === name) }))),
    citing ? citePanel(article) : null,
    kept ? noteField(article.id) : null,
    hiddenMatches() > 0 ? h("p.soft", {}, t("hiddenMatches", number(hiddenMatches()))) : null,
    view === "why" ? h("div.why", { "aria-live": "polite" }) : h("div.article", {}, body()),
    view === "why" ? null : h("section.after", { label: t("similar") }));
  const output = h("output", { "aria-live": "polite" });
  const ticks = h("div.ticks", { "aria-hidden": "true" });
  put(panel, h("div.reader-bar", {},
    h("span.steps", {}, button("‹", () => matches.step(-1), { label: t("previousMatch") }),
      output, button("›", () => matches.step(1), { label: t("nextMatch") })),
    h("span.grow"),
    button(kept ? `★ ${t("kept")}` : `☆ ${t("keepShort")}`, () => {
      toggle(article);
      show();
    }, { pressed: String(kept) }),
    button(t("quote"), () => copyQuotation(article, matches), { title: t("quoteHint") }),
    button(t("cite"), cite, { expanded: String(citing), title: "c" }),
    closeButton()), page, ticks);
  panel.setAttribute("aria-labelledby", "reader-title");
  panel.removeAttribute("aria-label");
  page.scrollTop = top;
  matches.show(page, ticks, output, state.at);
  if (view === "why") why(page.querySelector(".why"));
  else similar(page.querySelector(".after"));
}

export function cite() {
  if (!article) return;
  citing = !citing;
  show();
  if (citing) panel.querySelector(".cite select")?.focus();
}

/** Copies the reference to the open article. */
export const copy = () => (article ? copyCitation(article) : undefined);

async function similar(section) {
  try {
    const list = await parts.run((signal) => api.rows("similar", { id: article.id, limit: 6 }, signal));
    const hits = (list ?? []).filter((row) => row.type === "hit");
    if (hits.length === 0) return;
    put(section, h("h3", {}, t("similar")), h("ol", {}, hits.map((hit) => h("li", {},
      h("a.text", { href: address({ id: hit.id, at: "" }), onclick: opening({ id: hit.id, at: "" }) },
        hit.title || t("untitled")),
      h("div.facts", {}, date(hit.date), " ", h("bdi", {}, hit.source ?? ""))))));
  } catch {
    put(section);
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
    if (!list) return;
    const row = list.find((item) => item.clause) ?? list[0];
    put(place, h("p", {}, t(row.matches ? "matchesWhole" : "matchesPart")),
      row.clause ? h("ul", {}, clause(row.clause)) : null);
  } catch (problem) {
    put(place, h("p", {}, reason(problem.detail ?? "")));
  }
}

/** One clause with its places; a place opens the text there. */
const clause = (item) => h("li", {},
  h(item.matches ? "span.yes.text" : "span.no.text", {}, h("span.hidden", {},
    t(item.matches ? "found" : "notFound")), inWords(item.clause, isChinese())), " ",
  item.occurrences > 0 ? h("span.soft", {}, t("matchCount", number(item.occurrences))) : null,
  item.closest ? h("p.soft.text", {}, reason(item.closest)) : null,
  item.places.length > 0 ? h("div.places", {}, item.places.map((span, index) => button(
    number(index + 1), () => {
      view = "body";
      const at = `${span.original}:${span.start}`;
      if (state.at === at) show();
      else change({ at }, { replace: true });
    }, { class: "link", label: t("goToMatch", number(index + 1)) }))) : null,
  item.parts.length > 0 ? h("ul", {}, item.parts.map(clause)) : null);

export function redraw() {
  if (article) show();
}

export function start() {
  matches.start();
  watch((now, old) => {
    if (now.id !== old.id || now.index !== old.index || now.q !== old.q) open();
    else if (now.at !== old.at && article) {
      view = zoneOf(now.at) ?? view;
      show();
    }
  });
  open();
}
