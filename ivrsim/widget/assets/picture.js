// The picture of a call flow: drawn once, then marked and folded by classes and shifts.
// Nothing is fetched, and no text ever becomes markup: elements are made one by one.

const SVG = "http://www.w3.org/2000/svg";
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const FULL_GAP = 12, SMALL_GAP = 6, SMALL = 25, MARGIN = 22;
const ZOOMS = [0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.6, 2];

function html(tag, name = "", text = "", attributes = {}) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function svg(tag, attributes = {}, colours = {}) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  for (const [key, name] of Object.entries(colours)) element.style.setProperty(key, `var(--ivr-${name})`);
  return element;
}

function button(name, text, label, does) {
  const made = html("button", name, text, { type: "button", "aria-label": label, title: label });
  made.addEventListener("click", does);
  return made;
}

// -- drawing -------------------------------------------------------------------------

function stroke(one) {
  if (one.kind === "box") {
    const box = svg("rect", { x: one.x, y: one.y, width: one.width, height: one.height,
      rx: one.radius, "stroke-width": one.thick }, { fill: one.fill, stroke: one.line });
    if (one.dashed) box.setAttribute("stroke-dasharray", "4 2.5");
    return box;
  }
  const text = svg("text", { x: one.x, y: one.y, "font-size": one.size, "text-anchor": one.anchor,
    "font-weight": one.bold ? 700 : 400 }, { fill: one.colour });
  text.textContent = one.text;
  return text;
}

function group(strokes, name) {
  const made = svg("g", { class: name });
  made.append(...strokes.map(stroke));
  return made;
}

function shape(edge, up, down) {
  // What stands as high as the start moves with the card it comes from, the rest with the other.
  const high = edge.points[0][1];
  const points = edge.points.map(([x, y]) => [x, y + (y === high ? up : down)]);
  const [x, y] = points[points.length - 1];
  const base = x - edge.head;
  points[points.length - 1] = [base + 0.5, y];
  const [start, ...rest] = points.map(([a, b]) => `${a},${b}`);
  const half = edge.head * 0.38;
  return { line: `M${start}C${rest.join(" ")}`,
    tip: `${base},${y - half} ${x},${y} ${base},${y + half}` };
}

// A tidy tree, as Python lays it out: subtrees stand under one another by their contours.
function tops(parents, heights, gap) {
  const below = parents.map(() => []), roots = [];
  parents.forEach((parent, box) => (parent < 0 ? roots : below[parent]).push(box));
  const offsets = heights.map(() => 0), contours = [];
  const stack = (boxes) => {
    const whole = [];
    for (const box of boxes) {
      let drop = whole.length ? -Infinity : 0;
      contours[box].forEach(([top], depth) => {
        if (whole[depth]) drop = Math.max(drop, whole[depth][1] + gap - top);
      });
      offsets[box] += drop;
      contours[box].forEach(([top, end], depth) => {
        whole[depth] = [whole[depth] ? whole[depth][0] : top + drop, end + drop];
      });
    }
    return whole;
  };
  for (let box = parents.length - 1; box >= 0; box--) {
    const children = below[box], inner = stack(children);
    const middles = children.map((child) => offsets[child] + heights[child] / 2);
    const top = middles.length ? (middles[0] + middles[middles.length - 1]) / 2 - heights[box] / 2 : 0;
    for (const child of children) offsets[child] -= top;
    contours[box] = [[0, heights[box]], ...inner.map(([a, b]) => [a - top, b - top])];
  }
  stack(roots);
  parents.forEach((parent, box) => { if (parent >= 0) offsets[box] += offsets[parent]; });
  const least = Math.min(...offsets);
  return offsets.map((offset) => offset - least);
}

class Picture {
  constructor(drawing, on) {
    this.drawing = drawing;
    this.cards = drawing.cards;
    this.on = on;
    this.folded = new Set();
    this.moved = this.cards.map(() => 0);
    this.zoom = 2;
    this.root = svg("svg", { class: "ivr-picture", role: "tree", "aria-label": drawing.title });
    this.root.append(svg("rect", { width: "100%", height: "100%" }, { fill: "page" }));
    this.root.append(group(drawing.head, "ivr-head"));
    this.levels = [];
    for (const { parent } of this.cards) this.levels.push(parent < 0 ? 1 : this.levels[parent] + 1);
    this.edges = drawing.edges.map((edge) => this.edge(edge));
    this.groups = this.cards.map((card, number) => this.card(card, number));
    this.size = this.cards.map((card) => card.stands);
    for (let n = this.cards.length - 1; n >= 0; n--) {
      if (this.cards[n].parent >= 0) this.size[this.cards[n].parent] += this.size[n];
    }
    if (this.groups.length) this.groups[0].setAttribute("tabindex", "0");
    this.layout();
  }

