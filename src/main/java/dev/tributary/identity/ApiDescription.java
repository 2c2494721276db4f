package dev.tributary.identity;

import dev.tributary.platform.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Says in the API's description how programs authenticate, so that Swagger UI has a place to put a token, and what every refusal looks like. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String BEARER = "bearer";
    private static final String PROBLEM = "Problem";

    /** The API channel for developers has refusals of its own. */
    private static final String API_CHANNEL = "/api/v1/";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        SecurityScheme scheme = OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(BEARER)
                .description("An API token, or an access token of the identity provider");
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents().addSecurityScheme(BEARER, scheme);
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(BEARER));
        api.getComponents().addSchema(PROBLEM, problem());
        api.getComponents()
                .addResponse(PROBLEM, OASFactory.createAPIResponse()
                        .description("Refused")
                        .content(OASFactory.createContent()
                                .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(OASFactory.createSchema().ref(PROBLEM)))));
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (!path.startsWith(API_CHANNEL)) {
                item.getOperations().values().forEach(operation -> operation.getResponses().setDefaultValue(OASFactory.createAPIResponse().ref(PROBLEM)));
            }
        });
    }

    /** {@link Problem}, which no route's signature names. */
    private static Schema problem() {
        Schema wrongField = object().addProperty("field", text()).addProperty("message", text()).required(List.of("field", "message"));
        return object()
                .addProperty("type", text())
                .addProperty("title", text())
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text())
                .addProperty("code", text())
                .addProperty("hint", text())
                .addProperty("errors", OASFactory.createSchema().addType(SchemaType.ARRAY).items(wrongField))
                .required(List.of("title", "status", "code"));
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(SchemaType.OBJECT);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
