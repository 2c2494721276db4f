package dev.tributary.automation.ai;

import dev.tributary.platform.EgressBody;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.EgressResponse;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Asks an OpenAI-compatible endpoint once. Whatever comes back is an answer: words, the wish to hand over, or a refusal. Endpoints that
 * stream are read as they stream, those that do not as they are.
 */
@ApplicationScoped
class ChatCompletions {

    /** One turn: {@code system}, {@code user} or {@code assistant}. */
    record Turn(String role, String content) {}

    sealed interface Answer {
        record Words(String text) implements Answer {}

        record HandOver(String reason) implements Answer {}

        /** @param worthRetrying false where the same request would be refused again */
        record Refused(String words, boolean worthRetrying) implements Answer {}
    }

    static final String HAND_OVER = "hand_over_to_person";
    private static final String NOT_SURE = "The AI was not sure.";

    private static final JsonArray TOOLS = new JsonArray().add(new JsonObject()
            .put("type", "function")
            .put("function", new JsonObject()
                    .put("name", HAND_OVER)
                    .put("description", "Gives the conversation to a human colleague. Use it when the customer asks for a person, is upset, or you are not sure.")
                    .put("parameters", new JsonObject()
                            .put("type", "object")
                            .put("properties", new JsonObject().put("reason", new JsonObject().put("type", "string"))))));

    private final EgressClient egress;
    private final AiConfig config;

    ChatCompletions(EgressClient egress, AiConfig config) {
        this.egress = egress;
        this.config = config;
    }

    Uni<Answer> ask(List<Turn> turns) {
        JsonArray messages = new JsonArray();
        turns.forEach(turn -> messages.add(new JsonObject().put("role", turn.role()).put("content", turn.content())));
        JsonObject body = new JsonObject()
                .put("model", config.model())
                .put("messages", messages)
                .put("max_tokens", config.maxTokens())
                .put("tools", TOOLS)
                .put("stream", true);
        config.minConfidence().ifPresent(_ -> body.put("logprobs", true));
        EgressRequest request = EgressRequest.post(config.url().orElseThrow().replaceAll("/+$", "") + "/chat/completions", EgressBody.json(body.encode()))
                .withTimeout(config.timeout())
                .asTrusted();
        EgressRequest signed = config.key().map(key -> request.withBearer(new Secret(key))).orElse(request);
        return egress.send(signed).map(response -> read(response, config.minConfidence()))
                .onFailure(EgressException.class)
                .recoverWithItem(failure -> new Answer.Refused("The AI did not answer: " + failure.getMessage(), true));
    }

    /** How likely the words were to the model, on average; one whose endpoint does not tell counts as sure. */
    private static final class Likelihood {
        private double sum;
        private int count;

        void add(JsonObject choice) {
            JsonObject told = choice.getJsonObject("logprobs");
            JsonArray tokens = told == null ? null : told.getJsonArray("content");
            for (int index = 0; tokens != null && index < tokens.size(); index++) {
                sum += tokens.getJsonObject(index).getDouble("logprob");
                count++;
            }
        }

        boolean isBelow(Optional<Double> wanted) {
            return count > 0 && wanted.isPresent() && Math.exp(sum / count) < wanted.get();
        }
    }

    static Answer read(EgressResponse response, Optional<Double> minConfidence) {
        int status = response.status();
        if (status < 200 || status >= 300) {
            boolean later = status == 408 || status == 429 || status >= 500;
            return new Answer.Refused("The AI refused with status " + status + ".", later);
        }
        try {
            String text = response.text().strip();
            return text.startsWith("{") ? whole(new JsonObject(text), minConfidence) : streamed(text, minConfidence);
        } catch (DecodeException | ClassCastException unreadable) {
            return new Answer.Refused("The AI answered something that cannot be read.", true);
        }
    }

    private static Answer whole(JsonObject json, Optional<Double> minConfidence) {
        JsonObject message = firstChoice(json).getJsonObject("message", new JsonObject());
        StringBuilder arguments = new StringBuilder();
        boolean handsOver = collectCalls(message, arguments);
        Likelihood likelihood = new Likelihood();
        likelihood.add(firstChoice(json));
        return answer(message.getString("content", ""), handsOver, arguments.toString(), likelihood.isBelow(minConfidence));
    }

    /** Server-sent events; the words and the arguments of a call come in pieces. */
    private static Answer streamed(String text, Optional<Double> minConfidence) {
        StringBuilder words = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        Likelihood likelihood = new Likelihood();
        boolean handsOver = false;
        for (String line : text.lines().toList()) {
            String data = line.startsWith("data:") ? line.substring("data:".length()).strip() : "";
            if (data.isEmpty() || data.equals("[DONE]")) {
                continue;
            }
            JsonObject choice = firstChoice(new JsonObject(data));
            likelihood.add(choice);
            JsonObject delta = choice.getJsonObject("delta", new JsonObject());
            words.append(delta.getString("content") == null ? "" : delta.getString("content"));
            handsOver |= collectCalls(delta, arguments);
        }
        return answer(words.toString(), handsOver, arguments.toString(), likelihood.isBelow(minConfidence));
    }

    private static boolean collectCalls(JsonObject message, StringBuilder arguments) {
        JsonArray calls = message.getJsonArray("tool_calls");
        boolean named = false;
        for (int index = 0; calls != null && index < calls.size(); index++) {
            JsonObject function = calls.getJsonObject(index).getJsonObject("function", new JsonObject());
            named |= HAND_OVER.equals(function.getString("name"));
            arguments.append(function.getString("arguments", ""));
        }
        return named;
    }

    private static JsonObject firstChoice(JsonObject json) {
        JsonArray choices = json.getJsonArray("choices", new JsonArray());
        return choices.isEmpty() ? new JsonObject() : choices.getJsonObject(0);
    }

    private static Answer answer(String words, boolean handsOver, String arguments, boolean unsure) {
        if (handsOver) {
            return new Answer.HandOver(reason(arguments));
        }
        if (unsure) {
            return new Answer.HandOver(NOT_SURE);
        }
        return words == null || words.isBlank() ? new Answer.Refused("The AI had nothing to say.", false) : new Answer.Words(words.strip());
    }

    private static String reason(String arguments) {
        try {
            return new JsonObject(arguments).getString("reason", NOT_SURE);
        } catch (DecodeException | ClassCastException unreadable) {
            return NOT_SURE;
        }
    }
}
