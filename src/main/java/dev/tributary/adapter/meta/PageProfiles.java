package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.adapter.meta.Meaning.Remedy;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.FetchesProfiles.Told;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.ProviderJson;
import io.smallrye.mutiny.Uni;
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

    private static Optional<String> name(JsonNode person) {
        return ProviderJson.text(person, "name")
                .or(() -> Optional.of(Stream.of("first_name", "last_name").flatMap(part -> ProviderJson.text(person, part).stream()).collect(Collectors.joining(" ")))
                        .filter(name -> !name.isBlank()))
                .or(() -> ProviderJson.text(person, "username").map(handle -> "@" + handle));
    }

    private static Optional<MediaRef> picture(JsonNode person) {
        return ProviderJson.text(person, "profile_pic")
                .map(url -> new MediaRef(ContentKind.IMAGE, new MediaRef.Source.Url(url), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
