package dev.tributary.adapter.meta;

import java.util.function.Function;

/**
 * How one WhatsApp number is reached.
 *
 * @param numberPath in front of what is sent as the number: {@code /v25.0/510…}, or nothing
 * @param rootPath in front of ids: {@code /v25.0}, or nothing
 * @param relayed whether the provider gives files out under its own address, whatever address it names
 * @param errors what its refusals mean
 */
record WhatsAppLine(Line line, String numberPath, String rootPath, boolean relayed, Function<GraphError, Meaning> errors) {}
