// Build: elements with text. Nothing of a document is ever read as markup.

function el(name, settings = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(settings)) {
    if (value === null || value === undefined) continue;
    if (value === false && !key.startsWith("aria-")) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "text") made.textContent = value;
    else if (key === "value") made.value = value;
    else made.setAttribute(key === "look" ? "class" : key, value === true && !key.startsWith("aria-") ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

function tag(look, said) {
  return el("span", { look: `tag ${look}`, "data-t": said });
}

function select(options, chosen, settings) {
  const made = el("select", settings, ...options.map(([value, said]) => el("option", { value, text: said })));
  made.value = chosen;
  return made;
}

function say(words) {
  byId("status").textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { byId("status").textContent = ""; }, 6000);
}
