package dev.tributary.inbound;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.Sender;
import dev.tributary.contact.ContactMatcher;
import dev.tributary.contact.Profile;
import dev.tributary.conversation.ContactPictures;
import dev.tributary.inbound.Participants.Participant;
import dev.tributary.platform.ChangeFeed.Change;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What new messages tell of the people who wrote them: contacts that this transaction made are announced, known ones take over
 * what the provider says anew. A message that is a duplicate tells nothing: it may be older than what is known.
 */
@ApplicationScoped
class ContactNews {

    record Writer(JournalEvent journal, Sender sender, Participant participant, Origin origin) {
        private ChannelAccount account() {
            return journal.account().account();
        }

        /** A message of ours that was written elsewhere says nothing new of the person. */
        private boolean saysSomethingNew() {
            return !participant.isNewContact() && origin == Origin.CUSTOMER && !participant.profile().filter(known -> known == Profile.of(sender)).isPresent();
        }
    }

    private record Identity(UUID accountId, String senderId) {}

    private final ContactMatcher contacts;
    private final ContactPictures pictures;

    ContactNews(ContactMatcher contacts, ContactPictures pictures) {
        this.contacts = contacts;
        this.pictures = pictures;
    }

    /** @param writers in the order of their messages: the last word of each counts */
    Uni<Void> takeOver(SqlConnection tx, List<Writer> writers, ApplyBatch work) {
        Map<Identity, Writer> last = new LinkedHashMap<>();
        writers.stream()
                .filter(writer -> writer.participant().isNewContact() || writer.saysSomethingNew())
                .forEach(writer -> last.put(new Identity(writer.account().id(), writer.sender().id()), writer));
        if (last.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom().iterable(new ArrayList<>(last.values()))
                .onItem().transformToUniAndConcatenate(writer -> takeOver(tx, writer, work))
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> takeOver(SqlConnection tx, Writer writer, ApplyBatch work) {
        UUID contactId = writer.participant().contactId();
        if (writer.participant().isNewContact()) {
            work.change(writer.account().organizationId(), Change.of("contact.created", contactId));
            return picture(tx, writer.account(), contactId, writer.sender(), work);
        }
        return contacts.refresh(tx, writer.account(), writer.sender(), writer.journal().receivedAt()).chain(known -> known.isEmpty()
                ? Uni.createFrom().voidItem()
                : picture(tx, writer.account(), known.get(), writer.sender(), work)
                        .invoke(() -> work.change(writer.account().organizationId(), Change.of("contact.updated", known.get()))));
    }

    /** Sees to it that the picture that the sender shows is fetched, if there is one. */
    Uni<Void> picture(SqlConnection tx, ChannelAccount account, UUID contactId, Sender sender, ApplyBatch work) {
        sender.avatar().ifPresent(_ -> work.outboxRow());
        return pictures.expect(tx, account, contactId, sender);
    }
}
