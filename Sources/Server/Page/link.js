// Links that state the answer they were copied from, so that a later reader sees what has changed.

import { generations } from "./api.js";
import { on } from "./answer.js";
import { copyText } from "./cite.js";
import { button, byId, put } from "./dom.js";
import { articles, t } from "./language.js";
import { address, change, state } from "./state.js";

/** Copies the address of the page with the number of hits and of the commit. */
export function copyLink(answer) {
  const was = answer ? String(answer.summary.total) : "";
  copyText(globalThis.location.origin + address({ was, gen: generations.get(state.index) ?? "" }));
}

/** Compares the answer with the link's. */
function compare(answer) {
  const notice = byId("notice");
  if (!state.was) {
    if (notice.dataset.kind === "link") notice.hidden = true;
    return;
  }
  const before = Number(state.was);
  const now = answer.summary.total;
  const sameCommit = state.gen === String(generations.get(state.index) ?? "");
  notice.dataset.kind = "link";
  notice.hidden = false;
  put(notice, now === before
    ? t(sameCommit ? "linkSame" : "linkSameCount", articles(now))
    : t("linkChanged", articles(before), articles(now)), " ",
  button(t("dismiss"), () => change({ was: "", gen: "" }, { replace: true }), { class: "link" }));
}

export function start(watch) {
  let last = null;
  on("hits", (answer) => {
    last = answer;
    compare(answer);
  });
  watch((now, old) => {
    if (now.was !== old.was && last) compare(last);
  });
}
