package dev.tributary.platform;

import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A resource of every shape that the platform's own rules are about, there in tests only. */
@Path("/rest/v1/probe")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ProbeResource {

    static final AtomicInteger CREATED = new AtomicInteger();

    public enum Color {
        RED,
        DARK_BLUE
    }

    public record Inner(@NotBlank String label, Integer size) {}

    public record Body(
            @NotBlank @Size(max = 10) String firstName, int count, Boolean isOpen, Color color, Instant at, UUID someId, List<@Valid Inner> inner, Double ratio) {}

    public record Thing(String token, int number) {}

    @POST
    @Operation(hidden = true)
    public Uni<Body> echo(@Valid @NotNull Body body) {
        return Uni.createFrom().item(body);
    }

    @GET
    @Path("/{id}")
    @Operation(hidden = true)
    public Uni<Map<String, String>> find(
            @PathParam("id") UUID id, @QueryParam("count") Integer count, @QueryParam("at") Instant at, @QueryParam("color") Color color, @QueryParam("open") Boolean open, @QueryParam("ids") List<UUID> ids) {
        return Uni.createFrom().item(Map.of("color", String.valueOf(color), "count", String.valueOf(count), "ids", String.valueOf(ids.size())));
    }

    @GET
    @Path("/boom/now")
    @Operation(hidden = true)
    public Uni<String> boom() {
        throw new IllegalStateException("jdbc:postgresql://user:password@host");
    }

    @POST
    @Path("/things")
    @Idempotent
    @Operation(hidden = true)
    public Uni<Response> create(Inner inner) {
        if (inner.label().equals("refused")) {
            throw Problems.conflict("refused", "Refused.", "Do not.");
        }
        Thing thing = new Thing("token-" + inner.label(), CREATED.incrementAndGet());
        Duration work = inner.label().startsWith("slow") ? Duration.ofMillis(800) : Duration.ofMillis(1);
        return Uni.createFrom().item(thing).onItem().delayIt().by(work).map(made -> Response.created(URI.create("/rest/v1/probe/things/" + made.number())).entity(made).build());
    }
}
