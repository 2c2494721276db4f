/**
 * The shared kernel, which knows nothing of messages or channels: ids, clock, problems, paging, idempotency, secrets,
 * leases, and the one way out to the internet.
 *
 * <p>Every failure that leaves the service over HTTP is a {@link dev.tributary.platform.Problem}; every credential at rest
 * went through {@link dev.tributary.platform.SecretBox}; every address from outside goes through
 * {@link dev.tributary.platform.EgressGuard}. Other rooms use this one; it uses none of ours.
 */
package dev.tributary.platform;
