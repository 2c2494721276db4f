package dev.tributary.sandbox;

import dev.tributary.platform.EgressBody;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressRequest;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;

/** Posts what happened at a fake to the webhook that was registered there. Not tried again. */
@ApplicationScoped
public class Callbacks {

    private static final Logger LOG = Logger.getLogger(Callbacks.class);

    private final EgressClient egress;
    private final Sandbox sandbox;

    Callbacks(EgressClient egress, Sandbox sandbox) {
        this.egress = egress;
        this.sandbox = sandbox;
    }

    /** @param url as it was registered; one of our own is reached on this machine */
    public void post(String url, Buffer body, String contentType, Map<String, String> headers) {
        EgressRequest request = EgressRequest.post(sandbox.local(url).orElse(url), new EgressBody.Bytes(body, contentType)).asTrusted();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.withHeader(header.getKey(), header.getValue());
        }
        egress.send(request).subscribe().with(
                answer -> {
                    if (!answer.isSuccess()) {
                        LOG.warnf("A delivery of the sandbox was answered %d", answer.status());
                    }
                },
                failure -> LOG.warnf("A delivery of the sandbox failed: %s", failure.getMessage()));
    }
}
