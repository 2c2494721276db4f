package dev.tributary.outbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.SendingLimits;
import dev.tributary.channel.SendsMessages;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The gates of the accounts that this process sends messages for. */
@ApplicationScoped
class AccountGates implements Throttle {

    /** An account that is not found sends nothing; its rows are claimed all the same, to be failed. */
    private static final SendingLimits NO_LIMITS = new SendingLimits(100, 100, Optional.empty(), Optional.empty());

    private final Map<UUID, AccountGate> gates = new ConcurrentHashMap<>();
    private final AccountDirectory accounts;
    private final OutboundConfig config;
    private final Clock clock;

    AccountGates(AccountDirectory accounts, OutboundConfig config, Clock clock) {
        this.accounts = accounts;
        this.config = config;
        this.clock = clock;
    }

    AccountGate get(UUID accountId) {
        return gates.computeIfAbsent(accountId, _ -> gate(Optional.empty()));
    }

    @Override
    public Uni<Void> prepare(List<UUID> accountIds) {
        List<UUID> missing = accountIds.stream().filter(id -> !gates.containsKey(id)).toList();
        return missing.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(missing.stream().map(this::open).toList()).andFailFast().replaceWithVoid();
    }

    @Override
    public int room(UUID accountId) {
        return get(accountId).room(clock.instant());
    }

    @Override
    public void started(UUID accountId) {
        get(accountId).started();
    }

    @Override
    public void ended(UUID accountId) {
        get(accountId).ended();
    }

    @Override
    public Duration shortestWait(List<UUID> accountIds) {
        return accountIds.stream().map(id -> get(id).wait(clock.instant())).min(Duration::compareTo).orElse(Duration.ZERO);
    }

    private Uni<Void> open(UUID accountId) {
        return accounts.find(accountId).invoke(found -> gates.computeIfAbsent(accountId, _ -> gate(found))).replaceWithVoid();
    }

    private AccountGate gate(Optional<LiveAccount> account) {
        return new AccountGate(config, account.map(AccountGates::limits).orElse(NO_LIMITS), clock.instant());
    }

    private static SendingLimits limits(LiveAccount live) {
        return live.adapter() instanceof SendsMessages sends ? sends.sendingLimits(live.account()) : SendingLimits.of(live.adapter().descriptor().limits());
    }
}
