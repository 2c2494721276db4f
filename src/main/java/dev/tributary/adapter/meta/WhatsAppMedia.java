package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.adapter.meta.Meaning.Remedy;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.FetchesMedia.Fetched;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.platform.EgressBody.Part;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressResponse;
import dev.tributary.platform.FileStore;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * WhatsApp's files. In: the address first, then the bytes, both with the account's credential, which goes to Meta's own hosts only;
 * an address dies within minutes, so none is kept. Out: the bytes first, then a message that names them.
 */
@ApplicationScoped
class WhatsAppMedia {

    private static final Pattern OWN_HOSTS = Pattern.compile("(?:[a-z0-9-]{1,63}\\.){0,6}(?:facebook\\.com|fbsbx\\.com|fbcdn\\.net|whatsapp\\.net)");
    private static final String REFUSED = "Ask the customer to send the file again.";

    private final MetaApi api;
    private final FileStore store;

    WhatsAppMedia(MetaApi api, FileStore store) {
        this.api = api;
        this.store = store;
    }

    Uni<Fetched> fetch(String id, WhatsAppLine line) {
        return api.get(line.line(), line.rootPath() + "/" + MetaPaths.segment(id)).chain(result -> switch (result) {
            case Result.Done done -> download(done.body(), line);
            case Result.Failed failed -> now(failed(failed.error(), line));
            case Result.NotReached gone -> now(new Fetched.Later(gone.error()));
            case Result.Lost lost -> now(new Fetched.Later(lost.error()));
        });
    }

    /** A {@code Done} has the new file's id. */
    Uni<Result> upload(File file, WhatsAppLine line) {
        return store.path(file.storageKey())
                .chain(path -> api.upload(line.line(), line.numberPath() + "/media", List.of(
                        new Part.Field("messaging_product", "whatsapp"),
                        new Part.Field("type", file.contentType()),
                        new Part.FilePath("file", file.fileName(), file.contentType(), path))));
    }

    private Uni<Fetched> download(JsonNode described, WhatsAppLine line) {
        Optional<String> url = ProviderJson.text(described, "url").flatMap(named -> address(named, line));
        if (url.isEmpty()) {
            return now(gone(new ProviderError("foreign_host", "the file is kept at an address that is not Meta's")));
        }
        return api.download(line.line(), url.get())
                .chain(response -> checked(response, ProviderJson.text(described, "sha256")))
                .onFailure(EgressException.class).recoverWithItem(failure -> interrupted((EgressException) failure));
    }

    /** Where the bytes are; a relay has them under its own host, with the path that Meta named. */
    private static Optional<String> address(String named, WhatsAppLine line) {
        URI url = URI.create(named);
        if (line.relayed()) {
            return Optional.of(line.line().baseUrl() + url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
        }
        boolean ofStandIn = line.line().trusted() && named.startsWith(line.line().baseUrl() + "/");
        boolean ofMeta = "https".equals(url.getScheme()) && url.getHost() != null && OWN_HOSTS.matcher(url.getHost()).matches();
        return ofStandIn || ofMeta ? Optional.of(named) : Optional.empty();
    }

    private static Uni<Fetched> checked(EgressResponse response, Optional<String> hash) {
        if (!response.isSuccess()) {
            return now(new Fetched.Later(new ProviderError("http_" + response.status(), "the file's address answered " + response.status())));
        }
        return Uni.createFrom()
                .item(() -> hash.isEmpty() || isHashOf(response.body(), hash.get()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .map(same -> same
                        ? new Fetched.File(response.body(), response.contentType(), Optional.empty())
                        : new Fetched.Later(new ProviderError("hash_differs", "what arrived is not the file that was described")));
    }

    /** Hex in one of Meta's answers, base64 in the other. */
    static boolean isHashOf(Buffer bytes, String hash) {
        byte[] digest = DigestUtils.sha256(bytes.getBytes());
        return HexFormat.of().formatHex(digest).equalsIgnoreCase(hash) || Base64.getEncoder().encodeToString(digest).equals(hash);
    }

    private static Fetched failed(GraphError error, WhatsAppLine line) {
        boolean mayPass = error.isServerTrouble() || error.status() == 429 || line.errors().apply(error).remedy() != Remedy.NONE;
        return mayPass ? new Fetched.Later(error.cause()) : gone(error.cause());
    }

    private static Fetched interrupted(EgressException failure) {
        ProviderError error = new ProviderError(failure.kind().name().toLowerCase(java.util.Locale.ROOT), GraphError.withoutTokens(failure.getMessage()));
        return failure.kind() == EgressException.Kind.TOO_LARGE ? gone(error) : new Fetched.Later(error);
    }

    private static Fetched gone(ProviderError cause) {
        return new Fetched.Gone(new ContentRejected(cause, REFUSED));
    }

    private static Uni<Fetched> now(Fetched fetched) {
        return Uni.createFrom().item(fetched);
    }
}
