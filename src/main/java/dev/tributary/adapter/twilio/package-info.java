/**
 * WhatsApp through Twilio's Programmable Messaging. In: one message or one receipt a call, a form whose URL and fields are signed with
 * the account's auth token. Out: one call per piece of text or file; files are fetched by Twilio from a signed address of ours.
 *
 * <p>Prepared contents are templates, and carry buttons. Limits: 1600 characters a call, 16 MB a file, 5 MB a picture. Not passed on by Twilio: reactions, edits, deletions, typing,
 * groups, quotes of ours.
 */
package dev.tributary.adapter.twilio;
