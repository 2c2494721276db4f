/**
 * Plays gateways to WhatsApp's linked devices, as Evolution API or WAHA speak, with one phone each: QR codes that change, a phone that scans,
 * unlinks, loses its line or is blocked, receipts in any order and twice, refusals. What it knows is lost with the process.
 */
package dev.tributary.sandbox.gateway;
