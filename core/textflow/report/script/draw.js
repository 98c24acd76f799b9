// Draw: each view from the state, anew whenever the state changes.

const VERDICTS = { accept: "right", reject: "wrong", change: "changed", add: "added" };
const CARDS = 200;
const LAYERS = { quotes: "quotation", amounts: "amount", summary: "summary" };

function draw() {
  const field = (document.activeElement || {}).id;
  drawView();
  if (/^c-/.test(field) && byId(field) !== document.activeElement && byId(field)) byId(field).focus();
}

function drawView() {
  const desk = state.view === "documents";
  for (const view of document.querySelectorAll(".view")) view.hidden = view.id !== state.view;
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.hash === `#${state.view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  byId("sieve").hidden = !desk && state.view !== "findings";
  if (desk) drawDesk();
  if (state.view === "findings") drawHits();
  drawProgress();
}

function drawProgress() {
  const { all, judged } = progress();
  byId("progress").textContent = `${judged} of ${all} judged`;
}

function drawDesk() {
  const fitting = fittingDocuments();
  if (fitting.length && !fitting.includes(state.doc)) {
    state.doc = fitting[0];
    state.selected = null;
  }
  drawList(fitting);
  if (fitting.length) drawReader();
  else {
    fill(byId("reader"), el("p", { look: "note", text: "No document fits these filters." }));
    fill(byId("panel"));
  }
}

function drawList(fitting) {
  const at = fitting.indexOf(state.doc);
  const first = at < state.listed ? 0 : at - 20; // the current one is always in the list
  const shown = fitting.slice(first, first + state.listed);
  const more = fitting.length > first + state.listed;
  const list = byId("list");
  const top = list.scrollTop;
  fill(
    list,
    el("p", { look: "note", text: `${fitting.length} of ${documents.length} documents` }),
    el("ol", {}, ...shown.map((number) => el("li", {}, listEntry(number)))),
    more ? el("button", { type: "button", text: "Show more", onclick: () => { state.listed += 200; draw(); } }) : null,
  );
  list.scrollTop = top;
}

function listEntry(number) {
  const doc = documents[number];
  const counts = ["quotes", "amounts"].map((layer) => doc.findings.filter((one) => one[0] === layer && !(one[4] && one[4].what === "missed")).length);
  const { findings, done } = judgementsOf(doc);
  const judged = Object.keys(findings).length;
  const told = done ? " · looked through" : judged ? ` · ${judged} judged` : "";
  return el(
    "a",
    { href: `#d${number}`, "aria-current": number === state.doc ? "true" : null },
    el("bdi", { text: doc.title }),
    el("small", { text: `${plural(counts[0], "quotation")}, ${plural(counts[1], "amount")}${told}` }),
  );
}

