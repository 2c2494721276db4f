/**
 * The adapter contract, and the channel accounts that use it.
 *
 * <p>A provider is one CDI bean that implements {@link dev.tributary.channel.ChannelAdapter} and the capability interfaces
 * it has. What comes in is {@link dev.tributary.channel.InboundEvent}, what goes out is
 * {@link dev.tributary.channel.OutboundMessage} and ends in a {@link dev.tributary.channel.SendOutcome}. May use
 * {@code platform} and {@code identity}; adapters see only this package and {@code platform}.
 */
package dev.tributary.channel;
