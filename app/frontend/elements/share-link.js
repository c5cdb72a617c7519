// <share-link hidden><button>: the system's own share sheet, or the address on the clipboard where there is none.
export class ShareLink extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.hidden = !navigator.share && !navigator.clipboard;
    this.button.addEventListener("click", () => this.share());
  }

  async share() {
    const page = { title: document.querySelector("h1").textContent.trim(), url: document.querySelector("link[rel=canonical]").href };
    if (navigator.share) return navigator.share(page).catch(() => {});
    await navigator.clipboard.writeText(page.url);
    this.button.textContent = this.dataset.copied;
  }
}
