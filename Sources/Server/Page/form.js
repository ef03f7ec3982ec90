// The form: fields that write the box and are filled from it. What has no field stays as written.

import { clauses, fieldClause, hasOperators, quoted, without } from "./clauses.js";
import { archive } from "./answer.js";
import { byId, h, put } from "./dom.js";
import { isChinese, t } from "./language.js";
import { ask, state, watch } from "./state.js";
import { firstDay, lastDay, rangeOf } from "./buckets.js";

const panel = byId("form");
const fields = [
  { name: "all", label: "fieldText", field: null, precise: true },
  { name: "title", label: "fieldTitle", field: "title", precise: true },
  { name: "body", label: "fieldBody", field: "body", precise: true },
  { name: "not", label: "fieldNot", field: null, negated: true },
  { name: "source", label: "facet_source", field: "source" },
  { name: "tag", label: "facet_tag", field: "tag" },
  { name: "agency", label: "fieldAgency", field: "发文机关" },
  { name: "number", label: "fieldNumber", field: "发文字号" },
];
const controls = new Map();
let writing = false;

/** The clauses of the box that belong to each field of the form, and the rest. */
function sorted(text) {
  const list = clauses(text);
  const own = new Map(fields.map((field) => [field.name, []]));
  own.set("date", []);
  if (hasOperators(list)) return { own, rest: list };
  const rest = [];
  for (const clause of list) {
    const simple = clause.kind === "word" || clause.kind === "quotation";
    const field = simple && fields.find((item) => item.field === clause.field
      && Boolean(item.negated) === clause.negated);
    if (field) own.get(field.name).push(clause);
    else if (clause.field === "date" && !clause.negated && own.get("date").length === 0
      && rangeOf(clause.value)) own.get("date").push(clause);
    else rest.push(clause);
  }
  for (const field of fields.filter((item) => !item.precise && !item.negated && item.name !== "tag")) {
    // A field of one line shows one value.
    rest.push(...own.get(field.name).splice(1));
  }
  return { own, rest };
}

/** Fills the fields from the box. */
function read() {
  if (panel.hidden || writing) return;
  const { own, rest } = sorted(state.q);
  for (const field of fields) {
    const list = own.get(field.name);
    const { input, precise } = controls.get(field.name);
    const exact = field.precise && list.length > 0 && list.every((item) => item.kind === "quotation");
    if (precise && list.length > 0) precise.value = exact ? "1" : "";
    if (document.activeElement !== input) {
      input.value = list.map((item) => (field.precise && !exact && item.kind === "quotation"
        ? item.raw : item.value)).join(" ");
    }
  }
  const [range] = own.get("date");
  const [from, to] = range ? rangeOf(range.value) : [null, null];
  if (document.activeElement !== controls.get("from")) controls.get("from").value = from ?? "";
  if (document.activeElement !== controls.get("to")) controls.get("to").value = to ?? "";
  const text = rest.map((item) => item.text).join(" ");
  put(controls.get("rest"), text ? t("formRest", text) : "");
}

function written(field) {
  const { input, precise } = controls.get(field.name);
  const value = input.value.trim();
  if (!value) return [];
  const named = (text) => (field.field ? fieldClause(field.field, text, isChinese())
    : (field.negated ? "-" : "") + text);
  const quotation = (text) => `"${text.replace(/[\\"]/g, "\\$&")}"`;
  if (field.precise && precise.value) return value.split(/\s+/).map((part) => named(quotation(part)));
  if (field.precise || field.negated) {
    return clauses(value).filter((item) => item.kind !== "operator").map((item) => named(item.text));
  }
  if (field.name === "tag") return clauses(value).map((item) => named(quoted(item.value)));
  return [named(value.includes("*") ? quotation(value) : quoted(value))];
}

/** Writes the fields into the box. */
function write() {
  const { rest } = sorted(state.q);
  const operators = rest.some((item) => item.kind === "operator");
  const kept = without(state.q, clauses(state.q).filter((clause) =>
    !rest.some((item) => item.start === clause.start)));
  const from = day(controls.get("from").value, firstDay);
  const to = day(controls.get("to").value, lastDay);
  const parts = fields.flatMap(written);
  if (from || to) {
    parts.push(fieldClause("date", from === to ? from : `${from}..${to}`, isChinese()));
  }
  if (kept) parts.push(operators && parts.length > 0 ? `(${kept})` : kept);
  writing = true;
  ask(parts.join(" "), { replace: true });
  writing = false;
}

/** A date of the form; an incomplete one is not written yet. */
const day = (text, bound) => (/^\d{4}(-\d\d(-\d\d)?)?$/.test(text.trim()) ? bound(text.trim()) : "");

function build() {
  controls.clear();
  const onInput = (event) => {
    if (!event.isComposing) write();
  };
  const field = (item) => {
    const id = `form-${item.name}`;
    const input = h("input", { id, type: "text", autocomplete: "off", oninput: onInput,
      list: item.name === "source" ? "sources" : null });
    input.addEventListener("compositionend", write);
    const precise = item.precise ? h("select", { label: t("precision", t(item.label)),
      onchange: write }, h("option", { value: "" }, t("loose")), h("option", { value: "1" }, t("precise")))
      : null;
    controls.set(item.name, { input, precise });
    return h("div.field", {}, h("label", { for: id }, t(item.label)), input, precise);
  };
  const dateField = (name) => {
    const input = h("input", { type: "text", inputmode: "numeric", placeholder: "2023-07-02",
      label: t(name === "from" ? "fieldFrom" : "fieldTo"), oninput: onInput });
    controls.set(name, input);
    return input;
  };
  const rest = h("p.rest");
  controls.set("rest", rest);
  put(panel, fields.map(field),
    h("div.field", {}, h("span", {}, t("fieldDate")), h("span.two", {}, dateField("from"), "–",
      dateField("to"))),
    h("datalist", { id: "sources" }, (archive?.sources ?? []).slice(0, 500).map((source) =>
      h("option", { value: source.name }))), rest);
}

export function toggle() {
  panel.hidden = !panel.hidden;
  byId("form-button").setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) {
    build();
    read();
    controls.get("all").input.focus();
  }
}

export function redraw() {
  if (panel.hidden) return;
  build();
  read();
}

export function start() {
  byId("form-button").addEventListener("click", toggle);
  watch(read);
}
