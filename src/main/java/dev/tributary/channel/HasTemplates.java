package dev.tributary.channel;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** A channel with messages that its provider approves beforehand, and that may be sent when the reply window is closed. */
public interface HasTemplates extends ChannelAdapter {

    Uni<Listed> templates(ChannelAccount account);

    sealed interface Listed {
        record Found(List<Template> templates) implements Listed {}

        record Refused(ChannelProblem problem) implements Listed {}
    }
}
