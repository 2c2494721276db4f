package dev.tributary.platform;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a resource method that creates something: makes it obey the {@code Idempotency-Key} header. The same key with the same
 * request answers the first result again, with {@code Idempotency-Replayed: true}, for 24 hours; with another request it is
 * 409 {@code idempotency_key_reused}; while the first is still at work it is 409 {@code idempotency_key_in_use}. Only
 * successes are kept: after a failure the key is free. Keys belong to the caller.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
