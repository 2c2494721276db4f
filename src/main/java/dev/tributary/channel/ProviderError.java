package dev.tributary.channel;

/**
 * A provider's own words.
 *
 * @param code the provider's code, or {@code http_502}, {@code timeout}, {@code unreachable}
 * @param words its text, without secrets
 */
public record ProviderError(String code, String words) {}
