// Days, weeks, months and years as buckets of a timeline.

const dayLength = 86_400_000;
const iso = (time) => new Date(time).toISOString().slice(0, 10);
const parse = (text) => Date.parse(`${text.slice(0, 10)}T00:00:00Z`);

export const firstDay = (text) => (text.length === 4 ? `${text}-01-01`
	: text.length === 7 ? `${text}-01` : text.slice(0, 10));

export function lastDay(text) {
	if (text.length >= 10) return text.slice(0, 10);
	if (text.length === 4) return `${text}-12-31`;
	const [year, month] = text.split("-").map(Number);
	return iso(Date.UTC(year, month, 0));
}

export function start(day, by) {
	if (by === "year") return `${day.slice(0, 4)}-01-01`;
	if (by === "month") return `${day.slice(0, 7)}-01`;
	if (by === "week") {
		const time = parse(day);
		return iso(time - ((new Date(time).getUTCDay() + 6) % 7) * dayLength);
	}
	return day.slice(0, 10);
}

export function next(day, by) {
	const [year, month, date] = day.split("-").map(Number);
	if (by === "year") return `${String(year + 1).padStart(4, "0")}-01-01`;
	if (by === "month") return iso(Date.UTC(year, month, 1));
	return iso(Date.UTC(year, month - 1, date + (by === "week" ? 7 : 1)));
}

export const end = (day, by) => iso(parse(next(day, by)) - dayLength);

export function starts(from, to, by) {
	const list = [];
	for (let day = start(from, by); day <= to && list.length < 4000; day = next(day, by)) list.push(day);
	return list;
}

export function fitting(from, to) {
	const days = (parse(to) - parse(from)) / dayLength + 1;
	return days <= 70 ? "day" : days <= 500 ? "week" : days <= 366 * 25 ? "month" : "year";
}

// A range of days as a value of `date:`, as short as it can be.
export function rangeText(from, to) {
	const year = (day) => day.slice(0, 4);
	const month = (day) => day.slice(0, 7);
	if (from.endsWith("-01-01") && to.endsWith("-12-31")) {
		return year(from) === year(to) ? year(from) : `${year(from)}..${year(to)}`;
	}
	if (from.endsWith("-01") && to === lastDay(month(to))) {
		return month(from) === month(to) ? month(from) : `${month(from)}..${month(to)}`;
	}
	return from === to ? from : `${from}..${to}`;
}

// The days of a value of `date:` that this page writes. Null for other forms.
export function rangeOf(value) {
	if (/-(00|1[3-9]|[2-9]\d)\b/.test(value.replace(/(\d{4}-\d\d)-\d\d/g, "$1"))) return null;
	const match = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)?(\.\.)?(\d{4}(?:-\d\d(?:-\d\d)?)?)?$/.exec(value);
	if (!match || (!match[1] && !match[3]) || (!match[2] && match[3])) return null;
	return [match[1] ? firstDay(match[1]) : null,
		match[2] ? (match[3] ? lastDay(match[3]) : null) : lastDay(match[1])];
}

export const name = (day, by) => day.slice(0, { year: 4, month: 7 }[by] ?? 10);
