package dev.tributary.channel;

import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Problems;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads and writes rows of {@code channel_account}. Accounts that are being purged are not there. */
@ApplicationScoped
class AccountStore {

    static final String CHANGED = "channel_account.updated";

    /** @param types none means all */
    record Filter(UUID organizationId, List<String> types, Optional<Boolean> active, boolean archived) {}

    private static final String TAKEN_CODE = "provider_account_taken";
    private static final String TAKEN_WORDS = "Another channel has connected this account already.";
    private static final String TAKEN_HINT = "Use that channel, or archive it first: one account can have one channel only.";

    /** What is told of an account that turned out to be another channel's, where nobody waits for an answer. */
    static final ChannelProblem TAKEN = new ChannelProblem.Misconfigured(new ProviderError(TAKEN_CODE, TAKEN_WORDS), TAKEN_HINT);

    private final ChangeFeed feed;
    private final AccountDirectory directory;

    AccountStore(ChangeFeed feed, AccountDirectory directory) {
        this.feed = feed;
        this.directory = directory;
    }

    Uni<StoredAccount> get(UUID organizationId, UUID id) {
        return Panache.withSession(() -> StoredAccount.<StoredAccount>find("organizationId = ?1 and id = ?2 and purgeRequestedAt is null", organizationId, id)
                .firstResult()
                .onItem().ifNull().failWith(() -> Problems.notFound("channel account")));
    }

    /** In the order in which they were made, beginning after an id. */
    Uni<List<StoredAccount>> list(Filter filter, UUID after, int count) {
        StringBuilder where = new StringBuilder("organizationId = :organization and id > :after and purgeRequestedAt is null");
        Map<String, Object> values = new HashMap<>(Map.of("organization", filter.organizationId(), "after", after));
        where.append(filter.archived() ? " and archivedAt is not null" : " and archivedAt is null");
        if (!filter.types().isEmpty()) {
            where.append(" and type in :types");
            values.put("types", filter.types());
        }
        filter.active().ifPresent(active -> {
            where.append(" and isActive = :active");
            values.put("active", active);
        });
        return Panache.withSession(() -> StoredAccount.<StoredAccount>find(where + " order by id", values).page(0, count).list());
    }

    /** The live account that has this provider account, in any organization, unless it is the one that asks. */
    Uni<Optional<StoredAccount>> holderOf(String type, String providerAccountId, UUID except) {
        return Panache.withSession(() -> StoredAccount.<StoredAccount>find(
                        "type = ?1 and providerAccountId = ?2 and archivedAt is null and id <> ?3", type, providerAccountId, except)
                .firstResult()
                .map(Optional::ofNullable));
    }

    Uni<StoredAccount> insert(StoredAccount account, Function<Mutiny.Session, Uni<Void>> audit) {
        return inTransaction(account, session -> session.persist(account).chain(session::flush).chain(() -> audit.apply(session)).replaceWith(account));
    }

    /**
     * Changes an account under a row lock, with its audit entry and its place in the change feed; tells every replica after
     * the commit.
     */
    Uni<StoredAccount> change(UUID organizationId, UUID id, Change change) {
        return inTransaction(organizationId, session -> lock(organizationId, id).call(account -> change.apply(session, account)));
    }

    /** What to do to a locked account within the transaction. */
    interface Change {
        Uni<Void> apply(Mutiny.Session session, StoredAccount account);
    }

    Uni<Void> delete(StoredAccount account) {
        return inTransaction(account, session -> lock(account.organizationId, account.id).call(session::remove)).replaceWithVoid();
    }

    /** Whether this failure is the constraint that gives a provider account to one live account only. */
    static boolean isProviderAccountTaken(Throwable failure) {
        Throwable cause = failure instanceof PersistenceException && failure.getCause() != null && !(failure instanceof ConstraintViolationException) ? failure.getCause() : failure;
        return cause instanceof ConstraintViolationException && String.valueOf(cause.getMessage()).contains("channel_account_provider");
    }

    /** The 409 that names the account in the way, unless it belongs to somebody else. */
    static ProblemException taken(StoredAccount holder, UUID organizationId) {
        if (!holder.organizationId.equals(organizationId)) {
            return Problems.conflict(
                    TAKEN_CODE,
                    "Another workspace of this installation has connected this account already.",
                    "Disconnect it there, or connect another account.");
        }
        Problem problem = Problems.conflict(TAKEN_CODE, "The channel “%s” has connected this account already.".formatted(holder.name), TAKEN_HINT).problem();
        return new ProblemException(problem.with("channel_account_id", holder.id).with("channel_account_name", holder.name));
    }

    /** The same where the other account is not known. */
    static ProblemException taken() {
        return Problems.conflict(TAKEN_CODE, TAKEN_WORDS, TAKEN_HINT);
    }

    private Uni<StoredAccount> lock(UUID organizationId, UUID id) {
        return StoredAccount.<StoredAccount>find("organizationId = ?1 and id = ?2 and purgeRequestedAt is null", organizationId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .onItem().ifNull().failWith(() -> Problems.notFound("channel account"));
    }

    private Uni<StoredAccount> inTransaction(StoredAccount account, Function<Mutiny.Session, Uni<StoredAccount>> work) {
        return inTransaction(account.organizationId, work);
    }

    private Uni<StoredAccount> inTransaction(UUID organizationId, Function<Mutiny.Session, Uni<StoredAccount>> work) {
        return Panache.withTransaction(() -> Panache.getSession().chain(session -> work.apply(session)
                        .call(account -> feed.append(session, organizationId, ChangeFeed.Change.of(CHANGED, account.id)))))
                .invoke(account -> {
                    directory.changed();
                    feed.announce(organizationId);
                });
    }
}
