// The facets: exact counts of the answer by source, year, tag and field, with a search inside.

import { Latest } from "./api.js";
import { allValues, on } from "./answer.js";
import { fieldClause, filtersOf, quoted, withClause, withFilter, without } from "./clauses.js";
import { button, byId, h, put } from "./dom.js";
import { articles, isChinese, number, t } from "./language.js";
import { ask, state } from "./state.js";

const panel = byId("facets");
const lists = new Map();
const searches = new Latest();

/** Fields of which an article has one value, so that a new choice replaces the old one. */
const single = new Set(["source", "date"]);
const fieldOf = (facet) => (facet === "year" ? "date" : facet);
const label = (facet) => (["source", "year", "tag"].includes(facet) ? t(`facet_${facet}`) : facet);

function choose(facet, value, negated) {
  const field = fieldOf(facet);
  const clause = fieldClause(field, quoted(value), isChinese(), negated);
  if (negated || !single.has(field)) ask(withClause(state.q, clause));
  else ask(withFilter(state.q, field, clause));
}

/** The clause that finds the articles without a value. Tags have no pattern, so there is none. */
function unknownClause(facet, negated) {
  if (facet === "tag") return null;
  const every = facet === "year" ? "0001..9999" : "*";
  return fieldClause(fieldOf(facet), every, isChinese(), !negated);
}

function row(facet, value, count) {
  return h("li", {},
    button(h("bdi", {}, value), () => choose(facet, value, false),
      { class: "value", label: t("only", value, articles(count)) }),
    h("span.count", {}, number(count)),
    button("−", () => choose(facet, value, true),
      { class: "out", label: t("exclude", value), title: t("exclude", value) }));
}

function unknown(facet, count) {
  const find = unknownClause(facet, false);
  return h("li.unknown", {},
    find ? button(t("unknown"), () => ask(withClause(state.q, find)), { class: "value" })
      : h("span.value", {}, t("unknown")),
    h("span.count", {}, number(count)),
    find ? button("−", () => ask(withClause(state.q, unknownClause(facet, true))),
      { class: "out", label: t("exclude", t("unknown")) }) : h("span"));
}

const sorted = (facet) => (facet.facet === "year"
  ? facet.values.toSorted((a, b) => b.value.localeCompare(a.value)) : facet.values);

function group(facet) {
  const items = h("ul", {}, sorted(facet).map((value) => row(facet.facet, value.value, value.articles)),
    facet.unknown > 0 ? unknown(facet.facet, facet.unknown) : null);
  lists.set(facet.facet, { facet, items });
  const name = label(facet.facet);
  const more = facet.distinct > facet.values.length;
  return h("div.group", { role: "group", label: name },
    h("h2", {}, name, h("span.soft", {}, t("values", number(facet.distinct)))),
    more ? h("input", { type: "text", placeholder: t("findIn", name), label: t("findIn", name),
      oninput: (event) => find(facet.facet, event.target.value.trim()) }) : null,
    items);
}

/** Shows the values of a facet that contain a text, of all values and not only of the first. */
async function find(name, text) {
  const entry = lists.get(name);
  if (!text) {
    put(entry.items, sorted(entry.facet).map((value) => row(name, value.value, value.articles)),
      entry.facet.unknown > 0 ? unknown(name, entry.facet.unknown) : null);
    return;
  }
  entry.all ??= await searches.run((signal) => allValues(name, signal));
  if (!entry.all) return;
  const part = text.toLowerCase();
  const found = entry.all.values.filter((value) => value.value.toLowerCase().includes(part));
  put(entry.items, found.slice(0, 100).map((value) => row(name, value.value, value.articles)),
    found.length > 100 ? h("li.soft", {}, t("moreValues", number(found.length - 100))) : null,
    found.length === 0 ? h("li.soft", {}, t("noValue")) : null);
}

function chosen() {
  const filters = filtersOf(state.q);
  if (filters.length === 0) return null;
  return h("div.group.chosen", { role: "group", label: t("chosen") },
    h("h2", {}, t("chosen"), button(t("removeAll"), () => ask(without(state.q, filters)),
      { class: "link" })),
    h("ul", {}, filters.map((clause) => h("li", {},
      h("bdi.value", {}, clause.text),
      button("×", () => ask(without(state.q, [clause])),
        { label: t("remove", clause.text) })))));
}

let last = [];

export function show(facets = last) {
  last = facets;
  lists.clear();
  const slot = panel.querySelector("#timeline");
  put(panel,
    button(t("close"), () => toggle(false), { class: "close framed" }), slot, chosen(),
    facets.filter((facet) => facet.distinct > 0 || ["source", "year"].includes(facet.facet)
      && facet.unknown > 0).map(group));
}

/** Opens or closes the facets on a phone. */
export function toggle(open = !document.body.classList.contains("facets-open")) {
  document.body.classList.toggle("facets-open", open);
  byId("facets-button")?.setAttribute("aria-expanded", String(open));
  if (open) panel.querySelector("button, input")?.focus();
  else byId("facets-button")?.focus();
}

export function focus() {
  if (byId("facets-button")?.offsetParent) toggle(true);
  (panel.querySelector(".group input, .group button") ?? panel).focus();
}

export function start() {
  on("facets", show);
}
