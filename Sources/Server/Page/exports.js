// The export of all hits: tables and records streamed by the server, references in parts.

import * as api from "./api.js";
import { answer, asked, whole } from "./answer.js";
import { formats, references } from "./cite.js";
import { button, download, h, put } from "./dom.js";
import { articles, number, t } from "./language.js";
import { state } from "./state.js";

const part = 50;

/** The references to articles, joined as one file of the format. */
export async function referenceFile(ids, format, progress, signal) {
  const pieces = [];
  for (let at = 0; at < ids.length; at += part) {
    pieces.push(await references(ids.slice(at, at + part), format, signal));
    progress(Math.min(ids.length, at + part));
  }
  if (format !== "csl") return pieces.join("");
  return `${JSON.stringify(pieces.flatMap((text) => JSON.parse(text)), null, 1)}\n`;
}

/** The ids of all hits in the order of the list. */
async function ids(signal) {
  const count = answer.summary.total;
  const result = [];
  const size = 1000;
  for (let offset = 0; offset < count; offset += size) {
    const list = await api.rows("search", { q: asked(), sort: state.sort, limit: Math.min(size,
      count - offset), offset, generation: api.generations.get(state.index), ...whole }, signal);
    const hits = list.filter((row) => row.type === "hit");
    result.push(...hits.map((hit) => hit.id));
    if (hits.length === 0) break;
  }
  return result;
}

export function exportView(place) {
  const count = answer?.summary.total ?? 0;
  const scope = { q: asked(), ...whole };
  const line = (name, note, control) => h("li", {}, h("div", {}, h("strong", {}, name),
    h("p.soft", {}, note)), control);
  const link = (format, ending, extra = {}) => h("a.button.framed", { download: `xunwen.${ending}`,
    href: api.location("export", { ...scope, format, ...extra }) }, t("download"));
  const status = h("p", { role: "status" });
  const listed = (format) => {
    let controller = null;
    const control = button(t("download"), async () => {
      if (controller) {
        controller.abort();
        return;
      }
      controller = new AbortController();
      control.textContent = t("cancel");
      try {
        const list = await ids(controller.signal);
        const text = await referenceFile(list, format.name, (done) => put(status,
          t("exported", number(done), articles(list.length))), controller.signal);
        download(`xunwen.${format.ending}`, text, format.type);
        put(status, t("exportDone", articles(list.length)));
      } catch (problem) {
        put(status, problem.name === "AbortError" ? t("cancelled") : problem.message);
      } finally {
        controller = null;
        control.textContent = t("download");
      }
    }, { class: "framed" });
    return control;
  };
  put(place, h("div.empty", {}, h("h2", {}, t("exportAll", articles(count))),
    h("p.soft", {}, t("exportHint"))),
  h("ul.export", {},
    line("CSV", t("csvNote"), link("csv", "csv", { bom: true })),
    line("CSV (Excel)", t("excelNote"), link("csv", "csv", { excel: true })),
    line("JSON Lines", t("jsonNote"), link("jsonl", "jsonl")),
    formats.filter((format) => format.name !== "gbt7714").map((format) =>
      line(format.label, t("referenceNote"), listed(format))),
    line("GB/T 7714", t("referenceNote"), listed(formats[0]))), status);
}
