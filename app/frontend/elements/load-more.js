// <load-more for="entries"><a href="?before=…">: on reaching it, the next page's rows join the list of that id.
export class LoadMore extends HTMLElement {
  connectedCallback() {
    this.observer = new IntersectionObserver(([entry]) => entry.isIntersecting && this.load(), { rootMargin: "600px" });
    this.observer.observe(this);
    this.addEventListener("click", (event) => {
      event.preventDefault();
      this.load();
    });
  }

  disconnectedCallback() {
    this.observer.disconnect();
  }

  async load() {
    const link = this.querySelector("a");
    if (!link || this.ariaBusy === "true") return;
    this.ariaBusy = "true";
    try {
      this.take(await this.fetchPage(link.href));
    } catch {
      this.observer.disconnect();
      link.textContent = this.dataset.failed;
    }
    this.ariaBusy = "false";
  }

  async fetchPage(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  take(page) {
    const id = this.getAttribute("for");
    document.getElementById(id).append(...page.getElementById(id).children);
    const link = page.querySelector(`load-more[for="${id}"] a`);
    if (!link) return this.remove();
    this.querySelector("a").replaceWith(link);
    this.observer.unobserve(this);
    this.observer.observe(this);
  }
}
