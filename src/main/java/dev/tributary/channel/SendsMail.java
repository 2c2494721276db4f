package dev.tributary.channel;

/** A channel whose messages are mails: the dispatcher gives each its subject, its recipients and its place in the thread ({@link OutboundMessage#mail}). */
public interface SendsMail extends SendsMessages {}
