// The tabs of corpus research: concordance, collocates, keywords, sequences. Each counts the same
// articles as the list.

import * as api from "./api.js";
import { whole } from "./answer.js";
import { quoted, withClause } from "./clauses.js";
import { button, h, put } from "./dom.js";
import { opening } from "./hits.js";
import { articles, number, t } from "./language.js";
import { reason } from "./reasons.js";
import { address, ask, change, state } from "./state.js";

const requests = new api.Latest();
const limits = { kwic: 100, words: 50 };
let more = 1;
let asked = "";

/** Runs the request of a tab, and shows the last answer until the next one is ready. */
async function view(place, route, parameters, controls, draw) {
  if (!state.q.trim()) {
    put(place, h("div.empty", {}, h("p", {}, t("writeFirst"))));
    return;
  }
  const key = JSON.stringify([route, state.index, state.q, parameters]);
  if (key !== asked) more = 1;
  asked = key;
  const result = place.querySelector(".result");
  const fresh = h("div.result");
  if (result && place.dataset.route === route) fresh.append(...result.childNodes);
  place.dataset.route = route;
  put(place, h("div.controls", {}, controls), fresh);
  const limit = (route === "kwic" ? limits.kwic : limits.words) * more;
  try {
    const list = await api.shown(requests.run((signal) => api.rows(route,
      { q: state.q, ...whole, ...parameters, limit }, signal)));
    if (!list || !fresh.isConnected) return;
    const summary = list.find((row) => row.type === "summary");
    const lines = list.filter((row) => row.type !== "summary");
    put(fresh, draw(lines, summary),
      lines.length >= limit ? h("p.more", {}, button(t("moreLines"), () => {
        more *= 4;
        view(place, route, parameters, controls, draw);
      }, { class: "main" })) : null);
  } catch (problem) {
    put(fresh, h("p", { role: "alert" }, problem.status === 0 ? t("offline") : reason(problem.detail ?? "")));
  }
}

function choice(label, name, values) {
  return h("label", {}, label, h("select", { onchange: (event) => change({ [name]: event.target.value },
    { replace: true }) }, values.map(([value, text]) => h("option",
    { value, selected: state[name] === value }, text))));
}

const windows = ["3", "5", "8", "12", "20"].map((value) => [value, value]);
const stops = () => h("label", {}, h("input", { type: "checkbox", checked: state.stop === "1",
  onchange: (event) => change({ stop: event.target.checked ? "1" : "" }, { replace: true }) }),
t("withoutStops"));
const stopWords = () => ({ "stop-words": state.stop === "1" ? "built-in" : "none" });

export function concordance(place) {
  const order = ["left", "right", "date"].includes(state.order) ? state.order : "position";
  return view(place, "kwic", { sort: order, window: 20 },
    [choice(t("sort"), "order", [["", t("byPosition")], ["left", t("byLeft")], ["right", t("byRight")],
      ["date", t("byDate")]])],
    (lines, summary) => [
      h("p.soft", {}, t("occurrences", number(summary.occurrences),
        articles(summary.articles_with_occurrences))),
      h("div.scroll", {}, h("table.kwic", {},
        h("thead", {}, h("tr", {}, ["left", "key", "right", "when"].map((name) =>
          h(`th.${name}`, { scope: "col" }, t(`kwic_${name}`))))),
        h("tbody", {}, lines.map(line))))]);
}

function line(row) {
  const flat = (text) => text.replace(/\s+/g, " ");
  const open = { id: row.id, at: `${row.original}:${row.start}` };
  const facts = [row.published?.slice(0, 10), row.source].filter(Boolean).join(" ");
  return h("tr", {}, h("td.left", {}, h("bdi", {}, flat(row.left))),
    h("td.key", {}, h("a.text", { href: address(open), onclick: opening(open),
      title: row.title ?? "" }, flat(row.match))),
    h("td.right", {}, h("bdi", {}, flat(row.right))),
    h("td.when", {}, h("bdi", { title: facts }, facts)));
}

/** A table of words; a column has a name, a text of the head, and a form of its values. */
function table(lines, word, columns) {
  return h("div.scroll", {}, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("word")), columns.map(([, label]) =>
      h("th.figure", { scope: "col" }, label)))),
    h("tbody", {}, lines.map((row) => h("tr", {},
      h("td.word", {}, button(h("bdi", {}, row[word]),
        () => ask(withClause(state.q, quoted(row[word].replaceAll(" ", ""))),
          { also: { tab: "articles" } }), { title: t("addToQuery"), class: "text" })),
      columns.map(([name, , form]) => h("td.figure", {}, form(row[name]))))))));
}

const decimal = (value) => (value === null || value === undefined ? "–" : value.toFixed(2));

export const collocates = (place) => view(place, "collocates",
  { window: Number(state.near) || 5, sort: ["mi", "frequency"].includes(state.order) ? state.order : "ll",
    ...stopWords() },
  [choice(t("window"), "near", windows), choice(t("sort"), "order", [["", t("byLikelihood")],
    ["mi", t("byInformation")], ["frequency", t("byFrequency")]]), stops()],
  (lines, summary) => [
    h("p.soft", {}, t("nodes", number(summary.nodes), articles(summary.articles))),
    table(lines, "word", [["near", t("nearCount"), number], ["expected", t("expected"), decimal],
      ["log_likelihood", t("likelihood"), decimal], ["mutual_information", t("information"), decimal],
      ["articles", t("articlesColumn"), number]])]);

export const keywords = (place) => view(place, "keywords",
  { sort: ["ratio", "frequency"].includes(state.order) ? state.order : "ll", vs: state.vs.trim(),
    ...stopWords() },
  [choice(t("sort"), "order", [["", t("byLikelihood")], ["ratio", t("byRatio")],
    ["frequency", t("byFrequency")]]), stops(), h("span.soft", {}, state.vs.trim()
    ? t("keywordsVersus", state.vs) : t("keywordsRest"))],
  (lines, summary) => [
    h("p.soft", {}, t("keywordsOf", articles(summary.articles), articles(summary.other_articles))),
    table(lines, "word", [["frequency", t("frequency"), number],
      ["other_frequency", t("otherFrequency"), number], ["log_likelihood", t("likelihood"), decimal],
      ["log_ratio", t("ratio"), decimal], ["articles", t("articlesColumn"), number]])]);

export const sequences = (place) => view(place, "ngrams",
  { n: state.len, sort: state.order === "articles" ? "articles" : "frequency", ...stopWords() },
  [choice(t("length"), "len", ["1", "2", "3", "4", "2..3", "2..5"].map((value) =>
    [value, value.replace("..", "–")])),
  choice(t("sort"), "order", [["", t("byFrequency")], ["articles", t("byArticles")]]), stops()],
  (lines, summary) => [
    h("p.soft", {}, t("sequencesOf", articles(summary.articles), number(summary.distinct))),
    table(lines, "ngram", [["frequency", t("frequency"), number],
      ["articles", t("articlesColumn"), number], ["sources", t("sourcesColumn"), number],
      ["dp_periods", t("dispersion"), decimal]])]);
