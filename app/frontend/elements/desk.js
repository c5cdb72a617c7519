// The desk's scripts: HTMX, and the elements that hold its behaviour.
import htmx from "htmx.org";
import { AutoSave } from "./auto-save.js";
import { ComboBox } from "./combo-box.js";
import { CommandKeys } from "./command-keys.js";
import { LiveUpdates } from "./live-updates.js";
import { NoticeList } from "./notice-list.js";
import { SelectAll } from "./select-all.js";
import { closeMenusOnLeave, supportCommands } from "./platform.js";

window.htmx = htmx;

document.addEventListener("htmx:config:request", ({ detail }) => {
  const { request } = detail.ctx;
  if (request.method !== "GET") request.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});

// A session that ended answers with the sign-in page; it must not land inside the page that asked.
document.addEventListener("htmx:before:response", (event) => {
  const { raw } = event.detail.ctx.response;
  if (!raw.redirected || !new URL(raw.url).pathname.startsWith("/accounts/")) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("signed-out"));
});

supportCommands();
closeMenusOnLeave();
customElements.define("auto-save", AutoSave);
customElements.define("combo-box", ComboBox);
customElements.define("command-keys", CommandKeys);
customElements.define("live-updates", LiveUpdates);
customElements.define("notice-list", NoticeList);
customElements.define("select-all", SelectAll);
