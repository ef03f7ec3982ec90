// The form: fields that write the box and are filled from it. What has no field stays as written.

import { firstDay, lastDay, rangeOf } from "./buckets.js";
import { clauses, fieldClause, hasOperators, phrase, quoted, without } from "./clauses.js";
import { byId, h, put, select } from "./dom.js";
import { isChinese, t } from "./language.js";
import { ask, state, watch } from "./state.js";

const panel = byId("form");
// The name of a field, the field of the query, and whether it is text that may be exact.
const fields = [["all", null, true], ["title", "title", true], ["body", "body", true], ["not", null],
	["source", "source"], ["tag", "tag"], ["agency", "发文机关"], ["number", "发文字号"]]
	.map(([name, field, isText = false]) => ({ name, field, isText, negated: name === "not" }));
const inputs = new Map();
const precise = new Map();
let writing = false;

function sorted() {
	const list = clauses(state.q);
	const own = new Map([...fields.map((field) => [field.name, []]), ["date", []]]);
	if (hasOperators(list)) return { own, rest: list };
	const rest = list.filter((clause) => {
		const field = fields.find((item) => item.field === clause.field && item.negated === clause.negated
			&& (clause.kind === "word" || clause.kind === "quotation"));
		const name = clause.field === "date" && !clause.negated && rangeOf(clause.value) ? "date" : field?.name;
		const isSingle = name === "date" || !(field?.isText || field?.negated || name === "tag");
		if (!name || (isSingle && own.get(name).length > 0)) return true;
		own.get(name).push(clause);
		return false;
	});
	return { own, rest };
}

function fill(name, value) {
	if (document.activeElement !== inputs.get(name)) inputs.get(name).value = value;
}

function read() {
	if (panel.hidden || writing) return;
	const { own, rest } = sorted();
	for (const { name, isText } of fields) {
		const list = own.get(name);
		const exact = isText && list.length > 0 && list.every((item) => item.kind === "quotation");
		if (isText && list.length > 0) precise.get(name).value = exact ? "1" : "";
		fill(name, list.map((item) => (isText && !exact ? item.raw : item.value)).join(" "));
	}
	const range = own.get("date")[0] ? rangeOf(own.get("date")[0].value) : [];
	fill("from", range[0] ?? "");
	fill("to", range[1] ?? "");
	put(panel.querySelector(".rest"), rest.length > 0
		&& t("formRest", rest.map((item) => item.text).join(" ")));
}

function written({ name, field, isText, negated }) {
	const value = inputs.get(name).value.trim();
	const named = (text) => (field ? fieldClause(field, text, isChinese()) : (negated ? "-" : "") + text);
	if (!value) return [];
	if (isText && precise.get(name).value) return value.split(/\s+/).map((part) => named(phrase(part)));
	const parts = clauses(value).filter((item) => item.kind !== "operator");
	if (isText || negated) return parts.map((item) => named(item.text));
	if (name === "tag") return parts.map((item) => named(quoted(item.value)));
	return [named(quoted(value))];
}

const day = (name, bound) => {
	const text = inputs.get(name).value.trim();
	return /^\d{4}(-\d\d(-\d\d)?)?$/.test(text) ? bound(text) : "";
};

function write(event) {
	if (event?.isComposing) return;
	const { rest } = sorted();
	const starts = new Set(rest.map((item) => item.start));
	const kept = without(state.q, clauses(state.q).filter((item) => !starts.has(item.start)));
	const from = day("from", firstDay);
	const to = day("to", lastDay);
	const parts = fields.flatMap(written);
	if (from || to) parts.push(fieldClause("date", from === to ? from : `${from}..${to}`, isChinese()));
	if (kept) parts.push(hasOperators(rest) && parts.length > 0 ? `(${kept})` : kept);
	writing = true;
	ask(parts.join(" "), { replace: true });
	writing = false;
}

function input(name, properties) {
	const field = h("input", { type: "text", autocomplete: "off", oninput: write, oncompositionend: write,
		...properties });
	inputs.set(name, field);
	return field;
}

const row = ({ name, isText }) => {
	const id = `form-${name}`;
	if (isText) {
		precise.set(name, select({ label: t("precision", t(`field_${name}`)) },
			[["", t("loose")], ["1", t("precise")]], "", () => write()));
	}
	return h("div.field", {}, h("label", { for: id }, t(`field_${name}`)),
		input(name, { id }), precise.get(name));
};

export function redraw() {
	if (panel.hidden) return;
	const bound = (name) => input(name, { label: t(`field_${name}`), placeholder: "2023-07-02" });
	put(panel, fields.map(row),
		h("div.field", {}, h("span", {}, t("field_date")), h("span.two", {}, bound("from"), "–", bound("to"))), h("p.rest"));
	read();
}

export function toggle() {
	panel.hidden = !panel.hidden;
	byId("form-button").setAttribute("aria-expanded", !panel.hidden);
	redraw();
	(panel.hidden ? byId("form-button") : inputs.get("all")).focus();
}

export function start() {
	byId("form-button").addEventListener("click", toggle);
	watch(read);
}
