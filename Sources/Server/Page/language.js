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
export function number(value) {
	const digits = String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, isChinese() ? "\u202f" : ",");
	return digits;
}

export function articles(value) {
	if (isChinese()) return `${number(value)}\u00a0篇`;
	return `${number(value)}\u00a0${value === 1 ? "article" : "articles"}`;
}

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

export function localize(root = document) {
	document.title = t("name");
	for (const [attribute, apply] of [
		["t", (element, text) => { element.textContent = text; }],
		["tLabel", (element, text) => element.setAttribute("aria-label", text)],
		["tTitle", (element, text) => element.setAttribute("title", text)],
		["tHint", (element, text) => element.setAttribute("placeholder", text)],
	]) {
		const name = attribute.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
		for (const element of root.querySelectorAll(`[data-${name}]`)) {
			apply(element, t(element.dataset[attribute]));
		}
	}
}

export function setLanguage(language) {
	remember("language", language);
	document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
	localize();
}
