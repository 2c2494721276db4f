package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.HasTemplates.Listed;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.Template;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads an account's templates, page by page. */
@ApplicationScoped
class WhatsAppCatalogue {

    /** A provider that goes on naming next pages is not followed for ever. */
    private static final int MOST_PAGES = 20;

    private final MetaApi api;

    WhatsAppCatalogue(MetaApi api) {
        this.api = api;
    }

    /** @param member of the answer that holds the list */
    Uni<Listed> read(WhatsAppLine line, String path, String member) {
        return page(line, path, "", member, List.of(), MOST_PAGES);
    }

    private Uni<Listed> page(WhatsAppLine line, String path, String after, String member, List<Template> before, int pagesLeft) {
        return api.get(line.line(), path + after).chain(result -> switch (result) {
            case Result.Done done -> {
                List<Template> all = new ArrayList<>(before);
                ProviderJson.items(done.body(), member).forEach(template -> all.add(WhatsAppTemplates.read(template)));
                Optional<String> next = next(done.body());
                yield next.isEmpty() || pagesLeft == 1
                        ? Uni.createFrom().item(new Listed.Found(all))
                        : page(line, path, "&after=" + MetaPaths.value(next.get()), member, all, pagesLeft - 1);
            }
            case Result.Failed failed -> refused(line.errors().apply(failed.error()).problem());
            case Result.NotReached gone -> refused(unreachable(gone.error()));
            case Result.Lost lost -> refused(unreachable(lost.error()));
        });
    }

    /** Only the cursor is taken from the next page's address: where calls go is not the answer's to say. */
    private static Optional<String> next(JsonNode body) {
        return ProviderJson.text(body.path("paging"), "next").flatMap(_ -> ProviderJson.text(body.path("paging").path("cursors"), "after"));
    }

    private static ChannelProblem unreachable(ProviderError error) {
        return new Unavailable(error, "The provider could not be reached: try again");
    }

    private static Uni<Listed> refused(ChannelProblem problem) {
        return Uni.createFrom().item(new Listed.Refused(problem));
    }
}
