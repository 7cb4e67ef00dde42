"""Somebody asks to be told by mail: ask, confirm the address, be told, end it, lapse, be forgotten.

A room that wants to tell people of something writes five short things:

1. A model under `vorgang.models.Subscription` with the columns that say of what; its manager comes from
   `SubscriptionQuerySet`, whose `listening()` are the people to tell.
2. A request under `joining.SubscriptionRequest` (what was asked for, its `columns()`, and `write_parts()` for rows that
   hang on the subscription), a verb that calls `joining.ask`, and one that calls `joining.confirm` with the day until
   which it is kept.
3. A form under `form.SubscriptionForm`; its page includes `vorgang/subscribe.html`, is answered by
   `vorgang.views.submitting.submitted`, and leads to a page that includes `vorgang/confirm_by_mail.html`.
4. `mails.confirm_mail` beside the mails by which people are told, for the hook `register_mail_kind`;
   `case_type.subscription_case_type` for `register_case_type`; `personal_data.marked` for `register_personal_data`.
5. A due job that queues those mails: it looks at what is true that day, not at what somebody did.

The answer is the same whether an address is known or not, nothing that was typed goes into the first mail, and what
nobody confirms lapses by itself.
"""
