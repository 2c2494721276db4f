/**
 * Plays Meta's Graph API for WhatsApp numbers of its own making: tokens that end, a handshake before a subscription, signed deliveries,
 * receipts in any order and twice, templates, error codes. What it knows is lost with the process.
 */
package dev.tributary.sandbox.meta;
