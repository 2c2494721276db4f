package dev.tributary.inbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of the way in. */
@ConfigMapping(prefix = "tributary.inbound")
public interface InboundConfig {

    /** How long the process that took an event in may work on it before any replica takes it over. */
    @WithDefault("30s")
    Duration lease();

    /** The largest webhook body. */
    @WithDefault("10485760")
    long maxBodyBytes();

    /** Events that may wait to be journalled; more are answered 503, so that their providers come again. */
    @WithDefault("20000")
    int maxWaiting();

    /** Events that share one commit of the journal. */
    @WithDefault("256")
    int journalBatch();

    @WithDefault("2")
    int journalWriters();

    /** An event that comes alone is journalled at once; those that come within so long share the next commit, which the applier may ask for earlier. */
    @WithDefault("4ms")
    Duration journalPace();

    /** Accounts are spread over so many appliers; one account's events are applied in order. */
    @WithDefault("4")
    int lanes();

    /** Events applied in one transaction. */
    @WithDefault("200")
    int applyBatch();

    /** Events that may wait for one applier before those who bring more are answered only when theirs has been applied. */
    @WithDefault("1000")
    int laneComfort();

    /** Events that one applier may hold in memory; the others stay in the journal until it has caught up. */
    @WithDefault("10000")
    int laneCapacity();

    /** Rejected deliveries of one account that are journalled per minute; the others are only counted. */
    @WithDefault("60")
    int rejectedPerMinute();

    /** Raw events are dropped after so many days. */
    @WithDefault("30")
    int journalDays();

    /** Changes are dropped after so many days; a browser that was away for longer loads afresh. */
    @WithDefault("7")
    int changeDays();

    /** How often is looked which mailboxes this process has to read. */
    @WithDefault("5s")
    String mailboxTick();
}
