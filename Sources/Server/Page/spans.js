// Spans of Unicode scalars, as the API counts them, in texts of UTF-16, as browsers count them.

// The UTF-16 offset of every scalar of a text, and of its end. Null when both counts agree.
function offsets(text) {
	if (!/[\ud800-\udfff]/.test(text)) return null;
	const table = [];
	let offset = 0;
	for (const scalar of text) {
		table.push(offset);
		offset += scalar.length;
	}
	table.push(offset);
	return table;
}

export class ScalarText {
	constructor(text) {
		this.text = text;
		this.table = offsets(text);
		this.count = this.table ? this.table.length - 1 : text.length;
	}

	slice(start, end) {
		return this.text.slice(this.unit(start), this.unit(end));
	}

	unit(scalar) {
		const bounded = Math.max(0, Math.min(scalar, this.count));
		return this.table ? this.table[bounded] : bounded;
	}
}

export function joined(spans) {
	const sorted = [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
	const result = [];
	for (const [start, end] of sorted) {
		const last = result.at(-1);
		if (last && start <= last[1]) last[1] = Math.max(last[1], end);
		else if (end > start) result.push([start, end]);
	}
	return result;
}

// Cuts a range of a text at spans: pieces with `start`, `text` and `span`, the index or -1.
export function pieces(text, start, end, spans) {
	const result = [];
	let at = start;
	spans.forEach(([from, to], index) => {
		const first = Math.max(from, at);
		const last = Math.min(to, end);
		if (first >= last) return;
		if (first > at) result.push({ start: at, text: text.slice(at, first), span: -1 });
		result.push({ start: first, text: text.slice(first, last), span: index });
		at = last;
	});
	if (at < end) result.push({ start: at, text: text.slice(at, end), span: -1 });
	return result;
}
