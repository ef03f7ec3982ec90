// References to an article, and quotations with their reference.

import * as api from "./api.js";
import { button, download, h, put, select } from "./dom.js";
import { t } from "./language.js";
import { say } from "./said.js";
import { recall, remember } from "./storage.js";

export const formats = [
	{ name: "gbt7714", label: "GB/T 7714", ending: "txt", type: "text/plain" },
	{ name: "bibtex", label: "BibTeX", ending: "bib", type: "text/x-bibtex" },
	{ name: "ris", label: "RIS", ending: "ris", type: "application/x-research-info-systems" },
	{ name: "json", label: "CSL JSON", ending: "json", type: "application/vnd.citationstyles.csl+json" },
];

export const references = (id, format, signal) =>
	api.text("cite", { id, format, accessed: "today" }, signal);

const chosen = () => formats.find(({ name }) => name === recall("citation")) ?? formats[0];

export async function copyText(text) {
	try {
		await navigator.clipboard.writeText(text);
		say(t("copied"));
	} catch {
		say(t("notCopied"));
	}
}

export async function copyCitation({ id }) {
	try {
		await copyText((await references(id, chosen().name)).trim());
	} catch (problem) {
		say(problem.message);
	}
}

// Copies the selected text, or the sentence of the current match, with the reference.
export async function copyQuotation({ id }, matches) {
	const selection = getSelection();
	const inside = document.querySelector(".reader-page").contains(selection.anchorNode);
	const text = (inside && selection.toString().trim()) || sentenceOf(matches.current);
	if (!text) {
		say(t("selectFirst"));
		return;
	}
	try {
		await copyText(`“${text}”\n——${(await references(id, "gbt7714")).trim()}`);
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
	const sentences = paragraph.textContent.match(/[^。\uff01\uff1f!?]*[。\uff01\uff1f!?”’」』\uff09)]*/g);
	let end = 0;
	return sentences.find((sentence) => (end += sentence.length) > before)?.trim() ?? "";
}

export function citePanel({ id }) {
	const output = h("pre", { tabindex: "0", role: "group", label: t("reference") });
	const latest = new api.Latest();
	const load = async () => {
		const text = await latest.run((signal) => references(id, chosen().name, signal))
			.catch((problem) => problem.message);
		if (text !== undefined) put(output, text.trim());
	};
	load();
	return h("div.cite", { role: "group", label: t("cite") },
		select({ label: t("format") }, formats.map(({ name, label }) => [name, label]), chosen().name,
			(name) => {
				remember("citation", name);
				load();
			}), output,
		button(t("copy"), () => copyText(output.textContent), { class: "main" }), " ",
		button(t("download"), () => download(`citation.${chosen().ending}`, `${output.textContent}\n`,
			chosen().type)));
}
