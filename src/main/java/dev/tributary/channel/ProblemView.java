package dev.tributary.channel;

import jakarta.annotation.Nullable;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How the API's description tells of a {@link ChannelProblem} that answers carry as it was stored.
 *
 * @param code stable, in snake case
 * @param detail the provider's own words
 * @param hint what a person can do
 */
@Schema(name = "ChannelProblem")
public record ProblemView(String code, @Nullable String detail, @Nullable String hint) {}
