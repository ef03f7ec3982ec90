// The list of hits, and what to do when there are none.

import { answer, more, on, order } from "./answer.js";
import { clauses, without, withFilter } from "./clauses.js";
import { button, byId, h, put } from "./dom.js";
import { articles, date, isChinese, longDate, number, t } from "./language.js";
import { reason } from "./reasons.js";
import { pieces, ScalarText } from "./spans.js";
import { address, ask, change, state, watch } from "./state.js";
import { has, toggle } from "./basket.js";

const list = byId("hits");

function snippet(hit) {
  if (!hit.snippet) return null;
  const text = new ScalarText(hit.snippet.text);
  const spans = hit.snippet.highlights ?? [];
  return h("p.snippet.text", {}, "…", pieces(text, 0, text.count, spans).map((piece) =>
    (piece.span < 0 ? piece.text : h("mark", {}, piece.text))), "…");
}

/** Opens an article in place of following its link, unless a new tab is wanted. */
export function opening(changes) {
  return (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button > 0) return;
    event.preventDefault();
    change(changes);
  };
}

function item(hit) {
  const open = { id: hit.id, at: "" };
  const kept = has(hit.id);
  const star = button(kept ? "★" : "☆", () => {
    toggle(hit);
    star.textContent = has(hit.id) ? "★" : "☆";
    star.setAttribute("aria-pressed", String(has(hit.id)));
  }, { label: t("keep", hit.title), pressed: String(kept), class: "star" });
  return h("li.hit", { "data-id": hit.id },
    h("h3", {}, h("span.rank", { "aria-hidden": "true" }, number(hit.rank)), h("a.text", { href: address(open), onclick: opening(open) },
      hit.title || t("untitled"))),
    h("div.facts", {},
      h("span.number", {}, date(hit.date)),
      h("bdi", {}, hit.source ?? t("noSource")),
      (hit.tags ?? []).map((tag) => h("bdi.tag", {}, `#${tag}`)),
      hit.matches?.length ? h("span", {}, t("matchCount", number(hit.matches.length))) : null,
      hit.partial ? h("span.partial", {}, t("partial")) : null),
    snippet(hit), star);
}

function show() {
  if (state.tab !== "articles" || !answer) return;
  const { hits, summary } = answer;
  const whole = hits.filter((hit) => !hit.partial);
  const partial = hits.filter((hit) => hit.partial);
  const all = Math.max(summary.total, whole.length) + (summary.partial_shown ?? 0);
  const left = summary.total - whole.length;
  const scroll = list.scrollTop;
  const kept = answer.added > 0 && list.dataset.question === answer.question;
  put(list,
    answer.suggestions.length > 0 ? suggestions() : null,
    summary.total === 0 ? empty() : null,
    h("ol", { start: 1 }, whole.map(item)),
    partial.length > 0 ? h("p.divider", {}, t("partialBelow")) : null,
    partial.length > 0 ? h("ol", {}, partial.map(item)) : null,
    left > 0 && partial.length === 0 ? h("p.more", {}, button(
      t("more", articles(Math.min(20, left)), number(whole.length), articles(summary.total)),
      (event) => next(event.target), { class: "main" })) : null);
  list.scrollTop = kept ? scroll : 0;
  list.dataset.question = answer.question;
  list.dataset.shown = String(Math.min(all, hits.length));
  mark();
}

async function next(pressed) {
  const before = answer.hits.length;
  pressed.disabled = true;
  try {
    await more(change);
    list.querySelectorAll(".hit h3 a")[before]?.focus({ preventScroll: true });
  } catch (problem) {
    pressed.disabled = false;
    pressed.textContent = t("moreFailed", problem.message);
  }
}

