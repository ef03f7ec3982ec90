// The server's interpretation of a query, an expression in parentheses, in words.

// Reads one expression. Throws when the text has another form, such as a parenthesis in a word.
function read(text) {
	let at = 0;
	const until = (ends) => {
		const start = at;
		while (at < text.length && !ends()) at += 1;
		return text.slice(start, at);
	};
	const stop = () => text[at] === " " || text[at] === ")";
	const part = () => {
		if (text[at] === "(") return expression();
		if (text[at] !== '"') return until(stop);
		at += 1;
		const value = until(() => text[at] === '"' && /^[ )]?$/.test(text[at + 1] ?? ""));
		at += 1;
		return value;
	};
	const expression = () => {
		at += 1;
		const head = until(stop);
		const parts = [];
		let depth = 0;
		if (head === "text" || head === "pattern") {
			at += 1;
			parts.push(until(() => {
				depth += text[at] === "(" ? 1 : text[at] === ")" ? -1 : 0;
				return depth < 0;
			}));
		}
		while (text[at] === " ") {
			at += 1;
			parts.push(part());
		}
		if (text[at] !== ")") throw new SyntaxError(text);
		at += 1;
		return { head, parts };
	};
	const result = expression();
	if (at !== text.length) throw new SyntaxError(text);
	return result;
}

// A day of an interpretation, such as 20230699 for the end of a month.
const day = (digits) => (digits ? digits.padStart(8, "0").replace(/^(\d{4})(\d\d)(\d\d)$/,
	(_, year, month, date) => [year, month, date].filter((part, index) =>
		index === 0 || !/^(00|99)$/.test(part)).join("-")) : "");

function range(text) {
	const [from, to = ""] = text.split("..").map(day);
	return from === to ? from : `${from}..${to}`;
}

// The words of each head: $1 and $2 are parts, $* all parts, $+ all but the first.
const forms = {
	text: ["$1", "$1"], pattern: ["$1", "$1"], phrase: ["“$1”", '"$1"'], regex: ["/$1/", "/$1/"],
	not: ["不含 $1", "not $1"], title: ["标题含 $1", "headline: $1"], body: ["正文含 $1", "body: $1"],
	tail: ["页尾含 $1", "tail: $1"], source: ["来源=$1", "source=$1"], tag: ["标签=$1", "tag=$1"],
	id: ["编号=$1", "id=$1"], fuzzy: ["$2~$1", "$2~$1"], boost: ["$2 ×$1", "$2 ×$1"],
	near: ["$+ 相距不过 $1 字", "$+ within $1"], adj: ["$+ 依次相距不过 $1 字", "$+ in order within $1"],
	slop: ["“$2”各词相距不过 $1 字", '"$2" within $1'], sentence: ["同句：$*", "one sentence: $*"],
	paragraph: ["同段：$*", "one paragraph: $*"], least: ["至少 $1 项：$+", "at least $1 of: $+"],
};

function words(node, chinese, nested = true) {
	if (typeof node === "string") return node;
	const list = node.parts.map((part) => words(part, chinese));
	const sign = { and: [" 且 ", " and "], or: [" 或 ", " or "] }[node.head.toLowerCase()];
	if (sign) {
		const joined = list.join(sign[chinese ? 0 : 1]);
		return nested ? `(${joined})` : joined;
	}
	if (node.head === "date") return `${chinese ? "日期" : "date"} ${range(list[0])}`;
	const form = forms[node.head]?.[chinese ? 0 : 1] ?? "$0=$*";
	const comma = chinese ? "、" : ", ";
	return form.replace(/\$(.)/g, (_, name) => ({ 0: node.head, "*": list.join(comma),
		"+": list.slice(1).join(comma) }[name] ?? list[name - 1]));
}

// An expression in words; the expression itself when its form is not known.
export function inWords(text, chinese) {
	try {
		return words(read(text), chinese, false);
	} catch {
		return text;
	}
}
