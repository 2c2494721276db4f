package dev.tributary.adapter.telegram;

import dev.tributary.adapter.telegram.TelegramApi.Result;
import dev.tributary.adapter.telegram.TelegramErrors.Meaning;
import dev.tributary.adapter.telegram.TelegramErrors.Remedy;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.FetchesMedia.Fetched;
import dev.tributary.channel.MediaRef.Source.Handle;
import dev.tributary.channel.ProviderError;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Fetches what customers sent: the file's path first, then its bytes. A path lives an hour and its URL holds the token, so
 * neither is kept.
 */
@ApplicationScoped
class TelegramFiles {

    private static final int TRIES = 3;

    private final TelegramApi api;

    TelegramFiles(TelegramApi api) {
        this.api = api;
    }

    Uni<Fetched> fetch(Handle handle, ChannelAccount account) {
        return TelegramMedia.avatarOf(handle)
                .map(user -> avatar(user, account))
                .orElseGet(() -> file(handle.value(), account, TRIES));
    }

    private Uni<Fetched> avatar(long user, ChannelAccount account) {
        return api.call(account, "getUserProfilePhotos", TelegramPayload.JSON.createObjectNode().put("user_id", user).put("limit", 1))
                .chain(result -> switch (result) {
                    case Result.Done done -> picture(done, account);
                    case Result.Failed failed -> now(failed(failed));
                    case Result.Lost lost -> now(new Fetched.Later(lost.error()));
                    case Result.NotReached gone -> now(new Fetched.Later(gone.error()));
                });
    }

    private Uni<Fetched> picture(Result.Done done, ChannelAccount account) {
        var sizes = done.result().path("photos").path(0);
        if (sizes.isEmpty()) {
            return now(new Fetched.Gone(new ContentRejected(new ProviderError("no_photo", "the user shows no profile picture"), "This person has no profile picture")));
        }
        return file(sizes.get(sizes.size() - 1).path("file_id").asText(), account, TRIES);
    }

    private Uni<Fetched> file(String fileId, ChannelAccount account, int triesLeft) {
        return api.call(account, "getFile", TelegramPayload.JSON.createObjectNode().put("file_id", fileId))
                .chain(result -> switch (result) {
                    case Result.Done done -> bytes(done.result().path("file_path").asText(""), account);
                    case Result.Failed failed when again(failed) && triesLeft > 1 -> file(fileId, account, triesLeft - 1);
                    case Result.Failed failed -> now(failed(failed));
                    case Result.Lost lost -> now(new Fetched.Later(lost.error()));
                    case Result.NotReached gone -> now(new Fetched.Later(gone.error()));
                });
    }

    private Uni<Fetched> bytes(String path, ChannelAccount account) {
        if (path.isEmpty()) {
            return now(new Fetched.Later(new ProviderError("no_file_path", "Telegram named no path for the file")));
        }
        return api.download(account, path)
                .map(TelegramFiles::downloaded)
                .onFailure(EgressException.class).recoverWithItem(failure -> interrupted((EgressException) failure));
    }

    /** The answer's own content type is generic, so it is not passed on: the message said better. */
    private static Fetched downloaded(EgressResponse response) {
        if (response.isSuccess()) {
            return new Fetched.File(response.body(), Optional.empty(), Optional.empty());
        }
        return new Fetched.Later(new ProviderError("http_" + response.status(), "Telegram's file server answered " + response.status()));
    }

    private static Fetched interrupted(EgressException failure) {
        ProviderError error = new ProviderError(
                failure.kind() == EgressException.Kind.TOO_LARGE ? "file_too_big" : "unreachable", TelegramApi.withoutTokens(failure.getMessage()));
        return failure.kind() == EgressException.Kind.TOO_LARGE
                ? new Fetched.Gone(new ContentRejected(error, "File exceeds Telegram's limit (20 MB to receive, 50 MB to send)"))
                : new Fetched.Later(error);
    }

    private static boolean again(Result.Failed failed) {
        return TelegramErrors.of(failed.code(), failed.words()).remedy() == Remedy.AGAIN;
    }

    private static Fetched failed(Result.Failed failed) {
        Meaning meaning = TelegramErrors.of(failed.code(), failed.words());
        return meaning.remedy() == Remedy.LATER ? new Fetched.Later(meaning.problem().cause()) : new Fetched.Gone(meaning.problem());
    }

    private static Uni<Fetched> now(Fetched fetched) {
        return Uni.createFrom().item(fetched);
    }
}
