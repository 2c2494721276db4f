package dev.tributary.sandbox;

import io.quarkus.arc.Unremovable;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A webhook that answers as it is told and keeps what it got; one key a test. */
@Unremovable
@ApplicationScoped
public class WebhookRecorder {

    private final Map<String, List<Delivery>> deliveries = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    /** @param secret the header that proves the sender */
    public record Delivery(String secret, JsonObject update) {}

    void add(@Observes @Priority(5000) Router router) {
        router.post("/test-webhooks/:key").handler(context -> {
            context.request().body().onSuccess(body -> answer(context, new JsonObject(body)));
            context.request().resume();
        });
    }

    public List<Delivery> of(String key) {
        return deliveries.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>());
    }

    /** The next deliveries are refused. */
    public void failNext(String key, int times) {
        failures.put(key, times);
    }

    private void answer(RoutingContext context, JsonObject update) {
        String key = context.pathParam("key");
        boolean fails = failures.merge(key, 0, Integer::sum) > 0;
        of(key).add(new Delivery(context.request().getHeader("x-telegram-bot-api-secret-token"), update));
        if (fails) {
            failures.merge(key, -1, Integer::sum);
        }
        context.response().setStatusCode(fails ? 503 : 200).end();
    }
}
