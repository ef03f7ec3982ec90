// The progress of the index that the server makes from a folder, and the files it cannot read.

import * as api from "./api.js";
import { byId, h, put } from "./dom.js";
import { articles, number, t } from "./language.js";
import { say } from "./said.js";
import { state } from "./state.js";

const place = byId("indexing");
const busy = new Set(["waiting", "indexing", "locked"]);
let known = null;
let row = null;

const ask = async () => (await api.rows("indexing", {}));
const own = (list) => list.find((one) => one.index === state.index) ?? (state.index ? null : list[0]);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)}\u00a0MB`;

export function show() {
	const shown = row && (row.state === "indexing" ? row.articles > 0 || !row.generation
		: row.state !== "current" || row.failures > 0);
	place.hidden = !shown;
	if (!shown) return;
	const open = place.querySelector("details")?.open;
	const running = row.state === "indexing";
	put(place, t(`indexing_${row.state}`, row.folder),
		running && [" ", h("progress", { max: row.total_bytes || 1, value: row.bytes || null,
			label: t("indexingProgress") }), " ", h("span.number", {}, [
			t("indexingFiles", number(row.files), number(row.total_files)), articles(row.articles),
			`${megabytes(row.bytes)} / ${megabytes(row.total_bytes)}`,
			t("indexingRate", number(row.articles_per_second))].join(" · "))],
		row.error && [" ", row.error],
		row.failures > 0 && h("details", { open }, h("summary", {}, t("unreadable", number(row.failures))),
			h("ul", {}, row.first_failures.map((one) => h("li", {}, h("bdi", {}, one.path), ": ", one.reason)))));
}

// Asks for the state, often while the server indexes. `changed` is called when there are new
// articles, with true for the first ones.
export async function start(changed) {
	const list = await ask().catch(() => null);
	if (list?.length === 0) return;
	row = list ? own(list) : row;
	show();
	const before = known;
	known = row ? { index: row.index, generation: row.generation, state: row.state } : null;
	if (before && known && before.index === known.index && before.generation !== known.generation) {
		changed(before.generation === null);
	}
	if (before?.state === "indexing" && known?.state === "current" && !before.generation) say(t("indexed"));
	const waits = busy.has(row?.state) || row?.generation === null;
	setTimeout(() => start(changed), document.hidden ? 10_000 : waits ? 1000 : 5000);
}
