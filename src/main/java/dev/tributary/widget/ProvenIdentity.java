package dev.tributary.widget;

import java.util.Map;
import java.util.Optional;

/**
 * What a website proved of a visitor.
 *
 * @param emailVerified whether the address is proven too; a hash proves the id alone
 */
record ProvenIdentity(
        String externalId, Optional<String> email, boolean emailVerified, Optional<String> name, Optional<String> phone, Map<String, Object> custom) {

    String senderId() {
        return "external:" + externalId;
    }
}
