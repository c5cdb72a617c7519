// <live-updates src="/ws/desk/">: what others do, as it happens. Each message is HTML with `hx-swap-oob` parts.
const LONGEST = 30_000;

export class LiveUpdates extends HTMLElement {
  connectedCallback() {
    this.tries = 0;
    this.connect();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.socket?.close();
  }

  connect() {
    const address = new URL(this.getAttribute("src"), location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.socket = new WebSocket(address);
    this.socket.addEventListener("open", () => (this.tries = 0));
    this.socket.addEventListener("message", ({ data }) => this.show(data));
    this.socket.addEventListener("close", () => this.isConnected && this.retry());
  }

  retry() {
    const wait = Math.min(LONGEST, 500 * 2 ** this.tries++) * (0.5 + Math.random());
    this.timer = setTimeout(() => this.connect(), wait);
  }

  show(html) {
    window.htmx.swap({ text: html, sourceElement: this, target: this, swap: "none" });
  }
}
