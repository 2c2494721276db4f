package dev.tributary.conversation;

import dev.tributary.platform.ChangeFeed.Change;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** All followers, one after the other. */
@ApplicationScoped
class ConversationFollowers {

    private final List<ConversationFollower> followers;

    ConversationFollowers(@All List<ConversationFollower> followers) {
        this.followers = followers;
    }

    /** @return the changes that were there, and those of the followers behind them */
    Uni<List<Change>> tell(List<Change> changes, Function<ConversationFollower, Uni<List<Change>>> tell) {
        List<Change> all = new ArrayList<>(changes);
        return Multi.createFrom().iterable(followers)
                .onItem().transformToUniAndConcatenate(tell::apply)
                .invoke(all::addAll)
                .collect().last()
                .replaceWith(all);
    }
}
