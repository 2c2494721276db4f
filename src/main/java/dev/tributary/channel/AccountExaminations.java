package dev.tributary.channel;

import dev.tributary.channel.ExaminesAccount.Examination;
import dev.tributary.platform.SameContext;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Has accounts examined by their adapters, and keeps what was found for whoever looks. */
@ApplicationScoped
class AccountExaminations {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String KEEP = "update channel_account set findings = $2, expires_at = coalesce($3, expires_at) where id = $1";

    private final Pool database;
    private final AccountConnecting connecting;
    private final AdapterRegistry adapters;

    AccountExaminations(Pool database, AccountConnecting connecting, AdapterRegistry adapters) {
        this.database = database;
        this.connecting = connecting;
        this.adapters = adapters;
    }

    /** Never fails: what cannot be asked now stays as it was found before. */
    Uni<Void> examine(StoredAccount account) {
        return adapters.find(account.type)
                .filter(ExaminesAccount.class::isInstance)
                .filter(_ -> account.isActive && account.archivedAt == null)
                .map(adapter -> examine(account, (ExaminesAccount) adapter))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> examine(StoredAccount account, ExaminesAccount adapter) {
        return SameContext.after(Uni.createFrom().deferred(() -> adapter.examine(connecting.live(adapter, account))).ifNoItem().after(LIMIT).fail())
                .chain(examination -> keep(account, examination))
                .onFailure().invoke(failure -> Log.warnf("An account could not be examined account=%s: %s", account.id, failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    /** What was found on another occasion. */
    Uni<Void> keep(StoredAccount account, Examination examination) {
        return database.preparedQuery(KEEP).execute(Tuple.of(account.id, new JsonObject(new HashMap<String, Object>(stored(examination.findings()))), Sql.time(examination.expiresAt().orElse(null)))).replaceWithVoid();
    }

    /** As an account's row has them. */
    static Map<String, List<Map<String, String>>> stored(List<Finding> findings) {
        return Map.of("items", findings.stream().map(AccountExaminations::stored).toList());
    }

    private static Map<String, String> stored(Finding finding) {
        Map<String, String> stored = new HashMap<>();
        stored.put("code", finding.code());
        stored.put("grade", finding.grade().name());
        stored.put("detail", finding.detail());
        stored.put("hint", finding.hint());
        return stored;
    }
}
