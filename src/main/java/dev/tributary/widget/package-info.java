/**
 * The visitors' side of the website widget: its HTTP API and socket ({@code /api/widget/v1}), the frame's page, and the demo page.
 *
 * <p>What a visitor writes goes the way of every inbound event: it is journalled, read by the channel's adapter and applied in one
 * transaction; the visitor gets the answer of that transaction. What agents write reaches the visitor through the change feed, so
 * that event ids rise, nothing is missed and any replica can serve any visitor. May use {@code inbound} and everything below;
 * nothing depends on it.
 */
package dev.tributary.widget;
