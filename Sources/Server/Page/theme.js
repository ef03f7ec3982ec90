// The colour theme and the language of the first paint, before the modules are loaded.
(() => {
	const read = (name) => {
		try {
			return localStorage.getItem(name);
		} catch {
			return null;
		}
	};
	const root = document.documentElement;
	const theme = read("xunwen.theme");
	if (theme === "light" || theme === "dark") root.dataset.theme = theme;
	const stored = read("xunwen.language");
	const browser = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
	root.lang = (stored === "zh" || stored === "en" ? stored : browser) === "zh" ? "zh-CN" : "en";
})();
