package dev.tributary.conversation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Finds the agent behind a mail that was written with another program: by the address, or by a name that only one of us has. */
@ApplicationScoped
public class MailAuthors {

    private static final String NAME = """
            update message m set author_type = 'user', author_id = u.id, author_name = u.name
            from message w
            cross join lateral (
                select u.id, u.name, lower(p.email) = w.content -> 'mail' -> 'from' ->> 'address' as by_address,
                       count(*) filter (where lower(p.email) <> w.content -> 'mail' -> 'from' ->> 'address') over () as namesakes
                from app_user u join person p on p.id = u.person_id
                where u.organization_id = w.organization_id and u.is_active and u.removed_at is null
                  and (lower(p.email) = w.content -> 'mail' -> 'from' ->> 'address' or lower(u.name) = lower(w.content -> 'mail' -> 'from' ->> 'name'))
                order by by_address desc limit 1) u
            where m.id = w.id and w.id = any($1) and w.direction = 'outbound' and w.author_type = 'system' and (u.by_address or u.namesakes = 1)
            """;

    /** @param mails of ours from elsewhere, filed just now */
    public Uni<Void> name(SqlConnection tx, List<UUID> mails) {
        return mails.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(NAME).execute(Tuple.of(mails.toArray(UUID[]::new))).replaceWithVoid();
    }
}
