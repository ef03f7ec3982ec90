// How the query was understood: each clause with its count, and the number of all articles.

import { archive, on } from "./answer.js";
import { withClause } from "./clauses.js";
import { button, byId, h, put } from "./dom.js";
import { articles, isChinese, longDate, number, t } from "./language.js";
import { inWords } from "./tree.js";
import { ask, state } from "./state.js";

let reading = null;
let answer = null;
let hidden = null;

function total() {
  const { summary, hits } = answer;
  const nodes = [h("span.total", {}, t("total", articles(summary.total)))];
  if (summary.exact_total !== undefined && summary.exact_total !== summary.total) {
    nodes.push(h("span", {}, t("asWritten", articles(summary.exact_total))));
  }
  if (summary.partial_shown > 0) {
    nodes.push(h("span", {}, t("partialTotal", articles(summary.partial_total),
      articles(hits.filter((hit) => hit.partial).length))));
  }
  if (hidden) nodes.push(h("span.hides", {}, t("filtersHide", articles(hidden))));
  if (summary.tail_total) {
    nodes.push(button(t("inTails", articles(summary.tail_total)),
      () => ask(withClause(state.q, "in:all")), { class: "link" }));
  }
  return nodes;
}

export function show() {
  if (!answer) return;
  if (!state.q.trim()) {
    if (!archive) return;
    const facts = [h("span.total", {}, t("archiveHas", articles(archive.articles)))];
    if (archive.first_date) {
      facts.push(h("span", {}, t("fromTo", longDate(archive.first_date), longDate(archive.last_date))));
    }
    facts.push(h("span", {}, t("sourceCount", number(archive.sources.filter((s) => s.name).length))));
    const left = archive.articles - answer.summary.total;
    if (left > 0) facts.push(h("span", {}, t("notListed", articles(left))));
    if (archive.undated > 0) facts.push(h("span", {}, t("undatedCount", articles(archive.undated))));
    put(byId("understood"), facts);
    return;
  }
  const clauses = reading?.clauses ?? [];
  put(byId("understood"), total(),
    clauses.length > 0 ? h("span", {}, t("understoodAs")) : null,
    clauses.map((clause) => h("span.clause", {},
      h("bdi", {}, inWords(clause.query, isChinese())), "\u00a0",
      h("span.number", {}, articles(clause.articles)))),
    (reading?.dictionary ?? []).map((use) => h("span.clause", {}, t("synonyms",
      [use.word, ...use.synonyms].join(" = ")))));
}

export function start() {
  on("hits", (value) => {
    answer = value;
    show();
  });
  on("interpretation", (value) => {
    reading = value?.problem ? null : value;
    show();
  });
  on("hidden", (value) => {
    hidden = value;
    show();
  });
}
