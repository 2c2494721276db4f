package dev.tributary.automation.action;

import dev.tributary.automation.engine.Facts;
import dev.tributary.automation.engine.Fields;
import dev.tributary.automation.engine.Rule;
import dev.tributary.conversation.Author;
import dev.tributary.platform.ChangeFeed.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One rule acting on one conversation.
 *
 * @param messageId what made the rule look; null where no message did
 * @param changes what was done, for the change feed; actions add to it
 */
public record ActionRun(UUID organizationId, UUID conversationId, UUID messageId, Rule rule, Facts facts, List<Change> changes) {

    public ActionRun(UUID organizationId, UUID conversationId, UUID messageId, Rule rule, Facts facts) {
        this(organizationId, conversationId, messageId, rule, facts, new ArrayList<>());
    }

    /** Whether the customer's message is a mail to many, which is never answered by itself. */
    public boolean isAboutBulkMail() {
        return Boolean.TRUE.equals(facts.value(Fields.BULK));
    }

    /** In whose name it happens. */
    public Author author() {
        return new Author("automation", rule.id(), rule.name());
    }
}
