package dev.tributary.automation;

import dev.tributary.automation.action.ActionField;
import dev.tributary.automation.action.Actions;
import dev.tributary.automation.action.RuleAction;
import dev.tributary.automation.engine.Field;
import dev.tributary.automation.engine.Fields;
import dev.tributary.automation.engine.Operator;
import dev.tributary.automation.engine.Trigger;
import dev.tributary.automation.engine.ValueType;
import dev.tributary.conversation.MergeFields;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.OneOf;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What rules can be made of: forms are drawn from it, and it is what is checked when a rule is saved. */
@Path("/rest/v1/automation_catalog")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Automation")
public class CatalogResource {

    /** @param operand one, many or none: what has to stand beside the operator */
    record OperatorView(String name, @OneOf(Operator.Operand.class) String operand) {}

    /** @param keyed true where the name ends in a dot and a key of the workspace's own follows */
    record FieldView(
            String name,
            @OneOf(ValueType.class) String type,
            boolean keyed,
            List<String> choices,
            @Nullable String refersTo,
            List<OperatorView> operators) {}

    record SettingView(String name, @OneOf(ActionField.Type.class) String type, boolean required, List<String> choices) {}

    record ActionView(String type, List<SettingView> settings) {}

    record Catalog(List<String> events, List<FieldView> fields, List<ActionView> actions, List<String> mergeFields) {}

    private final CurrentCaller caller;
    private final Actions actions;

    CatalogResource(CurrentCaller caller, Actions actions) {
        this.caller = caller;
        this.actions = actions;
    }

    @GET
    @Operation(summary = "What rules can be made of", description = "Events, fields with their operators, actions with their settings, merge fields.")
    public Uni<Catalog> catalog() {
        caller.require(Permission.AUTOMATION_RULES_READ);
        return Uni.createFrom().item(new Catalog(
                Trigger.wireNames(),
                Fields.all().stream().map(CatalogResource::field).toList(),
                actions.all().stream().map(CatalogResource::action).toList(),
                MergeFields.NAMES));
    }

    private static FieldView field(Field field) {
        return new FieldView(
                field.name(), field.type().wireName(), field.isPrefix(), field.choices(), field.refersTo(),
                field.type().operators().stream().map(CatalogResource::operator).toList());
    }

    private static OperatorView operator(Operator operator) {
        return new OperatorView(operator.wireName(), operator.operand().name().toLowerCase(Locale.ROOT));
    }

    private static ActionView action(RuleAction action) {
        return new ActionView(action.type(), action.fields().stream().map(CatalogResource::setting).toList());
    }

    private static SettingView setting(ActionField field) {
        return new SettingView(field.name(), field.type().name().toLowerCase(Locale.ROOT), field.required(), field.choices());
    }
}
