package dev.tributary.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.platform.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionTest {
    private static final Path PAGE = Path.of("src/docs/permissions.md");

    @Test
    void the_documentation_shows_the_table_that_the_code_uses() throws IOException {
        String page = Files.readString(PAGE);
        String table = table();

        assertTrue(page.contains(table), "replace the table in " + PAGE + " by:\n" + table);
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void an_owner_may_everything_and_an_admin_whatever_an_agent_may(Permission permission) {
        assertTrue(permission.isAllowedFor(Role.OWNER));
        assertTrue(!permission.isAllowedFor(Role.AGENT) || permission.isAllowedFor(Role.ADMIN));
    }

    @Test
    void writing_includes_reading_and_nothing_else() {
        Caller program = program("teams:write");

        assertTrue(program.may(Permission.TEAMS_WRITE));
        assertTrue(program.may(Permission.TEAMS_READ));
        assertFalse(program.may(Permission.USERS_READ));
        assertFalse(program("teams:read").may(Permission.TEAMS_WRITE));
    }

    @Test
    void a_refusal_says_whether_the_role_or_the_scope_is_missing() {
        ProblemException scope = assertThrows(ProblemException.class, () -> program("teams:read").require(Permission.AUDIT_READ));
        assertEquals("This API token lacks the scope audit:read.", scope.problem().detail());
        Caller agent = new Caller(UUID.randomUUID(), Optional.empty(), Optional.empty(), Role.AGENT, Set.of("*"), "Agent");
        ProblemException role = assertThrows(ProblemException.class, () -> agent.require(Permission.AUDIT_READ));
        assertEquals("The role agent does not include audit:read.", role.problem().detail());
        assertEquals(403, role.problem().status());
    }

    private static Caller program(String... scopes) {
        return new Caller(UUID.randomUUID(), Optional.of(UUID.randomUUID()), Optional.of(UUID.randomUUID()), Role.OWNER, Set.of(scopes), "Program");
    }

    private static String table() {
        Stream<String> head = Stream.of("| permission and scope | what for | owner | admin | agent |", "|---|---|---|---|---|");
        Stream<String> lines = Arrays.stream(Permission.values())
                .map(permission -> "| `%s` | %s | %s | %s | %s |".formatted(
                        permission.wireName(), permission.purpose(), mark(permission, Role.OWNER), mark(permission, Role.ADMIN), mark(permission, Role.AGENT)));
        return Stream.concat(head, lines).collect(Collectors.joining("\n"));
    }

    private static String mark(Permission permission, Role role) {
        return permission.isAllowedFor(role) ? "yes" : "";
    }
}
