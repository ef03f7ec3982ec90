// The tabs below the list: articles, concordance, collocates, keywords, sequences, export.

import { answer, on } from "./answer.js";
import { button, byId, h, put } from "./dom.js";
import { exportView } from "./exports.js";
import { show as showHits, sortControl } from "./hits.js";
import { articles, number, t } from "./language.js";
import { collocates, concordance, keywords, sequences } from "./research.js";
import { change, state, watch } from "./state.js";
import { toggle } from "./facets.js";
import { saveSearch } from "./basket.js";
import { copyLink } from "./link.js";

const names = ["articles", "kwic", "collocates", "keywords", "ngrams", "export"];
const views = { kwic: concordance, collocates, keywords, ngrams: sequences, export: exportView };
const current = () => (names.includes(state.tab) ? state.tab : "articles");

function tabs() {
  const focused = byId("tabs").contains(document.activeElement);
  put(byId("tabs"), names.map((name) => button(t(`tab_${name}`), () => change({ tab: name }), {
    id: `tab-${name}`, role: "tab", "aria-selected": String(name === current()),
    "aria-controls": "hits", tabindex: name === current() ? "0" : "-1",
  })));
  byId("hits").setAttribute("aria-labelledby", `tab-${current()}`);
  if (focused) byId(`tab-${current()}`).focus();
}

export function step(direction) {
  const index = names.indexOf(current());
  change({ tab: names[(index + direction + names.length) % names.length] });
}

function bar() {
  const shown = answer ? Math.min(answer.hits.filter((hit) => !hit.partial).length,
    answer.summary.total) : 0;
  put(byId("bar"),
    button(t("filters"), () => toggle(), { id: "facets-button", expanded: "false",
      "aria-controls": "facets", class: "framed" }),
    h("span.grow", {}, current() === "articles" && answer && answer.summary.total > 0
      ? t("shown", number(shown), articles(answer.summary.total)) : ""),
    current() === "articles" ? sortControl() : null,
    button(t("save"), () => saveSearch(answer), { title: t("saveHint") }),
    button(t("link"), () => copyLink(answer), { title: t("linkHint") }));
}

export function show() {
  tabs();
  bar();
  if (current() === "articles") {
    showHits();
    return;
  }
  byId("hits").dataset.question = "";
  views[current()](byId("hits"));
}

export function start() {
  byId("tabs").addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    step(steps[event.key]);
    byId(`tab-${current()}`).focus();
  });
  on("hits", bar);
  watch((now, old) => {
    if (now.tab !== old.tab || (now.tab !== "articles" && ["q", "index", "near", "order", "stop",
      "len", "vs"].some((key) => now[key] !== old[key]))) show();
    else if (now.sort !== old.sort || (now.q.trim() === "") !== (old.q.trim() === "")) bar();
  });
}
