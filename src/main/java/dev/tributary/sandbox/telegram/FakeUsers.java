package dev.tributary.sandbox.telegram;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** Customers with names. */
final class FakeUsers {

    private static final List<String> FIRST = List.of("Ada", "Grace", "Alan", "Katherine", "Edsger", "Barbara", "Donald", "Radia", "Linus", "Hedy");
    private static final List<String> LAST = List.of("Lovelace", "Hopper", "Turing", "Johnson", "Dijkstra", "Liskov", "Knuth", "Perlman", "Pauling", "Lamarr");

    private FakeUsers() {}

    /** @param wish what somebody wants of the user; the rest is made up from the number */
    static JsonObject user(JsonObject wish, long number) {
        int pick = (int) (number % FIRST.size());
        boolean named = wish.containsKey("first_name");
        JsonObject user = new JsonObject()
                .put("id", wish.getLong("id", number))
                .put("is_bot", false)
                .put("first_name", wish.getString("first_name", FIRST.get(pick)));
        String last = wish.getString("last_name", named ? null : LAST.get(pick));
        if (last != null) {
            user.put("last_name", last);
        }
        if (wish.containsKey("username") && wish.getString("type", "private").equals("private")) {
            user.put("username", wish.getString("username"));
        }
        return user.put("language_code", wish.getString("language_code", "en"));
    }
}
