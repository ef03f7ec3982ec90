// Links that state the answer they were copied from, so that a later reader sees what has changed.

import { answer, on } from "./answer.js";
import { generation } from "./api.js";
import { copyText } from "./cite.js";
import { button, byId, put } from "./dom.js";
import { articles, t } from "./language.js";
import { address, change, state, watch } from "./state.js";

export const copyLink = () => copyText(globalThis.location.origin
	+ address({ was: String(answer?.summary.total ?? ""), gen: generation() }));

function compare() {
	const notice = byId("notice");
	if (!state.was || !answer) return;
	const { total } = answer.summary;
	notice.hidden = false;
	put(notice, total === Number(state.was)
		? t(state.gen === generation() ? "linkSame" : "linkSameCount", articles(total))
		: t("linkChanged", articles(Number(state.was)), articles(total)), " ",
	button(t("dismiss"), () => change({ was: "", gen: "" }, { replace: true }), { class: "link" }));
}

export function start() {
	on("hits", compare);
	watch((now, old) => {
		if (old.was && !now.was) byId("notice").hidden = true;
	});
}
