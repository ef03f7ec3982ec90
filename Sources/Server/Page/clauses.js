// The clauses of the text in the box, with their places. The form, the facets and the brush of the
// timeline change the text clause by clause, so that everything else stays as it was written.
// The server alone decides what a query means.

const pairs = new Map([
  ['"', '"'], ["＂", "＂"], ["“", "”"], ["「", "」"], ["『", "』"], ["｢", "｣"], ["〝", "〞"],
]);

/** The names of fields, and the field that each names. */
const fieldNames = new Map(Object.entries({
  title: "title", 标题: "title", body: "body", 正文: "body", source: "source", 来源: "source",
  tag: "tag", 标签: "tag", id: "id", 编号: "id", date: "date", 日期: "date", 发布: "date",
  发布日期: "date", in: "in", 范围: "in", 发文机关: "发文机关", 机关: "发文机关", 发文字号: "发文字号",
  文号: "发文字号", 成文日期: "成文日期", 成文: "成文日期", 索引号: "索引号", 主题分类: "主题分类",
  主题: "主题分类", 有效性: "有效性", 效力: "有效性",
}));

/** Fields that narrow an answer and are not searched for as text. */
const filters = new Set(["source", "tag", "date", "id", "发文机关", "发文字号", "成文日期", "索引号",
  "主题分类", "有效性"]);

const operator = /^(AND|OR|NOT|ＡＮＤ|ＯＲ|ＮＯＴ|&&|\|\|?|｜|\/[sp]|(NEAR|ADJ)(\/\d*)?)$/;
const alternative = /^(OR|ＯＲ|\|\|?|｜)$/;

function endOfQuotation(text, start) {
  const closing = pairs.get(text[start]);
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === closing || (text[start] === "“" && text[at] === '"')) return at + 1;
  }
  return text.length;
}

function endOfGroup(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (pairs.has(text[at])) at = endOfQuotation(text, at) - 1;
    else if (text[at] === "(" || text[at] === "（") depth += 1;
    else if (text[at] === ")" || text[at] === "）") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function endOfWord(text, start) {
  let at = start;
  while (at < text.length && !/\s/.test(text[at])) {
    if (text[at] === "\\") at += 2;
    else if (pairs.has(text[at])) at = endOfQuotation(text, at);
    else at += 1;
  }
  return Math.min(at, text.length);
}

/** The clauses of the outermost level. */
export function clauses(text) {
  const result = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at += 1;
      continue;
    }
    const start = at;
    let negated = false;
    if (/[-－−–!！]/.test(text[at]) && at + 1 < text.length && !/\s/.test(text[at + 1])) {
      negated = true;
      at += 1;
    }
    const name = /^([\p{L}_][\p{L}\p{N}_-]*)[:：]/u.exec(text.slice(at));
    let field = name ? fieldNames.get(name[1].toLowerCase()) ?? null : null;
    if (name && !field && /^[a-z]/i.test(name[1]) && !text.slice(at).includes("://")) field = name[1];
    if (field) at += name[0].length;
    const body = at;
    let kind = "word";
    if (pairs.has(text[at])) {
      kind = "quotation";
      at = endOfQuotation(text, at);
      if (at < text.length && /[~～^＾]/.test(text[at])) {
        kind = "other";
        at = endOfWord(text, at);
      }
    } else if (text[at] === "(" || text[at] === "（") {
      kind = "group";
      at = endOfGroup(text, at);
      if (at < text.length && !/\s/.test(text[at])) at = endOfWord(text, at);
    } else {
      at = endOfWord(text, at);
      if (operator.test(text.slice(start, at))) kind = "operator";
      else if (/[*?~^/|"“]/.test(text.slice(body, at)) && !filters.has(field)) kind = "other";
    }
    if (at === start) at += 1;
    const raw = text.slice(body, at);
    const value = kind === "quotation" ? raw.slice(1, -1).replace(/\\(.)/g, "$1") : raw;
    result.push({ start, end: at, negated, field, kind, raw, value, text: text.slice(start, at) });
  }
  return result;
}

/** Whether the outermost level has operators, so that its clauses cannot be changed one by one. */
export const hasOperators = (list) => list.some((clause) => clause.kind === "operator");

/** The clauses that narrow the answer. */
export function filtersOf(text) {
  const list = clauses(text);
  return hasOperators(list) ? [] : list.filter((clause) => filters.has(clause.field));
}

/** The text without some clauses. */
export function without(text, removed) {
  let result = text;
  for (const clause of [...removed].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, clause.start) + result.slice(clause.end);
  }
  return result.replace(/\s+/g, " ").trim();
}

/** A clause for all articles, because a query that only excludes is a mistake. */
const everythingBut = (clause) => (/^-(date|日期):/.test(clause) ? "source:*" : "date:0001..9999");

/** The text, with a clause for all articles when it only excludes. */
export function positive(text) {
  const list = clauses(text);
  return list.length > 0 && list.every((clause) => clause.negated)
    ? `${everythingBut(text)} ${text}` : text;
}

/** The text with one more required clause. */
export function withClause(text, clause) {
  const trimmed = text.trim();
  if (!trimmed) return positive(clause);
  const list = clauses(trimmed);
  const branches = list.some((item) => item.kind === "operator" && alternative.test(item.text));
  return `${branches ? `(${trimmed})` : trimmed} ${clause}`;
}

/** A value as it is written after a field: bare where that is safe, else as a quotation. */
export function quoted(value) {
  if (/^[\p{L}\p{N}]+$/u.test(value) && !operator.test(value)) return value;
  return `"${value.replace(/[\\"]/g, "\\$&")}"`;
}

/** The clause of a field in the language of the page. */
export function fieldClause(field, value, chinese, negated = false) {
  const names = { title: "标题", body: "正文", source: "来源", tag: "标签", date: "日期" };
  const name = names[field] ? (chinese ? `${names[field]}:` : `${field}:`) : `${field}:`;
  return (negated ? "-" : "") + name + value;
}

/** The text in which the clauses of a field are replaced by another clause, or by none. */
export function withFilter(text, field, clause) {
  const old = filtersOf(text).filter((item) => item.field === field && !item.negated);
  const rest = without(text, old);
  return clause ? withClause(rest, clause) : rest;
}

/** All articles that have a source or a date; a query cannot ask for articles without either. */
export const everything = "source:* OR date:0001..9999";
