package dev.tributary.outbound;

import dev.tributary.channel.CarriesFiles;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.FetchesMedia;
import dev.tributary.channel.FetchesMedia.Fetched;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.MediaRef.Source;
import dev.tributary.channel.ProviderError;
import dev.tributary.conversation.MediaRefs;
import dev.tributary.conversation.MessageError;
import dev.tributary.conversation.StoredFiles;
import dev.tributary.inbound.RawEvents;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.EgressResponse;
import dev.tributary.platform.SameContext;
import dev.tributary.platform.webhook.WebhookUrl;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings in the files that customers sent: from the provider, from a URL, or out of the event itself. Tried again while that
 * can help; then the file says why it is missing, and a person can ask for it once more.
 */
@ApplicationScoped
class MediaFetches {

    /** A provider's own limits bound what it gives out; anybody's URL is bound more narrowly. */
    private static final Duration FETCH_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration URL_TIMEOUT = Duration.ofSeconds(15);
    private static final long MAX_URL_BYTES = 50L << 20;
    private static final int MAX_ATTEMPTS = 6;
    private static final String URL_NOT_ALLOWED = "url_not_allowed";
    private static final String FETCH_FAILED = "fetch_failed";

    private final Pool database;
    private final Outbox outbox;
    private final StoredFiles files;
    private final RawEvents rawEvents;
    private final EgressClient egress;
    private final BackOff backOff;

    MediaFetches(Pool database, Outbox outbox, StoredFiles files, RawEvents rawEvents, EgressClient egress, BackOff backOff) {
        this.database = database;
        this.outbox = outbox;
        this.files = files;
        this.rawEvents = rawEvents;
        this.egress = egress;
        this.backOff = backOff;
    }

    Uni<Void> run(OutboxRow row, Optional<LiveAccount> account) {
        UUID attachmentId = row.attachmentId().orElseThrow();
        return files.awaited(row.organizationId(), attachmentId)
                .chain(ref -> ref.isEmpty()
                        ? outbox.done(database, row).replaceWithVoid()
                        : fetch(MediaRefs.read(ref.get()), account, row).chain(fetched -> record(row, attachmentId, fetched)));
    }

    private Uni<Fetched> fetch(MediaRef ref, Optional<LiveAccount> account, OutboxRow row) {
        Uni<Fetched> fetched = switch (ref.source()) {
            case Source.Handle handle -> fromProvider(handle, account);
            case Source.Url url -> fromUrl(url.value());
            case Source.Part part -> fromEvent(part, row);
            case Source.Inline inline -> Uni.createFrom().item(decoded(inline.base64()));
            case Source.Uploaded uploaded -> Uni.createFrom().item(gone("no_source", "there is nowhere to fetch it from"));
        };
        return fetched.ifNoItem().after(FETCH_TIMEOUT).recoverWithItem(() -> new Fetched.Later(new ProviderError("timeout", "no answer within " + FETCH_TIMEOUT)))
                .onFailure().invoke(failure -> Log.warn("Fetching a file failed", failure))
                .onFailure().recoverWithItem(() -> new Fetched.Later(new ProviderError("internal_error", "the fetch broke off")));
    }

    private Uni<Fetched> fromEvent(Source.Part part, OutboxRow row) {
        return rawEvents.ofAttachment(row.organizationId(), row.attachmentId().orElseThrow()).chain(raw -> raw.isEmpty()
                ? Uni.createFrom().item(gone("event_gone", "the raw event is no longer kept"))
                : SameContext.after(Uni.createFrom().item(() -> part(raw.get(), part)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool())));
    }

    private static Fetched part(RawEvents.Raw raw, Source.Part part) {
        Optional<Buffer> bytes = raw.account().adapter() instanceof CarriesFiles carrier ? carrier.file(raw.event(), part) : Optional.empty();
        return bytes.<Fetched>map(found -> new Fetched.File(found, Optional.empty(), Optional.empty()))
                .orElseGet(() -> gone("part_missing", "the event has no such part"));
    }

