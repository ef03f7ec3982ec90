// References to an article, and quotations with their reference.

import * as api from "./api.js";
import { button, download, h, put } from "./dom.js";
import { t } from "./language.js";
import { recall, remember } from "./storage.js";
import { say } from "./said.js";

export const formats = [
  { name: "gbt7714", label: "GB/T 7714", ending: "txt", type: "text/plain" },
  { name: "bibtex", label: "BibTeX", ending: "bib", type: "text/x-bibtex" },
  { name: "ris", label: "RIS", ending: "ris", type: "application/x-research-info-systems" },
  { name: "csl", label: "CSL JSON", ending: "json", type: "application/vnd.citationstyles.csl+json" },
];

/** References to articles in one format, as the command line writes them. */
export const references = (ids, format, signal) => api.text("cite",
  { id: ids, format: format === "csl" ? "json" : format, accessed: "today" }, signal);

const chosen = () => {
  const name = recall("citation", "gbt7714");
  return formats.find((format) => format.name === name) ?? formats[0];
};

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "hidden", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(t("copied"));
}

export async function copyCitation(article) {
  try {
    await copyText((await references([article.id], chosen().name)).trim());
  } catch (problem) {
    say(problem.message);
  }
}

/** The selected text of the article, or the sentence of the current match, with the reference. */
export async function copyQuotation(article, matches) {
  const selection = getSelection();
  const page = document.querySelector(".reader-page");
  let text = page?.contains(selection.anchorNode) ? selection.toString().trim() : "";
  if (!text) text = sentenceOf(matches.current);
  if (!text) {
    say(t("selectFirst"));
    return;
  }
  try {
    const reference = (await references([article.id], "gbt7714")).trim();
    await copyText(`“${text}”\n——${reference}`);
  } catch (problem) {
    say(problem.message);
  }
}

function sentenceOf(marks) {
  const paragraph = marks?.[0].closest("p, h2");
  if (!paragraph) return "";
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  range.setEnd(marks[0], 0);
  const before = range.toString().length;
  const text = paragraph.textContent;
  const start = Math.max(0, ...["。", "！", "？", "；", "!", "?"].map((sign) =>
    text.lastIndexOf(sign, before - 1) + 1));
  const ends = ["。", "！", "？", "!", "?"].map((sign) => text.indexOf(sign, before))
    .filter((at) => at >= 0);
  let end = ends.length > 0 ? Math.min(...ends) + 1 : text.length;
  while (/[”’」』）)]/.test(text[end] ?? "")) end += 1;
  return text.slice(start, end).trim();
}

/** The panel with the reference in a chosen format. */
export function citePanel(article) {
  const output = h("pre", { tabindex: "0", role: "group", label: t("reference") });
  const latest = new api.Latest();
  const load = async () => {
    try {
      const text = await latest.run((signal) => references([article.id], chosen().name, signal));
      if (text !== undefined) put(output, text.trim());
    } catch (problem) {
      put(output, problem.message);
    }
  };
  load();
  return h("div.cite", { role: "group", label: t("cite") },
    h("select", { label: t("format"), onchange: (event) => {
      remember("citation", JSON.stringify(event.target.value));
      load();
    } }, formats.map((format) => h("option", { value: format.name,
      selected: format.name === chosen().name }, format.label))),
    output,
    button(t("copy"), () => copyText(output.textContent), { class: "main" }), " ",
    button(t("download"), () => download(`citation.${chosen().ending}`,
      `${output.textContent}\n`, chosen().type)));
}
