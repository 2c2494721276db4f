package dev.tributary.automation.job;

import dev.tributary.automation.action.Told;
import java.time.Duration;

/** How an attempt ended; what is told is shown in the trace. */
public sealed interface JobEnd {

    Told told();

    record Done(Told told) implements JobEnd {}

    record Failed(Told told) implements JobEnd {}

    record Again(Duration after, Told told) implements JobEnd {}
}
