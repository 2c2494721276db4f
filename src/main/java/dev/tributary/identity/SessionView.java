package dev.tributary.identity;

import dev.tributary.platform.SystemMail;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who am I, and what may I do: what the inbox draws itself from.
 *
 * @param permissions wire names of {@link Permission}
 * @param csrfToken   null for programs, which need none
 */
record SessionView(SignedInUser user, Workspace organization, List<String> permissions, @Nullable String csrfToken) {
    record SignedInUser(UUID id, String name, String email, Role role, @Nullable String avatarUrl) {}

    record Workspace(UUID id, String name, String locale, String timeZone, boolean channelsEnabled, boolean sendsMail) {}

    /** Reads it by one statement. */
    @ApplicationScoped
    static class Reader {
        private static final String SELECT = """
                select u.id as user_id, u.organization_id, u.role, u.name, p.email, u.avatar_url,
                       o.name as organization_name, o.locale, o.time_zone, o.channels_enabled
                from app_user u join person p on p.id = u.person_id join organization o on o.id = u.organization_id""";

        private final Pool database;
        private final SystemMail mail;

        Reader(Pool database, SystemMail mail) {
            this.database = database;
            this.mail = mail;
        }

        Uni<SessionView> of(Caller caller, Optional<String> csrfToken) {
            return database.preparedQuery(SELECT + " where u.id = $1")
                    .execute(Tuple.of(caller.userId().orElseThrow()))
                    .map(rows -> view(rows.iterator().next(), caller, csrfToken));
        }

        /** For the answer to a sign-in, whose request had no caller yet. */
        Uni<SessionView> ofCookie(String cookie) {
            return database.preparedQuery(SELECT + " join user_session s on s.user_id = u.id where s.token_hash = $1")
                    .execute(Tuple.of(Buffer.buffer(OpaqueToken.hash(cookie))))
                    .map(rows -> rows.iterator().next())
                    .map(row -> view(row, Rows.person(row), Optional.of(OpaqueToken.csrfToken(cookie))));
        }

        private SessionView view(Row row, Caller caller, Optional<String> csrfToken) {
            return new SessionView(
                    new SignedInUser(
                            row.getUUID("user_id"),
                            row.getString("name"),
                            row.getString("email"),
                            Role.ofWireName(row.getString("role")),
                            row.getString("avatar_url")),
                    new Workspace(
                            row.getUUID("organization_id"),
                            row.getString("organization_name"),
                            row.getString("locale"),
                            row.getString("time_zone"),
                            row.getBoolean("channels_enabled"),
                            mail.isThere()),
                    caller.permissions(),
                    csrfToken.orElse(null));
        }
    }
}
