package dev.tributary.widget;

import java.util.Map;

/** Who the host page says is visiting: proven by {@code identifier_hash} or {@code jwt}, or a mere claim. */
public record IdentityClaims(
        String externalId, String identifierHash, String jwt, String email, String name, String phone, Map<String, Object> custom) {}
