package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.Control.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Polls as they stand in messages. */
final class FakePoll {

    private FakePoll() {}

    static JsonObject of(FakeBot bot, String question, List<String> options, boolean isAnonymous) {
        JsonArray described = new JsonArray();
        options.forEach(option -> described.add(new JsonObject().put("persistent_id", Long.toString(bot.nextNumber())).put("text", option).put("voter_count", 0)));
        return new JsonObject()
                .put("id", Long.toString(bot.nextNumber()))
                .put("question", question)
                .put("options", described)
                .put("total_voter_count", 0)
                .put("is_closed", false)
                .put("is_anonymous", isAnonymous)
                .put("type", "regular")
                .put("allows_multiple_answers", false);
    }

    /** Counts a vote; returns what the bot that made the poll is told of it. */
    static JsonObject vote(JsonObject poll, int option, JsonObject user) {
        JsonArray options = poll.getJsonArray("options");
        if (option < 0 || option >= options.size()) {
            throw new Refusal(404, "the poll has " + options.size() + " options");
        }
        JsonObject chosen = options.getJsonObject(option);
        chosen.put("voter_count", chosen.getInteger("voter_count") + 1);
        poll.put("total_voter_count", poll.getInteger("total_voter_count") + 1);
        return new JsonObject()
                .put("poll_id", poll.getString("id"))
                .put("user", user)
                .put("option_ids", new JsonArray().add(option))
                .put("option_persistent_ids", new JsonArray().add(chosen.getString("persistent_id")));
    }
}
