// Start: read the address, listen, draw.

function go(view) {
  if (location.hash !== `#${view}`) history.pushState(null, "", `#${view}`);
  route();
}

function openDocument(number, key) {
  state.view = "documents";
  if (state.doc !== number) state.part = 0;
  state.doc = number;
  state.selected = key;
  history.replaceState(null, "", `#d${number}`);
  draw();
  reveal();
}

function route() {
  const found = /^#d(\d+)(?:\.(\+?\d+))?$/.exec(location.hash);
  if (found && documents[Number(found[1])]) {
    filters.judged = "";
    return openDocument(Number(found[1]), found[2] || null);
  }
  const view = location.hash.slice(1);
  state.view = ["overview", "documents", "findings", "ends", "run"].includes(view) ? view : "overview";
  draw();
  return scrollTo(0, 0);
}

function readFilters() {
  for (const key of Object.keys(filters)) filters[key] = byId(`f-${key}`).value;
  state.hits = 50;
  draw();
}

function soon(work) {
  clearTimeout(soon.timer);
  soon.timer = setTimeout(work, 150);
}

function fillFilters() {
  const layers = new Set();
  const kinds = new Set();
  for (const doc of documents) {
    for (const [layer, , , fields] of doc.findings) {
      layers.add(layer);
      if (typeof fields.kind === "string") kinds.add(fields.kind);
    }
  }
  const options = (values) => [["", "all"], ...[...values].sort().map((value) => [value, value])].map(([value, text]) => el("option", { value, text }));
  fill(byId("f-layer"), ...options(layers));
  fill(byId("f-kind"), ...options(kinds));
  fill(byId("f-stage"), ...options(new Set([...layers].map(stageOf))));
  fill(byId("names"), ...[...numbers.keys()].slice(0, 2000).map((name) => el("option", { value: name })));
}

function nextTheme() {
  const order = ["", "light", "dark"];
  state.theme = order[(order.indexOf(state.theme) + 1) % order.length];
  store("textflow:theme", state.theme);
  showTheme();
  say(`Colours: ${state.theme || "as the system says"}.`);
}

function showTheme() {
  if (state.theme) document.documentElement.dataset.theme = state.theme;
  else delete document.documentElement.dataset.theme;
}

function listen() {
  const form = byId("filters");
  form.addEventListener("input", () => soon(readFilters));
  form.addEventListener("reset", () => setTimeout(readFilters));
  form.addEventListener("submit", (event) => { event.preventDefault(); readFilters(); });
  document.addEventListener("keydown", onKey);
  addEventListener("hashchange", route);
  addEventListener("resize", () => soon(() => state.view === "documents" && draw()));
  byId("save").addEventListener("click", save);
  byId("theme").addEventListener("click", nextTheme);
  byId("help").addEventListener("click", () => byId("keys").showModal());
  byId("keys-close").addEventListener("click", () => byId("keys").close());
  byId("more").addEventListener("click", () => { state.hits += 200; draw(); });
  for (const button of document.querySelectorAll("[data-speaker]")) {
    button.addEventListener("click", () => {
      byId("f-speaker").value = button.dataset.speaker;
      readFilters();
      go("findings");
    });
  }
}

function start() {
  document.body.classList.add("js");
  const theme = stored("textflow:theme");
  state.theme = ["light", "dark"].includes(theme) ? theme : "";
  showTheme();
  byId("sieve").open = matchMedia("(min-width: 48rem)").matches;
  fillFilters();
  drawKeys();
  listen();
  route();
  if (!state.kept) say("This browser keeps nothing for files: save often.");
}

start();
