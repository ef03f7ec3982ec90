// The server's interpretation of a query, which it writes as an expression in parentheses, in words.

const leaves = new Set(["text", "pattern"]);

/** Reads one expression. Throws when the text has another form, such as a parenthesis in a word. */
function read(text) {
  let at = 0;
  const space = () => {
    while (text[at] === " ") at += 1;
  };
  const string = () => {
    const start = at + 1;
    at = start;
    while (at < text.length && !(text[at] === '"' && (at + 1 === text.length
      || text[at + 1] === ")" || text[at + 1] === " "))) at += 1;
    if (at >= text.length) throw new SyntaxError(text);
    at += 1;
    return { string: text.slice(start, at - 1) };
  };
  const expression = () => {
    at += 1;
    let end = at;
    while (end < text.length && text[end] !== " " && text[end] !== ")") end += 1;
    const head = text.slice(at, end);
    at = end;
    space();
    const parts = [];
    if (leaves.has(head)) {
      const start = at;
      let depth = 0;
      while (at < text.length && (text[at] !== ")" || depth > 0)) {
        if (text[at] === "(") depth += 1;
        if (text[at] === ")") depth -= 1;
        at += 1;
      }
      parts.push({ string: text.slice(start, at) });
    }
    while (at < text.length && text[at] !== ")") {
      if (text[at] === "(") parts.push(expression());
      else if (text[at] === '"') parts.push(string());
      else {
        const start = at;
        while (at < text.length && text[at] !== " " && text[at] !== ")") at += 1;
        parts.push({ string: text.slice(start, at) });
      }
      space();
    }
    if (text[at] !== ")") throw new SyntaxError(text);
    at += 1;
    return { head, parts };
  };
  if (text[0] !== "(") throw new SyntaxError(text);
  const result = expression();
  if (at !== text.length) throw new SyntaxError(text);
  return result;
}

function day(number) {
  const digits = number.padStart(8, "0");
  const parts = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
  if (/^(00|99)$/.test(parts[2])) parts.pop();
  if (parts.length === 2 && /^(00|99)$/.test(parts[1])) parts.pop();
  return parts.join("-");
}

function range(text) {
  const [from, to = ""] = text.split("..");
  const first = from ? day(from) : "";
  const last = to ? day(to) : "";
  return first === last ? first : `${first}..${last}`;
}

function words(node, chinese, nested) {
  if (node.string !== undefined) return node.string;
  const say = (part) => words(part, chinese, true);
  const list = node.parts.map(say);
  const group = (sign) => (nested ? `(${list.join(sign)})` : list.join(sign));
  const [first, ...rest] = list;
  const named = (zh, en) => (chinese ? zh : en);
  switch (node.head) {
    case "text": case "pattern": return first;
    case "phrase": return named(`“${first}”`, `"${first}"`);
    case "and": case "AND": return group(named(" 且 ", " and "));
    case "or": return group(named(" 或 ", " or "));
    case "not": return named(`不含 ${first}`, `not ${first}`);
    case "title": return named(`标题含 ${first}`, `headline: ${first}`);
    case "body": return named(`正文含 ${first}`, `body: ${first}`);
    case "tail": return named(`页尾含 ${first}`, `tail: ${first}`);
    case "source": return named(`来源=${first}`, `source=${first}`);
    case "tag": return named(`标签=${first}`, `tag=${first}`);
    case "id": return named(`编号=${first}`, `id=${first}`);
    case "date": return named(`日期 ${range(first)}`, `date ${range(first)}`);
    case "near": return named(`${rest.join("、")}相距不过 ${first} 字`,
      `${rest.join(", ")} within ${first}`);
    case "adj": return named(`${rest.join("、")}依次相距不过 ${first} 字`,
      `${rest.join(", ")} in order within ${first}`);
    case "slop": return named(`“${rest[0]}”各词相距不过 ${first} 字`,
      `"${rest[0]}" within ${first}`);
    case "sentence": return named(`同句：${list.join("、")}`, `one sentence: ${list.join(", ")}`);
    case "paragraph": return named(`同段：${list.join("、")}`, `one paragraph: ${list.join(", ")}`);
    case "regex": return `/${first}/`;
    case "fuzzy": return `${rest[0]}~${first}`;
    case "boost": return `${rest[0]} ×${Number(first)}`;
    case "least": return named(`至少 ${first} 项：${rest.join("、")}`,
      `at least ${first} of: ${rest.join(", ")}`);
    default: return `${node.head}=${list.every((item) => /^\d{8}(\.\.\d{8})?$/.test(item))
      ? list.map(range).join(" ") : list.join(" ")}`;
  }
}

/** An expression in words; the expression itself when its form is not known. */
export function inWords(text, chinese) {
  try {
    return words(read(text), chinese, false);
  } catch {
    return text;
  }
}
