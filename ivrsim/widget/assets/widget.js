// A call, stepped by hand. Python simulates and tells; this shows it and hands on acts.
// It stands behind picture.js in one module, whose names it uses.

// -- the theme of the host -------------------------------------------------------------

function isDark() {
  const { body, documentElement: page } = document;
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false";
  const has = (name) => body.classList.contains(name) || page.classList.contains(name);
  if (has("vscode-light") || has("vscode-high-contrast-light")) return false;
  if (has("vscode-dark") || has("vscode-high-contrast")) return true;
  const named = page.getAttribute("theme") || page.dataset.theme || body.dataset.theme;
  if (named === "dark" || named === "light") return named === "dark";
  if (has("dark") || has("light")) return has("dark");
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function followTheme(paint) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(paint);
  for (const element of [document.body, document.documentElement]) observer.observe(element, { attributes: true });
  system.addEventListener("change", paint);
  paint();
  return () => { observer.disconnect(); system.removeEventListener("change", paint); };
}

// -- the widget --------------------------------------------------------------------------

class View {
  constructor(model, el) {
    this.model = model;
    this.root = html("div", "ivr-widget", "", { "data-lm-suppress-shortcuts": "true" });
    this.stage = html("div", "ivr-stage");
    this.title = html("strong", "ivr-title");
    this.clock = html("span", "ivr-clock", "", { "aria-label": "clock of the call" });
    this.problem = html("div", "ivr-problem", "", { role: "alert" });
    this.log = html("ol", "ivr-log", "", { role: "log", "aria-label": "what happened", tabindex: "0" });
    this.tip = html("div", "ivr-tip", "", { role: "tooltip" });
    const side = html("div", "ivr-side");
    side.append(this.head(), this.keypad(), this.actions(), this.problem, this.log);
    this.root.append(this.stage, this.zooms(), side, this.tip);
    this.root.addEventListener("keydown", (event) => this.key(event));
    el.append(this.root);
    this.forget = followTheme(() => this.paint());
    this.changes = { "change:drawing": () => this.draw(), "change:now": () => this.tell() };
    for (const [name, does] of Object.entries(this.changes)) model.on(name, does);
    this.draw();
  }

  remove() {
    this.forget();
    for (const [name, does] of Object.entries(this.changes)) this.model.off(name, does);
  }

  head() {
    const made = html("div", "ivr-headline");
    made.append(this.title, this.clock);
    return made;
  }

  keypad() {
    const pad = html("div", "ivr-pad", "", { role: "group", "aria-label": "keypad" });
    const names = { "*": "star", "#": "pound" };
    this.keys = KEYS.map((key) => button("ivr-key", key, `press ${names[key] ?? key}`, () => this.act(["press", key])));
    pad.append(...this.keys);
    return pad;
  }

  actions() {
    const row = html("div", "ivr-actions", "", { role: "group", "aria-label": "the caller" });
    this.wait = button("ivr-act", "Wait", "say and press nothing", () => this.act(["silence"]));
    this.hang = button("ivr-act", "Hang up", "hang up", () => this.act(["hang_up"]));
    this.back = button("ivr-act", "Back", "take the last act back", () => this.set(this.acts.slice(0, -1)));
    this.again = button("ivr-act", "Restart", "begin the call again", () => this.set([]));
    this.answer = button("ivr-act ivr-wide", "", "whether the number answers", () => this.answered());
    row.append(this.wait, this.hang, this.back, this.again, this.speech(), this.answer);
    return row;
  }

  zooms() {
    const made = html("div", "ivr-zooms", "", { role: "group", "aria-label": "size of the picture" });
    made.append(
      button("ivr-act", "−", "smaller picture", () => this.picture.zoomed(-1)),
      button("ivr-act", "+", "larger picture", () => this.picture.zoomed(1)),
    );
    return made;
  }

