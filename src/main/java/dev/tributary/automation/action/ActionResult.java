package dev.tributary.automation.action;

import java.util.UUID;

/**
 * How an action ended.
 *
 * @param told for the trace
 * @param jobId of what goes on after the commit; null where all is done
 */
public record ActionResult(Outcome outcome, Told told, UUID jobId) {

    public enum Outcome {
        DONE,
        /** There was nothing to do, or it must not be done now; what is told says why. */
        SKIPPED,
        FAILED,
        /** It happens after the commit. */
        QUEUED
    }

    public static ActionResult done(Told told) {
        return new ActionResult(Outcome.DONE, told, null);
    }

    public static ActionResult skipped(Told told) {
        return new ActionResult(Outcome.SKIPPED, told, null);
    }

    public static ActionResult failed(Told told) {
        return new ActionResult(Outcome.FAILED, told, null);
    }

    public static ActionResult queued(Told told, UUID jobId) {
        return new ActionResult(Outcome.QUEUED, told, jobId);
    }
}
