package dev.tributary.widget;

import dev.tributary.channel.Structured.Form;
import dev.tributary.conversation.StructuredJson;
import dev.tributary.platform.Sql;
import dev.tributary.widget.VisitorEvents.Answer;
import dev.tributary.widget.VisitorEvents.FilledForm;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Forms that were sent to visitors. Each is answered once, whoever asks first: the answer takes the form before it is journalled. An
 * answer that took its form and was never filed, because the service died in between and the browser did not ask again, gives it back
 * after five minutes.
 */
@ApplicationScoped
class VisitorForms {

    private static final String FORM = """
            select content from message where id = $1 and conversation_id = $2 and direction = 'outbound' and deleted_at is null and content ? 'form'
            """;

    private static final String TAKE = """
            insert into widget_form_answer as taken (message_id, answer_id, taken_at) values ($1, $2, $3)
            on conflict (message_id) do update set answer_id = excluded.answer_id, taken_at = excluded.taken_at
            where taken.answer_id = excluded.answer_id
                or (taken.taken_at < excluded.taken_at - interval '5 minutes'
                    and not exists (select 1 from message m where m.channel_account_id = $4 and m.provider_message_id = taken.answer_id))
            """;

    private static final String ANSWERED = """
            select taken.message_id from widget_form_answer taken join message form on form.id = taken.message_id
            join message answer on answer.channel_account_id = form.channel_account_id and answer.provider_message_id = taken.answer_id
            where taken.message_id = any($1)
            """;

    private final Pool database;
    private final Clock clock;

    VisitorForms(Pool database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The answers, once they fit the form; empty where the draft answers none. Fails with 400 and the field, or 409 where it was answered. */
    Uni<Optional<FilledForm>> take(VisitorSession session, Optional<VisitorConversation> into, VisitorDraft draft) {
        if (!draft.type().equals("form")) {
            return Uni.createFrom().item(Optional.empty());
        }
        UUID formId = VisitorWriting.id(draft.form().sourceMessageId()).filter(_ -> into.isPresent()).orElseThrow(VisitorForms::noForm);
        return database.preparedQuery(FORM)
                .execute(Tuple.of(formId, into.get().id()))
                .map(rows -> Sql.first(rows).flatMap(row -> StructuredJson.read(row.getJsonObject("content"))).map(Form.class::cast).orElseThrow(VisitorForms::noForm))
                .map(form -> new FilledForm(formId, answers(form, draft.form().values())))
                .call(filled -> take(session, formId, draft.clientId()))
                .map(Optional::of);
    }

    /** Which of these forms have an answer that was filed. */
    Uni<Set<UUID>> answered(SqlClient client, Collection<UUID> formIds) {
        return formIds.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : client.preparedQuery(ANSWERED).execute(Tuple.of(formIds.toArray(UUID[]::new))).map(rows -> new HashSet<>(Sql.all(rows, row -> row.getUUID("message_id"))));
    }

    private Uni<Void> take(VisitorSession session, UUID formId, UUID clientId) {
        String answerId = VisitorEvents.messageId(session.visitor(), clientId);
        return database.preparedQuery(TAKE)
                .execute(Tuple.of(formId, answerId, Sql.time(clock.instant()), session.visitor().accountId()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw WidgetProblems.formAnswered();
                    }
                })
                .replaceWithVoid();
    }

    private static List<Answer> answers(Form form, Map<String, Object> values) {
        Map<String, Object> checked = FormAnswers.check("form_invalid", form.fields(), values, _ -> false);
        if (checked.isEmpty()) {
            throw WidgetProblems.field("form_invalid", form.fields().getFirst().key(), "or another field has to be answered");
        }
        return form.fields().stream()
                .filter(field -> checked.containsKey(field.key()))
                .map(field -> new Answer(field.key(), field.label(), checked.get(field.key())))
                .toList();
    }

    private static RuntimeException noForm() {
        return WidgetProblems.field("form_invalid", "form.source_message_id", "is no form of this conversation");
    }
}
