// A page that is drawn again whenever its file changes: `ivrsim show --watch`.
"use strict";
(() => {
  const main = document.querySelector("main");
  let version = document.body.dataset.version, asked = 0;

  const news = document.createElement("section");
  news.id = "news";
  news.setAttribute("role", "alert");
  news.hidden = true;
  main.before(news);
  function tell(title, lines) {
    news.replaceChildren(title);
    const list = document.createElement("ul");
    for (const line of lines) {
      const item = document.createElement("li");
      item.textContent = line;
      list.append(item);
    }
    if (lines.length) news.append(list);
    news.hidden = !title;
  }

  // The parts of a newer page take the places of the older ones; the window stays.
  function swap(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    for (const part of ["canvas", "facts", "words"]) {
      document.getElementById(part).replaceChildren(...fresh.getElementById(part).childNodes);
    }
    document.title = fresh.title;
    version = fresh.body.dataset.version;
    document.dispatchEvent(new Event("redrawn"));
  }
  async function fetchPage() {
    const mine = ++asked;
    const answer = await fetch("/", { cache: "no-store" });
    const html = await answer.text();
    if (answer.ok && mine === asked) swap(html);
  }

  const source = new EventSource("/events");
  source.addEventListener("message", async (event) => {
    const now = JSON.parse(event.data);
    if (now.version !== version) await fetchPage();
    tell(now.problems.length ? "The file cannot be drawn; this is how it was before." : "",
         now.problems);
  });
  source.addEventListener("error", () => {
    tell("ivrsim show --watch has ended; this picture is not kept up to date.", []);
  });
})();
