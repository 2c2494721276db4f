package dev.tributary.widget;

import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.Structured;
import dev.tributary.channel.Structured.Carousel;
import dev.tributary.conversation.MessageError;
import dev.tributary.conversation.MessageView;
import dev.tributary.conversation.MessageView.AttachmentView;
import dev.tributary.conversation.MessageViews;
import dev.tributary.conversation.StructuredJson;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Page;
import dev.tributary.platform.SignedLinks;
import dev.tributary.platform.Sql;
import dev.tributary.widget.VisitorMessage.Action;
import dev.tributary.widget.VisitorMessage.Author;
import dev.tributary.widget.VisitorMessage.Card;
import dev.tributary.widget.VisitorMessage.File;
import dev.tributary.widget.VisitorMessage.Form;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Messages as visitors may see them: never a note, an event or an agent's address. */
@ApplicationScoped
class VisitorMessages {

    private static final Duration LINK_LIFE = Duration.ofMinutes(10);

    private static final String PAGE = """
            select id, created_at from message
            where conversation_id = $1 and direction in ('inbound', 'outbound') and (coalesce(delivery_status, '') <> 'failed' or error ->> 'code' = 'mail_bounced')
                and ($2::timestamptz is null or (created_at, id) < ($2, $3))
            order by created_at desc, id desc limit $4
            """;
    private static final String AVATARS = "select id, avatar_url from app_user where id = any($1) and avatar_url is not null";

    private final MessageViews views;
    private final VisitorForms forms;
    private final SignedLinks links;
    private final Cursors cursors;
    private final Clock clock;

    VisitorMessages(MessageViews views, VisitorForms forms, SignedLinks links, Cursors cursors, Clock clock) {
        this.views = views;
        this.forms = forms;
        this.links = links;
        this.cursors = cursors;
        this.clock = clock;
    }

    private record Position(UUID id, Instant at) {}

    /** What is looked up beside the messages. */
    private record Known(Map<UUID, String> avatars, Set<UUID> answeredForms) {}

    /** The newest first. */
    Uni<Page<VisitorMessage>> page(SqlClient database, UUID organizationId, VisitorConversation conversation, String before, int limit) {
        Optional<Position> end = Optional.ofNullable(before).map(this::position);
        OffsetDateTime at = end.map(position -> Sql.time(position.at())).orElse(null);
        UUID id = end.map(Position::id).orElse(null);
        return database.preparedQuery(PAGE)
                .execute(Tuple.of(conversation.id(), at, id, limit + 1))
                .map(rows -> Page.of(Sql.all(rows, row -> new Position(row.getUUID("id"), Sql.instant(row, "created_at"))), limit, this::cursor))
                .chain(page -> load(database, organizationId, page.items().stream().map(Position::id).toList(), end.isPresent() ? 0 : conversation.unreadByUs())
                        .map(messages -> new Page<>(List.copyOf(messages.values()), page.nextCursor())));
    }

    /** Those among the ids that visitors may see, in their order. Newest first, where {@code unreadByUs} is to mean anything. */
    Uni<Map<UUID, VisitorMessage>> load(SqlClient database, UUID organizationId, Collection<UUID> ids, int unreadByUs) {
        return views.load(database, organizationId, ids).chain(found -> known(database, found.values()).map(known -> {
            Map<UUID, VisitorMessage> visible = new java.util.LinkedHashMap<>();
            int unread = unreadByUs;
            for (MessageView view : found.values()) {
                boolean isTheirs = view.direction().equals("inbound");
                if (isTheirs || (view.direction().equals("outbound") && !hasFailed(view))) {
                    visible.put(view.id(), message(view, known, isTheirs && unread-- > 0));
                }
            }
            return visible;
        }));
    }

    /** What could only not be mailed waits here. */
    private static boolean hasFailed(MessageView view) {
        return "failed".equals(view.deliveryStatus()) && !(view.error() != null && MessageError.MAIL_BOUNCED.equals(view.error().get("code")));
    }

    private Uni<Known> known(SqlClient database, Collection<MessageView> found) {
        List<UUID> asked = found.stream().filter(view -> view.direction().equals("outbound") && view.content() != null && view.content().containsKey("form")).map(MessageView::id).toList();
        return avatars(database, found).chain(avatars -> forms.answered(database, asked).map(answered -> new Known(avatars, answered)));
    }

