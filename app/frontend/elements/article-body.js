// <article-body>: a footnote opens where it is read: in the margin on wide screens, else below its paragraph.
export class ArticleBody extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const mark = event.target.closest("[role=doc-noteref]");
      if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const isOpen = mark.ariaExpanded === "true";
      this.close();
      if (!isOpen) this.open(mark);
    });
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  open(mark) {
    const text = document.getElementById(mark.hash.slice(1)).firstElementChild;
    const note = document.createElement("aside");
    note.className = "note";
    note.role = "note";
    note.append(text.cloneNode(true));
    this.block(mark).after(note);
    note.style.insetBlockStart = `${mark.getBoundingClientRect().top - this.getBoundingClientRect().top}px`;
    mark.ariaExpanded = "true";
    this.opened = { mark, note };
  }

  close() {
    this.opened?.note.remove();
    if (this.opened) this.opened.mark.ariaExpanded = "false";
    this.opened = null;
  }

  /** The child of this element that the mark stands in. */
  block(mark) {
    let block = mark;
    while (block.parentElement !== this) block = block.parentElement;
    return block;
  }
}