function plural(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function drawReader() {
  const doc = documents[state.doc];
  const shown = fittingFindings(doc);
  const text = el("div", { look: `text${state.tidy ? " tidy" : ""}`, dir: "auto" });
  const part = currentPart(doc, shown);
  for (const block of blocksOf(doc, part, marksOf(shown).concat(hitMarks(doc)))) text.append(paragraph(block));
  text.addEventListener("click", (event) => pick(event.target));
  fill(
    byId("reader"),
    el("h3", { dir: "auto", text: doc.heading }),
    el("p", { look: "facts" }, el("bdi", { text: doc.facts.join(" · ") })),
    partButtons(doc, part),
    text,
    partButtons(doc, part),
    ...Object.entries(doc.loose || {}).map(([layer, items]) => looseItems(layer, items)),
  );
  drawPanel(doc, shown);
  drawLinks(text);
}

// The part that is drawn: that of the chosen finding, or the one that was asked for.
function currentPart(doc, shown) {
  const one = shown.find((each) => each.key === state.selected);
  if (one) state.part = partAt(doc, one.start);
  state.part = Math.min(state.part || 0, partsOf(doc).length - 1);
  return state.part;
}

function partButtons(doc, part) {
  const count = partsOf(doc).length;
  if (count === 1) return null;
  const open = (number) => () => { state.selected = null; state.part = number; draw(); scrollTo(0, 0); };
  return el("div", { look: "row" },
    part > 0 ? el("button", { type: "button", text: "Earlier part", onclick: open(part - 1) }) : null,
    el("span", { look: "note", text: `part ${part + 1} of ${count}` }),
    part + 1 < count ? el("button", { type: "button", text: "Later part", onclick: open(part + 1) }) : null);
}

function paragraph(block) {
  const alone = block.length === 1 && block[0].dropped;
  const made = el("p", { look: alone ? "gone" : null });
  for (const piece of block) made.append(...(piece.dropped ? [gone(piece.dropped)] : pieceElements(piece)));
  return made;
}

function gone([, rawStart, rawEnd, text, rule, more]) {
  const title = `raw ${rawStart}–${rawEnd}${more ? `, ${more} more characters` : ""}`;
  return el("del", { "data-rule": rule, title, text: more ? `${text} …` : text });
}

function pieceElements(piece) {
  const keys = [...new Set(piece.marks.filter((mark) => mark.finding).map((mark) => mark.finding))];
  const mine = piece.marks.filter((mark) => mark.finding === state.selected);
  const on = mine.some((mark) => mark.role === "whole") ? " on" : mine.length ? " linked" : "";
  const text = el("span", {
    look: piece.look + on || null, "data-s": piece.start, "data-f": keys.join(" ") || null, text: piece.text,
  });
  return [
    ...piece.heads.map((mark) => tag(mark.look, mark.head)),
    text,
    ...piece.tails.map((mark) => tag(mark.look, mark.tail)),
  ];
}

// Items of third-party layers that point nowhere are shown as they are.
function looseItems(layer, items) {
  return el("details", {}, el("summary", { text: `${layer} (${items.length})` }), el("pre", { tabindex: 0, text: JSON.stringify(items, null, 1) }));
}

// Curves from the cue and the mention of the selected quotation to its first words.
function drawLinks(text) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.id = "links";
  svg.setAttribute("aria-hidden", "true");
  text.append(svg);
  const from = text.querySelector(".on");
  if (!from) return;
  const origin = text.getBoundingClientRect();
  const start = from.getClientRects()[0];
  if (!start) return;
  for (const part of text.querySelectorAll(".linked")) {
    const end = part.getClientRects()[0];
    if (end) svg.append(...curve(start.left - origin.left + 6, start.bottom - origin.top, (end.left + end.right) / 2 - origin.left, end.bottom - origin.top));
  }
}

function curve(x1, y1, x2, y2) {
  const shape = (name, settings) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(settings)) made.setAttribute(key, value);
    return made;
  };
  const deep = Math.max(y1, y2) + 12;
  return [
    shape("path", { d: `M${x1} ${y1} C${x1} ${deep} ${x2} ${deep} ${x2} ${y2}` }),
    shape("circle", { cx: x1, cy: y1, r: 2.5 }),
    shape("circle", { cx: x2, cy: y2, r: 2.5 }),
  ];
}

function drawPanel(doc, shown) {
  const { done } = judgementsOf(doc);
  const top = byId("panel").scrollTop;
  fill(
    byId("panel"),
    el("p", { look: "note", text: `${plural(shown.length, "finding")}${hasFindingFilter() ? " that fit the filters" : ""}` }),
    el("div", { look: "row" },
      el("button", { type: "button", "aria-pressed": done, text: done ? "Looked through ✓ (d)" : "Looked through (d)", onclick: toggleDone }),
      el("button", { type: "button", "aria-pressed": Boolean(state.tidy), text: state.tidy ? "Show dropped (x)" : "Hide dropped (x)", onclick: toggleDropped }),
    ),
    el("div", { look: "row" },
      el("button", { type: "button", text: "Add selected words: quotation (a)", onclick: () => add("quotes") }),
      el("button", { type: "button", text: "amount (m)", onclick: () => add("amounts") }),
    ),
    ...cards(doc, shown),
  );
  byId("panel").scrollTop = top;
}

