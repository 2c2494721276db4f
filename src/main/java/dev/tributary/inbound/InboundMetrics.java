package dev.tributary.inbound;

import dev.tributary.inbound.EventResult.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What came in and how it ended; the counts of all outcomes add up to what was received. */
@ApplicationScoped
class InboundMetrics {

    private final MeterRegistry registry;

    InboundMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Outcome outcome) {
        registry.counter("tributary.inbound.events", "outcome", outcome.word()).increment();
    }

    void watch(@Observes StartupEvent event, Journal journal, ApplierLanes lanes) {
        registry.gauge("tributary.inbound.journal.waiting", journal, Journal::waiting);
        registry.gauge("tributary.inbound.applier.waiting", lanes, ApplierLanes::waiting);
    }
}
