// <command-keys>: Ctrl/⌘ K opens the palette, ? the list of keys, and `data-key` on any link or button presses it.
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");

export class CommandKeys extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      return this.open("palette");
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "?") return this.open("keys");
    this.press(event);
  }

  open(id) {
    const dialog = document.getElementById(id);
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("input")?.select();
  }

  press(event) {
    const chord = `${this.pending ?? ""}${event.key}`;
    const control = document.querySelector(`[data-key="${CSS.escape(chord)}"]`);
    clearTimeout(this.timer);
    this.pending = control ? "" : event.key;
    this.timer = setTimeout(() => (this.pending = ""), 800);
    if (!control) return;
    event.preventDefault();
    control.matches("input") ? control.focus() : control.click();
  }
}