// The cards around the chosen one, or those of the part that is drawn: never thousands.
function cards(doc, shown) {
  const part = partsOf(doc)[state.part];
  const start = part.length ? part[0][0] : 0;
  const at = shown.findIndex((one) => (state.selected === null ? one.end > start : one.key === state.selected));
  const first = shown.length > CARDS ? Math.max(at - CARDS / 2, 0) : 0;
  const left = shown.length - first - CARDS;
  return [
    first > 0 ? el("p", { look: "note", text: `${first} before these` }) : null,
    el("ol", {}, ...shown.slice(first, first + CARDS).map((one) => card(doc, one))),
    left > 0 ? el("p", { look: "note", text: `${left} behind these: j goes on` }) : null,
  ];
}

function card(doc, one) {
  const open = one.key === state.selected;
  const said = one.layer === "quotes" ? one.fields.speaker || "nobody named" : one.layer === "amounts" ? valueOf(one.fields) : "";
  return el(
    "li",
    { look: open ? "card open" : "card", "data-key": one.key },
    el("button", { type: "button", "aria-expanded": open, onclick: () => choose(open ? null : one.key) },
      el("span", { look: "head" },
        one.layer === "quotes" ? tag(lookOf(one.fields.speaker), initials(one.fields.speaker)) : null,
        el("span", { text: [one.fields.kind, LAYERS[one.layer] || one.layer].filter(Boolean).join(" ") }),
        el("bdi", { text: said ? `· ${said}` : "" }),
        one.gold && one.gold.label ? el("span", { look: `against ${one.gold.what}`, text: one.gold.label }) : null,
        one.verdict ? el("span", { look: `verdict ${one.verdict}`, text: VERDICTS[one.verdict] }) : null,
      ),
      el("span", { look: "words", dir: "auto", text: wordsOf(doc, one, 600) }),
    ),
    open ? detail(doc, one) : null,
  );
}

function detail(doc, one) {
  return el("div", { look: "detail" }, judgeButtons(one), fieldControls(doc, one), why(doc, one), borderButtons());
}

function why(doc, one) {
  const giver = island.layers[one.layer] || {};
  const by = one.key.startsWith("+") ? { stage: "added by hand", plugin: "–", version: "–" } : giver;
  const [rawStart, rawEnd] = toRaw(doc, one.start, one.end);
  const facts = [
    ["Stage", by.stage], ["Plugin", by.plugin], ["Version", by.version], ["Layer", one.layer],
    ...(one.gold ? goldFacts(one.gold) : []),
    ["In the text", `${one.start}–${one.end}`], ["In the raw text", `${rawStart}–${rawEnd}`],
    ...Object.entries(one.fields).map(([key, value]) => [key.replaceAll("_", " "), shownValue(doc, value)]),
  ];
  return el("dl", { look: "why" }, ...facts.flatMap(([name, value]) => [el("dt", { text: name }), el("dd", {}, el("bdi", { text: value }))]));
}

function goldFacts({ what, wanted }) {
  const said = { right: "the same", missed: "has this, and it was not found", extra: "has no such finding", wrong: "has it otherwise" };
  return [["Gold", said[what]], ...Object.entries(wanted || {}).map(([key, value]) => [`${key.replaceAll("_", " ")} in gold`, value])];
}

function shownValue(doc, value) {
  if (Array.isArray(value) && value.length === 2 && value.every(Number.isInteger)) return `“${slice(doc, ...value)}”`;
  const isWords = Array.isArray(value) && value.every((one) => typeof one === "string");
  const said = isWords ? value.join("; ") : typeof value === "string" ? value : JSON.stringify(value);
  return said.length > 300 ? `${said.slice(0, 300)} …` : said;
}

function judgeButtons(one) {
  return el("div", { look: "row" },
    el("button", { type: "button", look: "yes", "aria-pressed": ["accept", "change", "add"].includes(one.verdict), text: "Right (y)", onclick: () => verdict("accept") }),
    el("button", { type: "button", look: "no", "aria-pressed": one.verdict === "reject", text: "Wrong (n)", onclick: () => verdict("reject") }),
    one.verdict ? el("button", { type: "button", text: "Undo (u)", onclick: undo }) : null,
  );
}

function fieldControls(doc, one) {
  if (one.layer !== "quotes" && one.layer !== "amounts") return null;
  const kinds = island.kinds[one.layer].map((kind) => [kind, kind]);
  const kind = el("label", {}, "Kind (t)", select(kinds, one.fields.kind, { id: "c-kind", onchange: (event) => change({ kind: event.target.value }) }));
  return el("div", { look: "row" }, kind, ...(one.layer === "quotes" ? speakerControls(doc, one) : valueControls(one)));
}