  edge(edge) {
    const made = svg("g", { class: "ivr-edge" });
    const line = svg("path", { fill: "none", "stroke-width": edge.thick }, { stroke: edge.colour });
    if (edge.dashed) line.setAttribute("stroke-dasharray", "4 2.5");
    made.append(line);
    if (edge.head) made.append(svg("polygon", {}, { fill: edge.colour }));
    this.root.append(made);
    return made;
  }

  card(card, number) {
    const made = group(card.strokes, "ivr-card");
    made.dataset.card = number;
    const level = this.levels[number];
    const entry = card.exit ? `${card.exit}: ` : "";
    const about = { role: "treeitem", tabindex: "-1", "aria-level": level, "aria-label": entry + card.label };
    for (const [key, value] of Object.entries(about)) made.setAttribute(key, value);
    for (const row of card.rows) {
      const drawn = group(row.strokes, "ivr-row");
      drawn.dataset.exit = row.exit;
      drawn.addEventListener("click", (event) => this.on.row(number, row.exit) && event.stopPropagation());
      made.append(drawn);
    }
    made.addEventListener("click", () => { this.focus(number); this.toggle(number); });
    made.addEventListener("pointerenter", () => this.on.hover(number));
    made.addEventListener("pointerleave", () => this.on.hover(-1));
    made.addEventListener("focus", () => this.on.hover(number));
    made.addEventListener("blur", () => this.on.hover(-1));
    this.root.append(made);
    return made;
  }

  children(number) { return this.cards.flatMap((card, n) => (card.parent === number ? [n] : [])); }

  shown(number) {
    for (let n = this.cards[number].parent; n >= 0; n = this.cards[n].parent) {
      if (this.folded.has(n)) return false;
    }
    return true;
  }

  toggle(number, folded = !this.folded.has(number)) {
    if (!this.children(number).length || folded === this.folded.has(number)) return;
    const before = this.groups[number].getBoundingClientRect().top;
    if (folded) this.folded.add(number); else this.folded.delete(number);
    this.layout();
    const stage = this.root.parentElement;
    if (stage) stage.scrollTop += this.groups[number].getBoundingClientRect().top - before;
  }

  reveal(number) {
    for (let n = this.cards[number]?.parent ?? -1; n >= 0; n = this.cards[n].parent) this.toggle(n, false);
  }

  layout() {
    const shown = this.cards.flatMap((_, number) => (this.shown(number) ? [number] : []));
    if (this.folded.size) this.place(shown); else this.moved = this.cards.map(() => 0);
    const visible = new Set(shown);
    this.groups.forEach((made, number) => {
      made.style.display = visible.has(number) ? "" : "none";
      made.setAttribute("transform", `translate(0,${this.moved[number]})`);
      if (this.children(number).length) made.setAttribute("aria-expanded", String(!this.folded.has(number)));
      made.querySelector(".ivr-more")?.remove();
      if (this.folded.has(number)) made.append(this.more(number));
    });
    this.drawing.edges.forEach((edge, number) => {
      const made = this.edges[number];
      made.style.display = visible.has(edge.source) && visible.has(edge.target) ? "" : "none";
      const { line, tip } = shape(edge, this.moved[edge.source], this.moved[edge.target]);
      made.firstChild.setAttribute("d", line);
      if (edge.head) made.lastChild.setAttribute("points", tip);
    });
    this.scale(shown);
  }

  place(shown) {
    const number = new Map(shown.map((card, place) => [card, place]));
    const cards = shown.map((card) => this.cards[card]);
    const gap = cards.some((card) => card.height > SMALL) ? FULL_GAP : SMALL_GAP;
    const first = Math.min(...this.cards.map((card) => card.y));
    const found = tops(cards.map((card) => number.get(card.parent) ?? -1), cards.map((card) => card.height), gap);
    shown.forEach((card, place) => { this.moved[card] = first + found[place] - this.cards[card].y; });
  }

