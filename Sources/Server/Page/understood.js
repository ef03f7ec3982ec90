// How the query was understood: the number of all articles, and each clause with its count.

import { answer, archive, on, reading } from "./answer.js";
import { withClause } from "./clauses.js";
import { button, byId, h, put } from "./dom.js";
import { articles, isChinese, longDate, number, t } from "./language.js";
import { ask, state } from "./state.js";
import { inWords } from "./tree.js";

let hidden = 0;

function query() {
	const { total, exact_total, partial_total, partial_shown, tail_total } = answer.summary;
	const clauses = reading?.clauses ?? [];
	return [h("span.total", {}, t("total", articles(total))),
		exact_total !== undefined && exact_total !== total
			&& h("span", {}, t("asWritten", articles(exact_total))),
		partial_shown > 0 && h("span", {}, t("partialTotal", articles(partial_total),
			articles(answer.hits.filter((hit) => hit.partial).length))),
		hidden > 0 && h("span.hides", {}, t("filtersHide", articles(hidden))),
		tail_total > 0 && button(t("inTails", articles(tail_total)),
			() => ask(withClause(state.q, "in:all")), { class: "link" }),
		clauses.length > 0 && h("span", {}, t("understoodAs")),
		clauses.map((clause) => h("span.clause", {}, h("bdi", {}, inWords(clause.query, isChinese())),
			"\u00a0", h("span.number", {}, articles(clause.articles)))),
		(reading?.dictionary ?? []).map((use) => h("span", {},
			t("synonyms", [use.word, ...use.synonyms].join(" = "))))];
}

function contents() {
	const { articles: all, first_date, last_date, sources, undated } = archive;
	const unlisted = all - answer.summary.total;
	return [h("span.total", {}, t("archiveHas", articles(all))),
		first_date && h("span", {}, t("fromTo", longDate(first_date), longDate(last_date))),
		h("span", {}, t("sourceCount", number(sources.filter((source) => source.name).length))),
		undated > 0 && h("span", {}, t("undatedCount", articles(undated))),
		unlisted > 0 && h("span", {}, t("notListed", articles(unlisted)))];
}

export function show() {
	if (answer && (state.q.trim() || archive)) {
		put(byId("understood"), state.q.trim() ? query() : contents());
	}
}

export function start() {
	on("hits", show);
	on("interpretation", show);
	on("hidden", (count) => {
		hidden = count;
		show();
	});
}
