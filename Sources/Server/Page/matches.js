// Stepping through the matches of the open article, and their positions beside the scroll bar.

import { h, put } from "./dom.js";
import { number, t } from "./language.js";

export class Matches {
	#groups = [];
	#page = null;
	#ticks = null;
	#output = null;
	#current = -1;
	#observer = new ResizeObserver(() => this.#placeTicks());

	clear() {
		this.#observer.disconnect();
		this.#groups = [];
		this.#page = null;
	}

	get current() {
		return this.#groups[this.#current];
	}

	// Takes the marks of a page. `place` (`original:offset`) is the match to begin with.
	show(page, ticks, output, place) {
		this.clear();
		[this.#page, this.#ticks, this.#output] = [page, ticks, output];
		const groups = new Map();
		for (const mark of page.querySelectorAll("mark")) {
			const key = mark.dataset.place;
			groups.set(key, [...(groups.get(key) ?? []), mark]);
		}
		this.#groups = [...groups.values()];
		this.#observer.observe(page);
		const [, original, offset] = /^(.*):(\d+)$/.exec(place) ?? [];
		const at = [...groups.keys()].findLastIndex((key) => key.startsWith(`${original}:`)
			&& Number(key.slice(key.lastIndexOf(":") + 1)) <= Number(offset));
		this.#select(Math.min(Math.max(at, 0), this.#groups.length - 1), Boolean(place));
	}

	step(direction) {
		const count = this.#groups.length;
		if (count > 0) this.#select((this.#current + direction + count) % count, true);
	}

	#select(index, scroll) {
		this.current?.forEach((mark) => mark.classList.remove("current"));
		this.#current = index;
		this.current?.forEach((mark) => mark.classList.add("current"));
		const count = this.#groups.length;
		put(this.#output, count === 0 ? t("noMatches") : t("matchOf", number(index + 1), number(count)));
		for (const control of this.#output.parentElement.querySelectorAll("button")) {
			control.disabled = count === 0;
		}
		if (scroll && this.current) {
			const mark = this.current[0].getBoundingClientRect();
			const box = this.#page.getBoundingClientRect();
			if (mark.top < box.top + 60 || mark.bottom > box.bottom - 60) {
				this.#page.scrollTop += mark.top - box.top - box.height / 3;
			}
		}
		this.#placeTicks();
	}

	#placeTicks() {
		if (!this.#page?.isConnected) return;
		const { scrollHeight, clientHeight, offsetTop, scrollTop } = this.#page;
		const top = this.#page.getBoundingClientRect().top - scrollTop;
		this.#ticks.style.top = `${offsetTop}px`;
		this.#ticks.style.height = `${clientHeight}px`;
		put(this.#ticks, this.#groups.map((marks, index) => {
			const tick = h(index === this.#current ? "i.current" : "i");
			const place = (marks[0].getBoundingClientRect().top - top) / scrollHeight;
			tick.style.top = `${Math.min(clientHeight - 4, Math.round(place * clientHeight))}px`;
			return tick;
		}));
	}
}
