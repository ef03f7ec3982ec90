// The drawing of a timeline, as a list of shapes. The page, the file of SVG and the picture draw
// the same list.

import { svg } from "./dom.js";

const left = 44;
const bottom = 22;
const top = 8;

/** A scale with round steps that ends at or above a value. */
function scale(largest, whole) {
  const target = Math.max(largest, whole ? 1 : 0.0001) / 3;
  const power = 10 ** Math.floor(Math.log10(target));
  let step = [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= target);
  if (whole) step = Math.max(1, step);
  return { step, end: Math.ceil(Math.max(largest, step) / step) * step };
}

/** The shapes of a chart. Values are null where there is nothing to divide by. */
export function shapes({ names, series, width, height, lines, inside, format, whole }) {
  const values = series.flatMap((one) => one.values).filter((value) => value !== null);
  const { step, end } = scale(Math.max(0, ...values), whole);
  const plot = { width: width - left - 4, height: height - top - bottom };
  const slot = plot.width / Math.max(1, names.length);
  const y = (value) => top + plot.height * (1 - value / end);
  const list = [];
  for (let value = 0; value <= end + step / 2; value += step) {
    list.push({ kind: "line", name: value === 0 ? "axis" : "grid",
      points: [[left, y(value)], [left + plot.width, y(value)]] });
    list.push({ kind: "text", name: "label", x: left - 6, y: y(value) + 4, anchor: "end",
      text: format(value) });
  }
  if (!lines) {
    series[0].values.forEach((value, index) => {
      if (!value) return;
      const gap = slot > 4 ? 1 : 0;
      list.push({ kind: "rect", name: inside(index) ? "bar" : "bar outside", x: left + index * slot,
        y: y(value), width: Math.max(0.8, slot - gap), height: top + plot.height - y(value) });
    });
  } else {
    series.forEach((one, number) => {
      let run = [];
      const flush = () => {
        if (run.length > 0) {
          list.push({ kind: "line", name: number === 0 ? "line-a" : "line-b",
            points: run.length === 1 ? [run[0], [run[0][0] + 1, run[0][1]]] : run });
        }
        run = [];
      };
      one.values.forEach((value, index) => {
        if (value === null) flush();
        else run.push([left + (index + 0.5) * slot, y(value)]);
      });
      flush();
    });
  }
  const every = Math.max(1, Math.ceil(88 / slot));
  names.forEach((name, index) => {
    const january = /^\d{4}-01$/.test(name);
    const byYear = names.length > 26 && /^\d{4}-\d\d$/.test(name);
    const years = Math.max(1, Math.ceil(40 / (slot * 12)));
    const wanted = byYear ? january && Number(name.slice(0, 4)) % years === 0 : index % every === 0;
    if (!wanted) return;
    const x = left + (index + (byYear || (index === 0 && slot < 70) ? 0 : 0.5)) * slot;
    list.push({ kind: "text", name: "label", x, y: height - 5,
      anchor: byYear || (index === 0 && slot < 70) ? "start" : "middle", text: byYear ? name.slice(0, 4) : name });
  });
  return { list, width, height, left, slot, plot, top };
}

/** The elements of the shapes. With `colours`, they need no style sheet. */
export function elements(drawing, colours = null) {
  return drawing.list.map((shape) => {
    const paint = colours ? paintOf(shape.name, colours) : { class: shape.name };
    if (shape.kind === "rect") {
      const { x, y, width, height } = shape;
      return svg("rect", { ...paint, x: x.toFixed(2), y: y.toFixed(2), width: width.toFixed(2),
        height: height.toFixed(2) });
    }
    if (shape.kind === "line") {
      return svg("polyline", { ...paint,
        points: shape.points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(" ") });
    }
    return svg("text", { ...paint, x: shape.x.toFixed(2), y: shape.y.toFixed(2),
      "text-anchor": shape.anchor }, shape.text);
  });
}

const sans = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

function paintOf(name, colours) {
  switch (name) {
    case "bar": return { fill: colours.accent };
    case "bar outside": return { fill: colours.edge, "fill-opacity": 0.55 };
    case "axis": return { fill: "none", stroke: colours.edge };
    case "grid": return { fill: "none", stroke: colours.rule };
    case "line-a": return { fill: "none", stroke: colours.accent, "stroke-width": 2 };
    case "line-b": return { fill: "none", stroke: colours.ink, "stroke-width": 2,
      "stroke-dasharray": "5 3" };
    default: return { fill: colours.soft, "font-size": name === "title" ? 14 : 12, "font-family": sans };
  }
}

/** A file of SVG with a title above the chart. */
export function document(drawing, title, colours) {
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", width: drawing.width,
    height: drawing.height + 28, viewBox: `0 -28 ${drawing.width} ${drawing.height + 28}` },
  svg("title", {}, title),
  svg("rect", { x: 0, y: -28, width: drawing.width, height: drawing.height + 28, fill: colours.paper }),
  svg("text", { ...paintOf("title", colours), fill: colours.ink, x: drawing.left, y: -9 }, title),
  elements(drawing, colours));
  return new XMLSerializer().serializeToString(root);
}

/** A picture of the chart at twice its size. */
export function picture(drawing, title, colours) {
  const canvas = globalThis.document.createElement("canvas");
  const factor = 2;
  canvas.width = drawing.width * factor;
  canvas.height = (drawing.height + 28) * factor;
  const context = canvas.getContext("2d");
  context.scale(factor, factor);
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, drawing.width, drawing.height + 28);
  context.translate(0, 28);
  context.fillStyle = colours.ink;
  context.font = `14px ${sans}`;
  context.fillText(title, drawing.left, -9);
  for (const shape of drawing.list) {
    const paint = paintOf(shape.name, colours);
    context.globalAlpha = paint["fill-opacity"] ?? 1;
    if (shape.kind === "rect") {
      context.fillStyle = paint.fill;
      context.fillRect(shape.x, shape.y, shape.width, shape.height);
    } else if (shape.kind === "line") {
      context.strokeStyle = paint.stroke;
      context.lineWidth = paint["stroke-width"] ?? 1;
      context.setLineDash(paint["stroke-dasharray"] ? [5, 3] : []);
      context.beginPath();
      shape.points.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y)
        : context.lineTo(x, y)));
      context.stroke();
    } else {
      context.fillStyle = paint.fill;
      context.font = `12px ${sans}`;
      context.textAlign = shape.anchor === "middle" ? "center" : shape.anchor;
      context.fillText(shape.text, shape.x, shape.y);
    }
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
