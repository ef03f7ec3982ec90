// What the browser remembers. Nothing leaves it.

export function recall(name, fallback = null) {
	try {
		const text = localStorage.getItem(`xunwen.${name}`);
		return text === null ? fallback : /^[[{"]/.test(text) ? JSON.parse(text) : text;
	} catch {
		return fallback;
	}
}

// Stores a value. False when the browser refuses, for example in a private window.
export function remember(name, value) {
	try {
		localStorage.setItem(`xunwen.${name}`, typeof value === "string" ? value : JSON.stringify(value));
		return true;
	} catch {
		return false;
	}
}
