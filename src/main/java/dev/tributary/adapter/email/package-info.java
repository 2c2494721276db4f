/**
 * E-mail: mailboxes by IMAP (RFC 3501, IDLE RFC 2177), answers by SMTP (RFC 5321, DSN RFC 3461), sign-in by password or XOAUTH2.
 *
 * <p>Reading is pure: {@code MimeReader} takes a mail apart, {@code MailBody}, {@code QuotedText} and {@code QuotedHtml} find what a person wrote,
 * {@code MailFiles} the files, {@code Bounces} the reports (RFC 3464, RFC 8098), {@code AutomaticMail} what nobody may answer by itself (RFC 3834).
 * {@code MailboxReader} decides what is fetched, {@code ImapFolder} says it on the wire; {@code EmailOutbound} decides what a mail says,
 * {@code MailWriter} writes it.
 *
 * <p>Limits: 35 MiB a mail (of larger ones the header alone), 100 files, 200 parts, 20 deep. Providers send 30 mails a minute (Exchange Online) and
 * some 500 a day (Gmail): the server's own "daily limit" pauses the account for an hour.
 *
 * <p>Not supported: encrypted mail is a file, S/MIME and PGP signatures are kept and not checked; there is no typing, no reaction, no editing.
 */
package dev.tributary.adapter.email;
