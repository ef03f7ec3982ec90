// The start of the page: puts the parts together.

import * as api from "./api.js";
import * as answer from "./answer.js";
import * as basket from "./basket.js";
import * as box from "./box.js";
import { button, byId, h, put } from "./dom.js";
import * as facets from "./facets.js";
import * as form from "./form.js";
import * as help from "./help.js";
import * as hits from "./hits.js";
import * as keys from "./keys.js";
import { isChinese, localize, setLanguage, t } from "./language.js";
import * as link from "./link.js";
import * as reader from "./reader.js";
import { change, state, watch } from "./state.js";
import { remember } from "./storage.js";
import * as tabs from "./tabs.js";
import * as timeline from "./timeline.js";
import * as understood from "./understood.js";

function switches() {
  const language = byId("language");
  const name = () => {
    language.textContent = isChinese() ? "EN" : "中";
    language.lang = isChinese() ? "en" : "zh-CN";
  };
  name();
  language.addEventListener("click", () => {
    setLanguage(isChinese() ? "en" : "zh");
    name();
    for (const part of [understood, facets, timeline, tabs]) part.show();
    basket.label();
    reader.redraw();
    form.redraw();
  });
  byId("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    remember("theme", root.dataset.theme);
  });
  byId("help").addEventListener("click", help.show);
  byId("home").addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    change({ q: "", id: "", at: "", n: "20", tab: "articles", vs: "", zoom: "", was: "", gen: "" });
    byId("q").focus();
  });
}

/** The choice of an index, when the server has several. */
async function indexes() {
  try {
    const rows = await api.rows("indexes", {});
    const names = rows.map((row) => row.name ?? row.index).filter(Boolean);
    if (names.length < 2) return;
    const select = byId("index");
    const show = () => put(select, names.map((name, index) => h("option", { value: index === 0 ? "" : name,
      selected: state.index === (index === 0 ? "" : name) }, name)));
    show();
    watch(show);
    select.addEventListener("change", () => change({ index: select.value, id: "", at: "", n: "20",
      zoom: "", was: "", gen: "" }));
    select.parentElement.hidden = false;
  } catch {
    // The first index answers without a name.
  }
}

/** Tells that the index has changed, and never changes the list under the reader. */
function news() {
  api.watchGeneration(() => {
    const notice = byId("notice");
    notice.dataset.kind = "news";
    notice.hidden = false;
    put(notice, t("indexChanged"), " ", button(t("reload"), async () => {
      notice.hidden = true;
      await answer.loadArchive();
      answer.refresh();
      timeline.load();
    }, { class: "link" }));
  });
}

localize();
switches();
box.start();
understood.start();
hits.start();
facets.start();
timeline.start();
tabs.start();
form.start();
basket.start();
link.start(watch);
keys.start();
news();
watch((now, old) => {
  if (now.index !== old.index) reader.redraw();
});
tabs.show();
answer.refresh();
reader.start();
await Promise.all([answer.loadArchive(), indexes()]);
understood.show();
timeline.load();
