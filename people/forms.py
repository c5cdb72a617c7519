"""The shape of what the people page takes; the rules are the services'."""

from __future__ import annotations

from django import forms

from people import roles

ROLES = [(role, role.capitalize()) for role in roles.ROLES]
MEANINGS = {
    roles.CONTRIBUTOR: "writes drafts of their own",
    roles.AUTHOR: "publishes what they wrote",
    roles.EDITOR: "edits and publishes everything; sections, tags, authors, redirects",
    roles.ADMINISTRATOR: "also people and settings",
}


class PersonForm(forms.Form):
    """Somebody new."""

    name = forms.CharField(required=False, strip=False, widget=forms.TextInput({"required": True, "maxlength": 150}))
    email = forms.CharField(
        label="E-mail address", required=False, widget=forms.EmailInput({"required": True, "autocomplete": "off"})
    )
    role = forms.CharField(required=False, initial=roles.CONTRIBUTOR, widget=forms.Select(choices=ROLES))