  speech() {
    this.form = html("form", "ivr-say");
    const words = html("input", "", "", { type: "text", placeholder: "say …", "aria-label": "what the caller says" });
    this.form.append(words, html("button", "ivr-act", "Say", { type: "submit" }));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (words.value.trim()) this.act(["say", words.value.trim()]);
      words.value = "";
    });
    return this.form;
  }

  get acts() { return this.model.get("acts"); }
  get now() { return this.model.get("now"); }

  act(act) { if (!this.now.ended) this.set([...this.acts, act]); }

  set(acts) {
    this.model.set("acts", acts);
    this.model.save_changes();
  }

  answered() {
    const numbers = this.model.get("unanswered"), number = this.now.number;
    this.model.set("unanswered", number ? [...numbers, number] : numbers.slice(0, -1));
    this.model.save_changes();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "INPUT") return;
    const card = event.target.closest?.(".ivr-card");
    const number = card ? Number(card.dataset.card) : -1;
    if (KEYS.includes(event.key)) this.act(["press", event.key]);
    else if (event.key === "Backspace" && this.acts.length) this.set(this.acts.slice(0, -1));
    else if (event.key === "w") this.act(["silence"]);
    else if (event.key === "h") this.act(["hang_up"]);
    else if (card && event.key.startsWith("Arrow")) this.picture.move(number, event.key);
    else if (card && (event.key === "Enter" || event.key === " ")) this.picture.toggle(number);
    else if (event.key === "Escape") this.hover(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  paint() {
    const colours = this.model.get("drawing").colours?.[isDark() ? "dark" : "light"] ?? {};
    for (const [name, colour] of Object.entries(colours)) this.root.style.setProperty(`--ivr-${name}`, colour);
    this.root.dataset.theme = isDark() ? "dark" : "light";
  }

  draw() {
    const zoom = this.picture?.zoom, held = this.stage.contains(this.root.getRootNode().activeElement);
    this.picture = new Picture(this.model.get("drawing"), {
      hover: (number) => this.hover(number),
      row: (number, exit) => {
        const act = number === this.now.at && !this.now.ended ? actOf(exit) : null;
        if (act) this.act(act);
        return act !== null;
      },
    });
    this.stage.replaceChildren(this.picture.root);
    if (zoom !== undefined) this.picture.zoomed(zoom - this.picture.zoom);
    this.paint();
    this.tell();
    if (held) this.picture.focus(Math.max(this.now.at, 0));
  }

  tell() {
    const now = this.now;
    this.title.textContent = now.title;
    this.clock.textContent = now.clock;
    this.problem.textContent = now.problem;
    for (const made of [...this.keys, this.wait, this.hang]) made.disabled = now.ended;
    this.back.disabled = this.again.disabled = !this.acts.length;
    this.form.hidden = !this.model.get("drawing").speech || now.ended;
    const silent = this.model.get("unanswered").length > 0;
    this.answer.hidden = !now.number && !silent;
    this.answer.textContent = now.number ? "Nobody answers" : "They answer after all";
    const rows = this.picture.cards[now.at]?.rows.map((row) => row.exit) ?? [];
    for (const made of this.keys) made.classList.toggle("ivr-open", !now.ended && rows.includes(made.textContent));
    this.log.replaceChildren(...this.lines(now));
    this.log.scrollTop = this.log.scrollHeight;
    this.picture.mark(now);
  }

  lines(now) {
    const said = now.earlier ? [{ at: "", by: "aside", said: `${now.earlier} earlier steps` }] : [];
    return [...said, ...now.steps].map((step) => {
      const line = html("li", `ivr-${step.by}`);
      line.append(html("time", "", step.at), html("span", "", step.said));
      return line;
    });
  }

  hover(number) {
    const card = this.picture?.cards[number];
    this.tip.style.display = card ? "block" : "none";
    if (!card) return;
    const [first, ...rest] = card.tip.split("\n");
    this.tip.replaceChildren(html("strong", "", first), ...rest.map((line) => html("div", "", line)));
    if (card.where) this.tip.append(html("code", "", card.where));
    const at = this.picture.groups[number].getBoundingClientRect(), frame = this.root.getBoundingClientRect();
    const left = Math.min(Math.max(at.left - frame.left, 4), frame.width - this.tip.offsetWidth - 4);
    const under = at.bottom - frame.top + 6, over = at.top - frame.top - this.tip.offsetHeight - 6;
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${under + this.tip.offsetHeight > frame.height && over > 0 ? over : under}px`;
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.remove();
  },
};
