// <kept-field key="…">: one field that is stored by itself, and is kept in this browser until the server has it.
//
// It posts with HTMX on its own event `save`. The answer replaces its `.field-state`: the mark of what was shown, the
// words for the writer, and in `data-stored` the server's text where that is not what was sent. While a conflict is
// shown there, nothing is sent until the writer chooses. `pause`: milliseconds of rest after which typing is stored;
// without it a field is stored when it is left. `limit`: the most bytes that are sent. `merges`: `data-stored` holds what
// others wrote meanwhile.
import { takeOver } from "./splice.js";

const WORDS = {
  waiting: "Not stored yet",
  saving: "Storing",
  offline: "Not stored, kept here; trying again",
  failed: "Not stored, kept here",
};
const ANSWERS = [200, 409, 413, 422];
const RETRIES = [2000, 5000, 15000, 30000];
const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

export class KeptField extends HTMLElement {
  connectedCallback() {
    this.control = this.querySelector("[data-keep]");
    this.stored = this.value;
    this.failures = 0;
    this.addEventListener("input", ({ target }) => this.control.contains(target) && this.onInput());
    this.addEventListener("change", ({ target }) => this.control.contains(target) && this.save());
    this.addEventListener("keydown", (event) => event.target === this.control && this.onKey(event));
    this.addEventListener("click", (event) => this.onChoice(event));
    this.addEventListener("htmx:before:response", (event) => this.onResponse(event));
    this.addEventListener("htmx:finally:request", ({ detail }) => detail.ctx.sourceElement === this && this.onAnswer(detail.ctx));
    this.addEventListener("htmx:error", (event) => event.stopPropagation());
    this.grow();
    this.bringBack();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  get value() {
    return this.control.matches("fieldset") ? (this.querySelector(":checked")?.value ?? "") : this.control.value;
  }

  set value(text) {
    const choice = this.querySelector(`input[type=radio][value="${CSS.escape(text)}"]`);
    if (choice) choice.checked = true;
    else this.control.value = text;
    this.control.dispatchEvent(new Event("stored"));
    this.grow();
  }

  get state() {
    return this.querySelector(".field-state");
  }

  get mark() {
    return this.state.querySelector("input");
  }

  get conflict() {
    return this.state.querySelector(".conflict");
  }

  get isDirty() {
    return this.value !== this.stored;
  }

  onInput() {
    this.grow();
    if (!this.isDirty && !this.conflict) return this.rest();
    this.keep();
    this.say("waiting");
    if (this.hasAttribute("pause")) this.saveAfter(Number(this.getAttribute("pause")));
  }

  onKey(event) {
    if (event.key === "Escape" && !this.hasAttribute("pause") && this.isDirty) {
      this.value = this.stored;
      this.onInput();
    } else if (event.key === "Enter" && this.control.matches("input, [data-line]") && !event.isComposing) {
      event.preventDefault();
      this.save();
      if (this.control.matches("[data-line]")) this.nextElementSibling?.control?.focus();
    }
  }

  onChoice(event) {
    const choice = event.target.closest("[data-keep-mine], [data-take-theirs]");
    if (!choice) return;
    event.preventDefault();
    this.conflict.remove();
    this.control.focus();
    if (choice.matches("[data-keep-mine]")) return this.save();
    this.value = this.stored;
    this.rest();
  }

  /** Nothing waits to be stored: what the server has is what is shown. */
  rest() {
    this.forget();
    this.complain(false);
    this.state.querySelector(".field-error")?.remove();
    this.say("");
  }

  complain(isRefused) {
    this.refused = isRefused ? this.sent : undefined;
    if (isRefused) this.control.setAttribute("aria-invalid", "true");
    else this.control.removeAttribute("aria-invalid");
  }

  saveAfter(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  save() {
    clearTimeout(this.timer);
    if (!this.isDirty || this.isSending || this.conflict || this.value === this.refused || this.isTooLong()) return;
    if (!this.hasAttribute("data-htmx-powered")) return this.saveAfter(100); // HTMX has not come to it yet
    this.isSending = true;
    this.sent = this.value;
    this.shown = this.mark.value;
    this.say("saving");
    window.htmx.trigger(this, "save");
  }

  /** Stores what is not stored yet; answers whether everything is. */
  async settle() {
    this.save();
    if (this.isSending) await new Promise((resolve) => this.addEventListener("settled", resolve, { once: true }));
    return !this.isDirty;
  }

  onResponse(event) {
    const { sourceElement, response } = event.detail.ctx;
    if (sourceElement === this && !ANSWERS.includes(response.status)) event.preventDefault();
  }

  onAnswer({ response }) {
    this.isSending = false;
    const status = response?.status ?? 0;
    if (status === 200) this.accept();
    else if (ANSWERS.includes(status)) this.refuse();
    else if (status === 0 || status >= 500) this.retry();
    else this.say("failed");
    this.dispatchEvent(new Event("settled"));
  }

  accept() {
    const { stored } = this.state.dataset;
    this.failures = 0;
    this.complain(false);
    this.stored = this.sent;
    if (stored !== undefined && !this.isSpaceOnly(stored)) this.take(stored);
    if (this.isDirty) {
      this.keep();
      this.saveAfter(Number(this.getAttribute("pause") ?? 0));
    } else {
      this.forget();
    }
    this.tell("saved", this.state.querySelector(".save-state").textContent);
    document.dispatchEvent(new CustomEvent("field-saved"));
  }

  refuse() {
    const { stored, mine } = this.state.dataset;
    if (!this.conflict) this.complain(true);
    if (mine !== undefined) this.take(mine);
    if (stored !== undefined) this.stored = stored;
    this.keep();
    this.tell("failed", WORDS.failed);
  }

  retry() {
    this.say("offline");
    this.saveAfter(RETRIES[Math.min(this.failures++, RETRIES.length - 1)]);
  }

  /** What the server made of what was sent comes into the control, around what has been typed since. Where that cannot
   * be, what others wrote is missing here: the next time is measured against what the writer was shown before. */
  take(text) {
    if (this.value === this.sent && !this.control.matches("textarea")) {
      this.value = this.stored = text;
    } else if (this.control.matches("textarea") && takeOver(this.control, this.sent, text + this.tail)) {
      this.stored = text + this.tail;
      this.grow();
    } else if (this.hasAttribute("merges")) {
      this.mark.value = this.shown;
    }
  }

  /** The spaces at the end of a text that is being typed are where the writer goes on. */
  get tail() {
    return document.activeElement === this.control ? this.sent.match(/\s*$/)[0] : "";
  }

  /** Whether the server only tidied spaces, in a text that is still being typed: a space at its end is no mistake yet. */
  isSpaceOnly(text) {
    const squeezed = [text, this.sent].map((one) => one.replace(/\s+/g, " ").trim());
    return !this.hasAttribute("merges") && document.activeElement === this.control && squeezed[0] === squeezed[1];
  }

  isTooLong() {
    const limit = Number(this.getAttribute("limit") ?? Infinity);
    const size = limit < Infinity ? new Blob([this.value]).size : 0;
    if (size <= limit) return false;
    const [now, most] = [size, limit].map((bytes) => (bytes / 1048576).toFixed(1));
    this.say("failed", `The text takes ${now} MB and the limit is ${most} MB: split it in parts. It is kept here.`);
    return true;
  }

  keep() {
    if (this.querySelector("[data-kept]")) return (this.isKept = false); // what is kept already waits for a choice
    try {
      localStorage.setItem(this.storageKey, JSON.stringify({ text: this.value, mark: this.mark.value }));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }

  forget() {
    localStorage.removeItem(this.storageKey);
    this.isKept = true;
  }

  get storageKey() {
    return `kept:${this.getAttribute("key")}`;
  }

  /** What an earlier visit could not store: goes on where nothing changed since, and is offered otherwise. */
  bringBack() {
    const kept = JSON.parse(localStorage.getItem(this.storageKey) ?? "null");
    if (!kept || kept.text === this.value) return this.forget();
    if (isOfOneText(kept.mark, this.mark.value)) return this.use(kept.text);
    const box = document.getElementById("kept-box").content.cloneNode(true).firstElementChild;
    box.querySelector("[data-kept]").textContent = kept.text;
    box.querySelector("[data-use]").addEventListener("click", () => (box.remove(), this.use(kept.text)));
    box.querySelector("[data-forget]").addEventListener("click", () => (box.remove(), this.forget()));
    this.state.append(box);
  }

  use(text) {
    this.value = text;
    this.onInput();
    this.save();
  }

  grow() {
    this.control.toggleAttribute("data-filled", Boolean(this.value));
    if (GROWS_BY_ITSELF || !this.control.matches("textarea")) return;
    this.control.style.height = "auto";
    this.control.style.height = `${this.control.scrollHeight}px`;
  }

  say(state, words = WORDS[state] ?? "") {
    const place = this.state.querySelector(".save-state");
    place.dataset.state = state;
    place.textContent = words;
    this.tell(state, words);
  }

  tell(state, words) {
    this.dispatchEvent(new CustomEvent("field-state", { bubbles: true, detail: { state, words } }));
  }
}

/** Marks are a version and a fingerprint: either tells that nothing changed between the two. */
function isOfOneText(one, other) {
  const [version, fingerprint] = one.split(":");
  const [otherVersion, otherFingerprint] = other.split(":");
  return version === otherVersion || fingerprint === otherFingerprint;
}
