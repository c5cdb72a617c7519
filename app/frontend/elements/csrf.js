// Every form is sent with the token of the moment: signing in again, in another tab, has changed it.
const FIELD = "csrfmiddlewaretoken";

const token = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("meta[name=csrf-token]").content;

export function sendFreshToken() {
  document.addEventListener("submit", ({ target }) => target.elements[FIELD] && (target.elements[FIELD].value = token()), true);
  document.addEventListener("htmx:config:request", ({ detail }) => {
    const { method, headers, body } = detail.ctx.request;
    if (method === "GET") return;
    headers["X-CSRFToken"] = token();
    body.delete(FIELD);
  });
}
