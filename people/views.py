"""The people page: who works here, in which role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from people import services
from people.access import only
from people.forms import MEANINGS, ROLES, PersonForm
from people.models import User
from people.permissions import can_manage_people
from people.tasks import send_invitation


@require_safe
@only(can_manage_people)
def people(request: HttpRequest) -> HttpResponse:
    return _page(request, PersonForm())


@require_POST
@only(can_manage_people)
def add(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        person = services.add(by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, form, status=422)
    return _invited(request, person)


@require_POST
@only(can_manage_people)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    return _invited(request, get_object_or_404(User, pk=pk, is_active=True))


@require_POST
@only(can_manage_people)
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, services.change_role, role=request.POST.get("role", ""))


@require_POST
@only(can_manage_people)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, services.deactivate)


@require_POST
@only(can_manage_people)
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, services.activate)


def _change(request: HttpRequest, pk: int, service: Callable[..., User], **values: Any) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    try:
        service(person, by=request.user, **values)
    except ValidationError as error:
        return _page(request, PersonForm(), status=422, refused=pk, sentence=error.messages[0])
    messages.success(request, f"{person} is {'an active ' + person.role if person.is_active else 'deactivated'}.")
    return redirect("people:list")


def _invited(request: HttpRequest, person: User) -> HttpResponse:
    """Mails the link and shows it this once, so that a lost mail, or a queue that is away, locks nobody out."""
    transaction.on_commit(lambda: send_invitation.delay(person.pk), robust=True)
    response = render(request, "people/invited.html", {"person": person, "link": services.password_link(person)})
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, form: PersonForm, status: int = 200, **refusal: Any) -> HttpResponse:
    context = {"people": User.objects.for_desk(), "form": form, "roles": ROLES, "meanings": MEANINGS, **refusal}
    return render(request, "people/people.html", context, status=status)
