package dev.tributary.widget;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A visitor who is talking to us now.
 *
 * @param person the contact that the visitor's messages are filed under; empty before the first one
 */
record VisitorSession(UUID id, Instant createdAt, Visitor visitor, WidgetChannel channel, Optional<Person> person) {

    record Person(UUID contactId, UUID identityId) {}
}
