package dev.tributary.platform;

/** Carries a {@link Problem} to the HTTP edge. An expected refusal: no stack trace is taken and nothing is logged. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
