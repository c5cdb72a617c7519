// <name-list>: a text field of names with commas, shown as tokens to add, remove and, when `ordered`, move.
//
// `data-suggest`: the address that answers `?q=` with options, each with its `data-name`.
export class NameList extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.label = this.closest("kept-field").querySelector("label");
    this.tokens = make("ul", { className: "tokens" });
    this.box = this.makeBox();
    this.entry = this.box.querySelector("input");
    this.append(this.tokens, this.box);
    this.input.hidden = true;
    this.label.htmlFor = this.entry.id;
    this.input.addEventListener("stored", () => this.draw());
    this.entry.addEventListener("keydown", (event) => this.onKey(event));
    this.box.addEventListener("click", ({ target }) => this.onPick(target.closest("[data-name]")));
    this.draw();
    window.htmx.process(this);
  }

  makeBox() {
    const number = this.input.id;
    const entry = make("input", { className: "inline-input", id: `${number}-entry`, name: "q", placeholder: this.dataset.add, autocomplete: "off" });
    const list = make("div", { className: "options", id: `${number}-options`, hidden: true });
    const attributes = { role: "combobox", "aria-autocomplete": "list", "hx-get": this.dataset.suggest, "hx-trigger": "input changed delay:100ms", "hx-target": `#${list.id}`, "hx-swap": "innerHTML", "hx-sync": "this:replace" };
    for (const [name, value] of Object.entries(attributes)) entry.setAttribute(name, value);
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.label.textContent);
    const box = make("combo-box", {});
    box.append(entry, list);
    return box;
  }

  get names() {
    const found = this.input.value.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g);
    return [...found].map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain).trim()).filter(Boolean);
  }

  set names(names) {
    this.input.value = names.map((name) => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(", ");
    this.draw();
    for (const type of ["input", "change"]) this.input.dispatchEvent(new Event(type, { bubbles: true }));
  }

  add(name) {
    this.entry.value = "";
    this.box.list.replaceChildren();
    const known = this.names;
    if (name && !known.some((other) => other.toLowerCase() === name.toLowerCase())) this.names = [...known, name];
  }

  move(place, step) {
    const names = this.names;
    const [name] = names.splice(place, 1);
    names.splice(Math.max(0, place + step), 0, name);
    this.names = names;
    this.tokens.children[Math.max(0, place + step)]?.querySelector(`[data-step="${step}"]`)?.focus();
  }

  remove(place) {
    this.names = this.names.filter((_, other) => other !== place);
    this.entry.focus();
  }

  onKey(event) {
    const typed = this.entry.value.trim();
    if (event.key === "Backspace" && !this.entry.value && this.names.length) return this.remove(this.names.length - 1);
    if (event.isComposing || !(event.key === "," || event.key === "Enter") || event.defaultPrevented) return;
    event.preventDefault();
    if (typed && (event.key === "," || this.box.list.hidden)) this.add(typed);
  }

  onPick(option) {
    if (!option) return;
    this.add(option.dataset.name);
    this.entry.focus();
  }

  draw() {
    this.tokens.replaceChildren(...this.names.map((name, place, all) => this.token(name, place, all.length)));
    this.tokens.hidden = !this.tokens.childElementCount;
  }

  token(name, place, count) {
    const token = make("li", { className: "token" });
    token.append(make("span", { textContent: name, dir: "auto" }));
    if (this.hasAttribute("ordered") && count > 1) {
      token.append(...[-1, 1].map((step) => this.button(step < 0 ? "arrow-up" : "arrow-down", `Move ${name} ${step < 0 ? "up" : "down"}`, () => this.move(place, step), step)));
    }
    token.append(this.button("x", `Remove ${name}`, () => this.remove(place)));
    return token;
  }

  button(icon, label, act, step) {
    const button = make("button", { type: "button", title: label });
    button.setAttribute("aria-label", label);
    if (step) button.dataset.step = step;
    button.append(this.querySelector(`template[data-icon="${icon}"]`).content.cloneNode(true));
    button.addEventListener("click", act);
    return button;
  }
}

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
