/** Rules that run inline on every inbound message, in the transaction that wrote it. Uses {@code conversation} and the rooms below it. */
package dev.tributary.automation;
