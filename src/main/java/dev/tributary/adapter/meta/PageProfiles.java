package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.adapter.meta.Meaning.Remedy;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.FetchesMedia.Fetched;
import dev.tributary.channel.FetchesProfiles.Told;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.platform.EgressException;
import io.smallrye.mutiny.Uni;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who somebody is by Messenger's or Instagram's own words. Those who have not consented, or blocked us, are told nothing of. */
final class PageProfiles {

    private PageProfiles() {}

    static Uni<Told> of(MetaApi api, Line line, String personId, boolean instagram) {
        String fields = instagram ? "name,username,profile_pic" : "first_name,last_name,name,profile_pic";
        return api.get(line, api.version() + "/" + MetaPaths.segment(personId) + "?fields=" + fields).map(result -> switch (result) {
            case Result.Done done -> new Told.Person(name(done.body()), picture(done.body()));
            case Result.Failed failed -> PageErrors.of(failed.error()).remedy() == Remedy.NONE ? new Told.Nothing() : new Told.Later();
            case Result.NotReached _, Result.Lost _ -> new Told.Later();
        });
    }

    /** A picture whose address was told with the profile; addresses die within days. */
    static Uni<Fetched> picture(MetaApi api, Line line, String url) {
        return api.downloadOpenly(line, url)
                .map(answer -> answer.isSuccess()
                        ? new Fetched.File(answer.body(), answer.contentType(), Optional.empty())
                        : gone(new ProviderError("http_" + answer.status(), "the picture's address answered " + answer.status())))
                .onFailure(EgressException.class).recoverWithItem(failure -> gone(new ProviderError(((EgressException) failure).kind().name().toLowerCase(Locale.ROOT), "the picture was not had")));
    }

    private static Fetched gone(ProviderError cause) {
        return new Fetched.Gone(new ContentRejected(cause, "The person is shown without a picture."));
    }

    private static Optional<String> name(JsonNode person) {
        return ProviderJson.text(person, "name")
                .or(() -> Optional.of(Stream.of("first_name", "last_name").flatMap(part -> ProviderJson.text(person, part).stream()).collect(Collectors.joining(" ")))
                        .filter(name -> !name.isBlank()))
                .or(() -> ProviderJson.text(person, "username").map(handle -> "@" + handle));
    }

    private static Optional<MediaRef> picture(JsonNode person) {
        return ProviderJson.text(person, "profile_pic")
                .map(url -> new MediaRef(ContentKind.IMAGE, new MediaRef.Source.Handle(url), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
