package dev.tributary.widget;

/** Event ids as visitors see them: {@code ev_} and the position in the organization's change feed. They rise, with gaps. */
final class EventIds {

    private static final String PREFIX = "ev_";

    private EventIds() {}

    static String write(long position) {
        return PREFIX + position;
    }

    /** Fails with 400 for what none of our answers held. */
    static long read(String eventId) {
        if (eventId == null || !eventId.matches(PREFIX + "\\d{1,18}")) {
            throw WidgetProblems.field("event_id_invalid", "event_id", "is not one of ours");
        }
        return Long.parseLong(eventId.substring(PREFIX.length()));
    }
}
