"""The key to a case of whatever room, also of a room that was removed since."""

from django.contrib.contenttypes.fields import GenericForeignKey


class CaseKey(GenericForeignKey):
    """A case of any room; None while its room is not installed, where Django's own key would raise."""

    def __get__(self, instance, cls=None):
        if instance is not None and not self.is_cached(instance) and self.is_room_gone(instance):
            return None
        return super().__get__(instance, cls)

    def get_prefetch_querysets(self, instances, querysets=None):
        gone = {id(instance) for instance in instances if self.is_room_gone(instance)}
        rest = [instance for instance in instances if id(instance) not in gone]
        found, key_of_case, key_of_row, *how = super().get_prefetch_querysets(rest, querysets)
        return found, key_of_case, lambda row: None if id(row) in gone else key_of_row(row), *how

    def is_room_gone(self, instance) -> bool:
        content_type_id = getattr(instance, self.model._meta.get_field(self.ct_field).attname)
        if content_type_id is None:
            return False
        return self.get_content_type(id=content_type_id, using=instance._state.db).model_class() is None
