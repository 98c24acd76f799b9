// Keys: one each for what a reviewer does most.

const KEYS = [
  ["j", "next finding", () => step(1)],
  ["k", "finding before", () => step(-1)],
  ["J", "next document", () => stepDocument(1)],
  ["K", "document before", () => stepDocument(-1)],
  ["y", "it is right", () => verdict("accept")],
  ["n", "it is wrong", () => verdict("reject")],
  ["u", "undo what was said of it", () => undo()],
  ["s", "choose its speaker", () => focusOn("c-speaker")],
  ["t", "choose its kind", () => focusOn("c-kind")],
  ["v", "give its value", () => focusOn("c-value")],
  ["b", "the selected words are its borders", () => useSelection()],
  [",", "start a word earlier", () => moveBorder(0, -1)],
  [".", "start a word later", () => moveBorder(0, 1)],
  [";", "end a word earlier", () => moveBorder(1, -1)],
  [":", "end a word later", () => moveBorder(1, 1)],
  ["a", "add the selected words as a quotation", () => add("quotes")],
  ["m", "add the selected words as an amount", () => add("amounts")],
  ["d", "document looked through: the rest is right", () => toggleDone()],
  ["x", "show or hide what was dropped", () => toggleDropped()],
  ["/", "search", () => focusOn("f-words")],
  ["S", "save the corrections", () => save()],
  ["o", "overview", () => go("overview")],
  ["f", "findings of all documents", () => go("findings")],
  ["r", "read documents", () => go("documents")],
  ["?", "these keys", () => byId("keys").showModal()],
];
const GOLD_KEYS = [
  ["g", "next finding that is not as gold has it", () => stepOther(1)],
  ["G", "the one before that is not", () => stepOther(-1)],
];
if (island.gold) KEYS.push(...GOLD_KEYS);
const ANYWHERE = ["J", "K", "/", "S", "o", "f", "r", "?"];

function onKey(event) {
  if (event.key === "Escape") return leave();
  if (event.ctrlKey || event.metaKey || event.altKey || !byId("keys-on").checked || byId("keys").open) return undefined;
  if (event.target.matches("input, select, textarea")) return event.key === "Enter" ? leave() : undefined;
  const known = KEYS.find(([key]) => key === event.key);
  if (!known || (state.view !== "documents" && !ANYWHERE.includes(event.key))) return undefined;
  event.preventDefault();
  return known[2]();
}

// Leave a field, so that single keys work again; or let go of the chosen finding.
function leave() {
  if (document.activeElement && document.activeElement.matches("input, select, textarea")) document.activeElement.blur();
  else if (state.view === "documents" && state.selected !== null && !byId("keys").open) choose(null);
}

function focusOn(id) {
  if (id === "f-words" && byId("sieve").hidden) go("documents");
  if (id === "f-words") byId("sieve").open = true;
  const field = byId(id);
  if (field) field.focus();
  else say("Choose a finding first, one that has this.");
}

// Go to the next finding (or the one before), into the next document where this one ends.
function step(direction) {
  const shown = fittingFindings(documents[state.doc]);
  const at = shown.findIndex((one) => one.key === state.selected);
  const next = at < 0 && direction < 0 ? shown[shown.length - 1] : shown[at < 0 ? firstBehind(shown, direction) : at + direction];
  if (next) return choose(next.key);
  return stepDocument(direction, true);
}

// Go to the next disagreement with gold: in this document, else in the next one that has any.
function stepOther(direction) {
  const shown = fittingFindings(documents[state.doc]);
  const here = shown.findIndex((one) => one.key === state.selected);
  const own = direction > 0 ? shown.slice(here + 1) : shown.slice(0, Math.max(here, 0)).reverse();
  const next = own.find(isOtherThanGold);
  if (next) return choose(next.key);
  const others = fittingDocuments().filter((number) => (number - state.doc) * direction > 0);
  for (const number of direction > 0 ? others : others.reverse()) {
    const found = fittingFindings(documents[number]).filter(isOtherThanGold);
    if (!found.length) continue;
    openDocument(number, found.at(direction > 0 ? 0 : -1).key);
    return scrollTo(0, 0);
  }
  return say("There is no other that differs from gold.");
}

// Where a judged finding has left the filter, what is next is the first behind its place.
function firstBehind(shown, direction) {
  const doc = documents[state.doc];
  const was = doc && findingsOf(doc).find((one) => one.key === state.selected);
  if (!was || direction < 0) return 0;
  const at = shown.findIndex((one) => one.start >= was.start);
  return at < 0 ? shown.length : at;
}

function stepDocument(direction, withFinding = false) {
  const fitting = fittingDocuments();
  const next = direction > 0 ? fitting.find((number) => number > state.doc) : fitting.findLast((number) => number < state.doc);
  if (next === undefined) {
    draw();
    return say(direction > 0 ? "This is the last document." : "This is the first document.");
  }
  const shown = withFinding ? fittingFindings(documents[next]) : [];
  const one = shown[direction > 0 ? 0 : shown.length - 1];
  openDocument(next, one ? one.key : null);
  return scrollTo(0, 0);
}

function drawKeys() {
  fill(document.querySelector("#keys .keys"), ...KEYS.flatMap(([key, words]) => [
    el("dt", {}, el("kbd", { text: key })), el("dd", { text: words }),
  ]));
}
