package dev.tributary.widget;

import dev.tributary.platform.Page;
import dev.tributary.widget.SessionResource.ContactView;
import dev.tributary.widget.VisitorSurveys.Answer;
import dev.tributary.widget.VisitorWriting.Filed;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A visitor's own conversations. */
@Path("/api/widget/v1/conversations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Website widget")
class ConversationResource {

    private static final int MAX_COMMENT = 2_000;

    private final Door door;
    private final Sessions sessions;
    private final VisitorConversations conversations;
    private final VisitorMessages messages;
    private final VisitorWriting writing;
    private final VisitorReceipts receipts;
    private final VisitorTyping typing;
    private final VisitorSurveys surveys;
    private final VisitorTranscripts transcripts;
    private final Pool database;
    private final Clock clock;

    ConversationResource(
            Door door,
            Sessions sessions,
            VisitorConversations conversations,
            VisitorMessages messages,
            VisitorWriting writing,
            VisitorReceipts receipts,
            VisitorTyping typing,
            VisitorSurveys surveys,
            VisitorTranscripts transcripts,
            Pool database,
            Clock clock) {
        this.door = door;
        this.sessions = sessions;
        this.conversations = conversations;
        this.messages = messages;
        this.writing = writing;
        this.receipts = receipts;
        this.typing = typing;
        this.surveys = surveys;
        this.transcripts = transcripts;
        this.database = database;
        this.clock = clock;
    }

    public record NewConversation(UUID clientId, Map<String, Object> prechat, VisitorDraft message, VisitorFacts.Page page) {}

    public record ReadUpTo(String upToMessageId) {}

    public record TypingState(String state) {}

    public record SurveyAnswer(UUID surveyId, Integer rating, String comment) {}

    record Begun(VisitorConversation conversation, VisitorMessage message, ContactView contact) {}

    @POST
    @Operation(summary = "Begin a conversation", description = "The same client_id of the message again answers 200 with the old one.")
    @APIResponse(responseCode = "201", description = "Begun", content = @Content(schema = @Schema(implementation = Begun.class)))
    @APIResponse(responseCode = "200", description = "It was begun before", content = @Content(schema = @Schema(implementation = Begun.class)))
    public Uni<Response> begin(NewConversation body, @Context RoutingContext context) {
        if (body == null || body.message() == null || body.clientId() == null) {
            throw WidgetProblems.field("message_required", "message", "and client_id are required");
        }
        return door.writingSession(Knock.of(context.request()))
                .chain(session -> answer(session, body.prechat()))
                .chain(session -> writing.begin(session, body.clientId(), body.message()).chain(filed -> begun(session, filed)));
    }

    @GET
    @Operation(summary = "The visitor's conversations, the newest first")
    public Uni<Page<VisitorConversation>> list(@Context RoutingContext context) {
        return door.session(Knock.of(context.request()))
                .chain(session -> conversations.list(database, session.person(), session.channel().live().reopenDays()))
                .map(Page::all);
    }

    @GET
    @Path("/{id}/messages")
    @Operation(summary = "Messages, the newest first", description = "Reading them counts as having been sent them.")
    public Uni<Page<VisitorMessage>> messages(
            @RestPath String id, @QueryParam("before") String before, @QueryParam("limit") Integer limit, @Context RoutingContext context) {
        return door.session(Knock.of(context.request()))
                .chain(session -> own(session, id)
                        .chain(conversation -> messages.page(database, session.channel().organizationId(), conversation, before, Page.limit(limit)))
                        .call(page -> receipts.sent(session.channel().organizationId(), page.items())));
    }

    @POST
    @Path("/{id}/messages")
    @Operation(summary = "Write a message", description = "The same client_id again answers 200 with the old one.")
    @APIResponse(responseCode = "201", description = "Written", content = @Content(schema = @Schema(implementation = VisitorMessage.class)))
    @APIResponse(responseCode = "200", description = "It was written before", content = @Content(schema = @Schema(implementation = VisitorMessage.class)))
    public Uni<Response> send(@RestPath String id, VisitorDraft body, @Context RoutingContext context) {
        if (body == null) {
            throw WidgetProblems.field("type_unknown", "type", "is required");
        }
        return door.writingSession(Knock.of(context.request()))
                .chain(session -> writing.send(session, conversationId(id), body).chain(filed -> message(session, filed)
                        .map(message -> Response.status(filed.isNew() ? 201 : 200).entity(message).build())));
    }

