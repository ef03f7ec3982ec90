// The help: the keys, and the forms of a query.

import { h } from "./dom.js";
import { openDialog } from "./dialog.js";
import { t } from "./language.js";

const keys = [["/", "keyBox"], ["j, k", "keyList"], ["o, ↵", "keyOpen"], ["n, p", "keyMatches"],
	["f", "keyFacets"], ["t", "keyTabs"], ["e", "keyExport"], ["c", "keyCopy"], ["?", "keyHelp"],
	["Esc", "keyBack"]];

const forms = [["养老 医保", "formAll"], ['"长期护理保险"', "formPhrase"], ["养老 OR 托育", "formOr"],
	["养老 -广告", "formNot"], ["标题:养老", "formTitle"], ['来源:工人日报', "formSource"],
	["日期:2023-06..2023-07", "formDate"], ["养老 NEAR/5 服务", "formNear"],
	["碳*和", "formPattern"]];

const list = (rows, tag) => h("dl", {}, rows.map(([sign, key]) =>
	[h("dt", {}, h(tag, {}, sign)), h("dd", {}, t(key))]));

export function show() {
	openDialog(t("help"), [h("h3", {}, t("keys")), list(keys, "kbd"), h("h3", {}, t("forms")),
		list(forms, "code")]);
}
