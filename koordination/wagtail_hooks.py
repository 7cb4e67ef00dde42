"""What the assembled site itself answers."""

from wagtail import hooks

from koordination.personal_data import PERSONAL_DATA


@hooks.register("register_personal_data")
def register_personal_data():
    return PERSONAL_DATA
