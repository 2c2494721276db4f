/**
 * Plays 360dialog for numbers of its own making: an API key that is replaced, a webhook with the headers that were asked for, Meta's
 * formats, receipts in any order and twice, refusals in 360dialog's own words. What it knows is lost with the process.
 */
package dev.tributary.sandbox.dialog;
