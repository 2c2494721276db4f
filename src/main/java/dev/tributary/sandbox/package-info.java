/**
 * Fake providers: they speak a provider's protocol over real HTTP, so that development, demos and tests need no account anywhere.
 *
 * <p>Each lives in a package of its own, is driven through a control API below {@code /sandbox/<provider>/control} and from the page
 * {@code /simulator}, and serves only accounts of its own making. Switched off, none of these routes exist. May use the channel SPI
 * and {@code platform}; nothing uses this room.
 */
package dev.tributary.sandbox;
