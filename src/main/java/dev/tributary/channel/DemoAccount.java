package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** An account that a newcomer can try at once, because no provider has to be asked for it. */
public interface DemoAccount {

    /** Whether this installation is one to try things in. */
    boolean isOffered();

    String type();

    String name();

    /** What a person would type into the form. Called once, at the first start of an empty installation, when the service listens. */
    Map<String, JsonNode> settings();
}
