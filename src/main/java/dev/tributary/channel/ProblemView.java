package dev.tributary.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import jakarta.annotation.Nullable;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How the API's description tells of a {@link ChannelProblem} that answers carry as it was stored: what is not known is null or left out.
 *
 * @param code stable, in snake case
 * @param detail the provider's own words
 * @param hint what a person can do
 */
@Schema(name = "ChannelProblem")
public record ProblemView(
        String code, @Nullable @JsonInclude(Include.NON_ABSENT) String detail, @Nullable @JsonInclude(Include.NON_ABSENT) String hint) {}
