/**
 * Plays Twilio for WhatsApp senders of its own making: forms signed over address and fields, receipts in any order and twice, prepared
 * contents, refusals, an auth token that is replaced. What it knows is lost with the process.
 */
package dev.tributary.sandbox.twilio;
