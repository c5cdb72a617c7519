// <notice-list>: the toasts. It shows what the server says in `HX-Trigger: {"notice": {"text", "kind"}}`.
const STAY = 6000;

export class NoticeList extends HTMLElement {
  connectedCallback() {
    document.addEventListener("notice", this);
    document.addEventListener("signed-out", this);
    document.addEventListener("htmx:error", this);
    for (const toast of this.querySelectorAll(".toast")) this.expire(toast);
  }

  disconnectedCallback() {
    for (const name of ["notice", "signed-out", "htmx:error"]) document.removeEventListener(name, this);
  }

  handleEvent({ type, detail }) {
    if (type === "notice") this.show(detail.text ?? detail.value, detail.kind);
    if (type === "signed-out") this.askToSignIn();
    if (type === "htmx:error") this.show(this.dataset.unreachable, "bad");
  }

  show(text, kind = "good") {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.dataset.kind = kind;
    toast.textContent = text;
    this.append(toast);
    if (kind !== "bad") this.expire(toast);
    else toast.addEventListener("click", () => toast.remove());
    return toast;
  }

  askToSignIn() {
    this.querySelector("a")?.closest(".toast").remove();
    const link = Object.assign(document.createElement("a"), { className: "button button-small", target: "_blank" });
    link.href = this.dataset.signIn;
    link.textContent = this.dataset.signInLabel;
    this.show(this.dataset.signedOut, "bad").append(link);
  }

  expire(toast) {
    if (toast.querySelector("form, a, button")) return;
    setTimeout(() => toast.remove(), STAY);
  }
}
