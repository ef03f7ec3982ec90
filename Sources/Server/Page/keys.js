// The keys of the page.

import { byId, isTyping } from "./dom.js";
import * as facets from "./facets.js";
import * as form from "./form.js";
import * as help from "./help.js";
import * as hits from "./hits.js";
import * as reader from "./reader.js";
import * as tabs from "./tabs.js";
import { change } from "./state.js";

const actions = {
	"/": () => {
		byId("q").focus();
		byId("q").select();
	},
	j: () => hits.step(1),
	k: () => hits.step(-1),
	o: () => (document.activeElement.closest(".hit h3 a")
		?? document.querySelector(".hit h3 a"))?.click(),
	n: () => reader.matches.step(1),
	p: () => reader.matches.step(-1),
	f: () => facets.focus(),
	t: () => tabs.step(1),
	e: () => change({ tab: "export" }),
	c: () => reader.copy(),
	"?": () => help.show(),
};

function escape() {
	if (document.body.classList.contains("facets-open")) facets.toggle(false);
	else if (byId("form").contains(document.activeElement)) form.toggle();
	else if (!reader.back()) document.activeElement.blur();
}

export function start() {
	addEventListener("keydown", (event) => {
		if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented
			|| byId("dialog").open) return;
		if (event.key === "Escape") {
			escape();
			return;
		}
		if (isTyping(event.target)) return;
		if (!(event.key in actions)) return;
		event.preventDefault();
		actions[event.key]();
	});
}
