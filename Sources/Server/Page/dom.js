// Elements built from text. No function of the page parses markup.

// An element. `name` may carry classes (`p.note`); children are nodes, texts or nothing.
export function h(name, properties = {}, ...children) {
	const [tag, ...classes] = name.split(".");
	const element = document.createElement(tag);
	if (classes.length > 0) element.className = classes.join(" ");
	return fill(element, properties, children);
}

export const svg = (tag, properties = {}, ...children) =>
	fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);

function fill(element, properties, children) {
	for (const [key, value] of Object.entries(properties)) {
		if (value === null || value === undefined || (value === false && !states.has(key))) continue;
		if (states.has(key)) element.setAttribute(`aria-${key}`, value);
		else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
		else element.setAttribute(names[key] ?? key, value === true ? ""
			: key in names ? visible(String(value)) : value);
	}
	element.append(...nodes(children));
	return element;
}

const names = { label: "aria-label", title: "title", placeholder: "placeholder" };

// States of controls, which are also written when they are false.
const states = new Set(["pressed", "expanded"]);

// Nodes and texts in a list of lists, without the parts that are left out.
const nodes = (children) => children.flat(Infinity)
	.filter((child) => child !== null && child !== undefined && child !== false)
	.map((child) => (child instanceof Node ? child : visible(String(child))));

export function put(element, ...children) {
	element.replaceChildren(...nodes(children));
	return element;
}

export const byId = (id) => document.getElementById(id);

export function button(text, onclick, properties = {}) {
	return h("button", { type: "button", onclick, ...properties }, text);
}

export const select = (properties, options, value, onchange) => h("select",
	{ ...properties, onchange: (event) => onchange(event.target.value) },
	options.map(([name, text]) => h("option", { value: name, selected: name === value }, text)));

export const isTyping = (target) =>
	target instanceof HTMLElement && target.matches("input:not([type=checkbox]):not([type=radio]), "
		+ "textarea, select");

// The text with control characters as pictures and bidirectional marks as U+FFFD, one for one.
function visible(text) {
	return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd").replace(/[\0-\x08\x0b-\x1f\x7f]/g, (sign) =>
			sign === "\x7f" ? "\u2421" : String.fromCharCode(0x2400 + sign.charCodeAt(0)));
}

export function download(name, content, type) {
	const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
	const link = h("a", { href: address, download: name });
	document.body.append(link);
	link.click();
	link.remove();
	setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
