package dev.tributary;

import dev.tributary.identity.Role;
import dev.tributary.platform.Ids;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Makes organizations for tests: {@code TestOrganization ours = TestOrganizations.create()}. Written straight into the
 * database, in a few milliseconds and without a password check, so that every test can have its own.
 */
public final class TestOrganizations {
    /** Everybody's password in tests. */
    public static final String PASSWORD = "correct horse battery staple";

    private static final String PASSWORD_HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$AD757GW1iHeG7oPGLlC4ow$jV6VZOZ+uLtx1jyKHqY91q4e0jk5pMfiwM/3LEYiUSQ";
    private static final SecureRandom RANDOM = new SecureRandom();

    private TestOrganizations() {}

    /** In the database of the running test. */
    public static TestOrganization create() {
        try (Connection database = connect()) {
            return create(database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In a database of the test's own, for services that run apart from it. */
    public static TestOrganization create(Connection database) throws SQLException {
        UUID id = Ids.next();
        String name = "Organization " + id;
        execute(database, "insert into organization (id, name) values (?, ?)", id, name);
        return new TestOrganization(
                id, name, user(database, id, Role.OWNER), user(database, id, Role.ADMIN), user(database, id, Role.AGENT));
    }

    /** One more user in an organization, signed in as the others. */
    public static TestUser addUser(TestOrganization organization, Role role) {
        try (Connection database = connect()) {
            return user(database, organization.id(), role);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A plain connection to the database of the running test. */
    public static Connection connect() throws SQLException {
        Config config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getOptionalValue("quarkus.datasource.username", String.class).orElse(null),
                config.getOptionalValue("quarkus.datasource.password", String.class).orElse(null));
    }

    private static TestUser user(Connection database, UUID organizationId, Role role) throws SQLException {
        UUID personId = Ids.next();
        UUID userId = Ids.next();
        UUID sessionId = Ids.next();
        UUID tokenId = Ids.next();
        String name = role.wireName() + " " + userId.toString().substring(24);
        String email = role.wireName() + "-" + userId + "@example.org";
        String cookie = random();
        String token = "trb_" + random();
        // The service's clock may have been moved by a test; what is made here outlives that.
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        execute(database, "insert into person (id, email, password_hash) values (?, ?, ?)", personId, email, PASSWORD_HASH);
        execute(
                database,
                "insert into app_user (id, organization_id, person_id, name, role) values (?, ?, ?, ?, ?)",
                userId, organizationId, personId, name, role.wireName());
        execute(
                database,
                """
                insert into user_session (id, token_hash, user_id, user_agent, address, created_at, last_used_at, expires_at)
                values (?, ?, ?, 'test', '127.0.0.1', ?, ?, ?)""",
                sessionId, sha256(cookie), userId, now, now, now.plusDays(30));
        execute(
                database,
                """
                insert into api_token (id, organization_id, user_id, name, scopes, token_hash, last_four)
                values (?, ?, ?, 'test', array['*'], ?, ?)""",
                tokenId, organizationId, userId, sha256(token), token.substring(token.length() - 4));
        return new TestUser(
                organizationId, userId, role, name, email, PASSWORD, sessionId, cookie, csrfToken(cookie), tokenId, token);
    }

    private static void execute(Connection database, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String csrfToken(String cookie) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(cookie.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal("csrf".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