/** Marks the open article. */
function mark() {
  for (const element of list.querySelectorAll(".hit")) {
    const open = element.dataset.id === state.id;
    element.classList.toggle("open", open);
    const link = element.querySelector("h3 a");
    if (open) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

const suggestions = () => h("div.empty", {}, h("p", {}, t("didYouMean"), isChinese() ? "：" : ": ",
  answer.suggestions.map((row) => [button(row.query, () => ask(row.query), { class: "link" }),
    h("span.soft", {}, `(${articles(row.articles)}) `)])));

/** The reasons for no hits: each clause with its counts, and the query without it. */
function empty() {
  const row = answer.empty;
  const own = clauses(state.q);
  const lines = (row?.clauses ?? []).map((clause) => {
    const written = own.find((item) => item.text === clause.query)
      ?? own.find((item) => item.raw === clause.query.replace(/^[\w\p{L}]+:/u, ""));
    return h("tr", {},
      h("td.text", {}, clause.query),
      h("td.figure", {}, articles(clause.articles)),
      h("td.figure", {}, clause.articles_without === null ? "–" : articles(clause.articles_without)),
      h("td", {}, written && clause.articles_without > 0
        ? button(t("leaveOut"), () => ask(without(state.q, [written])), { class: "link" }) : null));
  });
  return h("div.empty", {},
    h("h2", {}, t("noHits")),
    lines.length > 0 ? h("div.scroll", {}, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("clause")),
        h("th.figure", { scope: "col" }, t("alone")), h("th.figure", { scope: "col" }, t("withoutIt")),
        h("th", { scope: "col" }, h("span.hidden", {}, t("wayOut"))))),
      h("tbody", {}, lines))) : null,
    (row?.clauses ?? []).flatMap((clause) => clause.parts).map((part) =>
      h("p.soft", {}, part.query, " ", articles(part.articles))),
    (row?.unknown_sources ?? []).map((source) => h("p", {}, t("unknownSource", source.name),
      source.similar.map((other) => button(`${other.name} (${articles(other.articles)})`,
        () => ask(withFilter(state.q, "source", `source:"${other.name.replace(/[\\"]/g, "\\$&")}"`)),
        { class: "link" })))),
    (row?.empty_dates ?? []).map((range) => h("p", {}, t("emptyDates",
      longDate(range.first), longDate(range.last)))),
    row?.ignored?.length ? h("p", {}, t("ignored", row.ignored.join(" "))) : null,
    (row?.mistakes ?? []).map((mistake) => h("p", {}, reason(mistake.message))),
    answer.hits.length > 0 ? null : h("p", {}, h("button.link", { type: "button",
      onclick: () => ask("") }, t("showAll"))));
}

/** Moves the focus in the list. */
export function step(direction) {
  const links = [...list.querySelectorAll(".hit h3 a")];
  if (links.length === 0) return;
  const focused = links.indexOf(document.activeElement);
  const open = links.findIndex((link) => link.hasAttribute("aria-current"));
  const from = focused >= 0 ? focused : open;
  const target = links[Math.max(0, Math.min(links.length - 1, from + direction))];
  target.focus();
  target.closest(".hit").scrollIntoView({ block: "nearest" });
}

function failed(problem) {
  if (state.tab !== "articles") return;
  put(list, h("div.empty", { role: "alert" }, h("h2", {}, t("failed")),
    h("p", {}, problem.status === 0 ? t("offline") : reason(problem.detail ?? "")),
    problem.status === 503 || problem.status === 0
      ? button(t("again"), () => globalThis.location.reload(), { class: "main" }) : null));
}

/** The order of the list. */
export function sortControl() {
  const options = [["score", "byScore"], ["-date", "newest"], ["date", "oldest"]]
    .filter(([value]) => state.q.trim() || value !== "score");
  return h("label", {}, t("sort"), " ", h("select", { id: "sort",
    onchange: (event) => change({ sort: event.target.value, n: "20" }) },
  options.map(([value, key]) => h("option", { value, selected: order() === value }, t(key)))));
}

export function start() {
  on("hits", show);
  on("failed", failed);
  watch((now, old) => {
    if (now.tab !== old.tab) show();
    else if (now.id !== old.id) mark();
  });
}

export { show };
