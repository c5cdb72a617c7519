// <select-all>: a checkbox for every `.row-check` of the same form; Shift-click takes the rows between.
export class SelectAll extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.box = this.querySelector("input");
    this.box.addEventListener("change", () => this.setAll(this.box.checked));
    this.form.addEventListener("click", (event) => event.target.matches(".row-check") && this.pick(event));
    this.form.addEventListener("change", () => this.report());
  }

  get rows() {
    return [...this.form.querySelectorAll(".row-check")];
  }

  setAll(checked) {
    for (const row of this.rows) row.checked = checked;
  }

  pick({ target, shiftKey }) {
    const rows = this.rows;
    const between = [rows.indexOf(this.last), rows.indexOf(target)].sort((a, b) => a - b);
    if (shiftKey && between[0] >= 0) for (const row of rows.slice(between[0], between[1] + 1)) row.checked = target.checked;
    this.last = target;
  }

  report() {
    const rows = this.rows;
    const chosen = rows.filter((row) => row.checked).length;
    this.box.checked = chosen > 0 && chosen === rows.length;
    this.box.indeterminate = chosen > 0 && chosen < rows.length;
    for (const output of this.form.querySelectorAll("[data-chosen]")) output.textContent = chosen;
  }
}
