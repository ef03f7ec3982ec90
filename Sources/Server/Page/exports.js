// The export of all hits: tables and records streamed by the server, references in parts.

import * as api from "./api.js";
import { answer, asked, order, whole } from "./answer.js";
import { formats, references } from "./cite.js";
import { button, download, h, put } from "./dom.js";
import { articles, number, t } from "./language.js";

// The references to articles, joined as one file of the format.
export async function referenceFile(ids, format, progress, signal) {
	const parts = [];
	for (let at = 0; at < ids.length; at += 50) {
		progress(at);
		parts.push(await references(ids.slice(at, at + 50), format, signal));
	}
	return format === "json" ? `${JSON.stringify(parts.flatMap(JSON.parse), null, 1)}\n` : parts.join("");
}

async function allIDs(signal) {
	const ids = [];
	const count = answer.summary.total;
	while (ids.length < count) {
		const list = await api.rows("search", { q: asked(), sort: order(), offset: ids.length,
			limit: Math.min(1000, count - ids.length), generation: api.generation(), ...whole }, signal);
		const hits = api.pick(list, "hit");
		if (hits.length === 0) break;
		ids.push(...hits.map((hit) => hit.id));
	}
	return ids;
}

export function exportView(place) {
	const status = h("p", { role: "status" });
	const line = (name, note, control) => h("li", {}, h("div", {}, h("strong", {}, name),
		h("p.soft", {}, t(note))), control);
	const link = (format, extra) => h("a.button.framed", { download: `xunwen.${format}`,
		href: api.location("export", { q: asked(), format, ...whole, ...extra }) }, t("download"));
	const listed = ({ name, ending, type }) => {
		let running = null;
		const control = button(t("download"), async () => {
			if (running) {
				running.abort();
				return;
			}
			running = new AbortController();
			put(control, t("cancel"));
			try {
				const ids = await allIDs(running.signal);
				const file = await referenceFile(ids, name, (done) => put(status,
					t("exported", number(done), articles(ids.length))), running.signal);
				download(`xunwen.${ending}`, file, type);
				put(status, t("exportDone", articles(ids.length)));
			} catch (problem) {
				put(status, problem.name === "AbortError" ? t("cancelled") : problem.message);
			}
			running = null;
			put(control, t("download"));
		}, { class: "framed" });
		return control;
	};
	put(place, h("div.empty", {}, h("h2", {}, t("exportAll", articles(answer?.summary.total ?? 0))),
		h("p.soft", {}, t("exportHint"))),
	h("ul.export", {}, line("CSV", "csvNote", link("csv", { bom: true })),
		line("CSV (Excel)", "excelNote", link("csv", { excel: true })),
		line("JSON Lines", "jsonNote", link("jsonl")),
		formats.toReversed().map((format) => line(format.label, "referenceNote", listed(format)))), status);
}