function speakerControls(doc, one) {
  const now = one.fields.speaker || "";
  const names = [...new Set([...doc.speakers, ...addedNames(doc), ...(now ? [now] : [])])];
  const options = [["", "nobody named"], ...names.map((name) => [`=${name}`, name]), ["+", "somebody else …"]];
  const change_ = (event) => (event.target.value === "+" ? askName() : change({ speaker: event.target.value.slice(1) || null }));
  return [
    el("label", {}, "Speaker (s)", select(options, now ? `=${now}` : "", { id: "c-speaker", onchange: change_ })),
    el("label", { id: "c-other", hidden: true }, "Name", el("input", { id: "c-name", list: "names", autocomplete: "off", onchange: (event) => change({ speaker: event.target.value.trim() || null }) })),
  ];
}

function valueControls(one) {
  const input = (key, pattern, words) => el("label", {}, words, el("input", {
    id: `c-${key}`, value: one.fields[key] || "", pattern, size: 9, autocomplete: "off",
    onchange: (event) => event.target.reportValidity() && change({ [key]: event.target.value || null }),
  }));
  return [input("value", "-?[0-9]+([.][0-9]+)?", "Value (v)"), input("currency", "[A-Z]{3}", "Currency")];
}

function borderButtons() {
  return el("div", {},
    el("div", { look: "row" },
      el("button", { type: "button", text: "Selected words are its borders (b)", onclick: useSelection })),
    el("div", { look: "row" },
      el("span", { look: "note", text: "Start" }),
      el("button", { type: "button", "aria-label": "start one word earlier", text: "← ,", onclick: () => moveBorder(0, -1) }),
      el("button", { type: "button", "aria-label": "start one word later", text: "→ .", onclick: () => moveBorder(0, 1) }),
      el("span", { look: "note", text: "End" }),
      el("button", { type: "button", "aria-label": "end one word earlier", text: "← ;", onclick: () => moveBorder(1, -1) }),
      el("button", { type: "button", "aria-label": "end one word later", text: "→ :", onclick: () => moveBorder(1, 1) })),
  );
}

function drawHits() {
  const shown = [];
  let count = 0;
  for (const hit of allHits()) {
    count += 1;
    if (shown.length < state.hits) shown.push(hit);
  }
  byId("count").textContent = `${plural(count, "finding")} in ${plural(documents.length, "document")}`;
  fill(byId("hits"), ...shown.map(([number, one]) => hit(number, one)));
  byId("more").hidden = count <= shown.length;
}

function hit(number, one) {
  const doc = documents[number];
  const look = one.layer === "quotes" ? lookOf(one.fields.speaker) : "";
  const words = wordsOf(doc, one, 400);
  const sure = one.fields.confidence === undefined ? "" : ` · ${one.fields.confidence}`;
  const said = speakerOf(one) || (one.layer === "amounts" ? valueOf(one.fields) : "");
  return el("li", {},
    el("div", { dir: "auto" },
      el("span", { look: "around", text: before(doc, one.start) }),
      one.layer === "quotes" ? tag(look, initials(one.fields.speaker)) : null,
      el("mark", { look, text: words }),
      el("span", { look: "around", text: behind(doc, one.end) })),
    el("small", {},
      `${[one.fields.kind, LAYERS[one.layer] || one.layer, said, one.gold && one.gold.label].filter(Boolean).join(" · ")}${sure} · ${VERDICTS[one.verdict] || "not judged"} · `,
      el("a", { href: `#d${number}.${one.key}` }, el("bdi", { text: doc.title }))),
  );
}

// What stands around a finding, cut at a word.
function before(doc, place) {
  const words = slice(doc, Math.max(place - 70, 0), place).replace(/\s+/g, " ");
  return place > 70 ? words.replace(/^\S*/, "…") : words;
}

function behind(doc, place) {
  const words = slice(doc, place, place + 70).replace(/\s+/g, " ");
  return place + 70 < lengthOf(doc) ? words.replace(/\S*$/, "…") : words;
}