    private Uni<Map<UUID, String>> avatars(SqlClient database, Collection<MessageView> found) {
        UUID[] users = found.stream().map(view -> view.author()).filter(author -> author.type().equals("user")).map(dev.tributary.conversation.Author::id)
                .filter(Objects::nonNull).distinct().toArray(UUID[]::new);
        if (users.length == 0) {
            return Uni.createFrom().item(Map.of());
        }
        return database.preparedQuery(AVATARS).execute(Tuple.of(users)).map(rows -> {
            Map<UUID, String> avatars = new HashMap<>();
            rows.forEach(row -> avatars.put(row.getUUID("id"), row.getString("avatar_url")));
            return avatars;
        });
    }

    private VisitorMessage message(MessageView view, Known known, boolean unreadByUs) {
        boolean isTheirs = view.direction().equals("inbound");
        boolean deleted = view.deletedAt() != null;
        Optional<Structured> structured = deleted || isTheirs || view.content() == null ? Optional.empty() : StructuredJson.read(new JsonObject(view.content()));
        return new VisitorMessage(
                view.id(),
                view.conversationId(),
                isTheirs ? clientId(view.providerMessageId()) : null,
                author(view.author(), known.avatars()),
                view.kind(),
                deleted ? null : text(view),
                deleted ? null : view.html(),
                deleted ? List.of() : view.attachments().stream().map(file -> file(view.conversationId(), file)).toList(),
                deleted ? List.of() : actions(view.content()),
                cards(structured),
                form(structured, known.answeredForms().contains(view.id())),
                isTheirs && view.content() != null && view.content().get("form_id") instanceof String formId ? UUID.fromString(formId) : null,
                view.replyToId(),
                isTheirs ? (unreadByUs ? "sent" : "read") : null,
                view.editedAt() != null,
                deleted,
                isTheirs || "read".equals(view.deliveryStatus()),
                view.createdAt());
    }

    private static String text(MessageView view) {
        if (view.kind().equals("location") && view.content() != null) {
            String place = view.content().get("latitude") + ", " + view.content().get("longitude");
            return view.text() == null || view.text().isBlank() ? place : view.text() + " (" + place + ")";
        }
        return view.text();
    }

    private static Author author(dev.tributary.conversation.Author author, Map<UUID, String> avatars) {
        return switch (author.type()) {
            case "contact" -> new Author("visitor", null, null);
            case "user" -> new Author("agent", author.name(), author.id() == null ? null : avatars.get(author.id()));
            case "automation", "ai" -> new Author("bot", author.name(), null);
            default -> new Author("system", author.name(), null);
        };
    }

    private File file(UUID conversationId, AttachmentView file) {
        String url = file.state().equals("stored") ? link(FileResource.path(conversationId, file.id())) : null;
        return new File(file.id(), file.kind(), file.fileName(), file.contentType(), file.size(), url);
    }

    /** Without the origin: the frame has its own, which need not be the public one. */
    private String link(String path) {
        URI url = URI.create(links.url(path, clock.instant().plus(LINK_LIFE)));
        return url.getRawPath().substring(url.getRawPath().indexOf("/api/")) + "?" + url.getRawQuery();
    }

    private static List<Action> actions(Map<String, Object> content) {
        List<Action> actions = new ArrayList<>();
        if (content != null && content.get("buttons") instanceof List<?> buttons) {
            for (Object button : buttons) {
                if (button instanceof Map<?, ?> fields && fields.get("id") != null) {
                    Object url = fields.get("url");
                    actions.add(new Action(fields.get("id").toString(), String.valueOf(fields.get("title")), url == null ? null : url.toString()));
                }
            }
        }
        return actions;
    }

    private static Form form(Optional<Structured> structured, boolean answered) {
        return structured.isPresent() && structured.get() instanceof Structured.Form form
                ? new Form(form.title(), form.fields(), form.submitLabel().orElse(null), answered)
                : null;
    }

    private static List<Card> cards(Optional<Structured> structured) {
        return structured.isPresent() && structured.get() instanceof Carousel carousel
                ? carousel.slides().stream().map(VisitorMessages::card).toList()
                : List.of();
    }

    private static Card card(Structured.Slide slide) {
        return new Card(slide.title(), slide.text().orElse(null), slide.imageUrl().orElse(null), slide.buttons().stream().map(VisitorMessages::action).toList());
    }

    private static Action action(Button button) {
        return new Action(button.id(), button.title(), button.url().orElse(null));
    }

    /** The provider id of a visitor's message ends with it. */
    static String clientId(String providerMessageId) {
        return providerMessageId == null ? null : providerMessageId.substring(providerMessageId.lastIndexOf('/') + 1);
    }

    private String cursor(Position last) {
        return cursors.encode(last.at().toString(), last.id().toString());
    }

    private Position position(String cursor) {
        String[] parts = cursors.decode(cursor, 2);
        return new Position(UUID.fromString(parts[1]), Instant.parse(parts[0]));
    }
}
