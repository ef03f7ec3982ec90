// The drawing of a timeline: a list of shapes for the page, the file of SVG and the picture.

import { svg } from "./dom.js";

const left = 44;
const bottom = 22;
const top = 8;
const title = 28;
const font = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

function scale(largest, whole) {
	const target = Math.max(largest, whole ? 1 : 0.0001) / 3;
	const power = 10 ** Math.floor(Math.log10(target));
	let step = [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= target);
	if (whole) step = Math.max(1, step);
	return { step, end: Math.ceil(Math.max(largest, step) / step) * step };
}

// The shapes of a chart: bars of one series, lines of two. Null is a value that is not known.
export function shapes({ names, series, width, height, inside, format, whole }) {
	const { step, end } = scale(Math.max(0, ...series.flat()), whole);
	const plot = { width: width - left - 4, height: height - top - bottom };
	const slot = plot.width / Math.max(1, names.length);
	const y = (value) => top + plot.height * (1 - value / end);
	const list = [];
	for (let value = 0; value <= end + step / 2; value += step) {
		list.push({ name: value === 0 ? "axis" : "grid", points: [[left, y(value)],
			[left + plot.width, y(value)]] });
		list.push({ name: "label", x: left - 6, y: y(value) + 4, anchor: "end", text: format(value) });
	}
	if (series.length === 1) {
		series[0].forEach((value, index) => value && list.push({
			name: inside(index) ? "bar" : "bar outside", x: left + index * slot, y: y(value),
			width: Math.max(0.8, slot - (slot > 4 ? 1 : 0)), height: plot.height * (value / end) }));
	} else {
		series.forEach((values, number) => {
			let points = [];
			[...values, null].forEach((value, index) => {
				if (value !== null) points.push([left + (index + 0.5) * slot, y(value)]);
				else if (points.length > 0) {
					if (points.length === 1) points.push([points[0][0] + 1, points[0][1]]);
					list.push({ name: number === 0 ? "line-a" : "line-b", points });
					points = [];
				}
			});
		});
	}
	const byYear = names.length > 26 && /^\d{4}-\d\d$/.test(names[0]);
	const every = byYear ? Math.ceil(40 / (slot * 12)) : Math.ceil(88 / slot);
	names.forEach((name, index) => {
		if (byYear ? !name.endsWith("-01") || Number(name.slice(0, 4)) % every : index % every) return;
		const start = byYear || (index === 0 && slot < 70);
		list.push({ name: "label", x: left + (index + (start ? 0 : 0.5)) * slot, y: height - 5,
			anchor: start ? "start" : "middle", text: byYear ? name.slice(0, 4) : name });
	});
	return { list, width, height, left, slot, plot, top };
}

const paint = (name, colours) => ({
	bar: { fill: colours.accent },
	"bar outside": { fill: colours.edge, "fill-opacity": 0.55 },
	axis: { fill: "none", stroke: colours.edge, "stroke-width": 1 },
	grid: { fill: "none", stroke: colours.rule, "stroke-width": 1 },
	"line-a": { fill: "none", stroke: colours.accent, "stroke-width": 2 },
	"line-b": { fill: "none", stroke: colours.ink, "stroke-width": 2, "stroke-dasharray": "5 3" },
	label: { fill: colours.soft, "font-size": 12, "font-family": font },
}[name]);

export const elements = (drawing, colours = null) => drawing.list.map((shape) => {
	const { name, points, text, anchor, ...box } = shape;
	const look = colours ? paint(name, colours) : { class: name };
	for (const key of Object.keys(box)) box[key] = box[key].toFixed(2);
	if (points) {
		return svg("polyline", { ...look, points: points.map((point) =>
			point.map((part) => part.toFixed(2)).join()).join(" ") });
	}
	return text === undefined ? svg("rect", { ...look, ...box })
		: svg("text", { ...look, ...box, "text-anchor": anchor }, text);
});

export function file(drawing, heading, colours) {
	const size = { width: drawing.width, height: drawing.height + title };
	return new XMLSerializer().serializeToString(svg("svg", { xmlns: "http://www.w3.org/2000/svg",
		...size, viewBox: `0 ${-title} ${size.width} ${size.height}` },
	svg("title", {}, heading), svg("rect", { ...size, y: -title, fill: colours.paper }),
	svg("text", { x: left, y: -9, fill: colours.ink, "font-size": 14, "font-family": font }, heading),
	elements(drawing, colours)));
}

// A picture of the chart at twice its size. The policy of the page allows no image of the SVG.
export function picture(drawing, heading, colours) {
	const canvas = document.createElement("canvas");
	canvas.width = drawing.width * 2;
	canvas.height = (drawing.height + title) * 2;
	const context = canvas.getContext("2d");
	const write = (text, x, y, size, colour, align = "start") => {
		Object.assign(context, { font: `${size}px ${font}`, fillStyle: colour, textAlign: align });
		context.fillText(text, x, y);
	};
	context.scale(2, 2);
	context.translate(0, title);
	context.fillStyle = colours.paper;
	context.fillRect(0, -title, drawing.width, drawing.height + title);
	write(heading, left, -9, 14, colours.ink);
	for (const { name, points, text, anchor, x, y, width, height } of drawing.list) {
		const look = paint(name, colours);
		context.globalAlpha = look["fill-opacity"] ?? 1;
		if (points) {
			context.strokeStyle = look.stroke;
			context.lineWidth = look["stroke-width"];
			context.setLineDash(look["stroke-dasharray"] ? [5, 3] : []);
			context.beginPath();
			points.forEach((point) => context.lineTo(...point));
			context.stroke();
		} else if (text === undefined) {
			context.fillStyle = look.fill;
			context.fillRect(x, y, width, height);
		} else {
			write(text, x, y, 12, look.fill, anchor === "middle" ? "center" : anchor);
		}
	}
	return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
