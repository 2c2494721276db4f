package dev.tributary.platform;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** A resource method that takes a body gets one: no body, and the JSON literal null, are refused before it is called. */
@Provider
public final class BodyRequired implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        if (body == null) {
            throw Problems.badRequest("body_missing", "The request has no body.", "Send a JSON object.");
        }
        return body;
    }
}