    private static Uni<Fetched> fromProvider(Source.Handle handle, Optional<LiveAccount> account) {
        return account.filter(live -> live.adapter() instanceof FetchesMedia)
                .map(live -> ((FetchesMedia) live.adapter()).fetch(handle, live.account()))
                .orElseGet(() -> Uni.createFrom().item(gone("channel_account_archived", "the channel was removed")));
    }

    private Uni<Fetched> fromUrl(String url) {
        if (!WebhookUrl.isOne(url)) {
            return Uni.createFrom().item(gone(URL_NOT_ALLOWED, "Only https addresses are fetched."));
        }
        return Uni.createFrom()
                .deferred(() -> egress.send(EgressRequest.get(url).withMaxAnswerBytes(MAX_URL_BYTES).withTimeout(URL_TIMEOUT)))
                .map(MediaFetches::answered)
                .onFailure(EgressException.class).recoverWithItem(failure -> unanswered((EgressException) failure));
    }

    private static Fetched answered(EgressResponse answer) {
        if (answer.isSuccess()) {
            return new Fetched.File(answer.body(), answer.contentType(), Optional.empty());
        }
        ProviderError cause = new ProviderError("http_" + answer.status(), "the file's address answered " + answer.status());
        boolean mayPass = answer.status() >= 500 || answer.status() == 429 || answer.status() == 408;
        return mayPass ? new Fetched.Later(cause) : gone(cause.code(), cause.words());
    }

    private static Fetched unanswered(EgressException failure) {
        return switch (failure.kind()) {
            case REFUSED -> gone(URL_NOT_ALLOWED, failure.getMessage());
            case TOO_LARGE -> gone("too_large", failure.getMessage());
            case UNREACHABLE, INTERRUPTED -> new Fetched.Later(new ProviderError("unreachable", failure.getMessage()));
        };
    }

    private static Fetched decoded(String base64) {
        try {
            return new Fetched.File(Buffer.buffer(Base64.getMimeDecoder().decode(base64)), Optional.empty(), Optional.empty());
        } catch (IllegalArgumentException notBase64) {
            return gone("not_base64", "the file inside the event is not base64");
        }
    }

    private static Fetched gone(String code, String words) {
        return new Fetched.Gone(new ContentRejected(new ProviderError(code, words), "Ask the customer to send the file again."));
    }

    private Uni<Void> record(OutboxRow row, UUID attachmentId, Fetched fetched) {
        return switch (fetched) {
            case Fetched.File file -> files.store(row.organizationId(), attachmentId, file.bytes(), file.contentType(), file.fileName())
                    .chain(() -> outbox.done(database, row))
                    .replaceWithVoid();
            case Fetched.Gone gone -> failed(row, attachmentId, gone.problem());
            case Fetched.Later later -> later(row, attachmentId, later.cause());
        };
    }

    private Uni<Void> later(OutboxRow row, UUID attachmentId, ProviderError cause) {
        int attempts = row.attempts() + 1;
        if (attempts >= MAX_ATTEMPTS) {
            return failed(row, attachmentId, new Unavailable(cause, "Fetch it again in a while; the provider could not give it out."));
        }
        JsonObject why = new JsonObject().put("code", cause.code()).put("detail", cause.words());
        return outbox.later(database, row, backOff.after(attempts), attempts, why).replaceWithVoid();
    }

    private Uni<Void> failed(OutboxRow row, UUID attachmentId, ChannelProblem problem) {
        String code = problem.cause().code().equals(URL_NOT_ALLOWED) ? URL_NOT_ALLOWED : FETCH_FAILED;
        MessageError error = new MessageError(code, problem.detail(), problem.hint());
        return files.failed(row.organizationId(), attachmentId, error).chain(() -> outbox.failed(database, row, error.json())).replaceWithVoid();
    }
}
