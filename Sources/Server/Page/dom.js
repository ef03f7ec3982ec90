// Elements built from text. No function of the page parses markup.

const svgNames = new Set(["svg", "g", "rect", "path", "polyline", "line", "text", "title", "circle"]);

/** An element. `name` may carry classes (`p.note`); children are nodes, texts or nothing. */
export function h(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(" ");
  return fill(element, properties, children);
}

/** An element of SVG. */
export function svg(tag, properties = {}, ...children) {
  if (!svgNames.has(tag)) throw new TypeError(tag);
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function fill(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in read) element.setAttribute(read[key], visible(String(value)));
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...nodes(children));
  return element;
}

/** Attributes that people read, and short names of others. */
const read = { label: "aria-label", title: "title", placeholder: "placeholder",
  pressed: "aria-pressed", expanded: "aria-expanded" };

/** Nodes and texts in a list of lists, without the parts that are left out. */
const nodes = (children) => children.flat(Infinity)
  .filter((child) => child !== null && child !== undefined && child !== false)
  .map((child) => (child instanceof Node ? child : visible(String(child))));

/** Replaces the children of an element. */
export function put(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** A button with a text. */
export function button(text, onclick, properties = {}) {
  return h("button", { type: "button", onclick, ...properties }, text);
}

/** Whether the focus is in a field that takes letters. */
export const isTyping = (target) =>
  target instanceof HTMLElement && target.matches("input:not([type=checkbox]):not([type=radio]), "
    + "textarea, select");

/** The text with control characters as pictures and bidirectional marks as U+FFFD, one for one. */
function visible(text) {
  return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd").replace(/[\0-\x08\x0b-\x1f\x7f]/g, (sign) =>
      sign === "\x7f" ? "\u2421" : String.fromCharCode(0x2400 + sign.charCodeAt(0)));
}

/** Offers a text as a file. */
export function download(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
