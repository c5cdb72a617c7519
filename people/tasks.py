"""What is sent to people."""

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail

from people.models import User
from people.services import password_link

INVITATION = """Hello {name},

you can now write at {site}. Set your password here, within three days:

{link}

After that, sign in at {site}/desk/ with {email}.
"""


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_invitation(person_id: int) -> None:
    """Mails a person the link to set a password; nothing to somebody who was deactivated meanwhile."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person:
        site, link = settings.SITE_URL, password_link(person)
        text = INVITATION.format(name=person.name, email=person.email, site=site, link=link)
        send_mail("Your place at the desk", text, settings.DEFAULT_FROM_EMAIL, [person.email])
