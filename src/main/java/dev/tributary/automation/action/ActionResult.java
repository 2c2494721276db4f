package dev.tributary.automation.action;

import java.util.UUID;

/**
 * How an action ended.
 *
 * @param detail in words, for the trace
 * @param jobId of what goes on after the commit; null where all is done
 */
public record ActionResult(Outcome outcome, String detail, UUID jobId) {

    public enum Outcome {
        DONE,
        /** There was nothing to do, or it must not be done now; the detail says why. */
        SKIPPED,
        FAILED,
        /** It happens after the commit. */
        QUEUED
    }

    public static ActionResult done(String detail) {
        return new ActionResult(Outcome.DONE, detail, null);
    }

    public static ActionResult skipped(String detail) {
        return new ActionResult(Outcome.SKIPPED, detail, null);
    }

    public static ActionResult failed(String detail) {
        return new ActionResult(Outcome.FAILED, detail, null);
    }

    public static ActionResult queued(String detail, UUID jobId) {
        return new ActionResult(Outcome.QUEUED, detail, jobId);
    }
}
