// Small stand-ins for what browsers do by themselves, or soon will.

/** Buttons with `command="show-modal"` or `"close"` and `commandfor`, where the browser does not know them yet. */
export function supportCommands() {
  if ("command" in HTMLButtonElement.prototype) return;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (button?.getAttribute("command") === "show-modal") dialog?.showModal();
    if (button?.getAttribute("command") === "close") dialog?.close();
  });
}

/** Menus made of `<details class="menu">` close on Escape and when something else is clicked. */
export function closeMenusOnLeave() {
  const close = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", (event) => close(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.activeElement.closest("details.menu[open]")?.querySelector("summary").focus();
    close();
  });
}
