// <auto-save key="…">: sends its form a moment after typing stops, and keeps the text here until the server has it.
//
// The form has a hidden `version`; its state is shown in `.save-state`. What was kept from an earlier visit comes
// back into the field when the version is still the same; otherwise it is shown in `[data-kept]` for the writer.
const PAUSE = 1200;
const AGAIN = 5000;

export class AutoSave extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.field = this.form.querySelector("[data-keep]");
    this.storageKey = `kept:${this.getAttribute("key")}`;
    this.addEventListener("input", (event) => event.target === this.field && this.onInput());
    this.addEventListener("htmx:before:request", () => this.onSend());
    this.addEventListener("htmx:after:request", ({ detail }) => this.onAnswer(detail.ctx.response));
    this.addEventListener("htmx:error", () => this.onLost());
    window.addEventListener("online", this);
    window.addEventListener("beforeunload", this);
    document.addEventListener("signed-out", this);
    this.bringBack();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    for (const name of ["online", "beforeunload"]) window.removeEventListener(name, this);
    document.removeEventListener("signed-out", this);
  }

  handleEvent(event) {
    if (event.type === "beforeunload" && this.isDirty && !this.isKept) event.preventDefault();
    if (event.type === "online" && this.isDirty) this.send();
    if (event.type === "signed-out") this.say("failed", this.dataset.signedOut);
  }

  get version() {
    return this.form.elements.version.value;
  }

  onInput() {
    this.isDirty = true;
    this.keep();
    this.say("waiting", this.dataset.unsaved);
    this.sendAfter(PAUSE);
  }

  sendAfter(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  send() {
    clearTimeout(this.timer);
    this.form.requestSubmit();
  }

  onSend() {
    this.sent = this.field.value;
    this.say("saving", this.dataset.saving);
  }

  onAnswer({ status }) {
    if (status >= 500) return this.onLost();
    if (status >= 400) return;
    this.isDirty = this.field.value !== this.sent;
    if (this.isDirty) this.sendAfter(PAUSE);
    else localStorage.removeItem(this.storageKey);
  }

  onLost() {
    this.say("offline", this.isKept ? this.dataset.offline : this.dataset.unsaved);
    this.sendAfter(AGAIN);
  }

  keep() {
    try {
      localStorage.setItem(this.storageKey, JSON.stringify({ version: this.version, text: this.field.value }));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }

  bringBack() {
    const kept = JSON.parse(localStorage.getItem(this.storageKey) ?? "null");
    if (!kept || kept.text === this.field.value) return localStorage.removeItem(this.storageKey);
    if (kept.version === this.version) {
      this.field.value = kept.text;
      return this.onInput();
    }
    const box = this.querySelector("[data-kept]");
    if (!box) return;
    box.hidden = false;
    box.querySelector("textarea").value = kept.text;
    box.querySelector("[data-forget]").addEventListener("click", () => {
      localStorage.removeItem(this.storageKey);
      box.hidden = true;
    });
  }

  say(state, text) {
    const place = this.querySelector(".save-state");
    place.dataset.state = state;
    place.textContent = text;
  }
}
