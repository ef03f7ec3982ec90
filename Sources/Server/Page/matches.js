// Stepping through the matches of the open article, and their positions beside the scroll bar.

import { h, put } from "./dom.js";
import { number, t } from "./language.js";

export class Matches {
  #groups = [];
  #page = null;
  #ticks = null;
  #output = null;
  #current = -1;
  #observer = null;

  start() {
    this.#observer = new ResizeObserver(() => this.#placeTicks());
  }

  clear() {
    this.#observer?.disconnect();
    this.#groups = [];
    this.#page = null;
  }

  get current() {
    return this.#groups[this.#current] ?? null;
  }

  /** Takes the marks of a page. `place` (`original:offset`) is the match to begin with. */
  show(page, ticks, output, place) {
    this.clear();
    this.#page = page;
    this.#ticks = ticks;
    this.#output = output;
    const groups = new Map();
    for (const mark of page.querySelectorAll("mark")) {
      const key = mark.dataset.place;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(mark);
    }
    this.#groups = [...groups.values()];
    this.#observer.observe(page);
    this.#current = -1;
    let first = this.#groups.length > 0 ? 0 : -1;
    if (place) {
      const [original, offset] = [place.slice(0, place.lastIndexOf(":")),
        Number(place.slice(place.lastIndexOf(":") + 1))];
      const at = [...groups.keys()].findLastIndex((key) => key.startsWith(`${original}:`)
        && Number(key.slice(original.length + 1)) <= offset);
      if (at >= 0) first = at;
    }
    this.#select(first, Boolean(place));
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
    this.#output.textContent = count === 0 ? t("noMatches")
      : t("matchOf", number(index + 1), number(count));
    for (const control of this.#output.parentElement.querySelectorAll("button")) {
      control.disabled = count === 0;
    }
    if (scroll && this.current) {
      const mark = this.current[0];
      const target = mark.getBoundingClientRect();
      const box = this.#page.getBoundingClientRect();
      if (target.top < box.top + 60 || target.bottom > box.bottom - 60) {
        this.#page.scrollTop += target.top - box.top - box.height / 3;
      }
    }
    this.#placeTicks();
  }

  #placeTicks() {
    if (!this.#page?.isConnected) return;
    const { scrollHeight, clientHeight, offsetTop, scrollTop } = this.#page;
    const box = this.#page.getBoundingClientRect();
    this.#ticks.style.top = `${offsetTop}px`;
    this.#ticks.style.height = `${clientHeight}px`;
    const places = new Map();
    this.#groups.forEach((marks, index) => {
      const offset = marks[0].getBoundingClientRect().top - box.top + scrollTop;
      const top = Math.min(clientHeight - 4, Math.round((offset / scrollHeight) * clientHeight));
      places.set(top, places.get(top) || index === this.#current);
    });
    put(this.#ticks, [...places].map(([top, current]) => {
      const tick = h(current ? "i.current" : "i");
      tick.style.top = `${top}px`;
      return tick;
    }));
  }
}
