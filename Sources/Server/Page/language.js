// The language of the page, and numbers and dates in it.

import { remember } from "./storage.js";
import { strings } from "./strings.js";

export const isChinese = () => document.documentElement.lang.startsWith("zh");

// The text of a key, with values in the place of {0}, {1}, ….
export function t(key, ...values) {
	const pair = strings[key];
	if (!pair) throw new Error(`no text ${key}`);
	return pair[isChinese() ? 0 : 1].replace(/\{(\d)\}/g, (_, index) => values[index] ?? "");
}

// A number with thin spaces between thousands in Chinese, with commas in English.
export const number = (value) => String(value)
	.replace(/\B(?=(\d{3})+$)/g, isChinese() ? "\u202f" : ",");

export const articles = (value) => `${number(value)}\u00a0${isChinese() ? "篇"
	: value === 1 ? "article" : "articles"}`;

export function share(value) {
	if (value === null || value === undefined) return "–";
	const percent = value * 100;
	return `${percent >= 10 ? percent.toFixed(1) : percent.toPrecision(2)}%`;
}

// A date as in tables, with its time when it is known: 2023-07-02 14:53.
export function date(text) {
	if (!text) return t("undated");
	return text.length > 10 ? `${text.slice(0, 10)}\u00a0${text.slice(11, 16)}` : text;
}

export function longDate(text) {
	if (!text) return t("undated");
	const [year, month, day] = text.slice(0, 10).split("-").map(Number);
	if (!isChinese()) return text.slice(0, 10);
	return `${year}年${month ? `${month}月` : ""}${day ? `${day}日` : ""}`;
}

const places = { t: "", "t-label": "aria-label", "t-title": "title", "t-hint": "placeholder" };

// Writes the texts of the static part of the page.
export function localize() {
	document.title = t("name");
	for (const [name, attribute] of Object.entries(places)) {
		for (const element of document.querySelectorAll(`[data-${name}]`)) {
			const text = t(element.getAttribute(`data-${name}`));
			if (attribute) element.setAttribute(attribute, text);
			else element.textContent = text;
		}
	}
}

export function setLanguage(language) {
	remember("language", language);
	document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
	localize();
}
