package io.elbowatch.web.api;

/** A request that is not answered: an HTTP status, what is wrong, and how to do it right. */
public final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String remedy;

    /** @param status 4xx or 5xx */
    public ApiRefusal(int status, String problem, String remedy) {
        super(problem, null, false, false); // a client can cause many: no stack trace
        this.status = status;
        this.remedy = remedy;
    }

    public int status() {
        return status;
    }

    public String remedy() {
        return remedy;
    }
}
