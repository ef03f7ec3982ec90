// The box: searching while typing, mistakes under their characters, suggestions.

import * as api from "./api.js";
import { archive, on } from "./answer.js";
import { clauses, fieldClause, quoted, withClause, without } from "./clauses.js";
import { byId, h, put } from "./dom.js";
import { articles, date, isChinese, t } from "./language.js";
import { reason } from "./reasons.js";
import { ScalarText } from "./spans.js";
import { ask, change, state, watch } from "./state.js";

const input = byId("q");
const list = byId("suggestions");
let composing = false;
let timer = 0;
let typedAt = 0;
let options = [];
let selected = -1;
const requests = new api.Latest();

/** Searches for what is in the box. Typing without a pause is one entry of the history. */
function search() {
  if (composing || input.value === state.q) return;
  const now = Date.now();
  const replace = now - typedAt < 1500;
  typedAt = now;
  ask(input.value, { replace });
}

function typed() {
  byId("clear").hidden = input.value === "";
  mark(null);
  clearTimeout(timer);
  if (composing) return;
  timer = setTimeout(() => {
    search();
    suggest();
  }, 70);
}

/** Writes the text with its mistakes under the transparent input. */
function mark(reading) {
  const text = new ScalarText(input.value);
  const spans = reading?.query === input.value
    ? [...reading.mistakes.map((item) => ({ ...item, name: "mistake" })),
      ...reading.hints.map((item) => ({ ...item, name: "hint" }))]
      .map((item) => ({ ...item, end: Math.max(item.end, item.start + 1) }))
      .sort((a, b) => a.start - b.start)
    : [];
  const nodes = [];
  let at = 0;
  for (const { start, end, name } of spans) {
    if (start < at) continue;
    nodes.push(text.slice(at, start));
    const covered = text.slice(start, end);
    nodes.push(h(`span.${name}`, {}, covered || "\u00a0\u00a0"));
    at = end;
  }
  nodes.push(text.slice(at, text.count));
  put(byId("mirror"), nodes);
  byId("mirror").scrollLeft = input.scrollLeft;
}

function explain(reading) {
  if (reading?.problem) {
    const { problem } = reading;
    const lines = Number.isInteger(problem.start) && problem.query !== undefined
      ? { query: problem.query, hints: [],
        mistakes: [{ start: problem.start, end: problem.end, message: problem.detail }] }
      : { query: null, mistakes: [], hints: [] };
    mark(lines);
    put(byId("mistakes"), h("p", {}, reason(problem.detail ?? "")));
    input.setAttribute("aria-invalid", "true");
    return;
  }
  mark(reading);
  const mistakes = reading?.mistakes ?? [];
  input.setAttribute("aria-invalid", String(mistakes.length > 0));
  const line = (item, name) => {
    const text = new ScalarText(reading.query);
    return h(name, {}, h("bdi", {}, text.slice(item.start, item.end) || "∅"), " ",
      reason(item.message));
  };
  const seen = new Set();
  const hints = (reading?.hints ?? []).filter((item) => {
    if (item.message.startsWith("no article has the source") === false
      && mistakes.some((mistake) => mistake.start === item.start)) return false;
    return !seen.has(item.message) && seen.add(item.message);
  });
  put(byId("mistakes"), mistakes.map((item) => line(item, "p")),
    hints.slice(0, 3).map((item) => line(item, "p.soft")));
}

// Suggestions.

async function suggest() {
  const text = input.value.trim();
  if (!text || document.activeElement !== input) {
    close();
    return;
  }
  try {
    const found = await requests.run((signal) => Promise.all([
      api.rows("suggest", { q: text }, signal).catch(() => []), headlines(text, signal)]));
    if (!found || input.value.trim() !== text) return;
    offer([...corrections(found[0]), ...sources(text), ...found[1]]);
  } catch {
    close();
  }
}

const corrections = (rows) => rows.filter((row) => row.type === "suggestion").slice(0, 3)
  .map((row) => ({ kind: t("didYouMean"), label: row.query, note: articles(row.articles),
    take: () => ask(row.query) }));

function sources(text) {
  const last = clauses(text).at(-1);
  if (!last || last.negated || last.kind === "group" || (last.field && last.field !== "source")) return [];
  const part = last.value.toLowerCase();
  if (part.length < 2 && !last.field) return [];
  return (archive?.sources ?? [])
    .filter((source) => source.name && source.name.toLowerCase().includes(part)
      && source.name !== (last.field ? last.value : ""))
    .slice(0, 4)
    .map((source) => ({ kind: t("source"), label: source.name, note: articles(source.count),
      take: () => ask(withClause(without(text, [last]),
        fieldClause("source", quoted(source.name), isChinese()))) }));
}

async function headlines(text, signal) {
  const words = clauses(text).filter((clause) => !clause.field && !clause.negated
    && (clause.kind === "word" || clause.kind === "quotation"));
  if (words.length === 0) return [];
  const q = words.map((clause) => `title:${clause.raw}`).join(" ");
  const rows = await api.rows("search", { q, limit: 4, match: "all" }, signal).catch(() => []);
  return rows.filter((row) => row.type === "hit").map((hit) => ({
    kind: t("headline"), label: hit.title, note: date(hit.date?.slice(0, 10)),
    take: () => change({ id: hit.id, at: "" }) }));
}

function offer(items) {
  options = items;
  selected = -1;
  input.removeAttribute("aria-activedescendant");
  const visibleNow = items.length > 0 && document.activeElement === input;
  list.hidden = !visibleNow;
  input.setAttribute("aria-expanded", String(visibleNow));
  put(list, items.map((item, index) => h("li", {
    id: `suggestion-${index}`, role: "option", "aria-selected": "false",
    onpointerdown: (event) => event.preventDefault(), onclick: () => take(index),
  }, h("span.kind", {}, item.kind), h("bdi.label", {}, item.label),
  h("span.soft.number", {}, item.note))));
}

function close() {
  requests.cancel();
  offer([]);
}

function take(index) {
  const option = options[index];
  close();
  option.take();
}

function select(step) {
  if (list.hidden) return false;
  selected = (selected + step + options.length + 1) % (options.length + 1);
  if (selected < 0) selected = options.length;
  [...list.children].forEach((item, index) => {
    item.setAttribute("aria-selected", String(index === selected));
    if (index === selected) item.scrollIntoView({ block: "nearest" });
  });
  if (selected < options.length) input.setAttribute("aria-activedescendant", `suggestion-${selected}`);
  else input.removeAttribute("aria-activedescendant");
  return true;
}

export function start() {
  input.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(timer);
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    typed();
  });
  input.addEventListener("input", typed);
  input.addEventListener("scroll", () => {
    byId("mirror").scrollLeft = input.scrollLeft;
  });
  input.addEventListener("blur", () => setTimeout(close, 100));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && select(1)) event.preventDefault();
    if (event.key === "ArrowUp" && select(-1)) event.preventDefault();
    if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (selected >= 0 && selected < options.length) {
      take(selected);
      return;
    }
    close();
    typedAt = 0;
    search();
  });
  byId("clear").addEventListener("click", () => {
    ask("");
    input.focus();
  });
  watch(show);
  on("interpretation", explain);
  on("failed", (problem) => {
    if (state.q.trim() && problem.status >= 400 && problem.status < 500) explain({ problem });
  });
  show();
}

/** Shows the query of the address, unless the box already has it. */
function show() {
  if (input.value !== state.q) {
    input.value = state.q;
    mark(null);
  }
  byId("clear").hidden = input.value === "";
}
