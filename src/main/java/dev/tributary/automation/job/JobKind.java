package dev.tributary.automation.job;

import io.smallrye.mutiny.Uni;

/** One kind of job. */
public interface JobKind {

    String kind();

    /** Makes one attempt. It may be made again after a crash, with the same id; what it does must bear that. A failure is a bug, and the last attempt. */
    Uni<JobEnd> attempt(Job job);
}
