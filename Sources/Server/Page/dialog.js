// The one dialog of the page: help, basket.

import { button, byId, h, put } from "./dom.js";
import { t } from "./language.js";

const dialog = byId("dialog");

export function openDialog(title, content) {
	const top = dialog.scrollTop;
	put(dialog, h("div.head", {}, h("h2", { id: "dialog-title" }, title),
		button("×", closeDialog, { label: t("close") })), content);
	if (!dialog.open) dialog.showModal();
	else dialog.scrollTop = top;
}

export function closeDialog() {
	dialog.close();
}

dialog.addEventListener("click", (event) => {
	if (event.target === dialog) closeDialog();
});
