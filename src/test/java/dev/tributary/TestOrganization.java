package dev.tributary;

import dev.tributary.identity.Role;
import java.util.UUID;

/** An organization that no other test knows, with one user of each role. */
public record TestOrganization(UUID id, String name, TestUser owner, TestUser admin, TestUser agent) {

    public TestUser user(Role role) {
        return switch (role) {
            case OWNER -> owner;
            case ADMIN -> admin;
            case AGENT -> agent;
        };
    }
}
