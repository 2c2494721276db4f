package dev.tributary;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Holds every answer that a {@code @QuarkusTest} gets from the API against the API's description, so that the browser's types, made from it, are right. */
public final class EveryAnswerIsAsDescribed implements QuarkusTestBeforeEachCallback, Filter {

    private volatile AnswersAsDescribed description;

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        // not added: the one of an application that ended would keep all of it in memory
        RestAssured.replaceFiltersWith(this);
    }

    @Override
    public Response filter(FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(request, expected);
        URI uri = URI.create(request.getURI().replaceAll("\\?.*", ""));
        if (!AnswersAsDescribed.covers(uri.getPath())) {
            return answer;
        }
        try {
            List<String> problems = description(uri).problems(request.getMethod(), uri.getPath(), answer.statusCode(), answer.contentType(), answer.asString());
            if (!problems.isEmpty()) {
                throw new AssertionError(request.getMethod() + " " + uri.getPath() + " answers otherwise than the API's description says, which see in ApiSchemas: " + problems);
            }
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private AnswersAsDescribed description(URI uri) throws IOException {
        if (description == null) {
            HttpRequest asked = HttpRequest.newBuilder(uri.resolve("/q/openapi?format=json")).build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                description = new AnswersAsDescribed(client.send(asked, BodyHandlers.ofString()).body());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interruption);
            }
        }
        return description;
    }
}
