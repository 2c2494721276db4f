package dev.tributary.widget;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A visitor writes, an agent answers. */
@QuarkusTest
class VisitorConversationTest {

    @Test
    void a_resolved_conversation_is_rated_by_its_visitor_and_agents_read_it() {
        // Given
        TestWidget widget = TestWidget.create(Map.of("features", Map.of("csat", true)));
        String session = widget.newSession();
        String conversation = TestWidget.begin(session, TestWidget.text("Hello")).path("conversation.id");
        TestWidget.visitor(session).get("/api/widget/v1/conversations").then().body("items[0].survey", nullValue());
        widget.organization().agent().api().body(Map.of("status", "resolved")).patch("/rest/v1/conversations/" + conversation).then().statusCode(200);
        String survey = TestWidget.visitor(session).get("/api/widget/v1/conversations").then().body("items[0].survey.rating", nullValue()).extract().path("items[0].survey.id");

        // When
        rate(session, conversation, survey, 2, null).statusCode(204);
        rate(session, conversation, survey, 4, "Quick, thank you").statusCode(204);
        rate(session, conversation, survey, 4, "Quick, thank you").statusCode(204);

        // Then
        TestWidget.visitor(session).get("/api/widget/v1/conversations").then().body("items[0].survey.rating", equalTo(4)).body("items[0].survey.comment", equalTo("Quick, thank you"));
        widget.organization().agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then()
                .body("items.findAll { it.content != null && it.content.event == 'rated' }.content.rating", equalTo(List.of(4, 2)))
                .body("items[0].text", endsWith("rated this conversation 4 of 5: Quick, thank you"));
        rate(session, conversation, survey, 6, null).statusCode(400);
        rate(widget.newSession(), conversation, survey, 5, null).statusCode(404);
        TestWidget.send(session, conversation, TestWidget.text("One more thing")).then().statusCode(201);
        rate(session, conversation, survey, 5, null).statusCode(409).body("code", equalTo("survey_over"));
    }

    private static io.restassured.response.ValidatableResponse rate(String session, String conversation, String survey, int rating, String comment) {
        Map<String, Object> answer = new java.util.HashMap<>(Map.of("survey_id", survey, "rating", rating));
        answer.put("comment", comment);
        return TestWidget.visitor(session).body(answer).post("/api/widget/v1/conversations/" + conversation + "/survey").then();
    }

    @Test
    void what_a_visitor_writes_is_in_the_inbox_and_the_answer_reaches_the_visitor() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();

        // When
        Response begun = TestWidget.begin(session, TestWidget.text("Is the blue jacket in stock?"));
        begun.then().statusCode(201).body("message.status", is("sent")).body("conversation.status", is("open")).body("conversation.can_reply", is(true));
        String conversation = begun.path("conversation.id");
        String answer = widget.answer(conversation, "Yes, in size L.");

