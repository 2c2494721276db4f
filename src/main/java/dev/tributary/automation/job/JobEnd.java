package dev.tributary.automation.job;

import java.time.Duration;

/** How an attempt ended; the words are shown in the trace. */
public sealed interface JobEnd {

    String detail();

    record Done(String detail) implements JobEnd {}

    record Failed(String detail) implements JobEnd {}

    record Again(Duration after, String detail) implements JobEnd {}
}
