"""The editor's page as a browser without scripts has it: every control, sent as one form."""

from __future__ import annotations

from typing import Any

from django.test import Client
from lxml import html

from articles.models import Article

HTMX = {"HX-Request": "true"}


class WritingPage:
    """One opened page; what is typed into it is sent with what it showed when it was opened."""

    def __init__(self, client: Client, article: Article) -> None:
        self.client, self.address = client, article.get_desk_url()
        self.show(client.get(self.address))

    def show(self, response: Any) -> None:
        self.status = response.status_code
        self.page: Any = html.fromstring(response.content.decode())
        controls: Any = self.page.xpath("//*[@form='whole'][@name][not(self::button)][not(@type='radio') or @checked]")
        self.controls: dict[str, str] = {control.name: _value(control) for control in controls}

    def save(self, **typed: str) -> int:
        """Sends the whole page, as the button does where no scripts run; follows to the page that answers."""
        sent = self.controls | {name: text.replace("\n", "\r\n") for name, text in typed.items()}
        self.answer = self.client.post(self.address, sent)
        self.show(self.client.get(self.answer["Location"]) if self.answer.status_code == 302 else self.answer)
        return int(self.answer.status_code)

    def send(self, name: str, text: str, **more: str) -> Any:
        """Sends one field, as HTMX does; the page stays as it was."""
        sent = {name: text, f"{name}-shown": self.controls[f"{name}-shown"], **more}
        path = "body/" if name == "body" else f"fields/{name}/"
        return self.client.post(f"{self.address}{path}", sent, headers=HTMX)

    def told(self, name: str) -> str:
        """What stands at a field: its sentence, or both versions."""
        return words(self.page.get_element_by_id(f"{name}-state"))


def _value(control: Any) -> str:
    if control.tag == "input":
        return str(control.get("value", ""))
    return (control.value or "").removeprefix("\n")  # the line break that HTML allows after <textarea>


def told(response: Any) -> str:
    """The words of a fragment."""
    page: Any = html.fromstring(response.content.decode())
    return words(page)


def words(element: Any) -> str:
    """What an element says, in one line."""
    return " ".join(" ".join(element.itertext()).split())
