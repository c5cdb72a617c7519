// <article-editor>: what the fields of an article do together. Its fields are <kept-field>s.
const GRAVEST_FIRST = ["failed", "offline", "saving", "waiting"];

export class ArticleEditor extends HTMLElement {
  connectedCallback() {
    this.states = new Map();
    this.overall = this.querySelector("[data-overall]");
    this.dialog = this.querySelector("#decision");
    this.addEventListener("field-state", (event) => this.onState(event));
    this.addEventListener("click", (event) => this.onClick(event));
    this.querySelector("#whole").addEventListener("submit", (event) => (event.preventDefault(), this.settle()));
    document.addEventListener("keydown", this);
    document.addEventListener("visibilitychange", this);
    for (const name of ["online", "focus", "beforeunload"]) window.addEventListener(name, this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
    document.removeEventListener("visibilitychange", this);
    for (const name of ["online", "focus", "beforeunload"]) window.removeEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "keydown" && !((event.ctrlKey || event.metaKey) && event.key === "s")) return;
    if (event.type === "beforeunload") return this.unkept.length && event.preventDefault();
    if (event.type === "keydown") event.preventDefault();
    this.settle();
  }

  get fields() {
    return [...this.querySelectorAll("kept-field")];
  }

  get dirty() {
    return this.fields.filter((field) => field.isDirty || field.isSending);
  }

  get unkept() {
    return this.dirty.filter((field) => !field.isKept);
  }

  /** Stores every field; answers whether all are stored, and shows the first that is not. */
  async settle() {
    await Promise.all(this.dirty.map((field) => field.settle()));
    return this.dirty.length === 0;
  }

  onState({ target, detail }) {
    this.states.set(target, detail);
    if (detail.state === "saved") this.saved = detail;
    const told = [...this.states.values()];
    const worst = GRAVEST_FIRST.map((state) => told.find((one) => one.state === state)).find(Boolean);
    const { state, words } = worst ?? this.saved ?? detail;
    this.overall.dataset.state = state;
    this.overall.textContent = words;
  }

  onClick(event) {
    const pressed = event.target.closest("[data-decide], [data-after-saving], [data-close], [data-view]");
    if (!pressed) return;
    const { decide, view } = pressed.dataset;
    if (pressed.matches("a[data-after-saving]")) return this.dirty.length && this.leaveAfterSaving(event, pressed);
    event.preventDefault();
    if (decide) this.decide(decide);
    else if (view) this.show(view);
    else this.dialog.close();
  }

  async leaveAfterSaving(event, link) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (await this.isSettled()) window.open(link.href, link.target || "_self");
  }

  async decide(address) {
    for (const menu of this.querySelectorAll("details.menu[open]")) menu.open = false;
    if (!(await this.isSettled())) return;
    await window.htmx.ajax("GET", address, { target: this.dialog, swap: "innerHTML" });
    if (this.dialog.childElementCount) this.dialog.showModal();
  }

  async isSettled() {
    const isSettled = await this.settle();
    if (!isSettled) this.point(this.dirty[0].control);
    return isSettled;
  }

  point(control) {
    const panel = control.closest("[popover]");
    if (panel && !panel.checkVisibility()) panel.showPopover();
    control.closest("details:not([open])")?.setAttribute("open", "");
    control.focus();
  }

  async show(view) {
    const isRead = view === "read";
    if (isRead && !(await this.isSettled())) return;
    const shown = this.querySelector("#rendered-body");
    if (isRead) await window.htmx.ajax("GET", shown.dataset.source, { target: shown, swap: "innerHTML" });
    shown.hidden = !isRead;
    this.querySelector(".canvas-body").hidden = isRead;
    for (const button of this.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", button.dataset.view === view);
  }
}
