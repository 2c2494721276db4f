package dev.tributary.identity;

import dev.tributary.platform.Problems;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Who sent a request: a user in a browser, or a program with an API token (which acts as the user who made it, within
 * the token's scopes). A token's caller has both ids.
 *
 * @param organizationId every query of a request is scoped by it
 * @param tokenId        present when the request came with an API token
 * @param scopes         {@link #EVERY_SCOPE} for people, the token's own for programs
 * @param name           for authorship and the audit log
 */
public record Caller(
        UUID organizationId,
        Optional<UUID> userId,
        Optional<UUID> tokenId,
        Role role,
        Set<String> scopes,
        String name) {

    /** Held by people and by tokens that are not limited to areas. */
    public static final String EVERY_SCOPE = "*";

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whether both the role and, for a token, its scopes allow this. */
    public boolean may(Permission permission) {
        return permission.isAllowedFor(role) && permission.isCoveredBy(scopes);
    }

    /** Fails with a 403 problem that names what is missing, unless this caller may do it. */
    public void require(Permission permission) {
        if (!permission.isAllowedFor(role)) {
            throw Problems.forbidden("The role %s does not include %s.".formatted(role.wireName(), permission.wireName()));
        }
        if (!permission.isCoveredBy(scopes)) {
            throw Problems.forbidden("This API token lacks the scope %s.".formatted(permission.wireName()));
        }
    }

    /** What this caller may do, by wire name. */
    public List<String> permissions() {
        return Stream.of(Permission.values()).filter(this::may).map(Permission::wireName).toList();
    }
}
