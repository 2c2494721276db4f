/**
 * The website widget's side of the adapter contract: its settings, its keys, and what its journal events mean. The visitors' HTTP
 * and socket side is the room {@code dev.tributary.widget}; the two meet in the journal, whose JSON {@link
 * dev.tributary.adapter.webwidget.WidgetEvent} describes, and in the platform's announcements (typing).
 *
 * <p>Nothing is sent to a provider: a message waits in the conversation until the visitor's frame fetches it, so every send is
 * {@link dev.tributary.channel.SendOutcome.Waiting} and the frame's acknowledgement is the receipt.
 */
package dev.tributary.adapter.webwidget;