    @POST
    @Path("/{id}/read")
    @Operation(summary = "The visitor has read everything up to a message")
    public Uni<Void> read(@RestPath String id, ReadUpTo body, @Context RoutingContext context) {
        UUID upTo = body == null ? null : VisitorWriting.id(body.upToMessageId()).orElseThrow(() -> WidgetProblems.notFound("message"));
        return door.writingSession(Knock.of(context.request()))
                .chain(session -> own(session, id).chain(conversation -> receipts.read(session.channel().organizationId(), conversation.id(), upTo)));
    }

    @POST
    @Path("/{id}/typing")
    @Operation(summary = "The visitor is writing, or stopped")
    public Uni<Void> typing(@RestPath String id, TypingState body, @Context RoutingContext context) {
        if (body == null || !("on".equals(body.state()) || "off".equals(body.state()))) {
            throw WidgetProblems.field("state_invalid", "state", "must be on or off");
        }
        return door.writingSession(Knock.of(context.request()))
                .chain(session -> own(session, id).invoke(conversation -> typing.show(session, conversation.id(), body.state().equals("on"))))
                .replaceWithVoid();
    }

    @POST
    @Path("/{id}/survey")
    @Operation(summary = "Rate a resolved conversation", description = "From 1 to 5; another answer takes the place of the one before.")
    public Uni<Void> rate(@RestPath String id, SurveyAnswer body, @Context RoutingContext context) {
        Answer answer = checked(body);
        return door.writingSession(Knock.of(context.request()))
                .chain(session -> own(session, id)
                        .invoke(conversation -> {
                            if (conversation.survey() == null) {
                                throw WidgetProblems.surveyOver();
                            }
                        })
                        .chain(conversation -> surveys.answer(session, conversation.id(), answer)));
    }

    @POST
    @Path("/{id}/transcript")
    @Operation(summary = "Mail what was said to the visitor's own address", description = "409 where no address is known, or the installation has no mail server.")
    @APIResponse(responseCode = "202", description = "It leaves in a moment")
    public Uni<Response> transcript(@RestPath String id, @Context RoutingContext context) {
        return door.writingSession(Knock.of(context.request()))
                .chain(session -> own(session, id).chain(conversation -> transcripts.send(session, conversation)))
                .map(_ -> Response.accepted().build());
    }

    private static Answer checked(SurveyAnswer body) {
        if (body == null || body.surveyId() == null) {
            throw WidgetProblems.field("survey_required", "survey_id", "is required");
        }
        if (body.rating() == null || body.rating() < 1 || body.rating() > 5) {
            throw WidgetProblems.field("rating_invalid", "rating", "must be between 1 and 5");
        }
        String comment = body.comment() == null ? "" : body.comment().replace("\0", "").strip();
        if (comment.length() > MAX_COMMENT) {
            throw WidgetProblems.field("comment_too_long", "comment", "must have at most " + MAX_COMMENT + " characters");
        }
        return new Answer(body.surveyId(), body.rating(), Optional.of(comment).filter(words -> !words.isEmpty()));
    }

    /** What was answered before the first message is kept with the visitor, as a claim. */
    private Uni<VisitorSession> answer(VisitorSession session, Map<String, Object> prechat) {
        WidgetSettings settings = session.channel().settings();
        boolean offline = !settings.hours().openAt(clock.instant());
        boolean skipsForm = prechat == null && session.person().isPresent();
        if (skipsForm) {
            return Uni.createFrom().item(session);
        }
        PrechatAnswers answers = PrechatAnswers.check(settings.questions(session.visitor().locale().orElse("en"), offline), prechat, session.visitor());
        return sessions.describe(session, answers.name(), answers.email(), answers.phone(), answers.attributes())
                .map(visitor -> new VisitorSession(session.id(), session.createdAt(), visitor, session.channel(), session.person()));
    }

    private Uni<VisitorConversation> own(VisitorSession session, String id) {
        return conversations.get(database, session.person(), session.channel().live().reopenDays(), conversationId(id));
    }

    private static UUID conversationId(String id) {
        return VisitorWriting.id(id).orElseThrow(() -> WidgetProblems.notFound("conversation"));
    }

    private Uni<Response> begun(VisitorSession session, Filed filed) {
        return conversations.get(database, filed.person(), session.channel().live().reopenDays(), filed.conversationId())
                .chain(conversation -> message(session, filed).map(message -> new Begun(conversation, message, ContactView.of(session.visitor()))))
                .map(view -> Response.status(filed.isNew() ? 201 : 200).entity(view).build());
    }

    private Uni<VisitorMessage> message(VisitorSession session, Filed filed) {
        return messages.load(database, session.channel().organizationId(), List.of(filed.messageId()), 1).map(found -> found.get(filed.messageId()));
    }
}
