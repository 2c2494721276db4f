/**
 * Meta's channels, on one base: WhatsApp by the Cloud API and through 360dialog, Messenger and Instagram. {@link
 * dev.tributary.adapter.meta.MetaApi} makes the calls, {@code WhatsApp…} reads and writes WhatsApp's format whoever carries it,
 * {@code Page…} that of Messenger and Instagram.
 */
package dev.tributary.adapter.meta;
