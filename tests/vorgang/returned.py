"""Notices as mail servers write them, about a mail with a given Message-ID."""

HEAD = """\
From: MAILER-DAEMON@mx.beispiel.example (Mail Delivery System)
To: ruecklauf@musterkreis.example
Subject: Undelivered Mail Returned to Sender
Message-Id: <20261125.notice@mx.beispiel.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
"""

REPORT = """\
Content-Type: multipart/report; report-type=delivery-status; boundary="grenze"

--grenze
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.beispiel.example.

--grenze
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.beispiel.example
Arrival-Date: Wed, 25 Nov 2026 10:00:00 +0100 (CET)

Final-Recipient: rfc822; erika@beispiel.example
Original-Recipient: rfc822;erika@beispiel.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <erika@beispiel.example>: see there

--grenze
Content-Type: {returned_as}

Message-ID: {message_id}
From: ehrenamt@musterkreis.example
To: erika@beispiel.example
Subject: Ihre Nachricht ist angekommen

--grenze--
"""

QMAIL = """\

Hi. This is the qmail-send program at mx.beispiel.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<erika@beispiel.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <ruecklauf@musterkreis.example>
Message-ID: {message_id}
Subject: Ihre Nachricht ist angekommen

Guten Tag
"""

OUT_OF_OFFICE = """\
From: Erika Beispiel <erika@beispiel.example>
Subject: Abwesenheit
In-Reply-To: {message_id}
References: {message_id}
Auto-Submitted: auto-replied

Ich bin bis Montag nicht da.

> Message-ID: {message_id}
> Guten Tag
"""


def delivery_report(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", returned_as: str = "message/rfc822"
) -> bytes:
    """Return a notice by RFC 3464, as Postfix and most others send it today."""
    values = {"message_id": message_id, "action": action, "status": status, "returned_as": returned_as}
    return (HEAD + REPORT.format(**values)).encode()


def qmail_notice(message_id: str) -> bytes:
    """Return a notice in the text that qmail has sent since before there was a standard."""
    return (HEAD + QMAIL.format(message_id=message_id)).encode()


def out_of_office(message_id: str) -> bytes:
    """Return the automatic answer of somebody on holiday, which names our mail and quotes it."""
    return OUT_OF_OFFICE.format(message_id=message_id).encode()
