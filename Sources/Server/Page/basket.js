// The basket with notes, and saved searches. Both stay in the browser.

import * as api from "./api.js";
import { total } from "./answer.js";
import { copyText, formats } from "./cite.js";
import { button, byId, download, h, put } from "./dom.js";
import { openDialog, closeDialog } from "./dialog.js";
import { referenceFile } from "./exports.js";
import { articles, date, number, t } from "./language.js";
import { say } from "./said.js";
import { change, state } from "./state.js";
import { recall, remember } from "./storage.js";

const known = 2000;
let basket = listOf("basket");
let searches = listOf("searches");

function listOf(name) {
  const value = recall(name, []);
  return Array.isArray(value) ? value.filter((item) => item && typeof item === "object") : [];
}

const same = (item, id) => item.id === id && item.index === state.index;
export const has = (id) => basket.some((item) => same(item, id));

function store(name, list) {
  if (!remember(name, list)) say(t("notStored"));
}

export function toggle(article) {
  if (has(article.id)) basket = basket.filter((item) => !same(item, article.id));
  else basket = [...basket, { id: article.id, index: state.index, title: article.title,
    date: article.date, source: article.source, url: article.url, note: "" }];
  store("basket", basket);
  label();
}

function setNote(entry, note) {
  entry.note = note;
  store("basket", basket);
}

/** The field for the note to an article of the basket. */
export function noteField(id) {
  const entry = basket.find((item) => same(item, id));
  const area = h("textarea", { rows: "2", label: t("note"), placeholder: t("note"),
    oninput: (event) => setNote(entry, event.target.value) });
  area.value = entry.note ?? "";
  return h("div.note", {}, area);
}

/** The sign of the basket with its count. */
export function label() {
  byId("basket-button").textContent = basket.length > 0 ? `★ ${number(basket.length)}` : "☆";
  byId("basket-button").setAttribute("aria-label", t("basketCount", number(basket.length)));
}

export async function saveSearch(answer) {
  if (!state.q.trim() || !answer) {
    say(t("writeFirst"));
    return;
  }
  searches = searches.filter((item) => !(item.q === state.q && item.index === state.index));
  const entry = { q: state.q, index: state.index, total: answer.summary.total,
    generation: api.generations.get(state.index) ?? "", day: new Date().toISOString().slice(0, 10),
    ids: await idsOf(state.q, answer.summary.total) };
  searches = [entry, ...searches];
  store("searches", searches);
  say(t("saved"));
}

/** The ids of the hits, so that new ones can be told. Null when there are too many. */
async function idsOf(q, count) {
  if (count > known) return null;
  try {
    const list = await api.rows("search", { q, match: "all", limit: Math.max(1, count) });
    return list.filter((row) => row.type === "hit").map((hit) => hit.id);
  } catch {
    return null;
  }
}

async function file(format) {
  const here = basket.filter((item) => item.index === state.index).map((item) => item.id);
  try {
    download(`basket.${format.ending}`, await referenceFile(here, format.name, () => {}), format.type);
  } catch (problem) {
    say(problem.message);
  }
}

function notes() {
  return basket.map((item) => [`${item.title ?? ""} (${item.source ?? ""}, ${item.date ?? ""})`,
    item.url ?? item.id, item.note ?? ""].filter(Boolean).join("\n")).join("\n\n");
}

function entries() {
  if (basket.length === 0) return h("p.soft", {}, t("basketEmpty"));
  return [h("ul.export", {}, basket.map((item) => h("li", {},
    h("div", {},
      button(item.title || t("untitled"), () => {
        closeDialog();
        change({ index: item.index, id: item.id, at: "" });
      }, { class: "link text" }),
      h("p.soft", {}, date(item.date), " ", h("bdi", {}, item.source ?? "")),
      note(item)),
    button("×", () => {
      basket = basket.filter((other) => other !== item);
      store("basket", basket);
      label();
      show();
    }, { label: t("removeFrom", item.title ?? "") })))),
  h("p", {}, t("basketExport"), " ", formats.map((format) => button(format.label, () => file(format),
    { class: "framed" })), " ", button(t("copyNotes"), () => copyText(notes()), { class: "framed" }))];
}

function note(item) {
  const area = h("textarea", { rows: "1", label: t("noteTo", item.title ?? ""),
    placeholder: t("note"), oninput: (event) => setNote(item, event.target.value) });
  area.value = item.note ?? "";
  return area;
}

function savedList() {
  if (searches.length === 0) return h("p.soft", {}, t("searchesEmpty"));
  return h("ul.export", {}, searches.map((item) => {
    const news = h("p.soft", { "aria-live": "polite" });
    if (item.index === state.index) compare(item, news);
    return h("li", {},
      h("div", {}, button(h("bdi", {}, item.q), () => {
        closeDialog();
        change({ index: item.index, q: item.q, id: "", n: "20", tab: "articles" });
      }, { class: "link" }), h("p.soft", {}, t("savedOn", item.day, articles(item.total))), news),
      button("×", () => {
        searches = searches.filter((other) => other !== item);
        store("searches", searches);
        show();
      }, { label: t("removeFrom", item.q) }));
  }));
}

/** What is new since the search was saved. */
async function compare(item, place) {
  try {
    const count = await total(item.q);
    if (item.ids === null || !Array.isArray(item.ids) || count > known) {
      put(place, t("newCount", articles(count), `${count >= item.total ? "+" : "−"}${
        number(Math.abs(count - item.total))}`));
      return;
    }
    const old = new Set(item.ids);
    const list = await api.rows("search", { q: item.q, match: "all", sort: "-date",
      limit: Math.max(1, count) });
    const hits = list.filter((row) => row.type === "hit");
    const added = hits.filter((hit) => !old.has(hit.id));
    const gone = old.size - (hits.length - added.length);
    put(place, added.length === 0 && gone === 0 ? t("nothingNew") : t("newSince",
      articles(added.length), articles(gone)),
    added.slice(0, 20).map((hit) => h("div", {}, button(hit.title || t("untitled"), () => {
      closeDialog();
      change({ q: item.q, id: hit.id, at: "" });
    }, { class: "link text" }), " ", date(hit.date))),
    added.length > 0 || gone > 0 ? button(t("seenAll"), () => {
      item.ids = hits.map((hit) => hit.id);
      item.total = count;
      item.day = new Date().toISOString().slice(0, 10);
      store("searches", searches);
      show();
    }, { class: "framed" }) : null);
  } catch (problem) {
    put(place, problem.message);
  }
}

export function show() {
  openDialog(t("basket"), [h("h3", {}, t("basketTitle", number(basket.length))), entries(),
    h("h3", {}, t("searchesTitle")), savedList(), h("p.soft", {}, t("localOnly"))]);
}

export function start() {
  label();
  byId("basket-button").addEventListener("click", show);
  addEventListener("storage", () => {
    basket = listOf("basket");
    searches = listOf("searches");
    label();
  });
}
