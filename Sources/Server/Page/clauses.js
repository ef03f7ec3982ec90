// The clauses of the text in the box, with their places. The form, the facets and the brush change
// the text clause by clause. The server alone decides what a query means.

const pairs = { '"': '"', "＂": "＂", "“": "”", "「": "」", "『": "』", "｢": "｣", "〝": "〞" };

const fieldNames = { title: "title", 标题: "title", body: "body", 正文: "body", source: "source",
	来源: "source", tag: "tag", 标签: "tag", id: "id", 编号: "id", date: "date", 日期: "date", 发布: "date",
	发布日期: "date", in: "in", 范围: "in", 发文机关: "发文机关", 机关: "发文机关", 发文字号: "发文字号",
	文号: "发文字号", 成文日期: "成文日期", 成文: "成文日期", 索引号: "索引号", 主题分类: "主题分类",
	主题: "主题分类", 有效性: "有效性", 效力: "有效性" };

// Fields that are searched as text; all others narrow the answer.
const textual = ["title", "body", "in"];
const operator = /^(AND|OR|NOT|ＡＮＤ|ＯＲ|ＮＯＴ|&&|\|\|?|｜|\/[sp]|(NEAR|ADJ)(\/\d*)?)$/;
const alternative = /^(OR|ＯＲ|\|\|?|｜)$/;
const isOpen = (sign) => sign === "(" || sign === "（";

function endOfQuotation(text, start) {
	const closing = pairs[text[start]];
	for (let at = start + 1; at < text.length; at += 1) {
		if (text[at] === "\\") at += 1;
		else if (text[at] === closing || (text[start] === "“" && text[at] === '"')) return at + 1;
	}
	return text.length;
}

function endOf(text, start, isGroup) {
	let depth = 0;
	let at = start;
	while (at < text.length && (isGroup || !/\s/.test(text[at]))) {
		if (text[at] in pairs) {
			at = endOfQuotation(text, at);
			continue;
		}
		if (isGroup && isOpen(text[at])) depth += 1;
		if (isGroup && (text[at] === ")" || text[at] === "）")) depth -= 1;
		at += text[at] === "\\" ? 2 : 1;
		if (isGroup && depth === 0) break;
	}
	return Math.min(at, text.length);
}

export function clauses(text) {
	const result = [];
	let at = 0;
	while (at < text.length) {
		if (/\s/.test(text[at])) {
			at += 1;
			continue;
		}
		const start = at;
		const negated = /^[-－−–!！]\S/.test(text.slice(at));
		if (negated) at += 1;
		const [written, name] = /^([\p{L}_][\p{L}\p{N}_-]*)[:：](?!\/\/)/u.exec(text.slice(at)) ?? [];
		// Names of ASCII letters are fields that an index declares.
		const field = name ? fieldNames[name.toLowerCase()] ?? (/^\w+$/.test(name) ? name : null) : null;
		if (field) at += written.length;
		const body = at;
		let kind = "word";
		if (text[at] in pairs) {
			kind = "quotation";
			at = endOfQuotation(text, at);
		} else if (isOpen(text[at])) {
			kind = "group";
			at = endOf(text, at, true);
		}
		const closed = at;
		at = Math.max(endOf(text, at, false), start + 1);
		if (kind === "quotation" && /[^~～^＾]/.test(text[closed] ?? "~")) at = closed;
		else if (kind === "quotation" && at > closed) kind = "other";
		const raw = text.slice(body, at);
		if (kind === "word") {
			if (operator.test(raw) || (raw === "of" && /^\s*[(（]/.test(text.slice(at)))) kind = "operator";
			else if (/[*?~^/|"“]/.test(raw) && (!field || textual.includes(field))) kind = "other";
		}
		result.push({ start, end: at, negated, field, kind, raw, text: text.slice(start, at),
			value: kind === "quotation" ? raw.slice(1, -1).replace(/\\(.)/g, "$1") : raw });
	}
	return result;
}

// Whether the outermost level has operators, so that its clauses cannot be changed one by one.
export const hasOperators = (list) => list.some((clause) => clause.kind === "operator");

export function filtersOf(text) {
	const list = clauses(text);
	return hasOperators(list) ? []
		: list.filter((clause) => clause.field && !textual.includes(clause.field));
}

export const without = (text, removed) => removed.toSorted((a, b) => b.start - a.start)
	.reduce((rest, clause) => rest.slice(0, clause.start) + rest.slice(clause.end), text)
	.replace(/\s+/g, " ").trim();

// The clause of all articles.
export const everything = "*";

// The text, with a clause for all articles when it only excludes, which would be a mistake.
export function positive(text) {
	const list = clauses(text);
	if (list.length === 0 || list.some((clause) => !clause.negated)) return text;
	return `${everything} ${text}`;
}

export function withClause(text, clause) {
	const rest = text.trim();
	if (!rest) return positive(clause);
	const branches = clauses(rest).some((item) => alternative.test(item.text));
	return `${branches ? `(${rest})` : rest} ${clause}`;
}

export const phrase = (text) => `"${text.replace(/[\\"]/g, "\\$&")}"`;

// A value as it is written after a field: bare where that is safe, else as a quotation.
export const quoted = (value) =>
	(/^[\p{L}\p{N}]+$/u.test(value) && !operator.test(value) ? value : phrase(value));

export function fieldClause(field, value, chinese, negated = false) {
	const name = chinese ? { title: "标题", body: "正文", source: "来源", tag: "标签", date: "日期" }[field]
		: field;
	return `${negated ? "-" : ""}${name ?? field}:${value}`;
}

// The text in which the clauses of a field are replaced by another clause, or by none.
export function withFilter(text, field, clause) {
	const rest = without(text, filtersOf(text).filter((item) => item.field === field && !item.negated));
	return clause ? withClause(rest, clause) : rest;
}

