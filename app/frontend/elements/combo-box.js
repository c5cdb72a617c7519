// <combo-box>: an input and the list of options under it, moved through with the keys. HTMX fills the list.
let number = 0;

export class ComboBox extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[role=combobox]");
    this.list = this.querySelector("[role=listbox]");
    this.list.id ||= `options-${++number}`;
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("focusout", (event) => this.contains(event.relatedTarget) || this.close());
    new MutationObserver(() => this.refresh()).observe(this.list, { childList: true });
    this.refresh();
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get current() {
    return this.list.querySelector("[aria-selected=true]");
  }

  refresh() {
    const { options } = this;
    options.forEach((option, i) => (option.id ||= `${this.list.id}-${i}`));
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.select(options[0]);
  }

  select(option) {
    this.current?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  onKey(event) {
    const { options } = this;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      this.list.hidden = false;
      const from = options.indexOf(this.current);
      this.select(options[(from + step + options.length) % options.length]);
      this.current.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && this.current && !this.list.hidden) {
      this.current.click();
    } else if (event.key === "Escape" && !this.list.hidden && !this.closest("dialog")) {
      this.close();
    } else return;
    event.preventDefault();
  }
}