  more(number) {
    const card = this.cards[number], text = `+${this.size[number] - card.stands}`;
    const width = 14 + 6 * text.length, x = card.x + card.width - 3, y = card.y + card.height / 2;
    const made = group([
      { kind: "box", x, y: y - 9, width, height: 18, radius: 9, fill: "fold-fill", line: "fold-border", thick: 1.2 },
      { kind: "text", x: x + width / 2, y: y + 3.4, text, colour: "fold-accent", size: 10, bold: true, anchor: "middle" },
    ], "ivr-more");
    return made;
  }

  scale(shown) {
    const bottoms = shown.map((n) => this.cards[n].y + this.cards[n].height + this.moved[n] + MARGIN);
    const width = this.drawing.width, height = Math.max(80, ...bottoms);
    this.root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.root.style.width = `${width * ZOOMS[this.zoom] * 1.25}px`;
    this.root.style.height = `${height * ZOOMS[this.zoom] * 1.25}px`;
  }

  zoomed(by) {
    this.zoom = Math.min(Math.max(this.zoom + by, 0), ZOOMS.length - 1);
    this.layout();
  }

  focus(number) {
    for (const made of this.groups) made.setAttribute("tabindex", "-1");
    this.groups[number].setAttribute("tabindex", "0");
    this.groups[number].focus({ preventScroll: true });
    this.look(number);
  }

  move(number, key) {
    const [first] = this.children(number), parent = this.cards[number].parent;
    const level = this.cards.flatMap((card, n) => (card.x === this.cards[number].x && this.shown(n) ? [n] : []));
    level.sort((a, b) => this.cards[a].y + this.moved[a] - this.cards[b].y - this.moved[b]);
    const at = level.indexOf(number);
    const to = { ArrowLeft: parent, ArrowRight: first, ArrowUp: level[at - 1], ArrowDown: level[at + 1] }[key];
    if (key === "ArrowRight") this.toggle(number, false);
    if (to !== undefined && to >= 0) this.focus(to);
  }

  look(number) {
    const stage = this.root.parentElement;
    if (!stage || !this.groups[number]) return;
    const card = this.groups[number].getBoundingClientRect(), frame = stage.getBoundingClientRect();
    const off = (from, to, low, high) => (from < low + 12 || to > high - 12 ? (from + to - low - high) / 2 : 0);
    const left = off(card.left, card.right, frame.left, frame.right);
    const top = off(card.top, card.bottom, frame.top, frame.bottom);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    stage.scrollBy({ left, top, behavior: calm ? "auto" : "smooth" });
  }

  mark(now) {
    const steps = new Map(), taken = new Set();
    for (const [card, exit, number] of now.path) {
      steps.set(card, [...(steps.get(card) ?? []), number]);
      if (exit) taken.add(`${card} ${exit}`);
    }
    this.groups.forEach((made, card) => {
      made.classList.toggle("ivr-path", steps.has(card));
      made.classList.toggle("ivr-now", card === now.at);
      if (card === now.at) made.setAttribute("aria-current", "step"); else made.removeAttribute("aria-current");
      for (const row of made.querySelectorAll(".ivr-row")) {
        row.classList.toggle("ivr-path", taken.has(`${card} ${row.dataset.exit}`));
        row.classList.toggle("ivr-open", card === now.at && !now.ended && actOf(row.dataset.exit) !== null);
      }
      made.querySelector(".ivr-pin")?.remove();
      if (steps.has(card)) made.append(this.pin(this.cards[card], steps.get(card)));
    });
    this.drawing.edges.forEach((edge, number) => {
      this.edges[number].classList.toggle("ivr-path", taken.has(`${edge.source} ${edge.exit}`));
    });
    if (now.at >= 0) { this.reveal(now.at); this.look(now.at); }
  }

  pin(card, steps) {
    const text = steps.length > 3 ? `${steps[0]}…${steps[steps.length - 1]}` : steps.join(", ");
    const width = Math.max(16, 8 + 5.4 * text.length);
    return group([
      { kind: "box", x: card.x - 7, y: card.y - 7, width, height: 16, radius: 8, fill: "path-text", line: "page", thick: 1.5 },
      { kind: "text", x: card.x - 7 + width / 2, y: card.y + 4.2, text, colour: "on-path", size: 9, bold: true, anchor: "middle" },
    ], "ivr-pin");
  }
}

function actOf(exit) {
  if (KEYS.includes(exit)) return ["press", exit];
  return { N: ["silence"], "no key": ["silence"], "any key": ["press", "1"] }[exit] ?? null;
}
