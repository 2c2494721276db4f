package dev.tributary.platform;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Metrics of requests name routes, never what was asked for: ids and keys of an address that met no template (a refused method, a
 * fake provider's token) become {@code {}}, and what a stranger makes up is cut off, so that it neither shows nor takes the room of real routes.
 */
@Singleton
class MetricPaths implements MeterFilter {

    private static final String URI = "uri";
    private static final Pattern WORD = Pattern.compile("[a-z][A-Za-z0-9_.-]{0,30}|[A-Z_]+|\\{\\w+}");

    /** {@code /rest/v1/conversations}, {@code /api/widget/v1}: as far as addresses are ours alone. */
    private static final int OURS = 3;

    @Override
    public Meter.Id map(Meter.Id id) {
        String uri = id.getTag(URI);
        return uri == null ? id : id.withTag(Tag.of(URI, told(uri, String.valueOf(id.getTag("status")))));
    }

    static String told(String uri, String status) {
        boolean isStrange = status.startsWith("4") && !uri.contains("{");
        String told = Arrays.stream(uri.split("/"))
                .limit(isStrange ? OURS + 1 : Integer.MAX_VALUE)
                .map(part -> part.isEmpty() || WORD.matcher(part).matches() ? part : "{}")
                .collect(Collectors.joining("/"));
        return told.isEmpty() ? uri : told;
    }
}
