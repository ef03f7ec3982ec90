// The server's reasons in Chinese. Those without a translation are shown as they are.

import { isChinese, t } from "./language.js";

const table = [
	[/^this quotation mark is never closed$/, "引号没有配对"],
	[/^this parenthesis is never closed$/, "括号没有配对"],
	[/^no parenthesis is open here/, "此处没有可配对的左括号；若要查找括号，写作 \\)"],
	[/^put a space before this parenthesis/, "括号前加空格才是分组"],
	[/^there is no month (.+)$/, "没有 $1 月"],
	[/^the month has no day (.+)$/, "该月没有 $1 日"],
	[/^the range ends before it begins$/, "范围的终点早于起点"],
	[/^one date, not a range$/, "此处只能写一个日期，不能写范围"],
	[/^not a date/, "不是日期；可写 2023、2023-06、2023-06-01、2023-06..2023-07、>=2023-06 或 7d"],
	[/^no date on either side/, "范围两端都没有日期"],
	[/^not a number/, "不是数字；可写 10、10..20、10..、..20 或 >=10"],
	[/^nothing after (\S+) to exclude$/, "$1 之后没有要排除的内容"],
	[/^nothing after (.+)$/, "$1 之后没有内容"],
	[/^nothing before (.+)$/, "$1 之前没有内容"],
	[/^nothing to search for in this group$/, "此分组没有可检索的内容"],
	[/^the query only excludes/, "检索式只有排除条件；请至少加一个检索词，或用 * 表示全部文章"],
	[/^the query only has in:/, "检索式只有范围；请加一个检索词"],
	[/^unknown field '(.+?)' .*$/, "没有“$1”字段；若要作为文字检索，请加引号"],
	[/^(.+): needs a word, a quotation or a group after it$/, "$1: 之后要有词、引文或分组"],
	[/^(.+) applies to the whole proximity; .*$/, "$1 作用于整个邻近条件，应写在第一项之前"],
	[/^a boost is a number above 0 and at most (.+)$/, "权重应大于 0 且不超过 $1"],
	[/^a distance is (.+) at most$/, "距离最大为 $1"],
	[/^expected a distance after the slash/, "斜线后应为距离，如 NEAR/5"],
	[/^in: (needs|takes) /, "in: 之后应为 tail、title、body 或 all"],
	[/^the query is longer than (.+) characters$/, "检索式超过 $1 个字符"],
	[/^the query takes too much work/, "此检索式的工作量过大"],
	[/^(.+) is read as a word; write OR for the operator$/, "“$1”按普通词检索；表示“或”请写 OR"],
	[/^(.+) is read as a word; write AND for the operator, or leave it out$/,
		"“$1”按普通词检索；表示“且”请写 AND 或省去"],
	[/^(.+) is read as a word; leave it out.*$/, "“$1”按普通词检索；各词本来都是必需的，可省去"],
	[/^(.+) is read as a word; write - directly.*$/, "“$1”按普通词检索；排除请在词前紧接写 -"],
	[/^unquoted text is compared without signs; quote (.+) to compare them$/,
		"未加引号的文字不比较符号；给 $1 加引号即可比较"],
	[/^no article has the source (.+?)[;.].*similar sources?: (.+)$/, "没有来源“$1”；相近的来源：$2"],
	[/^no article has the source ([^;]+).*$/, "没有来源“$1”"],
	[/^closest: it occurs in the (.+), which is not searched for it$/, "出现在不检索的部分($1)"],
	[/^closest: (.+) occurs$/, "最接近的：出现了“$1”"],
	[/^closest: (\d+) positions? apart in total$/, "最接近的：共相距 $1 字"],
	[/^closest: in the same paragraph$/, "最接近的：在同一段"],
	[/^closest: in another order$/, "最接近的：次序相反"],
	[/^the article has none$/, "此文没有这一项"],
	[/^the article has (.+)$/, "此文为 $1"],
];

export function reason(text) {
	if (!isChinese()) return text;
	for (const [pattern, chinese] of table) {
		const match = pattern.exec(text);
		if (match) return chinese.replace(/\$(\d)/g, (_, index) => match[index] ?? "");
	}
	return text;
}

export const problemText = (problem) => (problem.status === 0 ? t("offline")
	: reason(problem.detail ?? ""));
