// The page of a call flow: theme, zoom, search, and what a card stands for.
// All that comes from users goes through textContent; nothing is fetched.
"use strict";
(() => {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const make = (tag, text = "", parent = null, name = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (name) made.className = name;
    if (parent) parent.append(made);
    return made;
  };
  if (by("bar")) by("bar").hidden = false;

  // -- the theme: the system's, until somebody chooses ---------------------------
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = { get: () => localStorage.getItem("ivrsim-theme"),
                 set: (name) => localStorage.setItem("ivrsim-theme", name) };
  const tried = (action) => { try { return action(); } catch { return null; } };
  const isDark = () => (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const theme = by("theme");
  const label = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  if (theme) {
    const before = tried(kept.get);
    if (before === "dark" || before === "light") root.dataset.theme = before;
    theme.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      tried(() => kept.set(root.dataset.theme));
      label();
    });
    dark.addEventListener("change", label);
    let shown;
    addEventListener("beforeprint", () => {
      shown = root.dataset.theme;
      root.dataset.theme = "light";
    });
    addEventListener("afterprint", () => {
      if (shown) root.dataset.theme = shown; else delete root.dataset.theme;
    });
    label();
  }

  const stage = by("stage");
  if (!stage) return;
  root.classList.add("live");

  // -- pan and zoom ---------------------------------------------------------------
  const canvas = by("canvas"), view = { x: 0, y: 0, k: 1 };
  const drawing = () => canvas.querySelector("svg");
  const size = () => ({ width: canvas.offsetWidth || 1, height: canvas.offsetHeight || 1 });
  const bound = (value, least, most) => Math.min(Math.max(value, least), most);
  function place(x, y, k) {
    const { width, height } = size(), rest = 60;
    view.k = bound(k, 0.02, 8);
    view.x = bound(x, rest - width * view.k, stage.clientWidth - rest);
    view.y = bound(y, rest - height * view.k, stage.clientHeight - rest);
    canvas.style.transform = `translate(${view.x}px,${view.y}px) scale(${view.k})`;
  }
  function zoom(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
    const k = bound(view.k * factor, 0.02, 8), by_ = k / view.k;
    place(x - (x - view.x) * by_, y - (y - view.y) * by_, k);
  }
  function centre(k) {
    const { width, height } = size();
    place(Math.max((stage.clientWidth - width * k) / 2, 0),
          Math.max((stage.clientHeight - height * k) / 2, 0), k);
  }
  const wide = () => stage.clientWidth / size().width;
  const fit = () => centre(Math.min(wide(), stage.clientHeight / size().height, 1));
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = stage.getBoundingClientRect(), unit = event.deltaMode ? 20 : 1;
    if (event.shiftKey) place(view.x - (event.deltaY || event.deltaX) * unit, view.y, view.k);
    else zoom(Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0015)),
              event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  let held = null;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button === 0) held = { x: event.clientX, y: event.clientY, moved: false };
  });
  stage.addEventListener("pointermove", (event) => {
    if (!held) return;
    const x = event.clientX - held.x, y = event.clientY - held.y;
    if (!held.moved && Math.hypot(x, y) < 4) return;
    if (!held.moved) stage.setPointerCapture(event.pointerId);
    stage.classList.add("held");
    place(view.x + x, view.y + y, view.k);
    held = { x: event.clientX, y: event.clientY, moved: true };
  });
  let dragged = false;
  const drop = () => { dragged = Boolean(held && held.moved); held = null;
                       stage.classList.remove("held"); };
  stage.addEventListener("pointerup", drop);
  stage.addEventListener("pointercancel", drop);
  by("in").addEventListener("click", () => zoom(1.25));
  by("out").addEventListener("click", () => zoom(0.8));
  by("fit").addEventListener("click", () => fit());

  function reveal(card) {
    const box = card.getBoundingClientRect(), around = stage.getBoundingClientRect();
    const right = around.right - (about.hidden ? 0 : about.offsetWidth);
    if (box.left >= around.left && box.right <= right && box.top >= around.top &&
        box.bottom <= around.bottom) return;
    place(view.x + (around.left + right) / 2 - (box.left + box.right) / 2,
          view.y + (around.top + around.bottom) / 2 - (box.top + box.bottom) / 2, view.k);
  }

  // -- what a card stands for -----------------------------------------------------
  const about = by("about");
  let facts = [], cards = [], texts = [], open = -1;
  function bind() {
    facts = JSON.parse(by("facts").textContent);
    const groups = [...drawing().children].filter((part) => part.tagName === "g");
    cards = groups.slice(groups.length - facts.length);
    cards.forEach((card, number) => { card.dataset.card = number; });
    texts = facts.map((f) => [f.node, f.title, f.said, f.summary].join("\n").toLowerCase());
    drawing().setAttribute("role", "group");
    cards.forEach((card, number) => {
      card.setAttribute("tabindex", "0");
      card.setAttribute("role", "button");
      card.setAttribute("aria-label", `${facts[number].title} ${facts[number].said}`.trim());
    });
  }
  function list(title, items, fill) {
    if (!items.length) return;
    make("h3", title, about);
    const into = make("ul", "", about);
    for (const item of items) fill(make("li", "", into), item);
  }
  function show(number) {
    const fact = facts[number];
    if (open >= 0 && cards[open]) cards[open].classList.remove("open");
    open = number;
    cards[number].classList.add("open");
    about.replaceChildren();
    const close = make("button", "×", about, "close");
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", hide);
    make("h2", fact.title, about);
    make("p", [fact.node, fact.at].filter(Boolean).join(" · "), about, "at");
    if (fact.said) make("blockquote", fact.said, about).dir = "auto";
    if (fact.summary) make("p", fact.summary, about).dir = "auto";
    list("Ways out", fact.ways, (line, way) => {
      const go = make("button", "", line);
      make("kbd", way.key, go);
      make("b", way.caption, go).dir = "auto";
      make("span", way.title, go);
      go.disabled = way.to < 0;
      go.addEventListener("click", () => { show(way.to); reveal(cards[way.to]); });
    });
    list("In this view", fact.notes, (line, note) => { line.textContent = note; });
    list("Findings", fact.findings, (line, found) => {
      line.textContent = found.text;
      line.className = found.severity;
    });
    about.hidden = false;
    about.scrollTop = 0;
  }
  function hide() {
    about.hidden = true;
    if (cards[open]) cards[open].classList.remove("open");
    open = -1;
  }
  const cardAt = (event) => event.target.closest("[data-card]");
  canvas.addEventListener("click", (event) => {
    const card = cardAt(event);
    if (card && !dragged) show(cards.indexOf(card));
  });
  canvas.addEventListener("focusin", (event) => {
    const card = cardAt(event);
    if (card && card.matches(":focus-visible")) reveal(card);
  });

  // -- search -----------------------------------------------------------------------
  const find = by("find");
  let hits = [], hit = 0;
  function search() {
    const wanted = find.value.trim().toLowerCase();
    hits = wanted ? [...texts.keys()].filter((number) => texts[number].includes(wanted)) : [];
    canvas.classList.toggle("searching", Boolean(wanted));
    cards.forEach((card, number) => card.classList.toggle("hit", hits.includes(number)));
    turn(0);
  }
  function turn(number) {
    hit = hits.length ? (number + hits.length) % hits.length : 0;
    cards.forEach((card, at) => card.classList.toggle("now", at === hits[hit]));
    by("hits").textContent = find.value.trim()
      ? hits.length ? `${hit + 1} of ${hits.length}` : "not found" : "";
    if (hits.length) reveal(cards[hits[hit]]);
  }
  find.addEventListener("input", search);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") turn(hit + (event.shiftKey ? -1 : 1));
    if (event.key === "Escape") { find.value = ""; search(); find.blur(); }
  });

  // -- the keyboard -----------------------------------------------------------------
  const keys = {
    "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), "0": () => fit(),
    "/": () => find.focus(), Escape: hide,
    ArrowLeft: () => place(view.x + 60, view.y, view.k),
    ArrowRight: () => place(view.x - 60, view.y, view.k),
    ArrowUp: () => place(view.x, view.y + 60, view.k),
    ArrowDown: () => place(view.x, view.y - 60, view.k),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === find) return;
    const card = cardAt(event);
    if (card && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      show(cards.indexOf(card));
      return;
    }
    if (event.target.closest("pre, aside, footer") && event.key.startsWith("Arrow")) return;
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  // A page that is drawn anew says so; place, search and the open card stay.
  document.addEventListener("redrawn", () => {
    const node = open >= 0 ? facts[open].node : null;
    bind();
    if (find.value) search();
    open = -1;
    const again = node === null ? -1 : facts.findIndex((fact) => fact.node === node);
    if (again >= 0) show(again); else hide();
    place(view.x, view.y, view.k);
  });
  bind();
  centre(bound(wide(), 0.5, 1));
})();
