// Short messages for eyes and for screen readers.

import { byId } from "./dom.js";

let timer = 0;

export function say(text) {
	const place = byId("said");
	place.textContent = text;
	place.classList.remove("hidden");
	place.classList.add("toast");
	clearTimeout(timer);
	timer = setTimeout(() => {
		place.textContent = "";
		place.classList.add("hidden");
		place.classList.remove("toast");
	}, 4000);
}
