package dev.tributary.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.ChannelAdapter;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.Limits.AttachmentLimit;
import dev.tributary.channel.SendsMessages;
import dev.tributary.platform.Ids;
import dev.tributary.platform.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every limit that a channel declares, and one byte, one file, one character more: refused by name, never dropped on the way. */
@QuarkusTest
class AttachmentLimitsTest {

    @Inject
    AdapterRegistry adapters;

    @Inject
    SendRules rules;

    @Test
    void a_file_at_the_limit_passes_and_one_byte_more_is_refused_on_every_channel_and_kind() {
        long[] checked = {0};
        senders().forEach(channel -> channel.limits().attachments().forEach((kind, limit) -> {
            check(channel, Optional.empty(), List.of(file(kind, limit, limit.maxBytes())));
            assertThatThrownBy(() -> check(channel, Optional.empty(), List.of(file(kind, limit, limit.maxBytes() + 1))))
                    .as("%s %s", channel.type(), kind)
                    .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem().errors())
                            .singleElement()
                            .satisfies(error -> assertThat(error.field()).isEqualTo("attachments[0]"))
                            .satisfies(error -> assertThat(error.message()).contains(Long.toString(limit.maxBytes() + 1), Long.toString(limit.maxBytes()))));
            checked[0]++;
        }));
        assertThat(checked[0]).isGreaterThan(15);
    }

    @Test
    void every_kind_of_file_that_a_channel_sends_has_a_limit() {
        List<ContentKind> files = List.of(ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE, ContentKind.STICKER);

        assertThat(senders()).allSatisfy(channel -> assertThat(channel.limits().attachments().keySet())
                .as(channel.type())
                .containsAll(files.stream().filter(channel.sends()::contains).toList()));
    }

    @Test
    void the_last_file_that_fits_passes_and_one_more_is_refused() {
        senders().filter(channel -> channel.limits().maxAttachments() > 0 && !channel.limits().attachments().isEmpty()).forEach(channel -> {
            Map.Entry<ContentKind, AttachmentLimit> any = channel.limits().attachments().entrySet().iterator().next();
            SendRules.File file = file(any.getKey(), any.getValue(), 1);
            int most = channel.limits().maxAttachments();

            assertThatCode(() -> check(channel, Optional.empty(), Collections.nCopies(most, file))).as(channel.type()).doesNotThrowAnyException();
            assertThatThrownBy(() -> check(channel, Optional.empty(), Collections.nCopies(most + 1, file)))
                    .as(channel.type())
                    .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem().errors().getFirst().message()).contains("at most " + most));
        });
    }

    @Test
    void the_longest_text_passes_and_one_character_more_is_refused() {
        senders().filter(channel -> channel.limits().textLength() > 0).forEach(channel -> {
            int longest = channel.limits().textLength();

            assertThatCode(() -> check(channel, Optional.of("x".repeat(longest)), List.of())).as(channel.type()).doesNotThrowAnyException();
            assertThatThrownBy(() -> check(channel, Optional.of("x".repeat(longest + 1)), List.of()))
                    .as(channel.type())
                    .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem().errors().getFirst().field()).isEqualTo("text"));
        });
    }

    private Stream<Descriptor> senders() {
        return adapters.all().stream().filter(SendsMessages.class::isInstance).map(ChannelAdapter::descriptor);
    }

    private void check(Descriptor channel, Optional<String> text, List<SendRules.File> files) {
        Place place = new Place(
                Ids.next(), Ids.next(), channel.type(), "open", Optional.empty(), new ReplyWindows.Known(null, null, null, false), Optional.empty(), false, false, true, true, "connected", Optional.empty());
        NewMessage message = NewMessage.text(Ids.next(), place.conversationId(), Author.SYSTEM, text.orElse(""));
        rules.checkContent(place, message, text, files);
    }

    private static SendRules.File file(ContentKind kind, AttachmentLimit limit, long size) {
        return new SendRules.File(kind, "a-file", limit.contentTypes().stream().findFirst().orElse("application/octet-stream"), size);
    }
}
