package dev.tributary.inbound;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.InboundEvent.ContactChanged;
import dev.tributary.contact.ContactMatcher;
import dev.tributary.conversation.MailRefusals;
import dev.tributary.conversation.MailRefusals.Reason;
import dev.tributary.inbound.ApplyBatch.Step;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** What a provider tells of a person: whether they can be reached, and what their profile says. */
@ApplicationScoped
class ContactReach {

    private static final String REACH = """
            update contact_identity set unreachable_reason = $3
            where kind = 'provider' and channel_account_id = $1 and value = $2 and unreachable_reason is distinct from $3
            returning contact_id
            """;

    private final ContactMatcher contacts;
    private final ContactNews news;
    private final MailRefusals refusals;

    ContactReach(ContactMatcher contacts, ContactNews news, MailRefusals refusals) {
        this.contacts = contacts;
        this.news = news;
        this.refusals = refusals;
    }

    Uni<EventResult> change(SqlConnection tx, Step step, ContactChanged changed, ApplyBatch work) {
        ChannelAccount account = step.journal().account().account();
        return contacts.find(tx, account.id(), changed.from().id()).chain(known -> known.isEmpty()
                ? stranger(tx, account, changed, work)
                : write(tx, step, changed, work).map(contact -> told(contact, account, work)));
    }

    /** Somebody who was mailed what another channel's agents wrote, and complained. */
    private Uni<EventResult> stranger(SqlConnection tx, ChannelAccount account, ContactChanged changed, ApplyBatch work) {
        if (changed.change() != ContactChanged.Change.UNSUBSCRIBED) {
            return Uni.createFrom().item(EventResult.ignored("contact_unknown"));
        }
        return refusals.refuseCarried(tx, account.id(), changed.from().id(), Reason.UNSUBSCRIBED).map(news -> {
            news.forEach(change -> work.change(account.organizationId(), change));
            return news.isEmpty() ? EventResult.ignored("contact_unknown") : EventResult.applied();
        });
    }

    private Uni<Optional<UUID>> write(SqlConnection tx, Step step, ContactChanged changed, ApplyBatch work) {
        ChannelAccount account = step.journal().account().account();
        UUID accountId = account.id();
        return switch (changed.change()) {
            case BLOCKED -> reach(tx, accountId, changed.from().id(), "blocked");
            case UNSUBSCRIBED -> reach(tx, accountId, changed.from().id(), "unsubscribed");
            case UNDELIVERABLE -> reach(tx, accountId, changed.from().id(), "undeliverable");
            case UNBLOCKED -> reach(tx, accountId, changed.from().id(), null);
            case PROFILE -> contacts.refresh(tx, account, changed.from(), step.journal().receivedAt())
                    .call(contact -> contact.map(id -> news.picture(tx, account, id, changed.from(), work)).orElseGet(() -> Uni.createFrom().voidItem()));
        };
    }

    private static Uni<Optional<UUID>> reach(SqlConnection tx, UUID accountId, String senderId, String reason) {
        return tx.preparedQuery(REACH)
                .execute(Tuple.of(accountId, senderId, reason))
                .map(rows -> Sql.first(rows).map(row -> row.getUUID("contact_id")));
    }

    private static EventResult told(Optional<UUID> contact, ChannelAccount account, ApplyBatch work) {
        if (contact.isEmpty()) {
            return EventResult.duplicate(Optional.empty(), Optional.empty());
        }
        work.change(account.organizationId(), Change.of("contact.updated", contact.get()));
        return EventResult.applied();
    }
}