        // Then
        inbox(widget).then().body("items", hasSize(1)).body("items[0].id", is(conversation)).body("items[0].channel_type", is("WEB_WIDGET"));
        messages(session, conversation).then().statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].id", is(answer))
                .body("items[0].text", is("Yes, in size L."))
                .body("items[0].author.kind", is("agent"))
                .body("items[1].author.kind", is("visitor"));
    }

    @Test
    void cards_are_shown_to_the_visitor_and_only_a_button_that_they_offer_can_be_pressed() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String conversation = TestWidget.begin(session, TestWidget.text("What do you have?")).path("conversation.id");

        // When
        String cards = widget.organization().agent().api().body(Map.of("carousel", List.of(
                        Map.of("title", "Tent", "text", "For two", "image_url", "https://img.example/tent.jpg",
                                "buttons", List.of(Map.of("id", "tent", "title", "Take it"), Map.of("id", "more", "title", "More", "url", "https://shop.example/tent"))),
                        Map.of("title", "Stove"))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");

        // Then
        messages(session, conversation).then()
                .body("items[0].cards.title", is(List.of("Tent", "Stove")))
                .body("items[0].cards[0].image_url", is("https://img.example/tent.jpg"))
                .body("items[0].cards[0].actions.url", is(java.util.Arrays.asList(null, "https://shop.example/tent")))
                .body("items[1].cards", hasSize(0));
        TestWidget.send(session, conversation, pressed(cards, "stove")).then().statusCode(400).body("code", is("postback_invalid"));
        TestWidget.send(session, conversation, pressed(cards, "tent")).then().statusCode(201).body("type", is("postback"));
        TestWidget.visitor(session).get("/api/widget/v1/conversations").then().body("items[0].preview", is("Take it"));
        Map<String, Object> eleven = Map.of("carousel", java.util.Collections.nCopies(11, Map.of("title", "Tent")));
        widget.organization().agent().api().body(eleven).post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(400).body("errors[0].field", is("carousel"));
    }

    @Test
    void a_form_is_filled_in_once_also_by_three_tabs_at_the_same_time() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String conversation = TestWidget.begin(session, TestWidget.text("I want to return it")).path("conversation.id");
        String form = sendForm(widget, conversation);
        messages(session, conversation).then()
                .body("items[0].form.fields.key", is(List.of("order", "size", "email", "gift")))
                .body("items[0].form.fields.type", is(List.of("text", "select", "email", "checkbox")))
                .body("items[0].form.submit_label", is("Return it"))
                .body("items[0].form.answered", is(false));

        // When
        Map<String, Object> answer = filled(form, Map.of("order", " 4711 ", "size", "L", "gift", false));
        List<Map<String, Object>> tabs = List.of(answer, filled(form, Map.of("order", "4712")), filled(form, Map.of("order", "4713")));
        List<Integer> statuses = atOnce(tabs.stream().map(one -> (Callable<Integer>) () -> TestWidget.send(session, conversation, one).statusCode()).toList());

        // Then
        assertEquals(List.of(201, 409, 409), statuses);
        Map<String, Object> winner = tabs.stream().filter(one -> TestWidget.send(session, conversation, one).statusCode() == 200).findFirst().orElseThrow();
        messages(session, conversation).then().body("items", hasSize(3)).body("items[0].form_id", is(form)).body("items[0].client_id", is(winner.get("client_id")))
                .body("items[1].form.answered", is(true));
        TestWidget.send(session, conversation, filled(form, Map.of("order", "4711"))).then().statusCode(409).body("code", is("form_answered"));
    }

    @Test
    void what_does_not_fit_a_form_is_named_by_its_field() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String conversation = TestWidget.begin(session, TestWidget.text("I want to return it")).path("conversation.id");
        String form = sendForm(widget, conversation);

        // Then
        refused(session, conversation, form, Map.of("size", "L"), "order");
        refused(session, conversation, form, Map.of("order", "4711", "colour", "red"), "colour");
        refused(session, conversation, form, Map.of("order", 4711), "order");
        refused(session, conversation, form, Map.of("order", "1234567"), "order");
        refused(session, conversation, form, Map.of("order", "4711", "size", "XL"), "size");
        refused(session, conversation, form, Map.of("order", "4711", "email", "nobody"), "email");
        refused(session, conversation, form, Map.of("order", "4711", "gift", "yes"), "gift");
        refused(session, conversation, UUID.randomUUID().toString(), Map.of("order", "4711"), "form.source_message_id");
    }

    @Test
    void the_answers_to_a_form_are_lines_and_a_table() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String conversation = TestWidget.begin(session, TestWidget.text("I want to return it")).path("conversation.id");
        String form = widget.organization().agent().api().body(Map.of("form", Map.of("title", "Your return", "fields", List.of(
                        Map.of("key", "order", "label", "Order number", "required", true), Map.of("key", "note", "label", "Note"), Map.of("key", "gift", "label", "It was a gift", "type", "checkbox")))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).extract().path("id");

        // When
        TestWidget.send(session, conversation, filled(form, Map.of("order", " 4711 ", "note", " ", "gift", false))).then().statusCode(201).body("text", is("Order number: 4711\nIt was a gift: ✗"));

        // Then
        widget.organization().agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then()
                .body("items[0].kind", is("text"))
                .body("items[0].text", is("Order number: 4711\nIt was a gift: ✗"))
                .body("items[0].content.answers.value", is(List.of("4711", false)))
                .body("items[0].content.answers.key", is(List.of("order", "gift")))
                .body("items[0].reply_to_id", is(form));
        widget.organization().agent().api().body(Map.of("form", Map.of("title", "Two", "fields", List.of(Map.of("key", "a", "label", "A"), Map.of("key", "a", "label", "B", "type", "colour")))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(400).body("errors.field", is(List.of("form.fields[1].key", "form.fields[1].type")));
    }

    @Test
    void the_words_of_forms_and_cards_are_filled_in_and_keys_are_not() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String conversation = TestWidget.begin(session, TestWidget.text("I want to return it")).path("conversation.id");
        TestUser agent = widget.organization().agent();
        int number = agent.api().get("/rest/v1/conversations/" + conversation).path("number");

        // Then
        agent.api().body(Map.of("form", Map.of("title", "Return {{conversation.number}}", "submit_label", "To {{agent.name}}", "fields", List.of(
                        Map.of("key", "order", "label", "{{conversation.subject}}"),
                        Map.of("key", "size", "label", "Size", "type", "select", "options", List.of("As in {{conversation.number}}", "L"))))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201)
                .body("content.form.title", is("Return " + number))
                .body("content.form.submit_label", is("To " + agent.name()))
                .body("content.form.fields.key", is(List.of("order", "size")))
                .body("content.form.fields.label", is(List.of("–", "Size")))
                .body("content.form.fields[1].options", is(List.of("As in " + number, "L")));
        agent.api().body(Map.of("carousel", List.of(Map.of("title", "From {{agent.name}}", "buttons", List.of(Map.of("id", "{{agent.name}}", "title", "Ask {{agent.name}}"))))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201)
                .body("content.carousel[0].title", is("From " + agent.name()))
                .body("content.carousel[0].buttons[0].id", is("{{agent.name}}"))
                .body("content.carousel[0].buttons[0].title", is("Ask " + agent.name()));
        agent.api().body(Map.of("form", Map.of("title", "For {{nobody}}", "fields", List.of(Map.of("key", "a", "label", "A")))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(400).body("errors.field", is(List.of("form.title")));
        agent.api().body(Map.of("carousel", List.of(Map.of("title", "For {{nobody}}"))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(400).body("errors.field", is(List.of("carousel")));
    }

    private static String sendForm(TestWidget widget, String conversation) {
        return widget.organization().agent().api().body(Map.of("form", Map.of("title", "Your return", "submit_label", "Return it", "fields", List.of(
                        Map.of("key", "order", "label", "Order number", "required", true, "max", 6),
                        Map.of("key", "size", "label", "Size", "type", "select", "options", List.of("S", "L")),
                        Map.of("key", "email", "label", "E-mail", "type", "email"),
                        Map.of("key", "gift", "label", "It was a gift", "type", "checkbox")))))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201).body("content.form.title", is("Your return")).extract().path("id");
    }

    private static void refused(String session, String conversation, String form, Map<String, Object> values, String field) {
        TestWidget.send(session, conversation, filled(form, values)).then().statusCode(400).body("code", is("form_invalid")).body("field", is(field)).body("errors[0].field", is(field));
    }

    private static Map<String, Object> filled(String form, Map<String, Object> values) {
        return Map.of("client_id", UUID.randomUUID().toString(), "type", "form", "form", Map.of("source_message_id", form, "values", values));
    }

    private static Map<String, Object> pressed(String source, String id) {
        return Map.of("client_id", UUID.randomUUID().toString(), "type", "postback", "text", "Take it", "postback", Map.of("source_message_id", source, "id", id));
    }

    @Test
    void an_answer_waits_for_the_visitor_and_its_status_follows_what_the_visitor_does() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String conversation = TestWidget.begin(session, TestWidget.text("Hello")).path("conversation.id");
        String answer = widget.answer(conversation, "Hello!");

        // Then it stays queued while nobody fetches it
        Awaitility.await().during(Duration.ofMillis(800)).until(() -> status(widget, conversation, answer).equals("queued"));

        // When it is fetched, it was sent; when the next poll asks from its event, it was delivered; when read, it was read
        messages(session, conversation).then().statusCode(200);
        assertEquals("sent", status(widget, conversation, answer));
        String now = TestWidget.visitor(session).get("/api/widget/v1/sessions/current").path("event_id");
        TestWidget.visitor(session).get("/api/widget/v1/events?wait=0&after=" + now).then().statusCode(200);
        assertEquals("delivered", status(widget, conversation, answer));
        TestWidget.visitor(session).body(Map.of("up_to_message_id", answer)).post("/api/widget/v1/conversations/" + conversation + "/read").then().statusCode(204);
        assertEquals("read", status(widget, conversation, answer));
    }

    @Test
    void the_same_message_twice_is_one_message() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        Map<String, Object> first = TestWidget.text("once");
        Map<String, Object> second = TestWidget.text("and once more");

        // When
        Response begun = TestWidget.begin(session, first);
        Response again = TestWidget.begin(session, first);
        String conversation = begun.path("conversation.id");
        TestWidget.send(session, conversation, second).then().statusCode(201);
        TestWidget.send(session, conversation, second).then().statusCode(200).body("client_id", is(second.get("client_id")));

        // Then
        again.then().statusCode(200).body("conversation.id", is(conversation)).body("message.id", is((String) begun.path("message.id")));
        messages(session, conversation).then().body("items", hasSize(2));
    }

    @Test
    void a_button_pressed_many_times_at_once_opens_one_conversation() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();

        // When
        List<Integer> statuses = atOnce(IntStream.range(0, 8)
                .mapToObj(press -> (Callable<Integer>) () -> TestWidget.begin(session, TestWidget.text("press " + press)).statusCode())
                .toList());

        // Then
        assertEquals(Collections.nCopies(8, 201), statuses);
        inbox(widget).then().body("items", hasSize(1));
    }

    /** What each answered, sorted. The threads are made for this: those of the common pool may still know the classes of an application before. */
    private static List<Integer> atOnce(List<Callable<Integer>> requests) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(requests).stream().map(Future::resultNow).sorted().toList();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void a_visitor_who_comes_back_goes_on_where_they_were() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        Response first = widget.session(null);
        String conversation = TestWidget.begin(first.path("session_token"), TestWidget.text("Hello")).path("conversation.id");

        // When
        Response back = widget.session(first.path("visitor_token"));

        // Then
        back.then().statusCode(201)
                .body("visitor_token", is((String) first.path("visitor_token")))
                .body("session_token", not(equalTo((String) first.path("session_token"))))
                .body("conversations", hasSize(1))
                .body("conversations[0].id", is(conversation))
                .body("conversations[0].can_reply", is(true))
                .body("conversations[0].preview", is("Hello"));
    }

    @Test
    void a_private_note_never_reaches_the_visitor() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String conversation = TestWidget.begin(session, TestWidget.text("Hello")).path("conversation.id");

        // When
        given().auth().oauth2(widget.organization().agent().apiToken()).contentType(ContentType.JSON)
                .body(Map.of("text", "a difficult customer", "private", true))
                .post("/rest/v1/conversations/" + conversation + "/messages").then().statusCode(201);

        // Then
        messages(session, conversation).then().body("items", hasSize(1));
        TestWidget.visitor(session).get("/api/widget/v1/conversations").then().body("items[0].preview", is("Hello"));
        TestWidget.visitor(session).get("/api/widget/v1/events?after=ev_0&wait=0").then().body("items.message.text", not(hasItem("a difficult customer")));
    }

    @Test
    void a_closed_conversation_takes_no_more_and_the_next_message_begins_another() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String conversation = TestWidget.begin(session, TestWidget.text("Hello")).path("conversation.id");
        given().auth().oauth2(widget.organization().agent().apiToken()).contentType(ContentType.JSON)
                .body(Map.of("status", "closed")).patch("/rest/v1/conversations/" + conversation).then().statusCode(200);

        // Then
        TestWidget.send(session, conversation, TestWidget.text("Still there?")).then().statusCode(409).body("code", is("conversation_closed")).body("error", is("conversation_closed"));
        TestWidget.begin(session, TestWidget.text("Again")).then().statusCode(201).body("conversation.id", not(equalTo(conversation)));
    }

    @Test
    void nobody_sees_the_conversation_of_another_visitor() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String conversation = TestWidget.begin(widget.newSession(), TestWidget.text("secret")).path("conversation.id");
        String stranger = widget.newSession();
        TestWidget.begin(stranger, TestWidget.text("mine"));

        // Then a foreign one and one that is not there are answered alike
        for (String id : List.of(conversation, UUID.randomUUID().toString(), "C7")) {
            messages(stranger, id).then().statusCode(404).body("code", is("not_found"));
            TestWidget.send(stranger, id, TestWidget.text("hi")).then().statusCode(404);
            TestWidget.visitor(stranger).body(Map.of("state", "on")).post("/api/widget/v1/conversations/" + id + "/typing").then().statusCode(404);
        }
    }

    @Test
    void where_the_visitor_came_from_is_kept_on_the_conversation() {
        TestWidget widget = TestWidget.create(Map.of());
        String conversation = TestWidget.begin(widget.newSession(), TestWidget.text("Hello")).path("conversation.id");

        given().auth().oauth2(widget.organization().agent().apiToken()).get("/rest/v1/conversations/" + conversation).then()
                .body("attributes.first_page", is(TestWidget.SITE + "/cart?utm_source=mail"))
                .body("attributes.utm_source", is("mail"))
                .body("attributes.time_zone", is("Europe/Berlin"));
    }

    @Test
    void logging_out_ends_the_session_and_the_visitor_token() {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        Response first = widget.session(null);
        String session = first.path("session_token");
        TestWidget.begin(session, TestWidget.text("Hello"));

        // When
        TestWidget.visitor(session).delete("/api/widget/v1/sessions/current").then().statusCode(204);

        // Then
        TestWidget.visitor(session).get("/api/widget/v1/conversations").then().statusCode(401).body("code", is("session_expired"));
        widget.session(first.path("visitor_token")).then().statusCode(201)
                .body("visitor_token", not(equalTo((String) first.path("visitor_token"))))
                .body("conversations", hasSize(0))
                .body("contact.name", nullValue())
                .body("event_id", notNullValue());
    }

    private static Response inbox(TestWidget widget) {
        return given().auth().oauth2(widget.organization().agent().apiToken()).get("/rest/v1/conversations");
    }

    private static Response messages(String session, String conversation) {
        return TestWidget.visitor(session).get("/api/widget/v1/conversations/" + conversation + "/messages");
    }

    private static String status(TestWidget widget, String conversation, String message) {
        return given().auth().oauth2(widget.organization().agent().apiToken()).get("/rest/v1/conversations/" + conversation + "/messages")
                .path("items.find { it.id == '" + message + "' }.delivery_status");
    }
}
